"""What Slack refuses in a message, a modal or App Home: shapes, limits, and what blocks may not do together."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.sandbox.blockkit.anatomy import blocks_in, elements_in
from bot.sandbox.blockkit.blocks import BLOCKS_ON, MOST_BLOCKS, Surface
from bot.sandbox.blockkit.composition import plain
from bot.sandbox.blockkit.data import characters
from bot.sandbox.blockkit.shapes import ByType, Flag, Line, Many, Shape, Thing, problem

VIEW_BYTES = 250_000
MARKDOWN_CHARACTERS = 12_000
MESSAGE_CHARACTERS = 12_000
MOST_A_MESSAGE = {"table": 1, "data_visualization": 2}
OWN_BUDGET = ("table", "data_table", "data_visualization", "markdown")
MODAL_ONLY_ELEMENTS = ("file_input",)

EVERY_VIEW: dict[str, Shape] = {
    "callback_id": Line(255),
    "external_id": Line(255),
    "private_metadata": Line(3000, least=0),
}
VIEWS = {
    "modal": Thing(
        {"title": plain(24)},
        EVERY_VIEW | {"submit": plain(24), "close": plain(24), "notify_on_close": Flag(), "clear_on_close": Flag()},
    ),
    "home": Thing({}, EVERY_VIEW),
}


def check_message(blocks: list[Any], attachments: list[Any] | None = None) -> list[str]:
    """What Slack would say against the blocks of a message and of its attachments; empty if nothing.

    A message whose text is too long over all gets `msg_blocks_too_long` as the sentence, because Slack answers with
    that error in place of `invalid_blocks`.
    """
    found = list(_in_blocks(blocks, "/blocks", "message"))
    everything = blocks if isinstance(blocks, list) else []
    if attachments is not None:
        found += Many(Attachment(), most=100, least=0).problems(attachments, "/attachments")
        everything = everything + _attached(attachments)
    return found or list(_too_much(everything))


def check_view(view: dict[str, Any]) -> list[str]:
    """What Slack would say against a modal or App Home; empty if nothing."""
    if not isinstance(view, dict):
        return [problem("must provide an object", "/view")]
    without_blocks = {name: value for name, value in view.items() if name != "blocks"}
    found = list(ByType(VIEWS).problems(without_blocks, "/view"))
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    if "blocks" not in view:
        return [*found, problem("missing required field: blocks", "/view")]
    found += _in_blocks(view["blocks"], "/view/blocks", surface)
    return found or list(_in_whole_view(view))


class Attachment:
    """A legacy attachment, of which only the blocks are looked at."""

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "blocks" in value:
            yield from _in_blocks(value["blocks"], f"{at}/blocks", "message")


def _attached(attachments: list[Any]) -> list[Any]:
    listed = [item["blocks"] for item in attachments if isinstance(item, dict) and "blocks" in item]
    return [block for blocks in listed if isinstance(blocks, list) for block in blocks]


def _in_blocks(blocks: Any, at: str, surface: Surface) -> Iterator[str]:
    least = 0 if surface == "message" else 1
    yield from Many(BLOCKS_ON[surface], most=MOST_BLOCKS[surface], least=least).problems(blocks, at)
    if isinstance(blocks, list):
        yield from _in_ids(blocks, at)
        yield from _in_elements(blocks, at, surface)


def _in_ids(blocks: list[Any], at: str) -> Iterator[str]:
    taken = set()
    for here, block in blocks_in(blocks, at):
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id in taken:
            yield problem(f"block_id {block_id} already exists", f"{here}/block_id")
        elif isinstance(block_id, str):
            taken.add(block_id)
        actions = set()
        for there, element in elements_in(block, here):
            action_id = element.get("action_id")
            if isinstance(action_id, str) and action_id in actions:
                yield problem(f"action_id {action_id} already exists for this block", f"{there}/action_id")
            elif isinstance(action_id, str):
                actions.add(action_id)


def _in_elements(blocks: list[Any], at: str, surface: Surface) -> Iterator[str]:
    focused = 0
    for here, block in blocks_in(blocks, at):
        for there, element in elements_in(block, here):
            kind = element.get("type")
            if surface != "modal" and kind in MODAL_ONLY_ELEMENTS:
                yield problem(f"unsupported type: {kind}", f"{there}/type")
            if "response_url_enabled" in element and (surface != "modal" or block.get("type") != "input"):
                yield problem("response_url_enabled is only for input blocks in modals", there)
            focused += element.get("focus_on_load") is True
            if focused > 1 and element.get("focus_on_load") is True:
                yield problem("only one element can have focus_on_load", f"{there}/focus_on_load")


def _too_much(blocks: list[Any]) -> Iterator[str]:
    counted = Counter(block["type"] for _, block in blocks_in(blocks, ""))
    for kind, most in MOST_A_MESSAGE.items():
        if counted[kind] > most:
            yield problem(f"no more than {most} {kind} blocks allowed", "/blocks")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_CHARACTERS:
        yield problem(f"markdown must be less than {MARKDOWN_CHARACTERS + 1} characters in all", "/blocks")
    if sum(characters(block) for block in blocks if block["type"] not in OWN_BUDGET) > MESSAGE_CHARACTERS:
        yield problem("msg_blocks_too_long", "/blocks")


def _in_whole_view(view: dict[str, Any]) -> Iterator[str]:
    asks = any(block["type"] == "input" for _, block in blocks_in(view["blocks"], ""))
    if view["type"] == "modal" and asks and "submit" not in view:
        yield problem("missing required field: submit", "/view")
    if len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) > VIEW_BYTES:
        yield problem(f"must be less than {VIEW_BYTES + 1} bytes", "/view")
