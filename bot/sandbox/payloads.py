"""The payloads of commands, shortcuts and interactions, as Slack documents them."""

from __future__ import annotations

import copy
from typing import Any

from bot.sandbox.model import Channel, Json, Member, Message, View
from bot.sandbox.objects import channel_name, message_json, view_json
from bot.sandbox.state import State


def slash_command(
    state: State, person: Member, channel: Channel, command: str, text: str, *, trigger_id: str, response_url: str
) -> Json:
    return {
        "token": state.verification_token,
        "team_id": person.team_id if person.is_stranger else state.team_id,
        "team_domain": state.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": state.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _interaction(state: State, person: Member, kind: str) -> Json:
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": state.app_id,
        "token": state.verification_token,
        "team": {"id": state.team_id, "domain": state.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def container(target: Message | View) -> Json:
    if isinstance(target, View):
        return {"type": "view", "view_id": target.id}
    held: Json = {
        "type": "message",
        "message_ts": target.ts,
        "channel_id": target.channel_id,
        "is_ephemeral": target.only_for is not None,
    }
    if target.thread_ts and target.thread_ts != target.ts:
        held["thread_ts"] = target.thread_ts
    return held


def block_actions_in_message(
    state: State, person: Member, message: Message, action: Json, *, trigger_id: str, response_url: str
) -> Json:
    channel = state.channels[message.channel_id]
    payload = _interaction(state, person, "block_actions") | {
        "container": container(message),
        "trigger_id": trigger_id,
        "channel": _channel(channel),
        "state": {"values": copy.deepcopy(message.inputs.get(person.id, {}))},
        "response_url": response_url,
        "actions": [action],
    }
    if message.only_for is None:
        payload["message"] = message_json(state, message)
    return payload


def block_actions_in_view(state: State, person: Member, view: View, action: Json, *, trigger_id: str) -> Json:
    return _interaction(state, person, "block_actions") | {
        "container": container(view),
        "trigger_id": trigger_id,
        "view": view_json(state, view),
        "actions": [action],
    }


def view_submission(
    state: State, person: Member, view: View, *, trigger_id: str, response_urls: list[dict[str, Any]]
) -> Json:
    return _interaction(state, person, "view_submission") | {
        "trigger_id": trigger_id,
        "view": view_json(state, view),
        "response_urls": response_urls,
    }


def view_closed(state: State, person: Member, view: View, *, is_cleared: bool) -> Json:
    return _interaction(state, person, "view_closed") | {"view": view_json(state, view), "is_cleared": is_cleared}


def shortcut(state: State, person: Member, callback_id: str, *, trigger_id: str) -> Json:
    payload = _interaction(state, person, "shortcut")
    del payload["api_app_id"]
    return payload | {"action_ts": state.new_ts(), "callback_id": callback_id, "trigger_id": trigger_id}


def message_action(
    state: State, person: Member, callback_id: str, message: Message, *, trigger_id: str, response_url: str
) -> Json:
    payload = _interaction(state, person, "message_action")
    del payload["api_app_id"]
    return payload | {
        "action_ts": state.new_ts(),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": _channel(state.channels[message.channel_id]),
        "message": message_json(state, message),
    }


def block_suggestion(
    state: State, person: Member, target: Message | View, block_id: str, action_id: str, typed: str
) -> Json:
    payload = _interaction(state, person, "block_suggestion") | {
        "container": container(target),
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
    }
    if isinstance(target, View):
        return payload | {"view": view_json(state, target)}
    return payload | {
        "channel": _channel(state.channels[target.channel_id]),
        "message": message_json(state, target),
    }
