"""The traffic between app and workspace, newest first: Web API calls and deliveries, with their times and errors."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.sandbox.model import Call, Exchange
from bot.sandbox.workspace import Sandbox

SHOWN = 120


@dataclass(frozen=True)
class Entry:
    """One line of traffic. `way` is `call` (app to workspace) or `delivery` (workspace to app)."""

    key: str
    way: str
    name: str
    detail: str
    at: float
    took: str
    error: str

    @property
    def time(self) -> str:
        return f"{datetime.fromtimestamp(self.at, tz=UTC):%H:%M:%S}"


def milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.0f} ms" if seconds >= 0.001 else "<1 ms"


def of_call(call: Call) -> Entry:
    detail = str(call.args.get("channel") or call.args.get("user") or call.args.get("user_id") or "")
    error = "" if call.ok else f"{call.error or 'failed'}{f' ({call.status})' if call.status != 200 else ''}"
    return Entry(f"call-{call.number}", "call", call.method, detail, call.at, milliseconds(call.seconds), error)


def of_exchange(exchange: Exchange) -> Entry:
    payload = exchange.payload
    event = payload.get("event") or {}
    actions = payload.get("actions") or [{}]
    name = str(payload.get("command") or event.get("type") or payload.get("type") or exchange.kind)
    detail = str(payload.get("text") or actions[0].get("action_id") or payload.get("callback_id") or "")
    took = milliseconds(exchange.ack_seconds) if exchange.acked else ""
    return Entry(f"delivery-{exchange.envelope_id}", "delivery", name, detail, exchange.at, took, exchange.error)


def entries(sandbox: Sandbox) -> list[Entry]:
    """The latest of both, newest first."""
    both = [of_call(each) for each in sandbox.calls[-SHOWN:]] + [
        of_exchange(each) for each in sandbox.exchanges[-SHOWN:]
    ]
    return sorted(both, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def parts(sandbox: Sandbox, key: str) -> list[tuple[str, str]]:
    """What was sent and what came back, as indented JSON; empty where the entry is gone."""
    for call in sandbox.calls:
        if key == f"call-{call.number}":
            return [("Arguments", pretty(call.args)), ("Answer", pretty(call.answer))]
    for exchange in sandbox.exchanges:
        if key == f"delivery-{exchange.envelope_id}":
            answer = pretty(exchange.ack) if exchange.acked else "No answer"
            return [("Payload", pretty(exchange.payload)), ("Answer", answer)]
    return []
