"""Proof that a killed bot loses and doubles nothing: SIGKILL at seeded moments in mid sending, then a new process."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from random import Random

from databases import Databases
from prove import verdict
from prove.hospital import Hospital, faults_of
from prove.verdict import comes_true, say

from bot.sandbox.faults import Fault

STAFF, PULSES, KILLS_PER_PULSE = 200, 4, 10
SECONDS_PER_POST = 0.05
SHORT_LEASES = {"UPTAKE_HTTP_TIMEOUT": 1, "UPTAKE_LEASE_SECONDS": 3, "UPTAKE_FIRST_RATE": 100}
PATIENCE = 90.0


@dataclass
class Kills:
    """How many kills there were, and how many of them found messages still to be sent."""

    all: int = 0
    in_mid_sending: int = 0


def prove(seed: int) -> list[str]:
    """Kill the only bot, on each kind of database."""
    return [fault for kind in ("sqlite", "postgresql") for fault in prove_on(kind, seed)]


def prove_on(
    kind: str,
    seed: int,
    *,
    bots: int = 1,
    kills: int = KILLS_PER_PULSE,
    staff: int = STAFF,
    seconds_per_post: float = SECONDS_PER_POST,
) -> list[str]:
    """Several pulses with `kills` each, sent by `bots` processes that share a database; prints the figures."""
    random, killed, began = Random(f"{seed}:{kind}:{bots}"), Kills(), time.monotonic()
    with ExitStack() as stack:
        databases = Databases()
        stack.callback(databases.close)
        hospital = Hospital(stack, databases, kind, staff=staff)
        for _ in range(bots):
            hospital.start_bot(**SHORT_LEASES)
        hospital.sandbox.faults.plan("chat.postMessage", Fault.slow(seconds_per_post), times=None)
        hospital.start_initiatives()
        faults: list[str] = []
        for number in range(1, PULSES + 1):
            kill_while_sending(hospital, random, kills, number * staff, killed)
            comes_true(partial(has_all, hospital, number * staff), PATIENCE)
            time.sleep(1.0)
            faults += faults_of(hospital, number)
        looked_up = len(hospital.sandbox.calls_to("conversations.history"))
    if killed.in_mid_sending < PULSES * kills * 0.8:
        faults.append(f"{kind}: only {killed.in_mid_sending} kills came in mid sending; the proof is too weak")
    say(
        f"  {kind}, {bots} bot{'s' if bots > 1 else ''}: {killed.all} kills, {killed.in_mid_sending} in mid sending, "
        f"{PULSES} pulses of {staff} people, {looked_up} messages looked for in the history, "
        f"{len(faults)} faults, {time.monotonic() - began:.0f} s"
    )
    return faults


def has_all(hospital: Hospital, expected: int) -> bool:
    """Whether every message is settled and so many invitations have arrived."""
    return hospital.is_at_rest() and hospital.count_invitations() >= expected


def kill_while_sending(hospital: Hospital, random: Random, kills: int, expected: int, killed: Kills) -> None:
    """Open the next pulse, and kill one bot after the other; each has a successor.

    The first is killed somewhere between the opening and the first messages, the others some messages later each.
    """
    before = hospital.count_invitations()
    hospital.open_next_pulse()
    room = (expected - before) // (kills + 2)
    for number in range(kills):
        if number == 0:
            time.sleep(random.uniform(0.1, 0.6))
        else:
            aim = min(expected, hospital.count_invitations() + random.randint(1, room))
            comes_true(lambda aim=aim: hospital.count_invitations() >= aim, 20.0)
            time.sleep(random.uniform(0.0, 0.05))
        hospital.kill(random.choice(hospital.bots))
        killed.all += 1
        killed.in_mid_sending += hospital.count_invitations() < expected
        hospital.start_bot(**SHORT_LEASES)


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
