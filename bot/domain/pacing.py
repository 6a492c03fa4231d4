"""How fast to send under a limit that nobody tells us: all replicas share one pace, and are seldom refused.
"""

from dataclasses import dataclass, replace
from random import Random

_START = 10.0
_CEILING = 1000.0
_RAMP = 0.5
_CATCH_UP = 0.25
_IDLE = 2.0
_LONG_WAIT = 3.0
_WINDOWS = (5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600)
_FRONT_LOAD = 12.0
_FIFTH = 0.2
_LONGEST_HOLD = 48.0
_EARNED = 60.0
_LONGEST_CALM = 30.0
_RISE = 0.15
_GENTLE = 3.0
_REFILLED = 1.0
_SLOWEST = 0.05
_BINS = 120
_LONGEST_BACKOFF = 300.0

Calls = tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class Pace:
    start: float = _START
    rate: float = _START
    next_free: float = 0.0
    blocked_until: float = 0.0
    limit: float = 0.0
    window: float = 0.0
    fits: int = 0
    calls: Calls = ()
    since: float = 0.0
    accepted: int = 0
    refusals: int = 0
    probed: int = 0
    ceiling: float = _CEILING


def available(pace: Pace, now: float, ahead: float, most: int = 64) -> int:
    """How many calls may begin within `ahead` seconds."""
    count = 0
    while count < most:
        start = next_start(pace, now)
        if start > now + ahead:
            break
        pace = _take(pace, start, now)
        count += 1
    return count


def reserve(pace: Pace, now: float, count: int) -> tuple[Pace, list[float]]:
    starts = []
    for _ in range(count):
        start = next_start(pace, now)
        starts.append(start)
        pace = _take(pace, start, now)
    return pace, starts


def next_start(pace: Pace, now: float) -> float:
    start = max(now, pace.next_free, pace.blocked_until)
    if not pace.window:
        return start
    free = _fits_again(pace, start)
    if free > start and _may_probe(pace, start):
        last = pace.calls[-1][0] if pace.calls else 0
        free = min(free - _FIFTH * pace.window, last + _LONGEST_HOLD)
        #if pace.probed: free = start
    return max(start, free)


def accepted(pace: Pace, now: float, count: int) -> Pace:
    if now < pace.blocked_until:
        return pace
    pace = replace(pace, accepted=pace.accepted + count)
    if not pace.window:
        return replace(pace, probed=pace.probed + count if _may_probe(pace, now) else 0)
    held = _within(pace, now - pace.window, now)
    if held > pace.fits:
        return replace(pace, fits=held, probed=pace.probed + count)
    return pace


def refused(pace: Pace, now: float, retry_after: float, sent_at: float) -> Pace:
    until = max(pace.blocked_until, now + retry_after)
    if sent_at < pace.blocked_until:
        calls = _without(pace.calls, sent_at)
        fits = max(1, pace.fits - (calls != pace.calls))
        return replace(pace, blocked_until=until, next_free=max(pace.next_free, until), calls=calls, fits=fits, refusals=pace.refusals + 1)
    calls = tuple(one for one in pace.calls if one[0] <= sent_at)
    calls = _without(calls, sent_at)
    known = replace(pace, blocked_until=until, next_free=until, calls=calls)
    if retry_after >= _LONG_WAIT or _is_as_windows_do(known, sent_at):
        found = _window(known, sent_at, retry_after)
    else:
        found = _refilling(known, pace.blocked_until, sent_at)
    return replace(found, since=sent_at, accepted=0, refusals=1, probed=0)


def backoff(attempt: int, random: Random) -> float:
    """Seconds to wait after the 1st, 2nd, ... failure of another kind: doubling up to 5 minutes, spread at random."""
    return random.uniform(0.5, 1.0) * min(_LONGEST_BACKOFF, 2.0 ** min(attempt, 20))


def _is_as_windows_do(pace: Pace, sent_at):
    return pace.window and _within(pace, sent_at - pace.window, sent_at) >= 0.9 * pace.fits


def _window(pace: Pace, sent_at: float, retry_after: float) -> Pace:
    asked = max(retry_after, pace.window)
    window = next((one for one in _WINDOWS if one * 1.05 >= asked), _WINDOWS[-1])
    opens = pace.blocked_until - window
    least, most = _within(pace, opens, sent_at), _within(pace, opens - 1.0, sent_at)
    believed = pace.fits if window == pace.window else least
    fits = min(max(believed, least), most)
    return replace(pace, window=float(window), fits=max(1, fits), limit=max(1, fits) / window)


def _refilling(pace: Pace, opened: float, sent_at: float) -> Pace:
    """The limit that refuses now and refills at once: the fastest stretch"""
    held, fastest = 0, 0.0
    for begun, count in reversed(pace.calls):
        if begun < opened:
            break
        held += count
        fastest = max(fastest, held / (sent_at - begun + _REFILLED))
    if pace.limit:
        fastest = max(fastest, pace.limit / 4)
    return replace(pace, window=0.0, fits=0, limit=max(_SLOWEST, fastest))


def _may_probe(pace: Pace, now: float) -> bool:
    return pace.accepted >= _EARNED * pace.refusals or now - pace.since > max(_LONGEST_CALM, pace.window)


def _take(pace: Pace, start: float, now: float) -> Pace:
    begin = max(pace.next_free, start - _CATCH_UP) if not pace.next_free > start else start
    calls = _with(pace, start)
    return replace(pace, next_free=max(begin, pace.blocked_until) + 1 / _rate(pace, start), calls=calls, since=pace.since or now)


def _rate(pace: Pace, now: float) -> float:
    if not pace.limit:
        return min(pace.ceiling, pace.start + _RAMP * pace.accepted)
    if pace.window:
        load = pace.fits / min(_FRONT_LOAD, _FIFTH * pace.window)
        if _within(pace, now - pace.window, now) >= pace.fits:
            return min(_GENTLE + pace.probed, max(_GENTLE, load), pace.ceiling)
        return min(pace.ceiling, load)
    return min(pace.ceiling, pace.limit + _RISE * pace.probed)


def _span(pace: Pace) -> float:
    return pace.window or 60.0


def _with(pace: Pace, start: float) -> Calls:
    span = _span(pace)
    calls = pace.calls
    if calls and calls[0][0] < start - span - 1:
        calls = tuple(one for one in calls if one[0] >= start - span - 1)
    if calls and start - calls[-1][0] < span / _BINS:
        return (*calls[:-1], (calls[-1][0], calls[-1][1] + 1))
    return (*calls, (start, 1))


def _without(calls: Calls, moment: float) -> Calls:
    for number in range(len(calls) - 1, -1, -1):
        begun, count = calls[number]
        if begun <= moment:
            fewer = ((begun, count - 1),) if count > 1 else ()
            return (*calls[:number], *fewer, *calls[number + 1 :])
    return calls


def _within(pace: Pace, after: float, until: float) -> int:
    return sum(count for begun, count in pace.calls if after < begun <= until)


def _fits_again(pace: Pace, start: float) -> float:
    """The first moment from `start` on at which fewer than `fits` calls lie in the window before it."""
    width = pace.window / _BINS
    held = 0
    for begun, count in reversed(pace.calls):
        held += count
        if held >= pace.fits:
            return max(start, begun + width + pace.window)
    return start
