"""What Slack tells of people: they joined or left a channel, or changed."""

from typing import Any

from slack_sdk import WebClient

from bot.services import people
from bot.services.ports import Uses


def joined_channel(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody joined a channel."""
    people.note_joined(uses, event["channel"], event["user"])


def left_channel(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody left a channel."""
    people.note_left(uses, event["channel"], event["user"])


def changed(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody's name, zone, language or account changed."""
    people.note_profile(uses, uses.directory.described(event["user"]))
