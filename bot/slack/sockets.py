"""Socket Mode connections: several at once, each watched, so that a cut socket is noticed in seconds."""

import logging
import time
from contextlib import suppress
from socket import SHUT_RDWR
from threading import Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.figures import Figures


class _Timed(SocketModeHandler):
    """Counts how long each payload waits for its acknowledgement."""

    figures: Figures

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Hand a payload to Bolt, and what Bolt answers to Slack."""
        began = time.monotonic()
        super().handle(client, req)  # type: ignore[arg-type]
        self.figures.acknowledged(req.type, time.monotonic() - began)


class Sockets:
    """Holds `count` connections open and pings each every `ping_seconds`; Slack gives each payload to one of them."""

    def __init__(
        self,
        app: App,
        app_token: str,
        client: WebClient,
        figures: Figures,
        *,
        count: int,
        ping_seconds: float,
        threads: int,
    ) -> None:
        self._logger = logging.getLogger(f"slack_sdk.socket_mode.{id(self):x}")
        self._handlers = [
            _Timed(
                app,
                app_token,
                logger=self._logger,
                web_client=client,
                ping_interval=ping_seconds,
                concurrency=threads,
            )
            for _ in range(count)
        ]
        for handler in self._handlers:
            handler.figures = figures

    def connect(self) -> None:
        """Open the connections. Raises SlackApiError where Slack refuses the app token."""
        for handler in self._handlers:
            handler.client.connect()

    def close(self) -> None:
        """Close them for good, all at once: each waits for its own watch to end. What breaks now is no error."""
        self._logger.setLevel(logging.CRITICAL)
        closing = [Thread(target=_close, args=(handler.client,), daemon=True) for handler in self._handlers]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join()

    @property
    def welcome(self) -> str:
        """What whoever started the bot reads once it is connected."""
        return "Uptake is connected."

    @property
    def are_connected(self) -> bool:
        """Whether at least one connection is up."""
        return any(handler.client.is_connected() for handler in self._handlers)


def _close(client: BaseSocketModeClient) -> None:
    """Close a connection without waiting out the three seconds for which the client may be reading from it."""
    client.closed = True
    client.auto_reconnect_enabled = False  # type: ignore[attr-defined]
    connection = getattr(client, "current_session", None)
    reading = getattr(connection, "sock", None)
    if reading is not None:
        with suppress(OSError):
            reading.shutdown(SHUT_RDWR)
    client.close()
