"""conversations.history and conversations.replies: reading back what was said."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from bot.sandbox.arguments import Arguments
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import channel_entered
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.objects import message_json
from bot.sandbox.refusal import Refusal


def history(desk: Desk, args: Arguments) -> Json:
    """Newest first, without thread replies that weren't also sent to the channel."""
    channel = _readable(desk, args)
    with desk.state.lock:
        found = _between(channel.messages, args)
    top = [each for each in found if each.thread_ts in (None, each.ts) or each.reply_broadcast]
    top.reverse()
    return _page(desk, args, top)


def replies(desk: Desk, args: Arguments) -> Json:
    """A thread's parent and its replies, oldest first; for a message without replies just itself."""
    channel = _readable(desk, args)
    parent = channel.by_ts.get(args.required("ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    with desk.state.lock:
        found = [parent, *_between(parent.replies, args)]
    return _page(desk, args, found)


def _readable(desk: Desk, args: Arguments) -> Channel:
    channel_id = args.required("channel")
    if (known := desk.state.channels.get(channel_id)) is not None:
        desk.grants.need_for(known, "history")
    return channel_entered(desk, channel_id)


def _between(messages: list[Message], args: Arguments) -> list[Message]:
    oldest, latest = args.text("oldest", "0"), args.text("latest")
    inclusive = args.flag("inclusive")
    low = bisect_left if inclusive else bisect_right
    high = bisect_right if inclusive else bisect_left
    start = low(messages, _seconds(oldest), key=_when) if oldest != "0" else 0
    end = high(messages, _seconds(latest), key=_when) if latest else len(messages)
    return messages[start:end]


def _when(message: Message) -> int:
    return _seconds(message.ts)


def _seconds(ts: str) -> int:
    """A timestamp in whole microseconds, so that comparing is exact."""
    whole, _, fraction = ts.partition(".")
    try:
        return int(whole or 0) * 1_000_000 + int(fraction.ljust(6, "0")[:6])
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None


def _page(desk: Desk, args: Arguments, messages: list[Message]) -> Json:
    limit = min(args.number("limit", 100) or 100, desk.limits.history_page)
    if limit < 0:
        raise Refusal("invalid_limit")
    cursor = args.text("cursor")
    start = 0
    if cursor:
        start = next((place for place, each in enumerate(messages) if f"next_ts:{each.ts}" == cursor), -1)
        if start < 0:
            raise Refusal("invalid_cursor")
    with_metadata = args.flag("include_all_metadata")
    shown = [message_json(desk.state, each, with_metadata=with_metadata) for each in messages[start : start + limit]]
    answer: Json = {"ok": True, "messages": shown, "has_more": start + limit < len(messages), "pin_count": 0}
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": f"next_ts:{messages[start + limit].ts}"}
    return answer


METHODS = {"conversations.history": history, "conversations.replies": replies}
