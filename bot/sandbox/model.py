"""What a Slack workspace holds: people, channels, messages, views, files, and the record of what an app did there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Literal

Json = dict[str, Any]
ChannelKind = Literal["public", "private", "im", "mpim"]


@dataclass(kw_only=True, eq=False)
class Member:
    """One account: a person, a guest, someone of another workspace (`is_stranger`), or a bot."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/London"
    email: str = ""
    title: str = ""
    locale: str = "en-GB"
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    deleted: bool = False
    is_bot: bool = False
    updated: int = 0
    read_up_to: dict[str, str] = field(default_factory=dict)
    home: View | None = None
    home_published: int = 0
    modals: list[View] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class Message:
    """A message, by a person or by the app. `only_for` names the one person who sees an ephemeral message."""

    ts: str
    channel_id: str
    user_id: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    by_app: bool = False
    thread_ts: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    files: list[SharedFile] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    username: str | None = None
    icon_emoji: str | None = None
    reply_broadcast: bool = False
    replies: list[Message] = field(default_factory=list, repr=False)
    inputs: dict[str, Json] = field(default_factory=dict)
    """What each person (by id) has chosen in this message's own inputs, as Slack's `state.values`."""


@dataclass(kw_only=True, eq=False)
class Channel:
    """A conversation. `members` keeps the order of joining; `messages` is in order of ts, replies included."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: dict[str, None] = field(default_factory=dict, repr=False)
    creator: str = ""
    created: int = 0
    archived: bool = False
    shared: bool = False
    topic: str = ""
    purpose: str = ""
    messages: list[Message] = field(default_factory=list, repr=False)
    by_ts: dict[str, Message] = field(default_factory=dict, repr=False)
    ephemerals: list[Message] = field(default_factory=list, repr=False)

    @property
    def is_direct(self) -> bool:
        return self.kind == "im"


@dataclass(kw_only=True, eq=False)
class View:
    """A modal or an App Home, as one person has it open. `values` is Slack's `state.values`."""

    id: str
    owner_id: str
    type: str
    given: Json
    blocks: list[Json]
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""

    @property
    def callback_id(self) -> str:
        return str(self.given.get("callback_id") or "")

    @property
    def external_id(self) -> str:
        return str(self.given.get("external_id") or "")

    @property
    def private_metadata(self) -> str:
        return str(self.given.get("private_metadata") or "")

    @property
    def title(self) -> str:
        return str((self.given.get("title") or {}).get("text", ""))

    @property
    def submit_label(self) -> str:
        return str((self.given.get("submit") or {}).get("text", ""))

    @property
    def close_label(self) -> str:
        return str((self.given.get("close") or {}).get("text", ""))


@dataclass(kw_only=True, eq=False)
class SharedFile:
    """An uploaded file. Until `ready_at` (seconds of the monotonic clock) Slack would still be processing it."""

    id: str
    name: str
    title: str
    mimetype: str
    user_id: str
    created: int
    content: bytes = b""
    length: int = 0
    completed: bool = False
    ready_at: float = 0.0
    alt_text: str = ""
    channel_ids: dict[str, None] = field(default_factory=dict)


@dataclass(kw_only=True, eq=False)
class UserGroup:
    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False


@dataclass(kw_only=True, eq=False)
class Call:
    """One request to the Web API. `args` has no tokens; `at` is the sandbox's clock, `seconds` how long it took.

    `answer` is kept for the latest calls only, and empty for older ones.
    """

    number: int
    method: str
    args: Json
    ok: bool
    error: str
    status: int
    at: float
    seconds: float
    answer: Json


@dataclass(kw_only=True, eq=False)
class Exchange:
    """One delivery to the app and what became of it.

    `ack` is the payload of the acknowledgement (None if it had none or never came: see `acked`). `error` is empty, or
    `operation_timeout` (no answer within 3 seconds), `dispatch_failed` (no connection), or what the HTTP answer was.
    """

    envelope_id: str
    kind: str
    payload: Json
    at: float
    sent_at: float = 0.0
    attempts: int = 0
    connection: int | None = None
    acked: bool = False
    ack: Json | None = None
    ack_seconds: float | None = None
    error: str = ""
    settled: Event = field(default_factory=Event)


@dataclass(frozen=True)
class Control:
    """A button which the host adds to the page; `act` is called in the page's own thread."""

    label: str
    act: Callable[[], object]
    description: str = ""


@dataclass(frozen=True)
class Change:
    """Something that a page may want to redraw.

    `kind` is message, ephemeral, channel, person, view, file, call, exchange, connection or control; `channel_id` and
    `person_id` say whose, where that makes sense.
    """

    kind: str
    channel_id: str = ""
    person_id: str = ""
    ts: str = ""
