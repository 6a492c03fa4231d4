"""Was a message posted, though we never learned? Its token in the channel's history tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.posting import EVENT_TYPE, error_name, is_too_fast, retry_after

_PAGE = 100
_PAGES = 10
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


def look_for(client: WebClient, recipient: str, token: str, text: str, since: datetime) -> Trace:
    """Look for the message with `token` that may have been posted to `recipient` after `since` (real time).

    A message of the same text by the bot without any metadata means that this server keeps none: it can't tell.
    """
    try:
        channel = _channel_of(client, recipient)
        return _search(client, channel, token, text, since)
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


def _search(client: WebClient, channel: str, token: str, text: str, since: datetime) -> Trace:
    cursor = ""
    for _ in range(_PAGES):
        page = client.conversations_history(channel=channel, include_all_metadata=True, limit=_PAGE, cursor=cursor)
        for message in page["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE:
                if (metadata.get("event_payload") or {}).get("token") == token:
                    return Trace(True, ts=message["ts"], channel=channel)
            elif message.get("bot_id") and message.get("text") == text and not metadata:
                return Trace(None, reason="no metadata")
            if float(message["ts"]) < (since - _MARGIN).timestamp():
                return Trace(False)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return Trace(False)
    return Trace(None, reason="too long a history")
