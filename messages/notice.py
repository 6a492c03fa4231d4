"""A sentence in a modal of its own: for what can't be said next to a field."""

from slack_sdk.models.blocks import PlainTextObject
from slack_sdk.models.views import View

from messages.message import paragraph
from messages.sentences import sentences


def notice(text: str, locale: str) -> View:
    """A modal that says one thing and closes."""
    say = sentences("shared/notice", locale)
    return View(
        type="modal",
        title=PlainTextObject(text=say["title"]),
        close=PlainTextObject(text=say["close"]),
        blocks=[paragraph(text)],
    )
