"""A server with a limit that senders don't know, and senders that share one pace; all in virtual time.

A call takes 50 to 200 ms and meets the limit half way. Each replica has up to 8 calls in flight, reserves starts some
time ahead, and learns what others found out whenever it touches the shared pace, as with a row in a database.
"""

import heapq
import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.pacing import Pace, accepted, refused, reserve

IN_FLIGHT = 8
LATENCY = (0.05, 0.2)
AHEAD = 1.0


class Limit(Protocol):
    """What a server allows. `per_minute` may be set at any time; calls come in order of time, in seconds."""

    per_minute: float

    def wait(self, now: float) -> float:
        """Seconds until a call would be accepted; 0 if now."""

    def take(self, now: float) -> None:
        """Count an accepted call."""


@dataclass
class TokenBucket:
    """Tokens drip in at the limit's rate; at most `burst` are kept."""

    per_minute: float
    burst: float
    tokens: float = -1.0
    seen: float = 0.0

    def _drip(self, now: float) -> None:
        if self.tokens < 0:
            self.tokens = self.burst
        self.tokens = min(self.burst, self.tokens + (now - self.seen) * self.per_minute / 60)
        self.seen = now

    def wait(self, now: float) -> float:
        self._drip(now)
        return 0.0 if self.tokens >= 1 - 1e-9 else (1 - self.tokens) * 60 / self.per_minute

    def take(self, now: float) -> None:
        self._drip(now)
        self.tokens = max(0.0, self.tokens - 1)


@dataclass
class FixedWindow:
    """So many calls in each window of `seconds`, counted from `offset`."""

    per_minute: float
    seconds: float = 60.0
    offset: float = 0.0
    window: int = -1
    used: int = 0

    def _turn(self, now: float) -> int:
        window = math.floor((now - self.offset) / self.seconds + 1e-9)
        if window != self.window:
            self.window, self.used = window, 0
        return window

    def wait(self, now: float) -> float:
        window = self._turn(now)
        if self.used < max(1, round(self.per_minute * self.seconds / 60)):
            return 0.0
        return max(1e-6, (window + 1) * self.seconds + self.offset - now)

    def take(self, now: float) -> None:
        self._turn(now)
        self.used += 1


@dataclass
class SlidingWindow:
    """So many calls in any `seconds`."""

    per_minute: float
    seconds: float = 60.0
    calls: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.calls and self.calls[0] <= now - self.seconds + 1e-9:
            self.calls.popleft()
        allowed = max(1, round(self.per_minute * self.seconds / 60))
        if len(self.calls) < allowed:
            return 0.0
        return max(1e-6, self.calls[len(self.calls) - allowed] + self.seconds - now)

    def take(self, now: float) -> None:
        self.calls.append(now)


@dataclass(frozen=True)
class Change:
    """From `at` seconds on, the limit is `per_minute`."""

    at: float
    per_minute: float


@dataclass(frozen=True)
class Outcome:
    """How a run went: `seconds` until the last message was through, and how many calls were made and refused."""

    seconds: float
    calls: int
    refused: int


def ideal_seconds(limit: Limit, messages: int, replicas: int, changes: tuple[Change, ...] = ()) -> float:
    """How long a sender takes that knows the limit at every moment, as fast as so many calls in flight can be."""
    spacing = (LATENCY[0] + LATENCY[1]) / 2 / (IN_FLIGHT * replicas)
    now, pending = 0.0, list(changes)
    for _ in range(messages):
        now += spacing
        while True:
            while pending and pending[0].at <= now:
                limit.per_minute = pending.pop(0).per_minute
            wait = limit.wait(now)
            if wait == 0:
                break
            now = min(now + wait, pending[0].at) if pending else now + wait
        limit.take(now)
    return now


@dataclass
class _Replica:
    starts: deque[float] = field(default_factory=deque)
    in_flight: int = 0
    known: float = 0.0
    wakes: float = math.inf


class Simulation:
    """`messages` sent by `replicas` that share `pace`, against `limit`, which changes as `changes` say."""

    def __init__(
        self, pace: Pace, limit: Limit, messages: int, replicas: int, changes: tuple[Change, ...], seed: int
    ) -> None:
        self.pace, self.limit, self.waiting = pace, limit, messages
        self.messages, self.through = messages, 0
        self.calls = self.refused = 0
        self.random = random.Random(seed)
        self.events: list[tuple[float, int, Callable[[float], None]]] = []
        self.number = 0
        self.replicas = [_Replica() for _ in range(replicas)]
        for change in changes:
            self._at(change.at, lambda now, change=change: setattr(self.limit, "per_minute", change.per_minute))
        for replica in self.replicas:
            self._at(0.0, lambda now, replica=replica: self._send(replica, now))

    def run(self) -> Outcome:
        while self.through < self.messages:
            now, _, act = heapq.heappop(self.events)
            act(now)
        return Outcome(now, self.calls, self.refused)

    def _at(self, moment: float, act: Callable[[float], None]) -> None:
        self.number += 1
        heapq.heappush(self.events, (moment, self.number, act))

    def _look(self, replica: _Replica) -> None:
        """A refusal makes void what was reserved before it."""
        if replica.known != self.pace.blocked_until:
            replica.known = self.pace.blocked_until
            replica.starts.clear()

    def _send(self, replica: _Replica, now: float) -> None:
        """Start what is due, and come back when the next is."""
        while self.waiting and replica.in_flight < IN_FLIGHT:
            self._look(replica)
            if not replica.starts:
                ahead = max(1, min(32, int(self.pace.rate * AHEAD / len(self.replicas))))
                self.pace, starts = reserve(self.pace, now, min(ahead, self.waiting))
                replica.starts.extend(starts)
            if replica.starts[0] > now + 1e-9:
                self._wake(replica, replica.starts[0])
                return
            replica.starts.popleft()
            self._call(replica, now)

    def _wake(self, replica: _Replica, moment: float) -> None:
        if replica.wakes == moment:
            return
        replica.wakes = moment

        def wake(now: float) -> None:
            if replica.wakes == now:
                replica.wakes = math.inf
                self._send(replica, now)

        self._at(moment, wake)

    def _call(self, replica: _Replica, now: float) -> None:
        self.calls += 1
        self.waiting -= 1
        replica.in_flight += 1
        latency = self.random.uniform(*LATENCY)
        self._at(now + latency / 2, lambda then: self._arrive(replica, then, now, now + latency))

    def _arrive(self, replica: _Replica, now: float, sent: float, back: float) -> None:
        wait = self.limit.wait(now)
        if wait == 0:
            self.limit.take(now)
        self._at(back, lambda then: self._answer(replica, then, sent, max(1, math.ceil(wait)) if wait else 0))

    def _answer(self, replica: _Replica, now: float, sent: float, retry_after: int) -> None:
        replica.in_flight -= 1
        if retry_after:
            self.refused += 1
            self.waiting += 1
            self.pace = refused(self.pace, now, retry_after, sent)
        else:
            self.through += 1
            self.pace = accepted(self.pace, now, 1)
        self._look(replica)
        for other in self.replicas if retry_after else [replica]:
            self._at(now, lambda then, other=other: self._send(other, then))
