"""A sentence or a message in a modal of its own: for what can't be said next to a field, or where it was asked."""

from slack_sdk.models.views import View

from messages.form import page_view
from messages.message import Message, paragraph
from messages.sentences import sentences


def notice(text: str, locale: str) -> View:
    """A modal that says one thing and closes."""
    say = sentences("shared/notice", locale)
    return page_view(
        say["title"],
        say["close"],
        [paragraph(text)],
    )


def as_page(what: Message, locale: str, channel_id: str = "") -> View:
    """A message as a page, for who asked on App Home; its buttons are about the channel, as in a message there."""
    say = sentences("shared/notice", locale)
    page = page_view(say["title"], say["close"], what.simple or what.blocks)
    page.private_metadata = channel_id or None
    return page
