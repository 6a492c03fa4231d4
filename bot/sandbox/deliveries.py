"""Carries each delivery to the app once, waits three seconds for the answer, and re-delivers events."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.model import Change, Exchange, Json
from bot.sandbox.refusal import Refusal
from bot.sandbox.request_url import post_signed
from bot.sandbox.socket_mode import Sockets
from bot.sandbox.state import State
from bot.sandbox.timing import Timing

log = logging.getLogger("uptake.sandbox")

OnAck = Callable[[Json | None], None]
OnFail = Callable[[str], None]


@dataclass(eq=False)
class _Pending:
    exchange: Exchange
    accepts: bool
    on_ack: OnAck | None
    on_fail: OnFail | None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: bool = False


class Deliveries:
    """`request_url`, when set, makes it signed HTTP requests instead of Socket Mode envelopes."""

    def __init__(self, state: State, timing: Timing, faults: Faults, sockets: Sockets) -> None:
        self._state, self._timing, self._faults, self._sockets = state, timing, faults, sockets
        self.loop: asyncio.AbstractEventLoop | None = None
        self.request_url = ""
        self._pending: dict[str, _Pending] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        sockets.on_answer = self._answered

    @property
    def ever_connected(self) -> bool:
        """Whether the app can have heard anything so far."""
        return bool(self.request_url) or self._sockets.ever_connected

    def send(
        self,
        kind: str,
        payload: Json,
        *,
        accepts: bool = False,
        on_ack: OnAck | None = None,
        on_fail: OnFail | None = None,
    ) -> Exchange:
        """Start a delivery, from any thread. `on_ack` runs, in the server's thread, before the exchange is settled."""
        exchange = Exchange(envelope_id=str(uuid.uuid4()), kind=kind, payload=payload, at=self._state.now())
        self._state.exchanges.append(exchange)
        if self.loop is None:
            exchange.error = "dispatch_failed"
            exchange.settled.set()
        else:
            pending = _Pending(exchange, accepts, on_ack, on_fail)
            exchange.sent_at = time.monotonic()
            self.loop.call_soon_threadsafe(self._begin, pending)
        return exchange

    def stop(self) -> None:
        """Give up what is under way; call it in the server's loop."""
        self.loop = None
        for task in self._tasks:
            task.cancel()
        for pending in self._pending.values():
            pending.exchange.settled.set()

    def _begin(self, pending: _Pending) -> None:
        self._pending[pending.exchange.envelope_id] = pending
        task = asyncio.ensure_future(self._carry(pending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, pending: _Pending) -> None:
        exchange = pending.exchange
        pauses = self._timing.event_retries if exchange.kind == "events_api" else ()
        await self._attempt(pending)
        for pause in pauses:
            if exchange.acked:
                break
            await asyncio.sleep(pause)
            await self._attempt(pending)
        pending.given_up = not exchange.acked
        if pending.given_up and pending.on_fail is not None:
            pending.on_fail(exchange.error)
        exchange.settled.set()
        self._state.tell(Change("exchange"))
        asyncio.get_running_loop().call_later(30, self._pending.pop, exchange.envelope_id, None)

    async def _attempt(self, pending: _Pending) -> None:
        exchange = pending.exchange
        exchange.attempts += 1
        exchange.sent_at = time.monotonic()
        fault = self._faults.due(exchange.kind, exchange.payload)
        try:
            async with asyncio.timeout(self._timing.answer_within):
                if fault is not None and fault.kind == "delay":
                    await asyncio.sleep(fault.value)
                carry = self._by_http if self.request_url else self._by_socket
                if not await carry(pending, fault):
                    exchange.error = "dispatch_failed"
                    return
                await pending.answered.wait()
        except TimeoutError:
            exchange.error = "operation_timeout"
            log.warning("%s was not answered in time", exchange.kind)
            if fault is not None and fault.kind == "delay":
                await self._deliver_late(pending, fault)

    async def _deliver_late(self, pending: _Pending, fault: Fault) -> None:
        """What was delayed past the time limit still arrives, long after Slack gave up on it."""
        left = fault.value - self._timing.answer_within
        if left > 0 and not self.request_url:
            asyncio.get_running_loop().call_later(left, lambda: asyncio.ensure_future(self._by_socket(pending, None)))

    async def _by_socket(self, pending: _Pending, fault: Fault | None) -> bool:
        exchange = pending.exchange
        envelope: Json = {
            "envelope_id": exchange.envelope_id,
            "type": exchange.kind,
            "accepts_response_payload": pending.accepts,
            "payload": exchange.payload,
        }
        if exchange.kind == "events_api":
            retry = exchange.attempts - 1
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        for _ in range(_copies(fault)):
            link = self._sockets.pick()
            if link is None:
                return False
            exchange.connection = link.number
            await link.send(envelope)
        return True

    async def _by_http(self, pending: _Pending, fault: Fault | None) -> bool:
        exchange = pending.exchange
        for _ in range(_copies(fault)):
            status, answer = await post_signed(self.request_url, exchange, self._state.signing_secret, self._timing)
            if status == 200:
                self._answered({"envelope_id": exchange.envelope_id, "payload": answer})
            elif not exchange.acked:
                return False
        return True

    def _answered(self, message: Json) -> None:
        pending = self._pending.get(str(message.get("envelope_id")))
        if pending is None or pending.exchange.acked:
            return
        exchange = pending.exchange
        exchange.acked = True
        exchange.ack = message.get("payload")
        exchange.ack_seconds = time.monotonic() - exchange.sent_at
        if not pending.given_up:
            exchange.error = ""
            try:
                if pending.on_ack is not None:
                    pending.on_ack(exchange.ack)
            except Refusal as refusal:
                exchange.error = refusal.error
        pending.answered.set()


def _copies(fault: Fault | None) -> int:
    """How often an envelope is sent under this accident."""
    if fault is None or fault.kind == "delay":
        return 1
    return 0 if fault.kind == "drop" else 1 + int(fault.value or 0)
