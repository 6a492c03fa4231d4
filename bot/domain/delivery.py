"""What became of an attempt to post, and what follows from it; the rules of the outbox without Slack or SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

MOST_ATTEMPTS = 12
_ATTEMPTS_WITH_PICTURES = 4
SECONDS_PER_CHANNEL = 1.0
"""Slack takes one message a second in a channel: docs.slack.dev/apis/web-api/rate-limits, "Posting messages"."""


class Priority(IntEnum):
    """Which message goes first when many wait; lower goes first."""

    ANSWER = 0
    TROUBLE = 1
    RESULT = 2
    INVITATION = 5
    REMINDER = 7


class State(StrEnum):
    """Where an outbox row stands. Unsure means: it may have been posted, and nothing can tell."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"
    UNSURE = "unsure"


class Fate(StrEnum):
    """What an answer of Slack (or its absence) says about a post."""

    POSTED = "posted"
    NOT_NOW = "not now"
    TOO_FAST = "too fast"
    NEVER = "never"
    UNKNOWN = "unknown"
    UNSURE = "unsure"
    UNWANTED = "unwanted"


HELD_BACK = "results are held back from the channel"
"""Why a result isn't posted in a channel for now; it can go out later."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one attempt; `ts` and `channel` are Slack's, of the posted message.

    `retry_after` is in seconds: before then nothing is tried, nor looked up where it isn't known what became of it.
    """

    fate: Fate
    reason: str = ""
    ts: str = ""
    channel: str = ""
    retry_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Post:
    """A message to be written to the outbox: kind and arguments, rendered only when it is sent.

    `unique_key` makes the same message impossible to queue twice; instants are product time. `charged_on` is the
    reader's local date on which a message that nobody asked for counts (`bot.services.allowance` sets it).
    """

    kind: str
    recipient: str
    arguments: dict[str, int | str]
    unique_key: str
    priority: Priority
    is_unrequested: bool = False
    initiative_id: int | None = None
    wave_id: int | None = None
    charged_on: date | None = None


def waits_for_work_time(priority: int, *, is_unrequested: bool) -> bool:
    """Whether a message reaches a person at work only: all but what answers an act of theirs.

    That something went wrong waits too: they mend it at work, and nothing is lost meanwhile.
    """
    return is_unrequested or priority != Priority.ANSWER


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a lead is told when messages could not be delivered."""

    practice: str
    reason: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a feature needs and this server or installation lacks: a Web API `method`, and Slack's error."""

    practice: str
    method: str
    error: str


class NoLongerWanted(Exception):
    """Raised while a message is prepared for sending, where it has become pointless; the text is the reason."""


class MeantForAnother(Exception):
    """Raised while a message is prepared for sending, where by now somebody else is to get it: `user_id`."""

    def __init__(self, user_id: str) -> None:
        super().__init__("somebody else is to get it by now")
        self.user_id = user_id


class AnotherFirst(Exception):
    """Raised while a message is prepared for sending, where one before it has to be sent first."""


_MAY_HAVE_POSTED = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_WHILE_AWAY = frozenset({"ekm_access_denied", "team_access_not_granted", "ratelimited", "rate_limited"})

REASONS = {
    "account_inactive": "the app was removed from this workspace",
    "cannot_dm_bot": "that person is a bot",
    "channel_not_found": "the channel is gone, or Uptake isn't in it",
    "invalid_auth": "Slack no longer accepts the app's token",
    "invalid_blocks": "Slack didn't accept how the message is laid out",
    "is_archived": "the channel is archived",
    "missing_scope": "the app lacks a permission",
    "msg_too_long": "the message is too long",
    "not_in_time": "it could not be posted for a week",
    "not_in_channel": "Uptake isn't in the channel",
    "restricted_action": "the workspace's rules don't let Uptake post there",
    "token_revoked": "the app was removed from this workspace",
    "unknown_method": "this server can't do that",
    "user_disabled": "the account was closed",
    "user_not_found": "that person isn't in this workspace",
}


def judge_error(error: str, retry_after: float = 0.0) -> Outcome:
    """What an error name of Slack's Web API says about the message that was being posted."""
    if error in ("ratelimited", "rate_limited"):
        return Outcome(Fate.TOO_FAST, error, retry_after=max(retry_after, 1.0))
    if error in _MAY_HAVE_POSTED:
        return Outcome(Fate.UNKNOWN, error)
    if error in _WHILE_AWAY:
        return Outcome(Fate.NOT_NOW, error)
    return Outcome(Fate.NEVER, error)


def judge_status(status: int, retry_after: float = 0.0) -> Outcome:
    """What an HTTP status without a readable body says: 429 wasn't posted, 5xx may have been.

    Slack gives a name with every refusal of its own. Any other status comes from something in between that will pass.
    """
    if status == 429:
        return Outcome(Fate.TOO_FAST, "ratelimited", retry_after=max(retry_after, 1.0))
    return Outcome(Fate.UNKNOWN if status >= 500 else Fate.NOT_NOW, f"http {status}")


def is_patient(attempt: int) -> bool:
    """Whether the 1st, 2nd, ... attempt to post a message still waits for its pictures: over some 20 seconds in all."""
    return attempt <= _ATTEMPTS_WITH_PICTURES


def in_words(reason: str) -> str:
    """A reason as part of a sentence that a lead can read."""
    return REASONS.get(reason, f"Slack said “{reason}”")
