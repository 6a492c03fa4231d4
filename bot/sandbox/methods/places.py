"""Finds the channel, person or message that a call names, or refuses as Slack does."""

from __future__ import annotations

from bot.sandbox.desk import Desk
from bot.sandbox.model import Channel, Member, Message
from bot.sandbox.refusal import Refusal
from bot.sandbox.state import SLACKBOT


def channel_seen(desk: Desk, channel_id: str) -> Channel:
    """A conversation that the bot may know of: any public channel, and what it is in."""
    channel = desk.state.channels.get(channel_id)
    if channel is None or (channel.kind != "public" and desk.state.bot_user_id not in channel.members):
        raise Refusal("channel_not_found")
    return channel


def channel_to_write(desk: Desk, target: str) -> Channel:
    """Where a message for `target` goes: a channel's id or name, or a person's id for their direct messages.

    A deactivated person's direct messages still take posts (github.com/slackapi/python-slack-sdk/issues/1156).
    """
    if target.startswith(("U", "W")):
        return _direct_to(desk, target)
    channel = channel_seen(desk, target) if target in desk.state.channels else _channel_named(desk, target)
    if channel.archived:
        raise Refusal("is_archived")
    if desk.state.bot_user_id not in channel.members and not desk.grants.has("chat:write.public"):
        raise Refusal("not_in_channel")
    return channel


def _direct_to(desk: Desk, person_id: str) -> Channel:
    person = desk.state.people.get(person_id)
    if person is None:
        raise Refusal("channel_not_found")
    if person.is_bot or person is SLACKBOT:
        raise Refusal("cannot_dm_bot")
    home = desk.state.manifest.get("features", {}).get("app_home", {})
    if home.get("messages_tab_enabled") is False:
        raise Refusal("messages_tab_disabled")
    return desk.state.direct_channel(person_id)


def _channel_named(desk: Desk, name: str) -> Channel:
    channel_id = desk.state.channel_names.get(name.removeprefix("#"), "")
    return channel_seen(desk, channel_id)


def channel_entered(desk: Desk, channel_id: str) -> Channel:
    """A conversation whose history the bot may read: one it is in."""
    channel = channel_seen(desk, channel_id)
    if desk.state.bot_user_id not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def message_at(channel: Channel, ts: str) -> Message:
    message = channel.by_ts.get(ts)
    if message is None:
        raise Refusal("message_not_found")
    return message


def person_named(desk: Desk, person_id: str) -> Member:
    person = desk.state.people.get(person_id)
    if person is None:
        raise Refusal("user_not_found")
    return person
