"""Runs the workspace's HTTP and WebSocket server in a thread of its own."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp
from websockets.exceptions import InvalidState

from bot.sandbox.refusal import PortBusy
from bot.sandbox.wire import Wire


class _Server(uvicorn.Server):
    """Ends at once when told to, instead of looking ten times a second whether it should."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ended = asyncio.Event()

    async def main_loop(self) -> None:
        await self.ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            with suppress(InvalidState):  # a socket that is closing by itself needs no second goodbye
                connection.shutdown()
        for _ in range(200):
            if not self.server_state.tasks and not self.server_state.connections:
                return
            await asyncio.sleep(0.005)
        for task in self.server_state.tasks:
            task.cancel()


class Serving:
    """`start` returns when requests are answered; `stop` when none is any more."""

    def __init__(self, app: ASGIApp, wire: Wire, ping_every: float) -> None:
        self._config = uvicorn.Config(
            app,
            http=wire.http_protocol(),
            ws=wire.socket_protocol(),
            ws_ping_interval=ping_every,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=75,
            date_header=False,
        )
        self._ended: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def start(self, host: str, port: int) -> int:
        """Returns the port, which is a free one when 0 was asked for."""
        listener = _listen(host, port)
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(listener, ready)), name="sandbox", daemon=True
        )
        self._thread.start()
        ready.wait()
        return int(listener.getsockname()[1])

    async def _serve(self, listener: socket.socket, ready: threading.Event) -> None:
        self.loop = asyncio.get_running_loop()
        server = _Server(self._config)
        self._ended = server.ended
        listener.listen(512)
        self.loop.call_soon(ready.set)
        await server.serve(sockets=[listener])

    def stop(self, last: Callable[[], None]) -> None:
        """Run `last` in the server's loop, then end."""
        if self.loop is None or self._thread is None or self._ended is None:
            return
        self.loop.call_soon_threadsafe(last)
        self.loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()
        self.loop = None


def _listen(host: str, port: int) -> socket.socket:
    # asyncio turns Nagle's algorithm off only for sockets that say they are TCP; with it each answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortBusy(f"Port {port} on {host} is taken or not allowed: choose another one.") from None
        raise
    return listener
