"""How fast to send under a limit that nobody tells us: all replicas share one pace, and are seldom refused.

Slack takes "several hundred" messages a minute of a workspace and answers more with 429 and Retry-After in seconds
(docs.slack.dev/apis/web-api/rate-limits). The limit's shape is not published and it may change while we send, so:

* Until the first refusal, each accepted call raises the rate.
* A refusal with a short wait means a limit that refills at once. What was accepted in the fastest stretch before it is
  the limit; we send at that rate.
* One with a long wait means that calls are counted in a window. Its length is the shortest usual one that explains when
  it opens again; what was accepted in it is what fits. We count our own calls in any stretch of that length (which
  keeps to windows that slide and to those that stand), and use them up early, in case the limit falls.
* To learn that a limit has risen we must risk a refusal. Each refused call must be earned by accepted ones; then the
  rate rises slowly, or in a window, shortly before it opens again, more calls are tried one by one: the wait for a
  refusal then is one that we would have had anyway. What is accepted beyond the limit becomes the limit.

Times are real, in seconds since the epoch; rates are calls a second. Everything is plain numbers, to be kept in a row.
"""

from dataclasses import dataclass, replace
from random import Random

_START, _RAMP, _CEILING = 40.0, 0.25, 1000.0
_CATCH_UP = 0.25
_LONG_WAIT, _REFILLED = 3.0, 1.0
_WINDOWS = (5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0)
_EARLY, _FIFTH, _LONGEST_HOLD = 12.0, 0.2, 48.0
_EARNED, _MOST_CREDIT, _LEAST_CREDIT = 75.0, 8.0, -4.0
_CALM, _LONGEST_CALM = 16.0, 30.0
_RISE, _GENTLE, _BRISK = 0.15, 3.0, 10.0
_SHY, _DEEPEST_FALL, _SLOWEST = 0.99, 4, 0.05
_UNLIKE_A_WINDOW = 4
_PARTS, _KEPT = 60, 60.0
_FAR, _LONGEST_WAIT = 60.0, 3600.0
_LONGEST_BACKOFF = 300.0

Calls = tuple[tuple[float, int], ...]
"""How many calls began from a moment on, oldest first; moments are a sixtieth of a window apart, or more."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of a limit, and when the next call may begin.

    `limit` is what we believe to be let through in a second (0: no refusal yet). In a window of `span` seconds `fits`
    calls fit (0: the limit refills at once). `calls` are those handed out lately, but for those known to be refused.
    `since` is when we learned of the last refusal, `accepted` counts calls since then, and `tried` those that went
    beyond the limit. `credit` is how many refused calls are earned, `odd` how often a window behaved like none.
    """

    start: float = _START
    next_free: float = 0.0
    blocked_until: float = 0.0
    limit: float = 0.0
    span: float = 0.0
    fits: int = 0
    calls: Calls = ()
    since: float = 0.0
    accepted: int = 0
    tried: int = 0
    credit: float = 0.0
    odd: int = 0
    ceiling: float = _CEILING


def next_start(pace: Pace, now: float) -> float:
    """When the next call may begin; never before a refusal's wait is over."""
    return max(now, pace.next_free, pace.blocked_until, _has_room(pace, now))


def available(pace: Pace, now: float, ahead: float, most: int) -> int:
    """How many calls, up to `most`, may begin within `ahead` seconds."""
    for count in range(most):
        start = next_start(pace, now)
        if start > now + ahead:
            return count
        pace = _hand_out(pace, start, now)
    return most


def reserve(pace: Pace, now: float, count: int) -> tuple[Pace, list[float]]:
    """The moments at which the next `count` calls may begin; after a delay, a quarter of a second is caught up."""
    starts = []
    for _ in range(count):
        starts.append(next_start(pace, now))
        pace = _hand_out(pace, starts[-1], now)
    return pace, starts


def unused(pace: Pace, start: float) -> Pace:
    """The call that might begin at `start` was not made: it doesn't count, and its time is free again."""
    fewer = _uncounted(pace, start)
    if fewer is pace:
        return pace
    earlier = max(pace.blocked_until, pace.next_free - 1 / _rate(pace, start))
    return replace(fewer, next_free=min(pace.next_free, earlier))


def accepted(pace: Pace, now: float, count: int) -> Pace:
    """So many calls were let through; each earns a part of a refusal, and those beyond the limit raise it."""
    if now < pace.blocked_until:
        return pace
    credit = min(_MOST_CREDIT, pace.credit + count / _EARNED)
    pace = replace(pace, accepted=pace.accepted + count, credit=credit)
    if not pace.span:
        return replace(pace, tried=pace.tried + count if _may_try(pace, now) else 0)
    held = _between(pace, now - pace.span, now)
    return replace(pace, fits=max(held, pace.fits), tried=pace.tried + count if held >= pace.fits else 0)


def refused(pace: Pace, now: float, retry_after: float, sent_at: float) -> Pace:
    """A call that left at `sent_at` was refused for `retry_after` seconds; calls under way then count as one."""
    until, credit = max(pace.blocked_until, now + retry_after), max(_LEAST_CREDIT, pace.credit - 1)
    if sent_at < pace.blocked_until:
        later = replace(pace, blocked_until=until, next_free=max(pace.next_free, until), credit=credit)
        return _uncounted(later, sent_at)
    calls = _without(tuple(one for one in pace.calls if one[0] <= now), sent_at)
    known = replace(pace, blocked_until=until, next_free=until, calls=calls, credit=credit)
    is_odd = retry_after < _LONG_WAIT and _between(known, now - known.span, now) < 0.9 * known.fits
    if retry_after >= _LONG_WAIT or (pace.span and pace.odd < _UNLIKE_A_WINDOW):
        found = _windowed(known, pace.blocked_until, now, retry_after)
        found = replace(found, odd=0 if retry_after >= _LONG_WAIT else pace.odd + is_odd)
    else:
        found = replace(known, span=0.0, fits=0, odd=0, limit=_fastest(known, pace.blocked_until, sent_at))
    return replace(found, since=now, accepted=0, tried=0)


def paused(pace: Pace, now: float, seconds: float) -> Pace:
    """Nothing may begin for so many seconds, for a reason that says nothing of the limit."""
    until = max(pace.blocked_until, now + seconds)
    calls = tuple(one for one in pace.calls if one[0] <= now)
    return replace(pace, blocked_until=until, next_free=until, calls=calls)


def after_clock_change(pace: Pace, now: float) -> Pace:
    """The same pace; where it lies in a future that it can't know, the clock was set back and its moments are void."""
    latest = max(now, pace.blocked_until)
    if pace.since < now + _FAR and pace.next_free < latest + _FAR and latest < now + _LONGEST_WAIT + _FAR:
        return pace
    wait = pace.blocked_until - pace.since if pace.next_free <= pace.blocked_until else 0.0
    until = now + min(max(wait, 0.0), _LONGEST_WAIT)
    return replace(pace, since=now, next_free=until, blocked_until=until, calls=())


def backoff(attempt: int, random: Random) -> float:
    """Seconds to wait after the 1st, 2nd, ... failure of another kind: doubling up to 5 minutes, spread at random."""
    return random.uniform(0.5, 1.0) * min(_LONGEST_BACKOFF, 2.0 ** min(attempt, 20))


def _has_room(pace: Pace, now: float) -> float:
    """When fewer calls than fit lie in the window before; earlier where it is time to try more."""
    if not pace.span or not pace.calls:
        return 0.0
    held, opens = 0, 0.0
    for begun, count in reversed(pace.calls):
        held += count
        if held >= pace.fits:
            opens = begun + pace.span + pace.span / _PARTS * (held - pace.fits + 1) / count
            break
    early = min(opens - _FIFTH * pace.span, pace.calls[-1][0] + _LONGEST_HOLD)
    return early if _may_try(pace, max(now, early)) else opens


def _hand_out(pace: Pace, start: float, now: float) -> Pace:
    """One more call begins at `start`."""
    due = max(pace.next_free, start - _CATCH_UP, pace.blocked_until, _has_room(pace, now))
    return replace(pace, next_free=min(due, start) + 1 / _rate(pace, start), calls=_with(pace, start))


def _rate(pace: Pace, now: float) -> float:
    if not pace.limit:
        rate = pace.start + _RAMP * pace.accepted
    elif not pace.span:
        rate = pace.limit + _RISE * pace.tried
    elif _between(pace, now - pace.span, now) < pace.fits:
        rate = pace.fits / min(_EARLY, _FIFTH * pace.span)
    else:
        rate = min(_GENTLE + pace.tried, max(_BRISK, pace.fits / _EARLY))
    return min(pace.ceiling, rate)


def _may_try(pace: Pace, now: float) -> bool:
    """Whether a refusal is earned: by calls, and where the wait for it is lost, by time; by much time in any case."""
    calm, wait = now - pace.since, pace.blocked_until - pace.since
    is_calm = pace.span > 0 or calm > _CALM * wait
    return (pace.credit >= 1 and is_calm) or calm > max(_LONGEST_CALM, pace.span)


def _windowed(pace: Pace, opened: float, now: float, retry_after: float) -> Pace:
    """A window that opens again at `blocked_until`, and before that opened at `opened`.

    A wait is rounded up to whole seconds, so what fits is known only between two bounds; where it wasn't more than we
    believed that was refused, we believe less.
    """
    asked = max(retry_after / 1.05, pace.span)
    usual = [span for span in _WINDOWS if span >= asked] or [_WINDOWS[-1]]
    span = next((one for one in usual if pace.span and _explains(pace, one, opened)), usual[0])
    opens, tried = pace.blocked_until - span, _between(pace, now - span, now)
    least, most = _between(pace, opens, now), _between(pace, opens - 1.0, now)
    if span != pace.span:
        fits = most if pace.span else tried
    elif tried >= pace.fits:
        fits = max(min(max(pace.fits, least), most), pace.fits // _DEEPEST_FALL)
    else:
        fits = max(int(_SHY * (min(pace.fits, most) + least) / 2), pace.fits // _DEEPEST_FALL)
    return replace(pace, span=span, fits=max(1, fits), limit=max(1, fits) / span)


def _explains(pace: Pace, span: float, opened: float) -> bool:
    """Whether a window of `span` opens at `blocked_until`: a call of ours leaves it then, or it did so before."""
    opens, turns = pace.blocked_until - span, round((pace.blocked_until - opened) / span)
    if any(begun - 0.5 <= opens <= begun + span / _PARTS + 1.5 for begun, _ in pace.calls):
        return True
    return turns > 0 and abs(pace.blocked_until - opened - turns * span) <= 1.5


def _fastest(pace: Pace, opened: float, sent_at: float) -> float:
    """What was let through in the fastest stretch up to a refusal; a second's worth had gathered before it."""
    held, fastest = 0, max(_SLOWEST, pace.limit / _DEEPEST_FALL)
    for begun, count in reversed(pace.calls):
        if begun < opened:
            break
        held += count
        fastest = max(fastest, held / (sent_at - begun + _REFILLED))
    return fastest


def _uncounted(pace: Pace, start: float) -> Pace:
    """The same without a call; what a refusal made void isn't counted anyway."""
    calls = pace.calls if pace.since < start < pace.blocked_until else _without(pace.calls, start)
    if calls is pace.calls:
        return pace
    return replace(pace, calls=calls, fits=max(1, pace.fits - 1) if pace.span and start <= pace.since else pace.fits)


def _with(pace: Pace, start: float) -> Calls:
    calls, span = pace.calls, pace.span or _KEPT
    if calls and calls[0][0] < start - 2 * span:
        calls = tuple(one for one in calls if one[0] >= start - 2 * span)
    if calls and start - calls[-1][0] < span / _PARTS:
        return (*calls[:-1], (calls[-1][0], calls[-1][1] + 1))
    return (*calls, (start, 1))


def _without(calls: Calls, moment: float) -> Calls:
    """One call less where it began at `moment`."""
    for place in reversed(range(len(calls))):
        begun, count = calls[place]
        if begun <= moment:
            fewer = ((begun, count - 1),) if count > 1 else ()
            return (*calls[:place], *fewer, *calls[place + 1 :])
    return calls


def _between(pace: Pace, after: float, until: float) -> int:
    return sum(count for begun, count in pace.calls if after < begun <= until)
