"""What one process counts about itself for whoever runs it: numbers and kinds, nothing of a workspace or a person."""

import logging
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from threading import Lock

WITHIN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds by which acknowledgements are told apart; Slack waits for three."""


class Figures:
    """Counts since the process started; several threads may count at once. `real` is seconds since the epoch."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self._real, self._lock = real, Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._acks: dict[str, tuple[list[int], float]] = {}
        self._last: dict[str, float] = {}
        self.started = real()

    def count(self, what: str, kind: str = "", number: int = 1) -> None:
        """Something happened, so many times; `kind` tells which of the few kinds there are."""
        with self._lock:
            self._counts[what, kind] += number
            self._last[what] = self._real()

    def acknowledged(self, kind: str, seconds: float) -> None:
        """A payload of Slack's was acknowledged so many seconds after it came."""
        with self._lock:
            buckets, total = self._acks.get(kind, ([0] * (len(WITHIN) + 1), 0.0))
            buckets[bisect_left(WITHIN, seconds)] += 1
            self._acks[kind] = (buckets, total + seconds)

    def seconds_since(self, what: str) -> float:
        """How long ago that happened last; since the start, where it never has."""
        with self._lock:
            return self._real() - self._last.get(what, self.started)

    def counts(self) -> dict[tuple[str, str], int]:
        """All counts so far, by what and kind."""
        with self._lock:
            return dict(self._counts)

    def acks(self) -> dict[str, tuple[list[int], float]]:
        """By kind of payload: how many were acknowledged within each of WITHIN (and later), and the seconds in all."""
        with self._lock:
            return {kind: (list(buckets), total) for kind, (buckets, total) in self._acks.items()}


class CountErrors(logging.Handler):
    """Counts what is logged as an error, by the part of Uptake that logs it."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(logging.ERROR)
        self._figures = figures

    def emit(self, record: logging.LogRecord) -> None:
        self._figures.count("errors", record.name)
