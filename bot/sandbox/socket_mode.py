"""Socket Mode: tickets, up to ten open connections, one of which carries each envelope, and how they end."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.model import Change, Json
from bot.sandbox.state import State
from bot.sandbox.timing import Timing
from bot.sandbox.wire import Peer, Wire

MOST_CONNECTIONS = 10
Cut = Literal["reset", "silent", "refresh_requested", "warning"]


@dataclass(eq=False)
class Link:
    """One open connection. `leaving` once it was told to refresh; `silent` once its network went dead."""

    number: int
    socket: WebSocket
    peer: Peer | None
    leaving: bool = False
    silent: bool = False

    async def send(self, message: Json) -> None:
        await self.socket.send_text(json.dumps(message))


class Sockets:
    def __init__(self, state: State, timing: Timing, wire: Wire) -> None:
        self._state, self._timing, self._wire = state, timing, wire
        self._tickets: dict[str, float] = {}
        self._numbers = 0
        self._turn = 0
        self.links: list[Link] = []
        self.on_answer: Callable[[Json], None] = lambda _: None

    @property
    def ever_connected(self) -> bool:
        return self._numbers > 0

    def new_address(self) -> str:
        """A WebSocket address that is good for one connection, soon."""
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = time.monotonic() + self._timing.socket_ticket_life
        base = self._state.base_url.replace("http://", "ws://")
        return f"{base}/link/?ticket={ticket}&app_id={self._state.app_id}"

    def pick(self) -> Link | None:
        """The connection whose turn it is; one that was told to refresh only when there is no other."""
        links = [link for link in self.links if not link.leaving] or self.links
        if not links:
            return None
        self._turn += 1
        return links[self._turn % len(links)]

    async def serve(self, socket: WebSocket) -> None:
        """One connection's life, from its ticket to its end."""
        if self._tickets.pop(socket.query_params.get("ticket", ""), 0.0) < time.monotonic():
            await socket.close()
            return
        await socket.accept()
        if len(self.links) >= MOST_CONNECTIONS:
            await socket.send_text(json.dumps(self._goodbye("too_many_websockets")))
            await socket.close()
            return
        self._numbers += 1
        peer = (socket.client.host, socket.client.port) if socket.client else None
        link = Link(self._numbers, socket, peer)
        self.links.append(link)
        try:
            await link.send(self._hello())
            self._state.tell(Change("connection"))
            await self._listen(link)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._forget(link)

    async def _listen(self, link: Link) -> None:
        while True:
            text = await link.socket.receive_text()
            if link.silent:
                await asyncio.Event().wait()
            try:
                message = json.loads(text)
            except ValueError:
                continue
            if isinstance(message, dict):
                self.on_answer(message)

    def _forget(self, link: Link) -> None:
        if link in self.links:
            self.links.remove(link)
            self._state.tell(Change("connection"))

    def cut(self, how: Cut) -> None:
        """End every connection that is open now; call it in the server's loop."""
        for link in list(self.links):
            if how == "reset":
                self._wire.reset(link.peer)
                self._forget(link)
            elif how == "silent":
                link.silent = True
                self._wire.silence(link.peer)
                asyncio.get_running_loop().call_later(self._timing.dead_link_noticed, self._bury, link)
            else:
                link.leaving = how == "refresh_requested"
                background = asyncio.ensure_future(self._dismiss(link, how))
                background.add_done_callback(lambda task: task.exception())

    def _bury(self, link: Link) -> None:
        self._forget(link)
        self._wire.reset(link.peer)

    async def _dismiss(self, link: Link, reason: str) -> None:
        await link.send(self._goodbye(reason))
        await asyncio.sleep(self._timing.warned_link_life)
        if link in self.links:
            await link.socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "debug_info": self._debug_info(),
            "connection_info": {"app_id": self._state.app_id},
        }

    def _goodbye(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": self._debug_info()}

    def _debug_info(self) -> dict[str, Any]:
        return {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 18060}
