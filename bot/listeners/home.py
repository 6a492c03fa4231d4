"""Somebody opened the Home page: it is drawn then, and when they change it from there."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.domain.privacy import WasErased
from bot.domain.roles import NotForYou
from bot.listeners.payloads import locale_of
from bot.services.home import home_of
from bot.services.ports import Uses
from messages.escaping import as_data
from messages.home import home, not_for_you
from messages.privacy import was_erased_page


def opened_home(uses: Uses, client: WebClient, event: dict[str, Any]) -> None:
    """Draw the page of the person who opened it."""
    if event.get("tab", "home") == "home":
        draw(uses, client, event["user"])


def draw(uses: Uses, client: WebClient, user_id: str) -> None:
    """Draw the page of somebody who looks at it."""
    client.views_publish(user_id=user_id, view=_page(uses, user_id).to_dict())


def _page(uses: Uses, user_id: str) -> View:
    try:
        kinds = {kind.name: kind for kind in uses.duties}
        return home(kinds, home_of(uses, user_id), locale_of(uses, user_id))
    except NotForYou as refusal:
        return not_for_you(refusal.said(as_data))
    except WasErased as refusal:
        return was_erased_page(refusal.sentence, locale_of(uses, user_id))
