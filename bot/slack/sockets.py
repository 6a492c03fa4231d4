"""Socket Mode connections: several at once, each watched, so that a cut socket is noticed in seconds."""

import logging

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient


class Sockets:
    """Holds `count` connections open and pings each every `ping_seconds`; Slack gives each payload to one of them."""

    def __init__(
        self, app: App, app_token: str, client: WebClient, *, count: int, ping_seconds: float, threads: int
    ) -> None:
        logger = logging.getLogger("slack_sdk.socket_mode")
        self._handlers = [
            SocketModeHandler(
                app,
                app_token,
                logger=logger,
                web_client=client,
                ping_interval=ping_seconds,
                concurrency=threads,
            )
            for _ in range(count)
        ]

    def connect(self) -> None:
        """Open the connections. Raises SlackApiError where Slack refuses the app token."""
        for handler in self._handlers:
            handler.client.connect()

    def close(self) -> None:
        """Close them for good."""
        for handler in self._handlers:
            handler.client.close()

    @property
    def are_connected(self) -> bool:
        """Whether at least one connection is up."""
        return any(handler.client.is_connected() for handler in self._handlers)
