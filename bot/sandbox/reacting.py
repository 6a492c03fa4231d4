"""Emoji put on a message or taken off, by a person or by the app."""

from __future__ import annotations

from bot.sandbox.events import Events
from bot.sandbox.model import Change, Channel, Message
from bot.sandbox.state import State


def add_reaction(state: State, events: Events, channel: Channel, message: Message, user_id: str, name: str) -> bool:
    """False when this user had already reacted so."""
    with state.lock:
        users = message.reactions.setdefault(name, [])
        if user_id in users:
            return False
        users.append(user_id)
    _tell(state, events, channel, message, user_id, name, "reaction_added")
    return True


def remove_reaction(state: State, events: Events, channel: Channel, message: Message, user_id: str, name: str) -> bool:
    """False when there was none."""
    with state.lock:
        users = message.reactions.get(name, [])
        if user_id not in users:
            return False
        users.remove(user_id)
        if not users:
            del message.reactions[name]
    _tell(state, events, channel, message, user_id, name, "reaction_removed")
    return True


def _tell(
    state: State, events: Events, channel: Channel, message: Message, user_id: str, name: str, type_: str
) -> None:
    state.tell(Change("message", channel_id=channel.id, ts=message.ts))
    events.tell(
        {
            "type": type_,
            "user": user_id,
            "reaction": name,
            "item_user": message.user_id,
            "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        }
    )
