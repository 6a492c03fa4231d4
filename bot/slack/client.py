"""Web API clients that never retry: a lost reply must go through the outbox, or a message is posted twice."""

import logging
from ssl import SSLContext

from slack_sdk import WebClient


def web_client(token: str, api_url: str, timeout: float, tls: SSLContext | None = None) -> WebClient:
    """A client for the Slack-compatible server at `api_url`; `timeout` is in seconds."""
    return WebClient(
        token=token,
        base_url=api_url,
        timeout=int(timeout) or 1,
        ssl=tls,
        retry_handlers=[],
        logger=logging.getLogger("slack_sdk.web"),
    )
