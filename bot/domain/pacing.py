"""How fast to send under a limit that nobody tells us: all replicas share one pace, and are seldom refused.

Slack takes "several hundred" messages a minute of a workspace and answers more with 429 and Retry-After in seconds
(docs.slack.dev/apis/web-api/rate-limits). The limit's shape is not published and it may change while we send, so:

* With no refusal yet, each accepted call raises the rate, until the first refusal shows where the limit is.
* A long Retry-After means a window that counts calls: what was accepted in it is what fits. The next window is used up
  early, at a rate low enough that few calls are under way when it is full. It begins almost as slowly as the
  first one did: a window that slides frees its calls as they were let through.
* A short one means a limit that refills at once. From a little below the rate that was refused, the rate rises slowly
  past it; where no refusal comes for long, it rises ever faster.
* A refusal that comes soon after another tells the limit best: what was accepted since, by the time it took.

Times are real, in seconds since the epoch; rates are calls a second. Everything is plain numbers, to be kept in a row.
"""

from dataclasses import dataclass, replace
from random import Random

_START = 8.0
_CEILING = 1000.0
_RAMP = 2.0
_CATCH_UP = 0.25
_IDLE = 2.0
_MEASURED_OVER = 0.6
_LONG_WAIT = 3.0
_CYCLE_SECONDS, _CYCLE_CALLS = 15.0, 90.0
_RISE, _STEEP = 0.14, 1.2
_BACK = 0.93
_SOON = 0.3
_WAITED = 0.8
_WINDOW_START, _WINDOW_HURRY, _WINDOW_EASE, _WINDOW_SLACK = 2.0, 6.0, 0.8, 1.1
_SLOWEST = 0.05
_LONGEST_BACKOFF = 300.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of a limit, and when the next call may begin.

    `rate` is the pace now, `limit` what we believe the limit to be (0: no refusal yet), `window` the calls that fit
    into a long window (0: the limit refills at once). `accepted` counts calls since `since`; `recent`, `mark` and
    `marked` measure the last second.
    """

    start: float = _START
    rate: float = _START
    next_free: float = 0.0
    blocked_until: float = 0.0
    limit: float = 0.0
    window: int = 0
    accepted: int = 0
    since: float = 0.0
    refused_at: float = 0.0
    recent: float = 0.0
    mark: float = 0.0
    marked: int = 0
    ceiling: float = _CEILING


def reserve(pace: Pace, now: float, count: int) -> tuple[Pace, list[float]]:
    """The moments at which the next `count` calls may begin; never before a refusal's wait is over.

    The pace quickens from call to call as if each were accepted. After a pause of a quarter of a second or more, that
    much may be caught up at once. A longer pause tells nothing of the limit and is left out of all that is measured.
    """
    if pace.next_free and now - pace.next_free > _IDLE:
        pace = replace(pace, since=pace.since + now - pace.next_free, mark=now, marked=0, recent=0.0)
    first = max(pace.next_free, now - _CATCH_UP, pace.blocked_until)
    starts, begins = [], first
    for number in range(count):
        starts.append(max(now, begins))
        begins += 1 / max(pace.rate, _rate(replace(pace, accepted=pace.accepted + number)))
    return replace(pace, next_free=begins, since=pace.since or now, mark=pace.mark or now), starts


def available(pace: Pace, now: float, ahead: float) -> int:
    """How many calls may begin within `ahead` seconds."""
    begins = max(pace.next_free, pace.blocked_until, now)
    return 0 if begins > now + ahead else int((now + ahead - begins) * pace.rate) + 1


def accepted(pace: Pace, now: float, count: int) -> Pace:
    """So many calls were let through; the rate rises with them."""
    if now < pace.blocked_until:
        return pace
    fresh = replace(pace, accepted=pace.accepted + count, marked=pace.marked + count)
    if now - pace.mark >= _MEASURED_OVER:
        fresh = replace(fresh, recent=fresh.marked / (now - pace.mark), mark=now, marked=0)
    return replace(fresh, rate=_rate(fresh))


def refused(pace: Pace, now: float, retry_after: float, sent_at: float) -> Pace:
    """A call that left at `sent_at` was refused for `retry_after` seconds; calls under way then count as one."""
    until = max(pace.blocked_until, now + retry_after)
    if sent_at <= pace.refused_at or now < pace.blocked_until:
        return replace(pace, blocked_until=until, next_free=max(pace.next_free, until))
    blocked = replace(pace, blocked_until=until, next_free=until, refused_at=now)
    if retry_after >= _LONG_WAIT:
        return _begin(blocked, since=until, window=max(pace.accepted, 1), limit=_in_window(pace, until))
    if pace.window and pace.accepted <= _WINDOW_SLACK * pace.window:
        eased = replace(blocked, limit=pace.limit * _WINDOW_EASE)
        return replace(eased, rate=_rate(eased))
    return _begin(blocked, since=now, window=0, limit=_refilling(pace, now))


def backoff(attempt: int, random: Random) -> float:
    """Seconds to wait after the 1st, 2nd, ... failure of another kind: doubling up to 5 minutes, spread at random."""
    return random.uniform(0.5, 1.0) * min(_LONGEST_BACKOFF, 2.0 ** min(attempt, 20))


def _begin(pace: Pace, *, since: float, window: int, limit: float) -> Pace:
    """Start to count anew, believing in this limit."""
    fresh = replace(pace, since=since, window=window, limit=max(limit, _SLOWEST), accepted=0)
    fresh = replace(fresh, mark=fresh.blocked_until, marked=0, recent=0.0)
    return replace(fresh, rate=_rate(fresh))


def _in_window(pace: Pace, until: float) -> float:
    """The limit of a window that opens again at `until`."""
    return max(pace.accepted, 1) / max(0.5, until - pace.since)


def _refilling(pace: Pace, now: float) -> float:
    """The limit that refuses now and refills at once."""
    count, passed = max(pace.accepted, 1), now - pace.since
    if pace.recent:
        seen = (pace.marked + pace.recent * _MEASURED_OVER) / (now - pace.mark + _MEASURED_OVER)
    else:
        seen = count / max(passed, 0.3)
    if not pace.limit:
        return min(seen, pace.rate)
    if count < _SOON * _cycle(pace):
        return min(count / max(passed - _WAITED, 0.5), _BACK * pace.rate)
    return min(max(1.1 * seen, pace.limit), pace.rate) * _BACK


def _cycle(pace: Pace) -> float:
    """Calls from one refusal to the next where the limit stays as it is: so few are refused."""
    return max(_CYCLE_SECONDS * pace.limit, _CYCLE_CALLS)


def _rate(pace: Pace) -> float:
    """The pace after so many accepted calls."""
    if not pace.limit:
        return min(pace.ceiling, pace.start + _RAMP * pace.accepted)
    if pace.window:
        base = min(_WINDOW_HURRY * pace.limit, _WINDOW_START * pace.start + _RAMP * pace.accepted)
        beyond = (pace.accepted - _WINDOW_SLACK * pace.window) / _cycle(pace)
    else:
        turns = pace.accepted / _cycle(pace)
        base = pace.limit * (1 + _RISE * turns)
        beyond = turns - 1
    return min(pace.ceiling, base * (1 + _STEEP * max(0.0, beyond) ** 2))
