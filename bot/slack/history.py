"""Was a message posted, though we never learned? Its token in the channel's history tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.posting import EVENT_TYPE, error_name, is_too_fast, retry_after

_PAGE = 100
_MOST_PAGES, _MOST_MESSAGES = 50, 1000
_MARGIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trace:
    """What the history says: posted (with Slack's `ts` and `channel`), not posted, or it can't tell, and why.

    `wait` is above 0 where asking again after so many seconds may help.
    """

    was_posted: bool | None
    ts: str = ""
    channel: str = ""
    reason: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Sought:
    """A message that may have been posted: its `token` and `text`, and the bot's user id, who would have posted it."""

    token: str
    text: str
    author: str

    def is_in(self, message: dict[str, Any]) -> bool | None:
        """Whether this is the message; None where it may be, because the server keeps no metadata.

        That shows in any message of ours without metadata: all are posted with some. What Slack itself says of us, such
        as that we joined the channel, has a subtype.
        """
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE:
            return (metadata.get("event_payload") or {}).get("token") == self.token
        if metadata or message.get("subtype") not in (None, "", "bot_message"):
            return False
        is_ours = message.get("text") == self.text or message.get("user") == self.author
        return None if is_ours else False


def look_for(client: WebClient, recipient: str, sought: Sought, since: datetime) -> Trace:
    """Look for a message that may have been posted to `recipient` after `since` (real time)."""
    try:
        channel = _channel_of(client, recipient)
        return _search(client, channel, sought, since)
    except SlackApiError as error:
        answer, name = error.response, error_name(error)
        if is_too_fast(error):
            return Trace(None, reason="ratelimited", wait=retry_after(answer.headers))
        if getattr(answer, "status_code", 0) >= 500 or not name:
            return Trace(None, reason=name or "no answer", wait=5.0)
        return Trace(None, reason=name)
    except (OSError, ValueError, HTTPException) as error:
        return Trace(None, reason=type(error).__name__, wait=5.0)


def _channel_of(client: WebClient, recipient: str) -> str:
    if not recipient.startswith(("U", "W")):
        return recipient
    return str(client.conversations_open(users=recipient)["channel"]["id"])


def _search(client: WebClient, channel: str, sought: Sought, since: datetime) -> Trace:
    """Newest first, as Slack gives them; a server may give fewer a page than we ask for, down to one."""
    oldest = (since - _MARGIN).timestamp()
    cursor, seen = "", 0
    for _ in range(_MOST_PAGES):
        page = client.conversations_history(
            channel=channel, include_all_metadata=True, limit=_PAGE, cursor=cursor, oldest=f"{oldest:.6f}"
        )
        for message in page["messages"]:
            if float(message["ts"]) < oldest:
                return Trace(False)
            found = sought.is_in(message)
            if found:
                return Trace(True, ts=message["ts"], channel=channel)
            if found is None:
                return Trace(None, reason="no metadata")
        seen += len(page["messages"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return Trace(False)
        if seen >= _MOST_MESSAGES:
            break
    return Trace(None, reason="too long a history")
