"""What Slack tells of a channel that is shared, and the lead's word that results may be posted there again."""

from typing import Any

from slack_sdk import WebClient

from bot.listeners.payloads import Press
from bot.services import channels
from bot.services.ports import Uses
from messages import channels as messages


def confirm(press: Press) -> None:
    """Somebody pressed the button that lets results be posted again, in a direct message or in the status."""
    new = messages.posted_again(channels.confirm(press.uses, int(press.value), press.user_id), press.locale)
    if press.channel_id.startswith("D"):
        press.edit(press.channel_id, press.message_ts, new)
    else:
        press.tell(new)


def shared(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """A channel was shared with another organisation."""
    channels.look_again(uses, event["channel"], is_shared=True)


def unshared(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Another organisation left a channel; others may be there still."""
    channels.look_again(uses, event["channel"], is_shared=bool(event.get("is_ext_shared")))


def id_changed(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """A private channel got another id, because somebody begins to share it."""
    channels.note_new_id(uses, event["old_channel_id"], event["new_channel_id"])
