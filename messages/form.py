"""The building blocks of forms."""

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextObject,
)

from messages import ids

_CHOSEN = "yes"


def tick(name: str, label: str, choice: str, description: str = "") -> Block:
    """One thing that can be ticked."""
    option = Option(value=_CHOSEN, label=choice, description=description or None)
    return field(name, label, CheckboxesElement(action_id=ids.CHOICE, options=[option]), optional=True)


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
