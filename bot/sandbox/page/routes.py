"""The page's addresses: the page itself, what changed on it, what people do on it, files, traffic and static parts."""

from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from bot.sandbox.page import inspector, regions, sidebar
from bot.sandbox.page.acts import ACTS, Act, Gone, options, read
from bot.sandbox.page.emoji import COMMON
from bot.sandbox.page.live import live
from bot.sandbox.page.paint import paint
from bot.sandbox.page.where import Where, app_name, where
from bot.sandbox.workspace import Sandbox

STATIC = Path(__file__).parent / "static"
SHOWN_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Page:
    """The handlers, around one workspace."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def whole(self, request: Request) -> Response:
        """The page as it stands, complete without scripts."""
        return HTMLResponse(await run_in_threadpool(self.draw_whole, dict(request.query_params)))

    def draw_whole(self, asked: dict[str, str]) -> str:
        place = where(self.sandbox, asked)
        if place is None:
            return paint("empty.html")
        drawn = regions.draw(self.sandbox, place)
        return paint(
            "page.html",
            place=place,
            title=regions.title(self.sandbox, place),
            app=app_name(self.sandbox),
            drawn=drawn,
            stamps={name: regions.stamp(html) for name, html in drawn.items()},
            commands=self.sandbox.commands,
            shortcuts=self.sandbox.shortcuts,
            reactions=COMMON,
        )

    async def look(self, request: Request) -> Response:
        """The regions that changed since the browser last looked."""
        asked = await request.json()
        return JSONResponse(await run_in_threadpool(self.draw_changed, asked))

    def draw_changed(self, asked: dict[str, Any]) -> dict[str, Any]:
        place = self.place(asked)
        if asked.get("seen"):
            read(place)
        return regions.changed(self.sandbox, place, asked.get("known") or {})

    def place(self, asked: dict[str, Any]) -> Where:
        place = where(
            self.sandbox,
            {key: str(asked[key] or "") for key in ("as", "at", "thread", "inspect", "since") if key in asked},
        )
        if place is None:
            raise Gone("There is nobody in this workspace yet.")
        return place

    async def act(self, request: Request) -> Response:
        """Something a person does; answers once the app has, or after Slack's 3 seconds."""
        given = await request.json()
        doing = ACTS.get(request.path_params["verb"])
        if doing is None:
            return JSONResponse({"notice": "This page doesn't know how to do that."}, 404)
        try:
            notice = await run_in_threadpool(lambda: doing(Act(self.sandbox, self.place(given), given)))
        except (Gone, ValueError, LookupError, PermissionError) as error:
            notice = str(error)
        return JSONResponse({"notice": notice})

    async def options(self, request: Request) -> Response:
        """What the app suggests for what was typed into an external select."""
        given = await request.json()
        try:
            return JSONResponse(await run_in_threadpool(lambda: options(Act(self.sandbox, self.place(given), given))))
        except (Gone, LookupError):
            return JSONResponse([])

    async def upload(self, request: Request) -> Response:
        """A file, as the body of the request: shared where the person is, or with `keep` held for a modal's input."""
        asked = dict(request.query_params)
        place, name, content = self.place(asked), asked.get("name", "file"), await request.body()
        if asked.get("keep") or place.channel is None:
            kept = await run_in_threadpool(place.person.add_file, name, content)
        else:
            kept = await run_in_threadpool(place.person.upload, place.channel, name, content)
        return JSONResponse({"file": kept.id})

    async def people(self, request: Request) -> Response:
        """Those whom one can act as, by what was typed."""
        place = self.place(dict(request.query_params))
        found = await run_in_threadpool(sidebar.faces, self.sandbox, request.query_params.get("typed", ""))
        return HTMLResponse(paint("people.html", place=place, faces=found))

    async def names(self, request: Request) -> Response:
        """The few whom one could mean by what was typed after an @."""
        found = await run_in_threadpool(sidebar.faces, self.sandbox, request.query_params.get("typed", ""))
        return JSONResponse([{"id": each.id, "name": each.name, "title": each.title} for each in found[:8]])

    async def traffic(self, request: Request) -> Response:
        """One entry of the inspector in full."""
        key = request.path_params["key"]
        return HTMLResponse(paint("traffic.html", parts=await run_in_threadpool(inspector.parts, self.sandbox, key)))

    async def file(self, request: Request) -> Response:
        """A file of the workspace: pictures are shown, anything else is downloaded."""
        kept = self.sandbox.files.get(request.path_params["file"])
        if kept is None:
            return Response(status_code=404)
        shown = kept.mimetype in SHOWN_PICTURES
        headers = {"content-disposition": "inline" if shown else "attachment"}
        return Response(
            kept.content, media_type=kept.mimetype if shown else "application/octet-stream", headers=headers
        )


def page_routes(sandbox: Sandbox) -> list[BaseRoute]:
    page = Page(sandbox)
    return [
        Route("/", page.whole),
        Route("/page/look", page.look, methods=["POST"]),
        Route("/page/do/{verb}", page.act, methods=["POST"]),
        Route("/page/options", page.options, methods=["POST"]),
        Route("/page/upload", page.upload, methods=["POST"]),
        Route("/page/people", page.people),
        Route("/page/names", page.names),
        Route("/page/traffic/{key}", page.traffic),
        Route("/page/files/{file}", page.file),
        WebSocketRoute("/page/live", live(sandbox)),
        Mount("/page/static", StaticFiles(directory=STATIC)),
    ]
