"""Tells a browser that something changed; the browser then asks for what looks different."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.model import Change
from bot.sandbox.workspace import Sandbox

GATHER_SECONDS = 0.04
TRAFFIC = {"call", "exchange", "connection"}


class Tidings:
    """The kinds of change since the browser was last told; changes come from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.kinds: set[str] = set()
        self.news = asyncio.Event()

    def hear(self, change: Change) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.keep, change.kind)

    def keep(self, kind: str) -> None:
        self.kinds.add("traffic" if kind in TRAFFIC else "place")
        self.news.set()

    async def next(self) -> list[str]:
        """What changed: `place`, `traffic` or both, gathered for a moment so that a burst is one message."""
        await self.news.wait()
        await asyncio.sleep(GATHER_SECONDS)
        kinds = sorted(self.kinds)
        self.kinds.clear()
        self.news.clear()
        return kinds


async def until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def pass_on(socket: WebSocket, tidings: Tidings) -> None:
    while True:
        await socket.send_json(await tidings.next())


def live(sandbox: Sandbox) -> Callable[[WebSocket], Awaitable[None]]:
    """The socket's endpoint: open until the browser leaves or the server stops."""

    async def endpoint(socket: WebSocket) -> None:
        tidings = Tidings(asyncio.get_running_loop())
        stop = sandbox.subscribe(tidings.hear)
        await socket.accept()
        telling = asyncio.create_task(pass_on(socket, tidings))
        try:
            await until_gone(socket)
        except WebSocketDisconnect:
            pass
        finally:
            stop()
            telling.cancel()

    return endpoint
