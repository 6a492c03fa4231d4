"""Slack's blocks as a table, and the surfaces that take each: https://docs.slack.dev/reference/block-kit/blocks."""

from collections.abc import Iterator
from typing import Any, Literal

from bot.sandbox.blockkit.composition import HTTPS, SLACK_FILE, SLACK_ICON, plain, text
from bot.sandbox.blockkit.data import BLOCK_ID, DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.sandbox.blockkit.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from bot.sandbox.blockkit.rich_text import RICH_TEXT
from bot.sandbox.blockkit.shapes import ByType, Choice, Flag, Line, Many, Shape, Thing, any_of, one_of, problem

Surface = Literal["message", "modal", "home"]

IMAGE = ELEMENTS.only("image")
TASK: dict[str, Shape] = {"task_id": Line(255), "title": Line()}
URL_SOURCE = ByType({"url": Thing({"url": Line(3000), "text": Line()})})


def collapses_before_it_is_collapsed(container: dict[str, Any], at: str) -> Iterator[str]:
    """A container starts collapsed only if it can be, and has a header divider only if it can't."""
    collapsible = container.get("is_collapsible", False)
    if container.get("default_collapsed") and not collapsible:
        yield problem("default_collapsed requires is_collapsible", f"{at}/default_collapsed")
    if container.get("has_header_divider") and collapsible:
        yield problem("has_header_divider requires is_collapsible to be false", f"{at}/has_header_divider")


CARD = Thing(
    {},
    BLOCK_ID
    | {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": SLACK_ICON,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": Many(ELEMENTS.only("button"), most=3),
    },
    (any_of("hero_image", "title", "actions", "body"),),
)
TASK_CARD = Thing(
    TASK | {"status": Choice(("pending", "in_progress", "complete", "error"))},
    BLOCK_ID | {"details": RICH_TEXT, "output": RICH_TEXT, "sources": Many(URL_SOURCE)},
)

PLAIN_BLOCKS = ByType(
    {
        "section": Thing(
            {},
            BLOCK_ID
            | {"text": text(3000), "fields": Many(text(2000), most=10), "accessory": IN_SECTION, "expand": Flag()},
            (any_of("text", "fields"),),
        ),
        "divider": Thing({}, BLOCK_ID),
        "header": Thing({"text": plain(150)}, BLOCK_ID),
        "image": Thing(
            {"alt_text": Line(2000)},
            BLOCK_ID | {"image_url": Line(3000), "slack_file": SLACK_FILE, "title": plain(2000)},
            (one_of("image_url", "slack_file"),),
        ),
        "context": Thing({"elements": Many(IN_CONTEXT, most=10)}, BLOCK_ID),
        "context_actions": Thing({"elements": Many(IN_CONTEXT_ACTIONS, most=5)}, BLOCK_ID),
        "actions": Thing({"elements": Many(IN_ACTIONS, most=25)}, BLOCK_ID),
        "input": Thing(
            {"label": plain(2000), "element": IN_INPUT},
            BLOCK_ID | {"hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
        ),
        "rich_text": RICH_TEXT.kinds["rich_text"],
        "markdown": Thing({"text": Line(12_000)}, BLOCK_ID),
        "video": Thing(
            {
                "video_url": Line(3000, like=HTTPS),
                "thumbnail_url": Line(3000),
                "alt_text": Line(2000),
                "title": plain(199),
            },
            BLOCK_ID
            | {
                "title_url": Line(2000, like=HTTPS),
                "author_name": Line(49),
                "provider_name": Line(50),
                "provider_icon_url": Line(2000),
                "description": plain(200),
            },
        ),
        "file": Thing({"external_id": Line(255), "source": Choice(("remote",))}, BLOCK_ID),
        "call": Thing({"call_id": Line(255)}, BLOCK_ID),
        "table": TABLE,
        "data_table": DATA_TABLE,
        "data_visualization": DATA_VISUALIZATION,
        "alert": Thing(
            {"text": text(200)},
            BLOCK_ID | {"level": Choice(("default", "info", "warning", "error", "success"))},
        ),
        "card": CARD,
        "carousel": Thing({"elements": Many(ByType({"card": CARD}), most=10)}, BLOCK_ID),
        "task_card": TASK_CARD,
        "plan": Thing({"title": Line()}, BLOCK_ID | {"tasks": Many(ByType({"task_card": TASK_CARD}), most=50)}),
    }
)
IN_CONTAINER = PLAIN_BLOCKS.only(
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
CONTAINER = Thing(
    {"child_blocks": Many(IN_CONTAINER, most=10)},
    BLOCK_ID
    | {
        "title": plain(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": text(150),
        "width": Choice(("narrow", "standard", "wide", "full")),
        "icon": IMAGE,
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    (any_of("title", "rich_text_title"), collapses_before_it_is_collapsed),
)
BLOCKS = ByType({**PLAIN_BLOCKS.kinds, "container": CONTAINER})

EVERYWHERE = ("section", "divider", "header", "image", "context", "actions", "rich_text", "video", "card")
IN_MESSAGES_ONLY = ("markdown", "file", "call", "table", "data_table", "data_visualization", "context_actions")
BLOCKS_ON: dict[Surface, ByType] = {
    "message": BLOCKS.only(*EVERYWHERE, *IN_MESSAGES_ONLY, "carousel", "container", "task_card", "plan"),
    "modal": BLOCKS.only(*EVERYWHERE, "input", "alert"),
    "home": BLOCKS.only(*EVERYWHERE, "input", "carousel", "container"),
}
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
