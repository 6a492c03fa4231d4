"""Forms and pages that open over Slack, and the building blocks of forms."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.domain.typed import fit_to_keep
from messages import ids
from messages.sentences import Sentences

_CHOSEN = "yes"


def tick(name: str, label: str, choice: str, description: str = "") -> Block:
    """One thing that can be ticked."""
    option = Option(value=_CHOSEN, label=choice, description=description or None)
    return field(name, label, CheckboxesElement(action_id=ids.CHOICE, options=[option]), optional=True)


def as_standing(text: str | None) -> str | None:
    """What stands in a text field when it opens; Slack takes no half of a surrogate pair and no empty text."""
    return fit_to_keep(text or "") or None


def field(
    name: str, label: str, element: InputInteractiveElement, *, hint: str = "", optional: bool = False
) -> InputBlock:
    """A field of a form."""
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=label),
        hint=PlainTextObject(text=hint) if hint else None,
        element=element,
        optional=optional,
    )


def form_view(
    callback_id: str,
    say: Sentences,
    blocks: Sequence[Block],
    private: str = "",
    *,
    title: str = "title",
    submit: str = "submit",
) -> View:
    """A form that can be sent; `title` and `submit` name parts of `say`, which also has a part `close`.

    `private` comes back with what was typed; Slack shows it to nobody.
    """
    return View(
        type="modal",
        callback_id=callback_id,
        title=PlainTextObject(text=say[title]),
        submit=PlainTextObject(text=say[submit]),
        close=PlainTextObject(text=say["close"]),
        private_metadata=private or None,
        blocks=list(blocks),
    )


def page_view(title: str, close: str, blocks: Sequence[Block] | Sequence[dict[str, Any]]) -> View:
    """A page that can only be read and closed."""
    return View(type="modal", title=PlainTextObject(text=title), close=PlainTextObject(text=close), blocks=list(blocks))
