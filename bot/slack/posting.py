"""One attempt to post one message, and what Slack's answer (or silence) says about it."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from math import isfinite
from socket import gaierror
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.delivery import Fate, Outcome, judge_error, judge_status
from bot.services.ports import Rendered

EVENT_TYPE = "uptake_message"
NOT_SHOWN = "invalid_slack_file"
"""Our name for the refusal of a layout because Slack can't show one of its files, or can't yet."""

_NOT_TO_EDIT = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 3600.0


def post(client: WebClient, recipient: str, text: str, blocks: list[dict[str, Any]], token: str) -> Outcome:
    """Post to a channel or person; `token` goes along as metadata, so that the message can be found again.

    A server that refuses the metadata gets the message without: a refusal posted nothing.
    """
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"token": token}}
    outcome = _post(client, recipient, text, blocks, metadata)
    if "metadata" in outcome.reason and outcome.fate is Fate.NEVER:
        return _post(client, recipient, text, blocks, None)
    return outcome


def edit(client: WebClient, channel: str, ts: str, message: Rendered) -> Outcome:
    """Put a message in the place of one of ours that stands in a channel; doing so again changes nothing.

    Metadata stays as it was posted. What Slack may not have done is known to be harmless to repeat: fate NOT_NOW.
    """
    outcome = _edit(client, channel, ts, message.text, message.blocks)
    if outcome.reason == "invalid_blocks" and message.simple:
        outcome = _edit(client, channel, ts, message.text, message.simple)
    if outcome.fate is Fate.UNKNOWN:
        return Outcome(Fate.NOT_NOW, outcome.reason, retry_after=outcome.retry_after)
    return outcome


def is_gone(outcome: Outcome) -> bool:
    """Whether the message that was to be edited can't be edited ever, so that another takes its place."""
    return outcome.fate is Fate.NEVER and outcome.reason in _NOT_TO_EDIT


def _edit(client: WebClient, channel: str, ts: str, text: str, blocks: list[dict[str, Any]]) -> Outcome:
    try:
        client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks, parse="none", link_names=False)
    except SlackApiError as error:
        return _judge(error)
    except (OSError, ValueError, HTTPException) as error:
        return Outcome(Fate.NOT_NOW, type(error).__name__, retry_after=client.timeout if _is_silence(error) else 0.0)
    return Outcome(Fate.POSTED, ts=ts, channel=channel)


def _post(
    client: WebClient,
    recipient: str,
    text: str,
    blocks: list[dict[str, Any]],
    metadata: dict[str, Any] | None,
) -> Outcome:
    try:
        answer = client.chat_postMessage(
            channel=recipient,
            text=text,
            blocks=blocks,
            metadata=metadata,
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        return _judge(error)
    except (OSError, ValueError, HTTPException) as error:
        if _never_left(error):
            return Outcome(Fate.NOT_NOW, type(error).__name__)
        return Outcome(Fate.UNKNOWN, type(error).__name__, retry_after=client.timeout if _is_silence(error) else 0.0)
    return Outcome(Fate.POSTED, ts=str(answer.get("ts", "")), channel=str(answer.get("channel", "")))


def _judge(error: SlackApiError) -> Outcome:
    answer = error.response
    if not hasattr(answer, "status_code"):
        return Outcome(Fate.UNKNOWN, "no readable answer")
    wait, name = retry_after(answer.headers), error_name(error)
    if answer.status_code == 429 or answer.status_code >= 500:
        return judge_status(answer.status_code, wait)
    if name == "invalid_blocks" and _is_about_a_file(answer.data):
        return Outcome(Fate.NEVER, NOT_SHOWN)
    if name:
        return judge_error(name, wait)
    return (
        judge_status(answer.status_code) if answer.status_code != 200 else Outcome(Fate.UNKNOWN, "no readable answer")
    )


def _is_about_a_file(data: object) -> bool:
    """Whether what Slack says against the blocks is about a file that they show; it names the place of each fault."""
    given = data if isinstance(data, dict) else {}
    more = given.get("response_metadata")
    listed = [given.get("errors"), more.get("messages") if isinstance(more, dict) else None]
    return any("slack_file" in str(each) for faults in listed if isinstance(faults, list) for each in faults)


def error_name(error: SlackApiError) -> str:
    """Slack's name for what is wrong; empty where the answer has none. What came instead stays out of logs and rows."""
    data = getattr(error.response, "data", None)
    name = str(data.get("error") or "") if isinstance(data, dict) else ""
    return name if name.replace("_", "").isalnum() else ""


def is_too_fast(error: SlackApiError) -> bool:
    """Whether Slack asks us to wait, with or without a body that says so."""
    return error_name(error) == "ratelimited" or getattr(error.response, "status_code", 0) == 429


def _never_left(error: Exception) -> bool:
    """Whether no connection came about, so that nothing can have been posted."""
    cause = error.reason if isinstance(error, URLError) else error
    return isinstance(cause, ConnectionRefusedError | gaierror)


def _is_silence(error: Exception) -> bool:
    """Whether no answer came in time, so that the server may be at work on the message still."""
    return isinstance(error.reason if isinstance(error, URLError) else error, TimeoutError)


def retry_after(headers: object) -> float:
    """Seconds from a Retry-After header (number or date), whatever its case; 1 to 3600, and 1 where none can be read.

    A number without end must not get any further: a moment can't be reckoned with it, and nothing would be sent again.
    """
    pairs = dict(headers) if isinstance(headers, dict) else {}
    given = next((value for name, value in pairs.items() if str(name).lower() == "retry-after"), "")
    seconds = _seconds(str(given[0] if isinstance(given, list) and given else given))
    return min(max(seconds, _SHORTEST_WAIT), _LONGEST_WAIT) if isfinite(seconds) else _SHORTEST_WAIT


def _seconds(given: str) -> float:
    try:
        return float(given)
    except ValueError:
        pass
    try:
        return (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return _SHORTEST_WAIT
