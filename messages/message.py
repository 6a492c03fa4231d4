"""What a message is to us, and the few building blocks that every feature lays its messages out with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from messages.escaping import as_label, as_typed
from messages.fitting import cut_markup

LONGEST_LABEL = 75
_LONGEST_SECTION = 3000


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready for Slack: `text` works alone as a notification, `blocks` are its layout.

    `simple` is a plainer layout for servers that refuse the newest blocks; empty where `blocks` are plain already.
    `pictures` are the drawings that either shows, as SVG, by the keys of `messages.pictures`.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    simple: list[dict[str, Any]] = field(default_factory=list)
    pictures: Mapping[str, str] = field(default_factory=dict)


def message(text: str, blocks: Sequence[Block]) -> Message:
    """A message from Slack's own block models."""
    return Message(text, [block.to_dict() for block in blocks])


def said(text: str) -> Message:
    """A message of finished sentences and nothing else; in a block, where Slack can be told to link nothing."""
    return message(text, [paragraph(text)])


def heading(text: str) -> HeaderBlock:
    """The title of a part, of ours."""
    return HeaderBlock(text=PlainTextObject(text=text))


def paragraph(text: str, beside: InteractiveElement | None = None) -> SectionBlock:
    """A paragraph of finished sentences, with a button or a menu `beside` it."""
    shown = MarkdownTextObject(text=cut_markup(text, _LONGEST_SECTION), verbatim=True)
    return SectionBlock(text=shown, accessory=beside)


def listed(opening: str, finished: Sequence[str]) -> str:
    """An opening, and below it each of these finished sentences in a line of its own."""
    return "\n".join([opening, *(f"• {text[:1].upper()}{text[1:]}" for text in finished)])


def typed(text: str) -> SectionBlock:
    """A paragraph that is somebody's own text, shown as typed."""
    return SectionBlock(text=PlainTextObject(text=as_typed(text, _LONGEST_SECTION), emoji=False))


def label(text: str, most: int = LONGEST_LABEL) -> PlainTextObject:
    """Somebody's own text as the label of an option, button or field, or as a title; cut to `most` characters."""
    return PlainTextObject(text=as_label(text, most), emoji=False)


def small(text: str) -> ContextBlock:
    """A line of small print."""
    return ContextBlock(elements=[MarkdownTextObject(text=cut_markup(text, _LONGEST_SECTION), verbatim=True)])


def button(action_id: str, label: str, value: str = "", *, style: str | None = None) -> ButtonElement:
    """A button that says what it does."""
    return ButtonElement(text=PlainTextObject(text=label), action_id=action_id, value=value or None, style=style)


def named_button(action_id: str, name: str, value: str) -> ButtonElement:
    """A button that is called what somebody called the thing it stands for."""
    made = button(action_id, "…", value)
    made.text = label(name)
    return made


def buttons(*elements: InteractiveElement) -> ActionsBlock:
    """A row of buttons."""
    return ActionsBlock(elements=list(elements))


def line() -> DividerBlock:
    """A thin line between parts."""
    return DividerBlock()
