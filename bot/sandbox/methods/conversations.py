"""conversations.open, info, members, list, join: where the app can talk and who is there."""

from __future__ import annotations

from bot.sandbox.arguments import Arguments, page_of
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import channel_seen, person_named
from bot.sandbox.model import Channel, Json, Member
from bot.sandbox.objects import channel_json
from bot.sandbox.refusal import Refusal
from bot.sandbox.state import SLACKBOT

MOST_IN_A_GROUP = 8


def open_direct(desk: Desk, args: Arguments) -> Json:
    people = [_person_to_talk_to(desk, each) for each in args.listed("users")]
    if not people:
        raise Refusal("users_list_not_supplied")
    if len(people) > MOST_IN_A_GROUP:
        raise Refusal("too_many_users")
    desk.grants.need("im:write" if len(people) == 1 else "mpim:write")
    already = len(people) == 1 and people[0].id in desk.state.direct
    channel = desk.state.direct_channel(people[0].id) if len(people) == 1 else desk.state.group_channel(people)
    shown = channel_json(desk.state, channel) if args.flag("return_im") else {"id": channel.id}
    return {"ok": True, "channel": shown} | ({"no_op": True, "already_open": True} if already else {})


def _person_to_talk_to(desk: Desk, person_id: str) -> Member:
    if person_id == desk.state.bot_user_id:
        raise Refusal("cannot_dm_bot")
    person = person_named(desk, person_id)
    if person.is_bot or person is SLACKBOT:
        raise Refusal("cannot_dm_bot")
    if person.deleted:
        raise Refusal("user_disabled")
    return person


def info(desk: Desk, args: Arguments) -> Json:
    channel = channel_seen(desk, args.required("channel"))
    desk.grants.need_for(channel, "read")
    shown = channel_json(desk.state, channel)
    if args.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"ok": True, "channel": shown}


def members(desk: Desk, args: Arguments) -> Json:
    channel = channel_seen(desk, args.required("channel"))
    desk.grants.need_for(channel, "read")
    page, metadata = page_of(list(channel.members), args)
    return {"ok": True, "members": page, "response_metadata": metadata}


def list_all(desk: Desk, args: Arguments) -> Json:
    kinds = desk.grants.kinds("read", args.listed("types") or ["public_channel"])
    bot = desk.state.bot_user_id
    with desk.state.lock:
        known = [each for each in desk.state.channels.values() if each.kind == "public" or bot in each.members]
    return _listing(desk, args, [each for each in known if each.kind in kinds])


def list_of_person(desk: Desk, args: Arguments) -> Json:
    kinds = desk.grants.kinds("read", args.listed("types") or ["public_channel"])
    bot = desk.state.bot_user_id
    person_id = args.text("user", bot)
    if person_id != bot:
        person_named(desk, person_id)
    with desk.state.lock:
        theirs = [desk.state.channels[each] for each in desk.state.channels_of.get(person_id, {})]
    # Of another person's conversations a bot sees the public ones and those that it shares with them.
    shared = [each for each in theirs if each.kind == "public" or bot in each.members]
    return _listing(desk, args, [each for each in shared if each.kind in kinds])


def _listing(desk: Desk, args: Arguments, channels: list[Channel]) -> Json:
    if args.flag("exclude_archived"):
        channels = [each for each in channels if not each.archived]
    page, metadata = page_of(channels, args)
    shown = [channel_json(desk.state, each) | {"num_members": len(each.members)} for each in page]
    return {"ok": True, "channels": shown, "response_metadata": metadata}


def join(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("channels:join")
    channel = channel_seen(desk, args.required("channel"))
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    bot = desk.state.bot_user_id
    if bot in channel.members:
        return {"ok": True, "warning": "already_in_channel", "channel": channel_json(desk.state, channel)}
    desk.state.enter(channel, bot)
    desk.events.joined(channel, bot)
    return {"ok": True, "channel": channel_json(desk.state, channel)}


METHODS = {
    "conversations.open": open_direct,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": list_all,
    "conversations.join": join,
    "users.conversations": list_of_person,
}
