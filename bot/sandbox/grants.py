"""Which scopes the app was granted, which events it subscribed to, and what it is refused without them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.model import Channel
from bot.sandbox.refusal import Refusal

# Scope names begin with another word for each kind of conversation.
_PREFIX = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}

EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_rename": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_id_changed": "channels:read",
    "channel_shared": "channels:read",
    "channel_unshared": "channels:read",
    "file_shared": "files:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
}


class Grants:
    """Without a manifest everything is granted and subscribed. `exercised` are the scopes that calls needed so far."""

    def __init__(self, manifest: Mapping[str, Any], scopes: Iterable[str] | None) -> None:
        asked = manifest.get("oauth_config", {}).get("scopes", {})
        self.everything = not manifest and scopes is None
        given = scopes if scopes is not None else [*asked.get("bot", []), *asked.get("bot_optional", [])]
        self.granted: set[str] = set(given)
        self.exercised: set[str] = set()
        subscribed = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        commands = manifest.get("features", {}).get("slash_commands", [])
        self._commands = {each["command"]: bool(each.get("should_escape")) for each in commands}
        self._any_command = not manifest
        self._events: set[str] | None = set(subscribed) if manifest else None

    @property
    def provided(self) -> str:
        return ",".join(sorted(self.granted))

    def has(self, scope: str) -> bool:
        return self.everything or scope in self.granted

    def need(self, *any_of: str) -> None:
        """Refuse with `missing_scope` unless one of these was granted."""
        for scope in any_of:
            if self.has(scope):
                self.exercised.add(scope)
                return
        raise Refusal("missing_scope", needed=",".join(any_of), provided=self.provided)

    def need_for(self, channel: Channel, act: str) -> None:
        """The scope of an act (`read`, `history` or `write`) on this kind of conversation."""
        self.need(f"{_PREFIX[channel.kind]}:{act}")

    def kinds(self, act: str, asked: Iterable[str]) -> set[str]:
        """The kinds of conversation asked for; refused when a scope for one is missing."""
        names = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
        kinds = set()
        for each in asked:
            if each not in names:
                raise Refusal("invalid_types")
            kinds.add(names[each])
            self.need(f"{_PREFIX[names[each]]}:{act}")
        return kinds

    def has_command(self, command: str) -> bool:
        """Whether the app may be called by this slash command."""
        known = self._any_command or command in self._commands
        if known and self.has("commands"):
            self.exercised.add("commands")
            return True
        return False

    def escapes(self, command: str) -> bool:
        """Whether the manifest asks for names in a command's text to be turned into ids."""
        return self._commands.get(command, False)

    def hears(self, name: str, kind: str | None = None) -> bool:
        """Whether the app gets an event (for messages named as in a manifest: `message.channels`)."""
        if self._events is not None and name not in self._events:
            return False
        scope = EVENT_SCOPES.get(name)
        if scope is None:
            return True
        if kind == "private":
            scope = scope.replace("channels:", "groups:")
        if self.has(scope):
            self.exercised.add(scope)
            return True
        return False

    def message_event(self, channel: Channel) -> str:
        return f"message.{_PREFIX[channel.kind]}"
