"""Accidents that a test plans: for answers of the Web API, and for deliveries to the app."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.model import Json


@dataclass(frozen=True)
class Fault:
    """One kind of accident.

    For Web API methods: lost_reply, status, rate_limited, reset, slow, error, unknown_method.
    For deliveries (planned for `slash_commands`, `interactive` or `events_api`): duplicate, delay, drop.
    """

    kind: str
    value: Any = None

    @classmethod
    def lost_reply(cls) -> Fault:
        """The call takes effect, then the connection is reset before the answer."""
        return cls("lost_reply")

    @classmethod
    def reset(cls) -> Fault:
        """The connection is reset before anything happens."""
        return cls("reset")

    @classmethod
    def status(cls, code: int) -> Fault:
        """Nothing happens; this HTTP status comes back."""
        return cls("status", code)

    @classmethod
    def rate_limited(cls, retry_after: int = 1) -> Fault:
        return cls("rate_limited", retry_after)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        """The answer comes late, after the call took effect."""
        return cls("slow", seconds)

    @classmethod
    def error(cls, name: str) -> Fault:
        """Nothing happens; `{"ok": false, "error": name}`."""
        return cls("error", name)

    @classmethod
    def unknown_method(cls) -> Fault:
        return cls("error", "unknown_method")

    @classmethod
    def duplicate(cls, copies: int = 1) -> Fault:
        """The same envelope is sent this many times more."""
        return cls("duplicate", copies)

    @classmethod
    def delay(cls, seconds: float) -> Fault:
        return cls("delay", seconds)

    @classmethod
    def drop(cls) -> Fault:
        """The envelope never arrives; Slack thinks it was sent."""
        return cls("drop")


@dataclass
class _Plan:
    fault: Fault
    left: int | None
    skip: int
    match: Callable[[Json], bool] | None


class Faults:
    """Plans by Web API method or delivery type; `*` stands for every method."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: dict[str, list[_Plan]] = {}

    def plan(
        self,
        what: str,
        fault: Fault,
        *,
        times: int | None = 1,
        after: int = 0,
        match: Callable[[Json], bool] | None = None,
    ) -> None:
        """Let `fault` happen to the next `times` (None: all) after the first `after`, of those that `match`.

        `match` is given the call's arguments, or the delivery's payload. Of several plans the earliest applies first.
        """
        with self._lock:
            self._plans.setdefault(what, []).append(_Plan(fault, times, after, match))

    def clear(self) -> None:
        with self._lock:
            self._plans.clear()

    def due(self, what: str, given: Json) -> Fault | None:
        """The accident that happens to this call or delivery, if any; counts it."""
        if not self._plans:
            return None
        with self._lock:
            for plan in self._plans.get(what, []) + self._plans.get("*", []):
                if plan.left == 0 or (plan.match is not None and not plan.match(given)):
                    continue
                if plan.skip:
                    plan.skip -= 1
                    continue
                if plan.left is not None:
                    plan.left -= 1
                return plan.fault
        return None
