"""Trigger ids: good for one use, within three seconds of the person's act."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

from bot.sandbox.refusal import Refusal
from bot.sandbox.timing import Timing


@dataclass
class _Trigger:
    person_id: str
    made_at: float
    used: bool = False


class Triggers:
    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._lock = threading.Lock()
        self._made: dict[str, _Trigger] = {}

    def new(self, person_id: str, team_id: str) -> str:
        trigger_id = f"{secrets.randbelow(10**13):013d}.{abs(hash(team_id)) % 10**12:012d}.{secrets.token_hex(16)}"
        with self._lock:
            self._made[trigger_id] = _Trigger(person_id, time.monotonic())
            if len(self._made) > 10_000:
                for old in list(self._made)[:5_000]:
                    del self._made[old]
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use it up. Returns whose act it was."""
        with self._lock:
            trigger = self._made.get(trigger_id)
            if trigger is None:
                raise Refusal("invalid_trigger_id")
            if trigger.used:
                raise Refusal("exchanged_trigger_id")
            if time.monotonic() - trigger.made_at > self._timing.trigger_life:
                raise Refusal("expired_trigger_id")
            trigger.used = True
            return trigger.person_id
