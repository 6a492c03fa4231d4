"""HTTP mode: deliveries as requests to the app's own address, signed as Slack signs them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.sandbox.model import Exchange
from bot.sandbox.timing import Timing

_POOL = ThreadPoolExecutor(max_workers=32, thread_name_prefix="sandbox-request-url")


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The x-slack-signature of a body (docs.slack.dev, "Verifying requests from Slack")."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


async def post_signed(url: str, exchange: Exchange, secret: str, timing: Timing) -> tuple[int, Any]:
    """Deliver once. Returns the HTTP status (0: no connection) and the answer's payload, None when empty."""
    body, content_type = _body(exchange)
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(secret, timestamp, body),
    }
    if exchange.attempts > 1:
        reason = "http_timeout" if exchange.error == "operation_timeout" else "http_error"
        headers |= {"X-Slack-Retry-Num": str(exchange.attempts - 1), "X-Slack-Retry-Reason": reason}
    request = urllib.request.Request(url, body, headers)
    return await asyncio.get_running_loop().run_in_executor(_POOL, _post, request, timing.answer_within)


def verify(url: str, secret: str, token: str) -> bool:
    """Whether the address answers Slack's `url_verification` challenge, as it must before it may be used."""
    challenge = secrets.token_hex(16)
    body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(secret, timestamp, body),
    }
    status, answer = _post(urllib.request.Request(url, body, headers), 3.0)
    return status == 200 and challenge in ((answer or {}).get("challenge"), (answer or {}).get("text"))


def _body(exchange: Exchange) -> tuple[bytes, str]:
    if exchange.kind == "events_api":
        return json.dumps(exchange.payload).encode(), "application/json"
    fields = exchange.payload if exchange.kind == "slash_commands" else {"payload": json.dumps(exchange.payload)}
    return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _post(request: urllib.request.Request, timeout: float) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, _payload(response.read(), response.headers.get_content_type())
    except urllib.error.HTTPError as error:
        return error.code, None
    except OSError:
        return 0, None


def _payload(body: bytes, content_type: str) -> Any:
    text = body.decode(errors="replace")
    if not text.strip():
        return None
    if content_type == "application/json":
        try:
            return json.loads(text)
        except ValueError:
            return None
    return {"text": text}
