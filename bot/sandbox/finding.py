"""Finds what a person means by a visible text or an id, and turns what they typed or chose into a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from bot.sandbox.blockkit.anatomy import blocks_in, elements_in
from bot.sandbox.model import Channel, Json, Member, Message, View

Found = tuple[Json, Json]


def blocks_of(target: Message | View) -> list[Json]:
    """The blocks of a message with those of its attachments, or of a view."""
    if isinstance(target, View):
        return target.blocks
    return [*target.blocks, *(block for each in target.attachments for block in each.get("blocks", []))]


def elements_of(target: Message | View) -> Iterator[Found]:
    """Each interactive element with the block that holds it."""
    for _, block in blocks_in(blocks_of(target), ""):
        for _, element in elements_in(block, ""):
            if "action_id" in element:
                yield block, element


def by_action(target: Message | View, action_id: str, block_id: str | None = None) -> Found:
    """LookupError, which lists what there is, when there is no such element."""
    for block, element in elements_of(target):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    there = [element["action_id"] for _, element in elements_of(target)]
    raise LookupError(f"Nothing here has action_id {action_id!r}; there are {there}.")


def by_text(target: Message | View, label: str) -> Found:
    """A button by its visible text."""
    buttons = [found for found in elements_of(target) if isinstance(found[1].get("text"), dict)]
    for found in buttons:
        if plain(found[1]["text"]) == label:
            return found
    raise LookupError(f"No button says {label!r}; there are {[plain(each['text']) for _, each in buttons]}.")


def field(view: View, name: str) -> Found:
    """An input by block_id, action_id, or the label or text beside it."""
    found = list(elements_of(view))
    named = [([block["block_id"]], [element["action_id"]], _labels(block, element)) for block, element in found]
    for way in range(3):
        for match, names in zip(found, named, strict=True):
            if name in names[way]:
                return match
    labels = [plain(block.get("label") or block.get("text")) or block["block_id"] for block, _ in found]
    raise LookupError(f"No field is called {name!r}; there are {labels}.")


def _labels(block: Json, element: Json) -> list[str]:
    return [plain(text) for text in (block.get("label"), block.get("text"), element.get("placeholder")) if text]


def plain(text: Any) -> str:
    return str(text.get("text", "")) if isinstance(text, dict) else ""


def as_value(element: Json, value: Any) -> Any:
    """What the element would hold: ids for people and channels, option values for visible texts, text for dates."""
    if value is None:
        return None
    kind = element["type"]
    many = kind.startswith("multi_") or kind in ("checkboxes", "file_input")
    if many:
        values = value if isinstance(value, list | tuple | set) else [value]
        return [_one(element, each) for each in values]
    if kind in ("plain_text_input", "email_text_input", "url_text_input") and not isinstance(value, str):
        return str(value)
    return _one(element, value)


def _one(element: Json, value: Any) -> Any:
    if isinstance(value, Member | Channel):
        return value.id
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, str | int) and (offered := options_of(element)):
        texts = {plain(option.get("text")): option.get("value") for option in offered}
        values = {option.get("value") for option in offered}
        return str(value) if str(value) in values else texts.get(str(value), value)
    return value


def options_of(element: Json) -> list[Json]:
    """The options of an element, those in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]
