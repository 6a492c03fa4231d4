"""Somebody opened the Home page: it is drawn then, and at no other time."""

from typing import Any

from slack_sdk import WebClient

from bot.listeners.payloads import locale_of
from bot.services.home import home_of
from bot.services.ports import Uses
from messages.home import home


def opened_home(uses: Uses, client: WebClient, event: dict[str, Any]) -> None:
    """Draw the page of the person who opened it."""
    if event.get("tab", "home") == "home":
        user_id = event["user"]
        page = home(home_of(uses, user_id), locale_of(uses, user_id))
        client.views_publish(user_id=user_id, view=page.to_dict())
