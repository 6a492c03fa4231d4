"""The way out of a message that nobody asked for: "not for me", away, and one's hours, in the three dots beside it."""

from dataclasses import replace
from typing import Any

from messages.message import Message
from messages.work_time import menu

_ROOM_IN_ROW = 25


def with_way_out(what: Message, initiative_id: int, locale: str) -> Message:
    """The same message with the three dots: behind its last buttons, else beside its first paragraph that is free."""
    dots = menu(initiative_id, locale, stays=True).to_dict()
    return replace(what, blocks=_placed(what.blocks, dots), simple=_placed(what.simple, dots) if what.simple else [])


def _placed(blocks: list[dict[str, Any]], dots: dict[str, Any]) -> list[dict[str, Any]]:
    placed = [dict(block) for block in blocks]
    for block in reversed(placed):
        if block["type"] == "actions" and len(block["elements"]) < _ROOM_IN_ROW:
            block["elements"] = [*block["elements"], dots]
            return placed
    for block in placed:
        if block["type"] == "section" and "accessory" not in block:
            block["accessory"] = dots
            return placed
    return [*placed, {"type": "actions", "elements": [dots]}]
