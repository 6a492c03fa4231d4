"""chat.*: what the app says, changes and takes back."""

from __future__ import annotations

from bot.sandbox.arguments import Arguments
from bot.sandbox.content import LONGEST_UPDATE, read_content
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import channel_seen, channel_to_write, message_at
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.objects import message_json, permalink
from bot.sandbox.refusal import Refusal


def post_message(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("chat:write")
    if "username" in args or "icon_emoji" in args or "icon_url" in args:
        desk.grants.need("chat:write.customize")
    channel = channel_to_write(desk, args.required("channel"))
    content = read_content(desk.state, args)
    message = desk.posting.draft(channel, content, thread_ts=_thread(channel, args))
    message.username = args.text("username") or None
    message.icon_emoji = args.text("icon_emoji") or None
    message.reply_broadcast = args.flag("reply_broadcast")
    desk.posting.post(channel, message)
    return {
        "ok": True,
        "channel": channel.id,
        "ts": message.ts,
        "message": message_json(desk.state, message, with_metadata=True),
    }


def _thread(channel: Channel, args: Arguments) -> str | None:
    thread_ts = args.text("thread_ts")
    if not thread_ts:
        return None
    parent = channel.by_ts.get(thread_ts)
    if parent is None:
        raise Refusal("thread_not_found")
    return parent.thread_ts or parent.ts


def _own_message(desk: Desk, args: Arguments, refusal: str) -> tuple[Channel, Message]:
    desk.grants.need("chat:write")
    channel = channel_seen(desk, args.required("channel"))
    message = message_at(channel, args.required("ts"))
    if not message.by_app:
        raise Refusal(refusal)
    if channel.archived:
        raise Refusal("is_archived")
    return channel, message


def update_message(desk: Desk, args: Arguments) -> Json:
    """Blocks and attachments stay unless the call names them; an empty list takes them away.

    Sources: docs.slack.dev/reference/methods/chat.update, github.com/slackapi/python-slack-sdk/issues/523
    """
    channel, message = _own_message(desk, args, "cant_update_message")
    content = read_content(desk.state, args, longest=LONGEST_UPDATE)
    content.blocks = content.blocks if "blocks" in args else message.blocks
    content.attachments = content.attachments if "attachments" in args else message.attachments
    content.text = content.text if "text" in args else message.text
    desk.posting.change(channel, message, content, edited_by=desk.state.bot_user_id)
    shown = message_json(desk.state, message, with_metadata=True)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete_message(desk: Desk, args: Arguments) -> Json:
    channel, message = _own_message(desk, args, "cant_delete_message")
    desk.posting.remove(channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("chat:write")
    person_id = args.required("user")
    channel = channel_to_write(desk, args.required("channel"))
    if person_id not in channel.members:
        raise Refusal("user_not_in_channel")
    content = read_content(desk.state, args)
    message = desk.posting.whisper(channel, person_id, content, thread_ts=_thread(channel, args))
    return {"ok": True, "message_ts": message.ts}


def get_permalink(desk: Desk, args: Arguments) -> Json:
    channel = channel_seen(desk, args.required("channel"))
    message = message_at(channel, args.required("message_ts"))
    return {"ok": True, "channel": channel.id, "permalink": permalink(desk.state, channel, message)}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update_message,
    "chat.delete": delete_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
}
