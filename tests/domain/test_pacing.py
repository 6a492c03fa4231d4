"""Senders that share one pace use a limit they don't know, and are seldom refused."""

from dataclasses import replace
from random import Random

import pytest
from hidden_limit import Change, FixedWindow, Simulation, SlidingWindow, TokenBucket, ideal_moments, let_through

from bot.domain import pacing
from bot.domain.pacing import Pace

SHAPES = {
    "400 in any minute": lambda: SlidingWindow(400, 60),
    "400 in each minute": lambda: FixedWindow(400, 60),
    "100 in each 15 s": lambda: FixedWindow(400, 15, offset=-4),
    "10 a second, 10 at once": lambda: TokenBucket(600, 10),
    "5 a second, 30 at once": lambda: TokenBucket(300, 30),
}


@pytest.mark.parametrize("replicas", [1, 3])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_steady_limit_is_used_to_nine_tenths_and_seldom_met(shape, replicas):
    run = Simulation(Pace(), SHAPES[shape](), replicas, (), seed=1).run(300.0)
    ideal = ideal_moments(SHAPES[shape](), replicas, (), 300.0)
    share = let_through(run.through, 300.0) / let_through(ideal, 300.0)
    print(f"\n{shape}, {replicas}: {share:.2f} of the ideal, {run.refused / run.calls:.3f} refused")
    assert share >= 0.9
    assert run.refused / run.calls <= 0.02


@pytest.mark.parametrize("factor", [0.5, 2.0])
@pytest.mark.parametrize("shape", ["400 in each minute", "5 a second, 30 at once"])
def test_a_limit_that_changes_once_is_used_to_nine_tenths(shape, factor):
    usual = SHAPES[shape]().per_minute
    changes = (Change(75.0, usual * factor),)
    run = Simulation(Pace(), SHAPES[shape](), 1, changes, seed=1).run(400.0)
    ideal = ideal_moments(SHAPES[shape](), 1, changes, 400.0)
    share = let_through(run.through, 400.0) / let_through(ideal, 400.0)
    print(f"\n{shape}, times {factor}: {share:.2f} of the ideal, {run.refused / run.calls:.3f} refused")
    assert share >= 0.9
    assert run.refused / run.calls <= 0.025


@pytest.mark.parametrize("wait", [1, 3, 30, 3600])
def test_a_storm_of_refusals_ends_and_the_pace_recovers(wait):
    """Half of all calls are refused for no reason; then nothing is any more."""
    pace, now, random = Pace(), 100.0, Random(wait)
    for _ in range(40):
        pace, (start,) = pacing.reserve(pace, now, 1)
        assert start >= pace.blocked_until
        now = start + 0.1
        is_refused = random.random() < 0.5
        pace = pacing.refused(pace, now, wait, start) if is_refused else pacing.accepted(pace, now, 1)
    ended = max(now, pace.blocked_until)
    for _ in range(1000):
        pace, (start,) = pacing.reserve(pace, now, 1)
        now = start
        pace = pacing.accepted(pace, now, 1)
    assert now - ended < 300


def paced(seconds: float, pace: Pace, begin: float = 100.0) -> tuple[Pace, float, int]:
    """Send all that may be sent for so many seconds, all of it accepted; gives the moment after the last, too."""
    now, sent = begin, 0
    while (start := pacing.next_start(pace, now)) < begin + seconds:
        pace, _ = pacing.reserve(pace, now, 1)
        now, sent = start, sent + 1
        pace = pacing.accepted(pace, now, 1)
    return pace, now, sent


def rate_of(pace: Pace, now: float) -> float:
    """Calls a second from now on, if all are accepted."""
    return paced(1.0, pace, now)[2]


def test_without_a_refusal_the_rate_reaches_hundreds_a_second_in_seconds():
    assert rate_of(*paced(8.0, Pace())[:2]) > 300


def test_the_rate_never_passes_its_ceiling():
    assert rate_of(*paced(20.0, replace(Pace(), ceiling=50.0))[:2]) <= 51


def test_nothing_begins_before_the_wait_of_a_refusal_is_over():
    pace, now, _ = paced(1.0, Pace())
    pace = pacing.refused(pace, 101.0, 7.0, now)
    _, starts = pacing.reserve(pace, 101.0, 5)
    assert min(starts) >= 108.0
    assert pacing.available(pace, 101.0, 0.5, 10) == 0


def test_calls_that_were_under_way_when_the_first_was_refused_are_the_same_refusal():
    pace, _, _ = paced(1.0, Pace())
    once = pacing.refused(pace, 101.0, 1.0, 100.9)
    twice = pacing.refused(once, 101.1, 1.0, 100.95)
    assert twice.limit == once.limit
    assert twice.blocked_until == pytest.approx(102.1)


def test_a_long_pause_says_nothing_of_the_limit():
    pace, now, sent = paced(2.0, Pace())
    busy = pacing.refused(pace, 102.0, 30.0, now)
    pace, (start,) = pacing.reserve(busy, 700.0, 1)
    idle = pacing.refused(pace, 700.0, 30.0, start)
    assert start == 700.0
    assert busy.fits == sent - 1
    assert idle.fits >= busy.fits // 4


def test_a_lower_limit_is_found_in_a_few_refusals():
    pace, now, refusals = replace(Pace(), limit=20.0, since=90.0), 100.0, 0
    tokens = 5.0
    while now < 130.0:
        pace, (start,) = pacing.reserve(pace, now, 1)
        tokens, now = min(5.0, tokens + (start - now) * 5.0), start
        if tokens >= 1:
            tokens -= 1
            pace = pacing.accepted(pace, now, 1)
        else:
            refusals += 1
            pace = pacing.refused(pace, now, 1.0, now)
    assert pace.limit < 6.5
    assert refusals <= 8


def test_what_was_handed_out_and_not_used_does_not_count():
    pace = replace(Pace(), limit=10 / 60, span=60.0, fits=10, since=1.0)
    pace, starts = pacing.reserve(pace, 100.0, 10)
    assert pacing.next_start(pace, starts[-1]) > starts[-1] + 20
    for start in starts[5:]:
        pace = pacing.unused(pace, start)
    again, more = pacing.reserve(pace, starts[4], 5)
    assert more[-1] < starts[-1] + 1
    assert pacing.next_start(again, more[-1]) > more[-1] + 20


def test_a_pause_for_another_reason_says_nothing_of_the_limit():
    pace, now, _ = paced(2.0, Pace())
    idle = pacing.paused(pace, now, 60.0)
    assert pacing.next_start(idle, now) == now + 60.0
    assert replace(idle, blocked_until=0.0, next_free=0.0, calls=()) == replace(
        pace, blocked_until=0.0, next_free=0.0, calls=()
    )


@pytest.mark.parametrize("back", [600.0, 86400.0])
@pytest.mark.parametrize("wait", [0.0, 20.0])
def test_a_clock_that_is_set_back_stops_nothing_for_long(back, wait):
    pace, now, _ = paced(5.0, Pace(), begin=1e6)
    if wait:
        pace = pacing.refused(pace, now, wait, now)
    mended = pacing.after_clock_change(pace, now - back)
    assert now - back + wait <= pacing.next_start(mended, now - back) <= now - back + wait + 1.0
    assert (mended.limit, mended.span, mended.fits) == (pace.limit, pace.span, pace.fits)


def test_a_clock_that_goes_on_changes_nothing():
    pace, now, _ = paced(5.0, Pace())
    pace = pacing.refused(pace, now, 3600.0, now)
    assert pacing.after_clock_change(pace, now) is pace
    assert pacing.after_clock_change(pace, now - 5.0) is pace
    assert pacing.after_clock_change(pace, now + 1e6) is pace


def test_backoff_doubles_up_to_five_minutes_and_is_spread():
    random = Random(1)
    waits = [pacing.backoff(attempt, random) for attempt in range(1, 30)]
    assert all(0.5 * min(300, 2**n) <= wait <= min(300, 2**n) for n, wait in enumerate(waits, 1))
    assert len(set(waits)) == len(waits)


def test_a_late_refusal_leaves_starts_alone_that_were_handed_out_after_the_first():
    pace, _, _ = paced(1.0, Pace())
    pace = pacing.refused(pace, 101.0, 1.0, 100.9)
    pace, starts = pacing.reserve(pace, 101.5, 3)
    again, more = pacing.reserve(pacing.refused(pace, 101.6, 0.4, 100.95), 101.6, 3)
    assert min(more) > max(starts)
    assert again.limit == pace.limit
