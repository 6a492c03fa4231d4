"""Every address of the server: Web API, sockets, response_urls, uploads and downloads, and the host's page."""

from __future__ import annotations

import json
import urllib.parse

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp

from bot.sandbox.desk import Desk
from bot.sandbox.refusal import Refusal
from bot.sandbox.web_api import WebApi


def make_app(desk: Desk, page: ASGIApp | None) -> Starlette:
    doors = Doors(desk)
    routes: list[BaseRoute] = [
        Route("/api/{method}", WebApi(desk).answer, methods=["GET", "POST"]),
        WebSocketRoute("/link/", desk.sockets.serve),
        Route("/hooks/{team}/{key}", doors.respond, methods=["POST"]),
        Route("/upload/v1/{file}", doors.upload, methods=["POST", "PUT"]),
        Route("/files/{name:path}", doors.download, methods=["GET"]),
    ]
    if page is not None:
        routes.append(Mount("/", page))
    return Starlette(routes=routes)


def _payload(body: str) -> object:
    """A body that is JSON, or a form whose `payload` is; None when neither."""
    for text in (body, dict(urllib.parse.parse_qsl(body)).get("payload", "")):
        try:
            return json.loads(text)
        except ValueError:
            continue
    return None


class Doors:
    """The addresses beside the Web API that Slack hands out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def respond(self, request: Request) -> Response:
        """An answer to a response_url."""
        payload = _payload((await request.body()).decode(errors="replace"))
        if not isinstance(payload, dict):
            return PlainTextResponse("invalid_payload", 400)
        try:
            self._desk.response_urls.use(request.path_params["key"], payload)
        except Refusal as refusal:
            status = 404 if refusal.error in ("used_url", "expired_url") else 400
            return JSONResponse(refusal.answer, status)
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        """The content of a file, as a raw body or as a form's `file`."""
        file = self._desk.state.files.get(request.path_params["file"])
        if file is None or file.completed:
            return PlainTextResponse("not found", 404)
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                parts = [value for _, value in form.multi_items() if not isinstance(value, str)]
                content = await parts[0].read() if parts else b""
        else:
            content = await request.body()
        if len(content) != file.length:
            return PlainTextResponse(f"{len(content)} bytes came, {file.length} were announced", 400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        """A file's content, for the app's token."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if token != self._desk.state.bot_token:
            return PlainTextResponse("", 302, {"location": f"{self._desk.state.base_url}/"})
        file_id = request.path_params["name"].split("/")[0].partition("-")[2]
        file = self._desk.state.files.get(file_id)
        if file is None or not self._desk.state.is_ready(file) or not self._desk.grants.has("files:read"):
            return PlainTextResponse("not found", 404)
        return Response(file.content, media_type=file.mimetype)
