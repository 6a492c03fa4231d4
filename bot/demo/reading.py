"""Messages and modals as plain text, as one would read them aloud."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.model import Message, View

Json = dict[str, Any]
Names = Mapping[str, str]

_CHOICE = "( ) "
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<(https?://[^|>]+)(?:\|([^>]*))?>")
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")


def as_text(message: Message, names: Names) -> str:
    """A message: its blocks, or its text where it has none."""
    return "\n".join(_rows(message.blocks, names)) or plain(message.text, names)


def view_as_text(view: View, names: Names) -> str:
    """A modal: its blocks, what is wrong with fields, and its buttons."""
    rows = list(_rows(view.blocks, names, view.errors))
    foot = [f"[{label}]" for label in (view.submit_label, view.close_label) if label]
    return "\n".join([*rows, view.notice, " ".join(foot)]).replace("\n\n", "\n")


def plain(text: str, names: Names) -> str:
    """Slack's markup as words."""
    text = _PERSON.sub(lambda found: "@" + names.get(found[1], found[1]), text)
    text = _LINK.sub(lambda found: found[2] or found[1], text)
    return html.unescape(_BOLD.sub(r"\1", text))


def _rows(blocks: list[Json], names: Names, errors: Mapping[str, str] | None = None) -> Iterator[str]:
    """Choices that are the same as those of the field before are said once."""
    choices = ""
    for block in blocks:
        for row in _block(block, names):
            label, mark, offered = row.partition(_CHOICE)
            yield label.rstrip() if mark and offered == choices else row
            choices = offered or choices
        error = (errors or {}).get(block.get("block_id", ""))
        if error:
            yield f"  ! {error}"


def _block(block: Json, names: Names) -> Iterator[str]:
    match block["type"]:
        case "section" | "header":
            yield from [_text(block.get("text"), names)] if block.get("text") else []
            yield from (_text(each, names) for each in block.get("fields", []))
            yield from [_element(block["accessory"], names)] if block.get("accessory") else []
        case "context":
            yield " ".join(_element(each, names) for each in block["elements"])
        case "actions":
            yield " ".join(_element(each, names) for each in block["elements"])
        case "input":
            optional = " (optional)" if block.get("optional") else ""
            yield f"{_text(block['label'], names)}{optional}  {_element(block['element'], names)}".rstrip()
            yield from [f"  {_text(block['hint'], names)}"] if block.get("hint") else []
        case "table":
            yield from (" | ".join(_text(cell, names) for cell in row) for row in block["rows"])
        case "divider":
            yield "---"
        case other:
            yield f"({other}) {_text(block.get('title') or block.get('alt_text'), names)}".rstrip()


def _element(element: Json, names: Names) -> str:
    if element["type"] in ("mrkdwn", "plain_text"):
        return _text(element, names)
    if element["type"] == "button":
        return f"[{_text(element['text'], names)}]"
    options = [_text(option["text"], names) for option in element.get("options", [])]
    return " ".join(_CHOICE + option for option in options) or "[____]"


def _text(given: Any, names: Names) -> str:
    text = given.get("text", "") if isinstance(given, dict) else str(given or "")
    return plain(text, names)
