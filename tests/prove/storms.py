"""Proof that whatever Slack and the network do to a call, each row is posted once and no call comes before its time.

Half of all calls are refused with a Retry-After of 1 to 3 seconds; of the others some are kept but the reply is lost,
some end in a 500 and some in a reset. What happens to the n-th call to a person depends on the seed alone. A refusal
stops all sending in a workspace, so the messages are spread over six; each storm passes after two and a half minutes.
"""

import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from databases import Databases
from prove import verdict
from prove.hospital import Hospital, faults_of
from prove.verdict import comes_true, say

from bot.sandbox.faults import Fault, Faults

STAFF, WARDS = 5, 10
REFUSED = 0.5
OF_THE_OTHERS = (("lost_reply", 0.15), ("status", 0.15), ("reset", 0.1))
SPACING = 0.9
"""Seconds between two messages to one person; Slack asks for about one."""
UNDER_WAY = 0.3
"""Seconds that a call may take from its sender's decision to the workspace."""
LASTS, PATIENCE = 150.0, 240.0
PLACES = 2 * (("sqlite", 1), ("postgresql", 1), ("postgresql", 2))


@dataclass(frozen=True)
class Arrival:
    """A call that reached the workspace, and the accident that it met there."""

    recipient: str
    at: float
    fault: Fault | None


class Storm(Faults):
    """Decides by the seed what happens to each post to a person, and writes down when it came."""

    def __init__(self, seed: str) -> None:
        super().__init__()
        self.arrivals: list[Arrival] = []
        self._seed = seed
        self._calls: Counter[str] = Counter()
        self._ends = time.monotonic() + LASTS

    def due(self, what: str, given: dict[str, Any]) -> Fault | None:
        recipient = str(given.get("channel", ""))
        if what != "chat.postMessage" or not recipient.startswith("U"):
            return None
        self._calls[recipient] += 1
        is_over = time.monotonic() > self._ends
        fault = None if is_over else _accident(Random(f"{self._seed}:{recipient}:{self._calls[recipient]}"))
        self.arrivals.append(Arrival(recipient, time.monotonic(), fault))
        return fault


def _accident(random: Random) -> Fault | None:
    if random.random() < REFUSED:
        return Fault.rate_limited(random.randint(1, 3))
    place = random.random()
    for kind, share in OF_THE_OTHERS:
        place -= share
        if place < 0:
            return Fault(kind, 500 if kind == "status" else None)
    return None


def prove(seed: int) -> list[str]:
    """Six storms at once, each over a workspace of its own: a refusal stops all sending in one for seconds."""
    with ExitStack() as stack:
        databases = Databases()
        stack.callback(databases.close)
        hospitals = [begin(stack, databases, kind, bots) for kind, bots in PLACES]
        pool = stack.enter_context(ThreadPoolExecutor(len(PLACES)))
        seeds = [f"{seed}:{number}" for number in range(len(PLACES))]
        return [fault for faults in pool.map(prove_in, hospitals, seeds) for fault in faults]


def begin(stack: ExitStack, databases: Databases, kind: str, bots: int) -> Hospital:
    """A hospital whose pulses are planned but not open."""
    hospital = Hospital(stack, databases, kind, staff=STAFF, wards=WARDS)
    for _ in range(bots):
        hospital.start_bot(UPTAKE_HTTP_TIMEOUT=2, UPTAKE_LEASE_SECONDS=6)
    hospital.start_initiatives()
    return hospital


def prove_in(hospital: Hospital, seed: str) -> list[str]:
    """One storm over ten messages to each person, due at the same moment; prints the figures."""
    storm, began = Storm(seed), time.monotonic()
    hospital.sandbox.desk.faults = storm
    hospital.open_next_pulse()
    comes_true(lambda: hospital.is_at_rest() and hospital.count_invitations() >= STAFF * WARDS, PATIENCE)
    time.sleep(1.0)
    posted = sorted((person.id, float(message.ts)) for person in hospital.staff for message in person.inbox())
    met = Counter(arrival.fault.kind if arrival.fault else "none" for arrival in storm.arrivals)
    nearest, bots = _nearest(posted), len(hospital.bots)
    faults = faults_of(hospital, 1)
    faults += [f"{hospital.kind}: {fault}" for fault in [*_too_early(storm.arrivals), *_too_close(nearest)]]
    say(
        f"  {hospital.kind}, {bots} bot{'s' if bots > 1 else ''}: {STAFF * WARDS} messages, "
        f"{len(storm.arrivals)} calls ({met['rate_limited']} refused, {met['lost_reply']} replies lost, "
        f"{met['status']} errors 500, {met['reset']} resets), {_wasted(storm.arrivals)} calls to others while all were "
        f"to wait, two posts to one person at least {nearest:.2f} s apart, {len(faults)} faults, "
        f"{time.monotonic() - began:.0f} s, of which {_told_to_wait(storm.arrivals):.0f} s Slack asked for"
    )
    return faults


def _nearest(posted: list[tuple[str, float]]) -> float:
    """The shortest time between two messages to one person."""
    return min((second[1] - first[1] for first, second in pairwise(posted) if first[0] == second[0]), default=60.0)


def _too_close(nearest: float) -> list[str]:
    return [f"two messages to one person came {nearest:.2f} s apart"] if nearest < SPACING else []


def _too_early(arrivals: list[Arrival]) -> list[str]:
    """Calls to a person who was to be left in peace."""
    by_person: defaultdict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        by_person[arrival.recipient].append(arrival)
    return [
        f"{who} was called {later.at - earlier.at:.2f} s after a Retry-After of {earlier.fault.value} s"
        for who, calls in by_person.items()
        for earlier, later in pairwise(calls)
        if earlier.fault is not None
        and earlier.fault.kind == "rate_limited"
        and later.at < earlier.at + earlier.fault.value
    ]


def _told_to_wait(arrivals: list[Arrival]) -> float:
    """Seconds that lie in some Retry-After."""
    waited, until = 0.0, 0.0
    for arrival in arrivals:
        if arrival.fault is not None and arrival.fault.kind == "rate_limited":
            end = arrival.at + arrival.fault.value
            waited += max(0.0, end - max(arrival.at, until))
            until = max(until, end)
    return waited


def _wasted(arrivals: list[Arrival]) -> int:
    """Calls to anybody that began after another call was told to wait; those under way can't be called back."""
    refusals = [(one.at, one.fault.value) for one in arrivals if one.fault and one.fault.kind == "rate_limited"]
    return sum(any(at + UNDER_WAY <= one.at < at + wait for at, wait in refusals) for one in arrivals)


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
