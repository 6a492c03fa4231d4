"""The web page of the stand-in workspace: see what people see, and act as any of them."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from bot.sandbox.page.guard import Guard
from bot.sandbox.page.routes import page_routes
from bot.sandbox.workspace import Sandbox


def page(sandbox: Sandbox) -> ASGIApp:
    """The page of a workspace as an ASGI app: `Sandbox(page=page)`."""
    return Starlette(routes=page_routes(sandbox), middleware=[Middleware(Guard)])


def routes(sandbox: Sandbox) -> list[BaseRoute]:
    """The same, to mount among other routes; it answers every path that no route before it does."""
    return [Mount("/", app=page(sandbox))]
