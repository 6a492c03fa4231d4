"""Web API clients that never retry: a lost reply must go through the outbox, or a message is posted twice."""

import logging
from ssl import SSLContext

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


class SlackNotReached(Exception):
    """Slack can't be reached, or doesn't let us in; the text is one sentence a person can act on."""


def why_not_reached(error: Exception, api_url: str) -> SlackNotReached:
    """Why the first word with Slack failed, as a sentence."""
    answer = error.response if isinstance(error, SlackApiError) else None
    name = str(answer.data.get("error") or "") if answer is not None and isinstance(answer.data, dict) else ""
    if name:
        return SlackNotReached(f"Slack doesn't let Uptake in ({name}). Run `uptake check` to see what to mend.")
    return SlackNotReached(
        f"Slack can't be reached at {api_url}. Check the network and SLACK_API_URL, then start again."
    )


def web_client(token: str | None, api_url: str, timeout: float, tls: SSLContext | None = None) -> WebClient:
    """A client for the Slack-compatible server at `api_url`; `timeout` is in seconds."""
    return WebClient(
        token=token,
        base_url=api_url,
        timeout=int(timeout) or 1,
        ssl=tls,
        retry_handlers=[],
        logger=logging.getLogger("slack_sdk.web"),
    )
