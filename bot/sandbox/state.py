"""The memory of the workspace: one lock, one clock, ids, and who is told of a change."""

from __future__ import annotations

import itertools
import secrets
import string
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.sandbox.model import Call, Change, Channel, Exchange, Json, Member, Message, SharedFile, UserGroup, View

_ALPHABET = string.ascii_uppercase + string.digits


ANSWERS_KEPT = 500

# Slackbot is listed as a member of every workspace, and not as a bot.
SLACKBOT = Member(id="USLACKBOT", name="slackbot", real_name="Slackbot", team_id="", email="", tz="America/Los_Angeles")


class State:
    """Everything in the workspace. Hold `lock` while reading several things or writing anything."""

    def __init__(self, manifest: Mapping[str, Any] | None) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.manifest: Json = dict(manifest or {})
        self._ids = itertools.count(secrets.randbelow(36**4))
        self._last_ts = 0
        self.clock: Callable[[], float] = time.time
        self.team_id = self.new_id("T")
        self.team_name = "Sandbox"
        self.team_domain = "sandbox"
        self.app_id = self.new_id("A")
        self.bot_id = self.new_id("B")
        self.bot_user_id = self.new_id("U")
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-1-{self.app_id}-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.verification_token = secrets.token_hex(12)
        self.token_revoked = False
        self.base_url = ""
        self.people: dict[str, Member] = {SLACKBOT.id: SLACKBOT}
        self.channels: dict[str, Channel] = {}
        self.channel_names: dict[str, str] = {}
        self.emails: dict[str, Member] = {}
        self.direct: dict[str, Channel] = {}
        self.usergroups: dict[str, UserGroup] = {}
        self.files: dict[str, SharedFile] = {}
        self.views: dict[str, View] = {}
        self.external_ids: dict[str, str] = {}
        self.channels_of: dict[str, dict[str, None]] = {}
        self.calls: deque[Call] = deque(maxlen=50_000)
        self.exchanges: deque[Exchange] = deque(maxlen=10_000)
        self._answered: deque[Call] = deque()
        self.call_numbers = itertools.count(1)
        self._subscribers: list[Callable[[Change], object]] = []

    def new_id(self, letter: str) -> str:
        """An id in Slack's form: a letter and ten capitals or digits, never given twice."""
        number, digits = next(self._ids), ""
        for _ in range(5):
            number, digit = divmod(number, 36)
            digits = _ALPHABET[digit] + digits
        return f"{letter}0{''.join(secrets.choice(_ALPHABET) for _ in range(4))}{digits}"

    def now(self) -> float:
        """Seconds since the epoch on the workspace's clock, which a demo may move."""
        return self.clock()

    def new_ts(self) -> str:
        """A message timestamp: unique and increasing, even when the clock stands still or is set back."""
        with self.lock:
            self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def subscribe(self, callback: Callable[[Change], object]) -> Callable[[], None]:
        """Call `callback` on each change, in the thread that made it. Returns how to stop."""
        self._subscribers = [*self._subscribers, callback]

        def stop() -> None:
            self._subscribers = [each for each in self._subscribers if each is not callback]

        return stop

    def tell(self, change: Change) -> None:
        """Wake those who wait and tell those who subscribed."""
        with self.lock:
            self.changed.notify_all()
        for callback in self._subscribers:
            callback(change)

    def record(self, call: Call) -> None:
        """Keep a call, the answers only of the latest: some list every user."""
        with self.lock:
            self.calls.append(call)
            self._answered.append(call)
            if len(self._answered) > ANSWERS_KEPT:
                self._answered.popleft().answer = {}
        self.tell(Change("call"))

    def add_message(self, channel: Channel, message: Message) -> None:
        """Put a message, or a reply, at the end of a channel."""
        with self.lock:
            channel.messages.append(message)
            channel.by_ts[message.ts] = message
            parent = channel.by_ts.get(message.thread_ts or "")
            if parent is not None and parent is not message:
                parent.replies.append(message)
                parent.thread_ts = parent.ts
        self.tell(Change("message", channel_id=channel.id, ts=message.ts))

    def direct_channel(self, person_id: str) -> Channel:
        """The direct-message channel between a person and the app's bot, opened when it isn't yet."""
        with self.lock:
            channel = self.direct.get(person_id)
            if channel is None:
                members: dict[str, None] = {person_id: None, self.bot_user_id: None}
                channel = Channel(
                    id=self.new_id("D"), name="", kind="im", members=members, creator=person_id, created=int(self.now())
                )
                self.direct[person_id] = self.channels[channel.id] = channel
            return channel

    def group_channel(self, people: Iterable[Member]) -> Channel:
        """The group direct messages of these people and the bot, opened when they aren't yet."""
        with self.lock:
            together = {**{each.id: None for each in people}, self.bot_user_id: None}
            for channel_id in self.channels_of.get(self.bot_user_id, {}):
                known = self.channels[channel_id]
                if known.kind == "mpim" and known.members.keys() == together.keys():
                    return known
            name = "-".join(["mpdm", *(self.people[each].name for each in together if each in self.people), "1"])
            channel = Channel(id=self.new_id("C"), name=name, kind="mpim", created=int(self.now()))
            self.channels[channel.id] = channel
            for each in together:
                self.enter(channel, each)
            return channel

    def enter(self, channel: Channel, person_id: str) -> None:
        with self.lock:
            channel.members[person_id] = None
            self.channels_of.setdefault(person_id, {})[channel.id] = None

    def quit(self, channel: Channel, person_id: str) -> None:
        with self.lock:
            channel.members.pop(person_id, None)
            self.channels_of.get(person_id, {}).pop(channel.id, None)

    def renumber(self, channel: Channel, new_id: str) -> str:
        """Give a channel another id, as Slack does where a private channel is shared; gives the old one."""
        with self.lock:
            old_id, channel.id = channel.id, new_id
            self.channels[new_id] = self.channels.pop(old_id)
            self.channel_names[channel.name] = new_id
            for theirs in self.channels_of.values():
                if old_id in theirs:
                    del theirs[old_id]
                    theirs[new_id] = None
            for message in (*channel.messages, *channel.ephemerals):
                message.channel_id = new_id
            return old_id

    def is_deleted(self, person_id: str) -> bool:
        person = self.people.get(person_id)
        return person is not None and person.deleted

    def is_ready(self, file: SharedFile) -> bool:
        """Whether Slack has finished processing a file."""
        return file.completed and time.monotonic() >= file.ready_at
