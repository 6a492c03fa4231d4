"""reactions.*: emoji on messages."""

from __future__ import annotations

from bot.sandbox.arguments import Arguments
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import channel_entered, message_at
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.objects import message_json
from bot.sandbox.reacting import add_reaction, remove_reaction
from bot.sandbox.refusal import Refusal


def _target(desk: Desk, args: Arguments, scope: str) -> tuple[Channel, Message]:
    desk.grants.need(scope)
    channel = channel_entered(desk, args.required("channel"))
    return channel, message_at(channel, args.required("timestamp"))


def _name(args: Arguments) -> str:
    name = args.required("name").strip(":")
    if not name or not all(part.isalnum() or part in "_-+'" for part in name.replace("::", "")):
        raise Refusal("invalid_name")
    return name


def add(desk: Desk, args: Arguments) -> Json:
    channel, message = _target(desk, args, "reactions:write")
    if not add_reaction(desk.state, desk.events, channel, message, desk.state.bot_user_id, _name(args)):
        raise Refusal("already_reacted")
    return {"ok": True}


def remove(desk: Desk, args: Arguments) -> Json:
    channel, message = _target(desk, args, "reactions:write")
    if not remove_reaction(desk.state, desk.events, channel, message, desk.state.bot_user_id, _name(args)):
        raise Refusal("no_reaction")
    return {"ok": True}


def get(desk: Desk, args: Arguments) -> Json:
    channel, message = _target(desk, args, "reactions:read")
    return {"ok": True, "type": "message", "channel": channel.id, "message": message_json(desk.state, message)}


METHODS = {"reactions.add": add, "reactions.remove": remove, "reactions.get": get}
