"""An HTTP server in a thread of its own that no slow or careless caller can hold up."""

import asyncio
import errno
import logging
import socket
from threading import Event, Thread
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_HEADERS_WITHIN = 10.0
_KEEP_ALIVE = 75
_GRACE = 5
_MOST_CONNECTIONS = 1000
_BACKLOG = 512


class PortTaken(Exception):
    """The port can't be had; the text is one sentence a person can act on."""


class _Impatient(H11Protocol):
    """Closes a connection whose request hasn't told its headers within ten seconds, however slowly bytes drip in."""

    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif self._giving_up is None and (self.cycle is None or self.cycle.response_complete):
            self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._giving_up = self.loop.call_later(_HEADERS_WITHIN, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None


class Serving:
    """Serves `app` on a port; `start` returns once it answers, `stop` once what is under way is answered."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=_Impatient,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_GRACE,
                limit_concurrency=_MOST_CONNECTIONS,
            )
        )
        self._thread: Thread | None = None

    def start(self) -> int:
        """Returns the port, which is a free one where 0 was asked for. Raises PortTaken."""
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        listener = _listen(self._host, self._port)
        ready = Event()
        self._thread = Thread(target=self._run, args=(listener, ready), name="http", daemon=True)
        self._thread.start()
        ready.wait()
        return int(listener.getsockname()[1])

    def stop(self) -> None:
        """Take no new connection, and wait a few seconds at most for the answers that are under way."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()

    def _run(self, listener: socket.socket, ready: Event) -> None:
        async def serve() -> None:
            asyncio.get_running_loop().call_soon(ready.set)
            await self._server.serve(sockets=[listener])

        asyncio.run(serve())


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; asyncio turns off Nagle's algorithm, which costs 40 ms an answer, only where it says TCP."""
    family, kind, protocol, _, address = _address(host, port)
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise PortTaken(f"Port {port} on {host} is taken or not allowed. Choose another one.") from None
        raise
    listener.listen(_BACKLOG)
    return listener


def _address(host: str, port: int) -> tuple[Any, ...]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)[0]
    except OSError:
        raise PortTaken(f"No address here is called {host}. Choose another one, such as 0.0.0.0.") from None
