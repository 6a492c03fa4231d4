"""A sentence in a modal of its own: for what can't be said next to a field."""

from slack_sdk.models.views import View

from messages.form import page_view
from messages.message import paragraph
from messages.sentences import sentences


def notice(text: str, locale: str) -> View:
    """A modal that says one thing and closes."""
    say = sentences("shared/notice", locale)
    return page_view(
        say["title"],
        say["close"],
        [paragraph(text)],
    )
