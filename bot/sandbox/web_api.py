"""The Web API over HTTP: reads a call, lets accidents, limits and scopes have their say, answers, and records it."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.parse
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.arguments import Arguments
from bot.sandbox.desk import Desk
from bot.sandbox.faults import Fault
from bot.sandbox.methods import METHODS, WITH_APP_TOKEN, WITHOUT_TOKEN
from bot.sandbox.model import Call, Json
from bot.sandbox.refusal import Refusal


@dataclass
class _Answer:
    body: Json
    status: int = 200
    retry_after: int = 0


class WebApi:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """POST or GET /api/METHOD."""
        method = request.path_params["method"]
        started = time.perf_counter()
        token, given = await _read(request)
        fault = self._desk.faults.due(method, given)
        answer = self._faulty(fault) or self._run(method, token, given)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.value)
        self._record(method, given, answer, started, fault)
        if fault is not None and fault.kind in ("reset", "lost_reply"):
            self._desk.wire.reset((request.client.host, request.client.port) if request.client else None)
            await asyncio.sleep(0)
        return self._response(answer)

    def _faulty(self, fault: Fault | None) -> _Answer | None:
        """What a planned accident answers instead of running the method; None to run it."""
        if fault is None:
            return None
        if fault.kind == "status":
            return _Answer({"ok": False, "error": f"http_{fault.value}"}, status=fault.value)
        if fault.kind == "rate_limited":
            return _ratelimited(fault.value)
        if fault.kind == "error":
            return _Answer({"ok": False, "error": fault.value})
        return _Answer({"ok": False, "error": "reset"}, status=0) if fault.kind == "reset" else None

    def _run(self, method: str, token: str, given: Json) -> _Answer:
        desk = self._desk
        run = METHODS.get(method)
        if run is None:
            return _Answer({"ok": False, "error": "unknown_method", "req_method": method})
        try:
            self._authorise(method, token)
            args = Arguments(given)
            if wait := desk.limits.refuse_for(method, self._channel(args)):
                return _ratelimited(wait)
            with desk.state.lock:
                return _Answer(run(desk, args))
        except Refusal as refusal:
            return _Answer(refusal.answer)

    def _authorise(self, method: str, token: str) -> None:
        state = self._desk.state
        if method in WITHOUT_TOKEN:
            return
        if not token:
            raise Refusal("not_authed")
        if state.token_revoked:
            raise Refusal("token_revoked" if token == state.bot_token else "invalid_auth")
        right, wrong = state.bot_token, state.app_token
        if method in WITH_APP_TOKEN:
            right, wrong = wrong, right
        if token == wrong:
            raise Refusal("not_allowed_token_type")
        if token != right:
            raise Refusal("invalid_auth")

    def _channel(self, args: Arguments) -> str:
        """The channel that a per-channel limit counts for: direct messages count by the person."""
        target = str(args.given.get("channel", ""))
        channel = self._desk.state.channels.get(target)
        return next(iter(channel.members)) if channel is not None and channel.is_direct else target

    def _record(self, method: str, given: Json, answer: _Answer, started: float, fault: Fault | None) -> None:
        state = self._desk.state
        lost = fault is not None and fault.kind == "lost_reply"
        call = Call(
            number=next(state.call_numbers),
            method=method,
            args=given,
            ok=bool(answer.body.get("ok")),
            error="lost_reply" if lost else str(answer.body.get("error", "")),
            status=0 if lost else answer.status,
            at=state.now(),
            seconds=time.perf_counter() - started,
            answer=answer.body,
        )
        state.record(call)

    def _response(self, answer: _Answer) -> Response:
        headers = {
            "date": formatdate(self._desk.state.now(), usegmt=True),
            "x-oauth-scopes": self._desk.grants.provided,
            "cache-control": "private, no-cache, no-store",
        }
        if answer.retry_after:
            headers["retry-after"] = str(answer.retry_after)
        body = json.dumps(answer.body).encode()
        return Response(body, answer.status or 200, headers, media_type="application/json; charset=utf-8")


def _ratelimited(seconds: int) -> _Answer:
    return _Answer({"ok": False, "error": "ratelimited"}, 429, seconds)


async def _read(request: Request) -> tuple[str, Json]:
    """The token and the arguments, from query, form, multipart or JSON."""
    given: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            body = {}
        given |= body if isinstance(body, dict) else {}
    elif kind == "multipart/form-data":
        async with request.form() as form:
            given |= {name: value for name, value in form.items() if isinstance(value, str)}
    elif kind == "application/x-www-form-urlencoded":
        given |= dict(urllib.parse.parse_qsl((await request.body()).decode(), keep_blank_values=True))
    token = str(given.pop("token", ""))
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and credentials:
        token = credentials.strip()
    return token, given
