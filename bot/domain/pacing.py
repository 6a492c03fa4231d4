"""Senders that share one pace use a limit they don't know, and are seldom refused."""

from dataclasses import dataclass, replace
from random import Random

START_RATE = 5.0
CEILING = 1000.0
EARLY, EARLY_GAIN, LATE_GAIN = 40.0, 1.0, 0.2
HOLD = 20.0
CALLS = 60.0
GAIN = 0.05
BURST = 0.25
LONG_WAIT = 3
ENOUGH = 10
ECHO = 0.85
FALL = 0.25
UP = 1.2
TOP = 0.97


@dataclass(frozen=True, slots=True)
class Pace:
    rate: float = START_RATE
    next_free: float = 0.0
    blocked_until: float = 0.0
    limit: float = 0.0
    accepted: int = 0
    since: float = 0.0
    refused_at: float = 0.0
    ceiling: float = CEILING


def reserve(pace: Pace, now: float, count: int) -> tuple[Pace, list[float]]:
    first = max(pace.next_free, now - BURST, pace.blocked_until)
    starts = [max(now, first + number / pace.rate) for number in range(count)]
    return replace(pace, next_free=first + count / pace.rate, since=pace.since or now), starts


def accepted(pace: Pace, now: float, count: int) -> Pace:
    if now < pace.blocked_until:
        return pace
    total = pace.accepted + count
    return replace(pace, accepted=total, rate=min(pace.ceiling, _rate(pace, total)))


def _rate(pace: Pace, n: int) -> float:
    if not pace.limit:
        return max(START_RATE, min(START_RATE + n * EARLY_GAIN, EARLY) + LATE_GAIN * n)
    return pace.limit + GAIN * max(0, n - max(HOLD * pace.limit, CALLS))


def refused(pace: Pace, now: float, retry_after: float, sent_at: float) -> Pace:
    until = max(pace.blocked_until, now + retry_after)
    if sent_at <= pace.refused_at:
        return replace(pace, blocked_until=until, next_free=until)
    n = pace.accepted
    blocked = replace(pace, blocked_until=until, next_free=until, refused_at=now)
    long = retry_after >= LONG_WAIT
    since = until if long else now
    low = n / max(1e-3, since - pace.since)
    late = n >= max(HOLD * pace.limit, CALLS)
    if not pace.limit:
        limit = min(pace.rate, max(low, 0.5))
    elif long and late:
        limit = low
    elif late:
        limit = (low * min(pace.rate, UP * low)) ** 0.5
    elif n < ENOUGH:
        limit = pace.limit * ECHO
        return replace(blocked, limit=limit, rate=limit)
    else:
        limit = min((max(low, pace.limit * FALL) * pace.limit) ** 0.5, pace.limit * TOP)
    return replace(blocked, limit=limit, accepted=0, since=since, rate=limit)


def backoff(attempt: int, random: Random) -> float:
    return random.uniform(0, min(300.0, 2.0**attempt))
