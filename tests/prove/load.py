"""Proof that 500 invitations go out at nearly the speed of a sender that knows Slack's limits, and nobody waits for it.

The workspace refuses as Slack does: 400 messages in any minute, one a second in a channel, and the tiers of each
method. Meanwhile somebody types a command ten times a second.
"""

import statistics
import time
from contextlib import ExitStack

import hidden_limit
from databases import Databases
from prove import verdict
from prove.hospital import Hospital, faults_of
from prove.verdict import say

from bot.sandbox.limits import Limits

STAFF, PER_MINUTE = 500, 400
LEAST_RATIO, MOST_REFUSED = 0.9, 0.02
USUAL_ACK, SLOWEST_ACK = 0.1, 3.0
PATIENCE = 240.0


def prove(seed: int) -> list[str]:
    """With one bot on SQLite, and with two on PostgreSQL. There is nothing to draw by the seed."""
    return [*prove_with("sqlite", 1), *prove_with("postgresql", 2)]


def prove_with(kind: str, bots: int) -> list[str]:
    """One pulse for everybody; prints the figures."""
    with ExitStack() as stack:
        databases = Databases()
        stack.callback(databases.close)
        hospital = Hospital(stack, databases, kind, staff=STAFF)
        for _ in range(bots):
            hospital.start_bot()
        hospital.start_initiatives()
        hospital.sandbox.limits = Limits.like_slack()
        hospital.run_clock_from_next_opening()
        acks, unanswered = type_commands_until_all_are_invited(hospital)
        time.sleep(1.0)
        faults = faults_of(hospital, 1)
        posts = [call for call in hospital.sandbox.calls_to("chat.postMessage") if call.args["channel"].startswith("U")]
    moments = sorted(call.at for call in posts if call.ok)
    took, refused = moments[-1] - moments[0], sum(call.status == 429 for call in posts) / len(posts)
    ideal = hidden_limit.ideal_seconds(hidden_limit.SlidingWindow(PER_MINUTE, 60), STAFF, bots)
    say(
        f"  {kind}, {bots} bot{'s' if bots > 1 else ''}: {STAFF} in {took:.1f} s, an ideal sender {ideal:.1f} s: "
        f"{ideal / took:.2f} (at least {LEAST_RATIO}); {refused:.1%} of {len(posts)} calls refused "
        f"(at most {MOST_REFUSED:.0%}); acknowledged in {statistics.median(acks) * 1000:.0f} ms at the median, "
        f"{max(acks) * 1000:.0f} ms at the slowest of {len(acks)}, {unanswered} not at all"
    )
    held = {
        "the ratio to an ideal sender": ideal / took >= LEAST_RATIO,
        "the share of refused calls": refused <= MOST_REFUSED,
        "the median acknowledgement": statistics.median(acks) < USUAL_ACK,
        "the slowest acknowledgement": max(acks) < SLOWEST_ACK and not unanswered,
    }
    return faults + [f"{kind}, {bots} bots: {what} misses its bar" for what, is_held in held.items() if not is_held]


def type_commands_until_all_are_invited(hospital: Hospital) -> tuple[list[float], int]:
    """Seconds until each command was acknowledged, and how many never were."""
    acks, unanswered, number, deadline = [], 0, 0, time.monotonic() + PATIENCE
    while hospital.count_invitations() < STAFF and time.monotonic() < deadline:
        number += 1
        asked = hospital.staff[number % STAFF].slash("/uptake", "status", channel=hospital.wards[0])
        if asked.ack_seconds is None:
            unanswered += 1
        else:
            acks.append(asked.ack_seconds)
        time.sleep(0.1)
    return acks, unanswered


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
