"""Events API: what happened in the workspace, told to the app as far as it subscribed."""

from __future__ import annotations

from bot.sandbox.deliveries import Deliveries
from bot.sandbox.grants import Grants
from bot.sandbox.model import Channel, Exchange, Json, Message
from bot.sandbox.objects import channel_json, message_json
from bot.sandbox.state import State


class Events:
    def __init__(self, state: State, grants: Grants, deliveries: Deliveries) -> None:
        self._state, self._grants, self._deliveries = state, grants, deliveries

    def tell(self, event: Json, *, name: str = "", channel: Channel | None = None) -> Exchange | None:
        """Deliver an event; None when the app doesn't subscribe or never connected.

        `name` is the manifest's name for it, where that isn't the type.
        """
        if not self._deliveries.ever_connected:
            return None
        if not self._grants.hears(name or event["type"], channel.kind if channel and not name else None):
            return None
        event.setdefault("event_ts", self._state.new_ts())
        return self._deliveries.send("events_api", self._callback(event, channel))

    def _callback(self, event: Json, channel: Channel | None) -> Json:
        state = self._state
        return {
            "token": state.verification_token,
            "team_id": state.team_id,
            "context_team_id": state.team_id,
            "context_enterprise_id": None,
            "api_app_id": state.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": state.new_id("Ev"),
            "event_time": int(state.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": state.team_id,
                    "user_id": state.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared),
            "event_context": f"4-{state.new_id('')}",
        }

    def message(self, channel: Channel, event: Json) -> Exchange | None:
        """A message event, for a channel that the bot is in."""
        if self._state.bot_user_id not in channel.members:
            return None
        types = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
        told = {"type": "message", "channel": channel.id, "channel_type": types[channel.kind], **event}
        return self.tell(told, name=self._grants.message_event(channel), channel=channel)

    def posted(self, channel: Channel, message: Message) -> None:
        """A new message, and a mention of the app in it."""
        shown = message_json(self._state, message)
        self.message(channel, {**shown, "event_ts": message.ts})
        mentioned = f"<@{self._state.bot_user_id}>" in message.text and not message.by_app
        if mentioned and not channel.is_direct and self._state.bot_user_id in channel.members:
            shown.pop("subtype", None)
            self.tell({**shown, "type": "app_mention", "channel": channel.id, "event_ts": message.ts})

    def edited(self, channel: Channel, before: Json, message: Message) -> None:
        ts = self._state.new_ts()
        self.message(
            channel,
            {
                "subtype": "message_changed",
                "hidden": True,
                "message": message_json(self._state, message),
                "previous_message": before,
                "ts": ts,
                "event_ts": ts,
            },
        )

    def removed(self, channel: Channel, message: Message) -> None:
        ts = self._state.new_ts()
        self.message(
            channel,
            {
                "subtype": "message_deleted",
                "hidden": True,
                "deleted_ts": message.ts,
                "previous_message": message_json(self._state, message),
                "ts": ts,
                "event_ts": ts,
            },
        )

    def joined(self, channel: Channel, person_id: str, inviter: str = "") -> None:
        event = self._membership("member_joined_channel", channel, person_id)
        self.tell(event | ({"inviter": inviter} if inviter else {}), channel=channel)

    def left(self, channel: Channel, person_id: str) -> None:
        self.tell(self._membership("member_left_channel", channel, person_id), channel=channel)

    def _membership(self, type_: str, channel: Channel, person_id: str) -> Json:
        letter = "C" if channel.kind == "public" else "G"
        return {
            "type": type_,
            "user": person_id,
            "channel": channel.id,
            "channel_type": letter,
            "team": self._state.team_id,
        }

    def channel(self, type_: str, channel: Channel, **fields: object) -> None:
        """channel_archive, channel_rename and the like."""
        shown: object = channel.id
        if type_ == "channel_rename":
            shown = {
                **{
                    key: channel_json(self._state, channel)[key] for key in ("id", "name", "created", "name_normalized")
                },
                "is_channel": True,
                "is_mpim": False,
            }
        self.tell({"type": type_, "channel": shown, **fields}, channel=channel)
