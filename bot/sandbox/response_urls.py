"""response_url: up to five answers to an interaction within thirty minutes, also where the bot isn't."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

from bot.sandbox.arguments import Arguments
from bot.sandbox.content import read_content
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.posting import Posting
from bot.sandbox.refusal import Refusal
from bot.sandbox.state import State
from bot.sandbox.timing import Timing


@dataclass
class _Given:
    channel: Channel
    person_id: str
    original: Message | None
    made_at: float
    uses: int = 0


class ResponseUrls:
    def __init__(self, state: State, timing: Timing, posting: Posting) -> None:
        self._state, self._timing, self._posting = state, timing, posting
        self._lock = threading.Lock()
        self._given: dict[str, _Given] = {}

    def new(self, channel: Channel, person_id: str, original: Message | None = None) -> str:
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._given[key] = _Given(channel, person_id, original, time.monotonic())
            if len(self._given) > 20_000:
                for old in list(self._given)[:10_000]:
                    del self._given[old]
        return f"{self._state.base_url}/hooks/{self._state.team_id}/{key}"

    def use(self, key: str, payload: Json) -> None:
        """One answer. Raises used_url or expired_url, and what a message is refused for."""
        given = self._given.get(key)
        if given is None or time.monotonic() - given.made_at > self._timing.response_url_life:
            raise Refusal("expired_url")
        with self._lock:
            if given.uses >= self._timing.response_url_uses:
                raise Refusal("used_url")
            given.uses += 1
        self._answer(given, payload)

    def _answer(self, given: _Given, payload: Json) -> None:
        if payload.get("delete_original"):
            if given.original is not None:
                self._posting.remove(given.channel, given.original)
            return
        content = read_content(self._state, Arguments(payload))
        in_channel = payload.get("response_type") == "in_channel"
        if given.original is not None and payload.get("replace_original"):
            self._posting.change(given.channel, given.original, content, edited_by=self._state.bot_user_id)
        elif in_channel:
            self._posting.by_app(given.channel, content, thread_ts=payload.get("thread_ts"))
        else:
            self._posting.whisper(given.channel, given.person_id, content, thread_ts=payload.get("thread_ts"))
