"""The one template environment of the page: autoescaped, compiled once, with the filters that draw Slack's texts."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from bot.sandbox.page import charts
from bot.sandbox.page.conversation import Surface
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markdown import markdown
from bot.sandbox.page.mrkdwn import SAFE_LINK, mrkdwn
from bot.sandbox.page.rich_text import rich_text
from bot.sandbox.page.widgets import Widget, text_object, widget

Json = Mapping[str, Any]


def picture(image: Json) -> str:
    """The address of an image: a file of the workspace by the page's own route, or none for an address outside."""
    given = image.get("slack_file") or {}
    if given.get("id"):
        return f"/page/files/{given['id']}"
    address = str(given.get("url") or image.get("image_url") or "")
    return f"/page/picture?url={Markup.escape(address)}" if address else ""


def safe_link(url: str) -> str:
    """The address itself, or `#` where it could run code."""
    return url if SAFE_LINK.match(url) else "#"


def draw_widget(element: Json, block_id: str, surface: Surface) -> Widget:
    return widget(element, block_id, surface.scope, surface.values, surface.viewer)


def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.sandbox.page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "text": text_object,
        "mrkdwn": mrkdwn,
        "rich_text": rich_text,
        "markdown": markdown,
        "emoji": emoji,
        "picture": picture,
        "safe_link": safe_link,
        "widget": draw_widget,
        "chart": charts.drawing,
        "chart_numbers": charts.numbers,
    }
    return made


ENVIRONMENT = environment()


def paint(template: str, **given: Any) -> str:
    return ENVIRONMENT.get_template(template).render(**given)
