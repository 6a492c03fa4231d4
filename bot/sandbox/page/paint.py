"""The one template environment of the page: autoescaped, compiled once, with the filters that draw Slack's texts."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader

from bot.sandbox.page import charts
from bot.sandbox.page.conversation import Surface
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markdown import markdown
from bot.sandbox.page.mrkdwn import SAFE_LINK, mrkdwn
from bot.sandbox.page.rich_text import rich_text
from bot.sandbox.page.widgets import Widget, text_object, widget

Json = Mapping[str, Any]
OWN_FILE = re.compile(r"/files(?:-pri)?/T\w+-(F\w+)/")


def picture(image: Json) -> str:
    """The page's own address of an image that is a file of the workspace; empty for an address outside."""
    given = image.get("slack_file") or {}
    found = OWN_FILE.search(str(given.get("url") or image.get("image_url") or ""))
    file_id = given.get("id") or (found[1] if found else "")
    return f"/page/files/{file_id}" if file_id else ""


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
