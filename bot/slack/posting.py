"""One attempt to post one message, and what Slack's answer (or silence) says about it."""

from http.client import HTTPException
from socket import gaierror
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.delivery import Fate, Outcome, judge_error, judge_status
from bot.services.ports import Rendered

EVENT_TYPE = "uptake_message"


def post(client: WebClient, recipient: str, message: Rendered, token: str) -> Outcome:
    """Post to a channel or person; `token` goes along as metadata, so that the message can be found again.

    A server that refuses the layout or the metadata gets the message in a plainer form: a refusal posted nothing.
    """
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"token": token}}
    outcome = _post(client, recipient, message.text, message.blocks, metadata)
    if outcome.reason == "invalid_blocks" and message.simple:
        return _post(client, recipient, message.text, message.simple, metadata)
    if "metadata" in outcome.reason and outcome.fate is Fate.NEVER:
        return _post(client, recipient, message.text, message.blocks, None)
    return outcome


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
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        return _judge(error)
    except (OSError, ValueError, HTTPException) as error:
        return Outcome(Fate.NOT_NOW if _never_left(error) else Fate.UNKNOWN, type(error).__name__)
    return Outcome(Fate.POSTED, ts=str(answer.get("ts", "")), channel=str(answer.get("channel", "")))


def _judge(error: SlackApiError) -> Outcome:
    answer = error.response
    if not hasattr(answer, "status_code"):
        return Outcome(Fate.UNKNOWN, "no readable answer")
    wait = retry_after(answer.headers)
    if answer.status_code != 200:
        return judge_status(answer.status_code, wait)
    name = str(answer.get("error") or "") if isinstance(answer.data, dict) else ""
    if not name.replace("_", "").isalnum():
        return Outcome(Fate.UNKNOWN, "no readable answer")
    return judge_error(name, wait)


def _never_left(error: Exception) -> bool:
    """Whether no connection came about, so that nothing can have been posted."""
    cause = error.reason if isinstance(error, URLError) else error
    return isinstance(cause, ConnectionRefusedError | gaierror)


def retry_after(headers: object) -> float:
    """Seconds from a Retry-After header, whatever its case; 1 where it is absent or can't be read."""
    pairs = dict(headers) if isinstance(headers, dict) else {}
    for name, value in pairs.items():
        if str(name).lower() == "retry-after":
            try:
                return float(value[0] if isinstance(value, list) else value)
            except ValueError:
                return 1.0
    return 1.0
