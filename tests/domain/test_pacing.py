"""Senders that share one pace use a limit they don't know, and are seldom refused."""

from dataclasses import replace
from random import Random

import hidden_limit
import pytest
from hidden_limit import FixedWindow, Simulation, SlidingWindow, TokenBucket, ideal_seconds

from bot.domain import pacing
from bot.domain.pacing import Pace

SHAPES = {
    "sliding 400 a minute": lambda: SlidingWindow(400, 60),
    "sliding 600 a minute": lambda: SlidingWindow(600, 60),
    "fixed 400 a minute": lambda: FixedWindow(400, 60),
    "bucket 600 a minute, 10 at once": lambda: TokenBucket(600, 10),
    "bucket 300 a minute, 30 at once": lambda: TokenBucket(300, 30),
}


@pytest.mark.parametrize("replicas", [1, 3])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_steady_limit_is_used_to_nine_tenths_and_seldom_met(shape, replicas, monkeypatch):
    monkeypatch.setattr(hidden_limit, "AHEAD", 0.5)
    run = Simulation(Pace(), SHAPES[shape](), 2000, replicas, (), seed=1).run()
    ideal = ideal_seconds(SHAPES[shape](), 2000, replicas)
    print(f"\n{shape}, {replicas}: {ideal / run.seconds:.2f} of the ideal, {run.refused / run.calls:.3f} refused")
    assert ideal / run.seconds >= 0.9
    assert run.refused / run.calls <= (0.02 if replicas == 1 else 0.03)


def paced(seconds: float, pace: Pace, begin: float = 100.0) -> tuple[Pace, int]:
    """Send all that may be sent for so many seconds, all of it accepted."""
    now, sent = begin, 0
    while now < begin + seconds:
        pace, (start,) = pacing.reserve(pace, now, 1)
        now = max(now, start)
        pace, sent = pacing.accepted(pace, now, 1), sent + 1
    return pace, sent


def test_without_a_refusal_the_rate_reaches_hundreds_a_second_in_seconds():
    pace, _ = paced(5.0, Pace())
    assert pace.rate > 300


def test_the_rate_never_passes_its_ceiling():
    pace, _ = paced(20.0, replace(Pace(), ceiling=50.0))
    assert pace.rate == 50.0


def test_nothing_begins_before_the_wait_of_a_refusal_is_over():
    pace, _ = paced(1.0, Pace())
    pace = pacing.refused(pace, 101.0, 7.0, 100.9)
    _, starts = pacing.reserve(pace, 101.0, 5)
    assert min(starts) >= 108.0
    assert pacing.available(pace, 101.0, 0.5) == 0


def test_calls_that_were_under_way_when_the_first_was_refused_are_the_same_refusal():
    pace, _ = paced(1.0, Pace())
    once = pacing.refused(pace, 101.0, 1.0, 100.9)
    twice = pacing.refused(once, 101.1, 1.0, 100.95)
    assert twice.limit == once.limit
    assert twice.blocked_until == pytest.approx(102.1)


def test_a_long_pause_says_nothing_of_the_limit():
    pace, sent = paced(2.0, Pace())
    busy = pacing.refused(pace, 102.0, 30.0, 101.9)
    pace, (start,) = pacing.reserve(pace, 700.0, 1)
    idle = pacing.refused(pace, 700.0, 30.0, 699.9)
    assert start == 700.0
    assert idle.limit == pytest.approx(busy.limit, rel=0.05)
    assert busy.limit == pytest.approx(sent / 32, rel=0.05)


def test_a_lower_limit_is_found_in_a_few_refusals():
    pace = replace(Pace(), limit=20.0, rate=20.0, since=100.0, mark=100.0, next_free=100.0)
    now, refusals = 100.0, 0
    bucket, tokens = 5.0, 5.0
    while now < 130.0:
        pace, (start,) = pacing.reserve(pace, now, 1)
        tokens, now = min(5.0, tokens + (start - now) * bucket), start
        if tokens >= 1:
            tokens -= 1
            pace = pacing.accepted(pace, now, 1)
        else:
            refusals += 1
            pace = pacing.refused(pace, now, 1.0, now)
    assert pace.rate < 6.5
    assert refusals <= 8


def test_backoff_doubles_up_to_five_minutes_and_is_spread():
    random = Random(1)
    waits = [pacing.backoff(attempt, random) for attempt in range(1, 30)]
    assert all(0.5 * min(300, 2**n) <= wait <= min(300, 2**n) for n, wait in enumerate(waits, 1))
    assert len(set(waits)) == len(waits)


def test_a_late_refusal_leaves_starts_alone_that_were_handed_out_after_the_first():
    pace, _ = paced(1.0, Pace())
    pace = pacing.refused(pace, 101.0, 1.0, 100.9)
    pace, starts = pacing.reserve(pace, 101.5, 3)
    again, more = pacing.reserve(pacing.refused(pace, 101.6, 0.4, 100.95), 101.6, 3)
    assert min(more) > max(starts)
    assert again.limit == pace.limit
