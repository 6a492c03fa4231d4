"""Only this page may use this page: a strict content policy, and nothing asked from other sites or by other names."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SAFE = {"GET", "HEAD"}


def is_foreign(scope: Scope) -> bool:
    """Whether a writing request or a socket comes from another site's page."""
    if scope["type"] == "http" and scope["method"] in SAFE:
        return False
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def is_local(scope: Scope) -> bool:
    """Whether the address in use is this machine's own; another name may be a trick of a foreign site's DNS."""
    name = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    served = (scope.get("server") or ("", 0))[0]
    return name in {"localhost", "::1", "testserver", served} or name.startswith("127.")


class Guard:
    """Wraps the page's routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif is_foreign(scope) or not is_local(scope):
            await self.refuse(scope, receive, send)
        else:
            await self.app(scope, receive, self.with_policy(send))

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This page answers only to itself.", 403)(scope, receive, send)

    def with_policy(self, send: Send) -> Send:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", POLICY)
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "no-referrer"
            await send(message)

        return send_with_policy
