"""A channel or thread as a person reads it: day by day, grouped by author, with what only they can see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from bot.sandbox.model import Channel, Message
from bot.sandbox.page.dates import clock_time, day_divider, long_day
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.where import Where, app_name
from bot.sandbox.workspace import Sandbox

SHOWN = 120
GROUPED_SECONDS = 300
Reaction = tuple[str, int, bool, str]
"""An emoji's name, how many put it there, whether the reader did, and the names."""
QUIET = {"channel_join", "channel_leave", "channel_topic", "channel_purpose", "group_join", "group_leave"}


@dataclass(frozen=True)
class Author:
    """Who a message is from. `tint` (0 to 7) colours the square with the initials."""

    name: str
    initials: str
    tint: int
    is_app: bool = False
    emoji: str = ""


@dataclass(frozen=True)
class Surface:
    """One thing with blocks on it. `scope` keeps the ids of its elements apart; `values` is Slack's state."""

    viewer: Viewer
    scope: str
    values: Mapping[str, Any]
    errors: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One message in the list. `day` is set where a new day starts; `follows` where the author stays the same."""

    message: Message
    author: Author
    surface: Surface
    sent: datetime
    day: str
    follows: bool
    reply_count: int
    replied: tuple[Author, ...]
    last_reply: str
    reactions: tuple[Reaction, ...]
    mine: bool
    is_new: bool

    @property
    def time(self) -> str:
        return clock_time(self.sent)

    @property
    def full_time(self) -> str:
        return f"{long_day(self.sent)} at {self.time}"

    @property
    def is_quiet(self) -> bool:
        return self.message.subtype in QUIET


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


def author_named(name: str, *, is_app: bool = False, emoji: str = "") -> Author:
    return Author(name, initials(name), crc32(name.encode()) % 8, is_app, emoji.strip(":"))


def author_of(sandbox: Sandbox, message: Message) -> Author:
    if message.by_app:
        name = message.username or app_name(sandbox)
        return author_named(name, is_app=True, emoji=message.icon_emoji or "")
    person = sandbox.state.people.get(message.user_id)
    return author_named((person.real_name or person.name) if person else message.user_id)


def continues(before: Message | None, message: Message) -> bool:
    """Whether a message goes on from the one before it: the same author, kind and readers, soon after."""
    if before is None or float(message.ts) - float(before.ts) >= GROUPED_SECONDS:
        return False
    same = ("user_id", "username", "only_for", "subtype")
    return all(getattr(before, each) == getattr(message, each) for each in same)


def reactions_of(message: Message, viewer: Viewer) -> tuple[Reaction, ...]:
    return tuple(
        (name, len(users), viewer.id in users, ", ".join(viewer.people.get(each, each) for each in users))
        for name, users in message.reactions.items()
    )


def when(ts: str, viewer: Viewer) -> str:
    sent = viewer.at(float(ts))
    return f"{day_divider(sent, viewer.today())} at {clock_time(sent)}"


def line_of(sandbox: Sandbox, message: Message, viewer: Viewer, before: Message | None, read: str) -> Line:
    sent = viewer.at(float(message.ts))
    new_day = before is None or viewer.at(float(before.ts)).date() != sent.date()
    repliers = {each.user_id: author_of(sandbox, each) for each in message.replies}
    return Line(
        message=message,
        author=author_of(sandbox, message),
        surface=Surface(viewer, f"m{message.ts}", message.inputs.get(viewer.id, {}), {}),
        sent=sent,
        day=day_divider(sent, viewer.today()) if new_day else "",
        follows=not new_day and continues(before, message),
        reply_count=len(message.replies),
        replied=tuple(repliers.values())[:4],
        last_reply=when(message.replies[-1].ts, viewer) if message.replies else "",
        reactions=reactions_of(message, viewer),
        mine=message.user_id == viewer.id,
        is_new=bool(read) and message.ts > read and (before is None or before.ts <= read),
    )


def lines(sandbox: Sandbox, messages: Sequence[Message], viewer: Viewer, read: str = "") -> Iterator[Line]:
    """The messages in order, each knowing the one before it. `read` is the ts up to which the person had read."""
    before: Message | None = None
    for message in messages:
        yield line_of(sandbox, message, viewer, before, read)
        before = message


def of_channel(sandbox: Sandbox, place: Where, channel: Channel) -> list[Message]:
    """The latest messages of a channel: no thread replies but those also sent to the channel."""
    shared = [each for each in sandbox.messages(channel) if not is_reply(each) or each.reply_broadcast]
    own = [each for each in sandbox.ephemerals(place.person, channel) if not is_reply(each)]
    return sorted((*shared[-SHOWN:], *own[-SHOWN:]), key=lambda each: float(each.ts))[-SHOWN:]


def of_thread(sandbox: Sandbox, place: Where, channel: Channel) -> list[Message]:
    """The open thread, its first message included; empty where it was deleted or never was."""
    if channel.by_ts.get(place.thread) is None:
        return []
    own = [each for each in sandbox.ephemerals(place.person, channel) if each.thread_ts == place.thread]
    return sorted((*sandbox.thread(channel, place.thread), *own), key=lambda each: float(each.ts))


def is_reply(message: Message) -> bool:
    return message.thread_ts is not None and message.thread_ts != message.ts
