"""HTTP mode: Slack's requests to the app's own address, believed only once their signature is checked."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.figures import Figures
from bot.serving import Serving

log = logging.getLogger("uptake.request_url")

PATH = "/slack/events"
LARGEST = 1 << 20
"""Bytes of a body: Slack's largest, a form with all that is typed into it, stays well below."""
_BODY_WITHIN = 10.0
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_RETRY = ("x-slack-retry-num", "x-slack-retry-reason")


class RequestUrl:
    """Listens for Slack on a port: each request is checked, read, and handed to `app` on one of `threads`.

    `secret` is the app's signing secret; a signature is good for five minutes of real time.
    """

    def __init__(
        self,
        app: App,
        secret: str,
        figures: Figures,
        *,
        host: str,
        port: int,
        threads: int,
        real: Callable[[], float] = time.time,
    ) -> None:
        self._app, self._verifier, self._figures = app, SignatureVerifier(secret, _Real(real)), figures
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._serving = Serving(
            Starlette(routes=[Route(PATH, self._answer, methods=["POST"]), Route(PATH, _is_here, methods=["GET"])]),
            host,
            port,
        )
        self._host, self.port = host, port

    def connect(self) -> None:
        """Begin to answer. Raises PortTaken."""
        self.port = self._serving.start()

    def close(self) -> None:
        """Answer what is under way, and nothing more."""
        self._serving.stop()
        self._pool.shutdown(wait=True)

    @property
    def welcome(self) -> str:
        """What whoever started the bot reads once requests are answered."""
        return f"Uptake is connected. Slack's requests come in at http://{self._host}:{self.port}{PATH}"

    @property
    def are_connected(self) -> bool:
        """Whether requests are answered; that Slack can reach the address is for whoever set it up to see."""
        return True

    async def _answer(self, request: Request) -> Response:
        began = time.monotonic()
        try:
            timestamp, signature = _signed(request)
            async with asyncio.timeout(_BODY_WITHIN):
                text = await _text(request)
            if not self._verifier.is_valid(text, timestamp, signature):
                raise _Refused(401)
            payload = _payload(text, request.headers.get("content-type", ""))
        except _Refused as refused:
            return Response(status_code=refused.status)
        except TimeoutError:
            return Response(status_code=408, headers={"connection": "close"})
        except ClientDisconnect:
            return Response(status_code=400)
        if payload.get("type") == "url_verification":
            return JSONResponse({"challenge": str(payload.get("challenge", ""))})
        retries: dict[str, str | Sequence[str]] = {
            name: request.headers[name] for name in _RETRY if name in request.headers
        }
        response = await asyncio.get_running_loop().run_in_executor(self._pool, self._dispatch, payload, retries)
        self._figures.acknowledged(_kind(payload), time.monotonic() - began)
        return response

    def _dispatch(self, payload: dict[str, Any], retries: dict[str, str | Sequence[str]]) -> Response:
        """Hand a payload to Bolt as Socket Mode does: its own reading of bodies loses a command that says 'payload'."""
        try:
            answer = self._app.dispatch(BoltRequest(body=payload, headers=retries, mode="socket_mode"))
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            log.warning("A request that was signed is no payload of Slack's (%s).", type(error).__name__)
            return Response(status_code=400)
        except Exception:
            log.exception("A request of Slack's could not be handled.")
            return Response(status_code=500)
        response = Response(answer.body or "", status_code=answer.status)
        for name, values in answer.headers.items():
            if name.lower() != "content-length":
                response.headers[name] = values[0]
        return response


class _Real(SignatureClock):
    """Real time for the verifier."""

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real

    def now(self) -> float:
        return self._real()


class _Refused(Exception):
    """A request that gets no further than an HTTP `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def _is_here(_request: Request) -> Response:
    """Slack looks at the address now and then, to see whether its certificate is good."""
    return Response()


def _kind(payload: dict[str, Any]) -> str:
    """What Socket Mode calls a payload of this kind."""
    if "event" in payload:
        return "events_api"
    return "slash_commands" if "command" in payload else "interactive"


def _signed(request: Request) -> tuple[str, str]:
    """Timestamp and signature, where each stands there once and looks like one.

    Others never reach Slack's verifier, which takes some of them for a fault of ours and not of theirs.
    """
    timestamps = request.headers.getlist("x-slack-request-timestamp")
    signatures = request.headers.getlist("x-slack-signature")
    if len(timestamps) != 1 or len(signatures) != 1:
        raise _Refused(401)
    if not _TIMESTAMP.fullmatch(timestamps[0]) or not _SIGNATURE.fullmatch(signatures[0]):
        raise _Refused(401)
    return timestamps[0], signatures[0]


async def _text(request: Request) -> str:
    """All that was sent, up to LARGEST bytes; what is no text isn't Slack's, and its verifier falls over it."""
    told = request.headers.get("content-length", "0")
    if told.isdigit() and int(told) > LARGEST:
        raise _Refused(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise _Refused(413)
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise _Refused(401) from None


def _payload(text: str, content_type: str) -> dict[str, Any]:
    """What a body says: events are JSON, a command is a form, and all else is JSON in a form's field 'payload'."""
    kind = content_type.split(";")[0].strip().lower()
    try:
        if kind == "application/json":
            found = json.loads(text)
        elif kind == "application/x-www-form-urlencoded":
            fields = dict(parse_qsl(text, keep_blank_values=True))
            found = json.loads(fields["payload"]) if "payload" in fields else fields
        else:
            raise _Refused(415)
    except (ValueError, RecursionError):
        raise _Refused(400) from None
    if not isinstance(found, dict) or not isinstance(found.get("event", {}), dict):
        raise _Refused(400)
    return found
