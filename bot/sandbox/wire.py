"""Hands on the sockets themselves: who is connected from where, and how a connection breaks."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

Peer = tuple[str, int]


class Wire:
    """Knows the transport of every open connection by its peer's address."""

    def __init__(self) -> None:
        self.open: dict[Peer, asyncio.Transport] = {}

    def reset(self, peer: Peer | None) -> None:
        """Break the connection as a failing network does: a TCP reset, nothing more sent."""
        transport = self.open.get(peer) if peer else None
        if transport is None:
            return
        end: socket.socket | None = transport.get_extra_info("socket")
        if end is not None:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    def silence(self, peer: Peer | None) -> None:
        """Let the connection go dead without closing it, as when a cable is pulled: nothing read, nothing written."""
        transport = self.open.get(peer) if peer else None
        if transport is not None:
            transport.pause_reading()
            transport.write = lambda _: None  # type: ignore[method-assign,assignment]
            transport.resume_reading = lambda: None  # type: ignore[method-assign]

    def http_protocol(self) -> type[asyncio.Protocol]:
        wire = self

        class KnownHttp(H11Protocol):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                if self.client:
                    wire.open[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client:
                    wire.open.pop(self.client, None)

        return KnownHttp

    def socket_protocol(self) -> type[asyncio.Protocol]:
        wire = self

        class KnownSocket(WebSocketsSansIOProtocol):
            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client:
                    wire.open.pop(self.client, None)

            def send_keepalive_ping(self) -> None:
                self.ping_timer = None
                if not self.close_sent and not self.transport.is_closing():
                    self.conn.send_ping(b"Ping from sandbox")
                    self.transport.write(b"".join(self.conn.data_to_send()))
                    self.schedule_ping()

        return cast("type[asyncio.Protocol]", KnownSocket)
