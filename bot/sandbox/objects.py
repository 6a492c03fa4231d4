"""People, channels, messages, views and files as Slack's JSON shows them."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel, Json, Member, Message, SharedFile, UserGroup, View
from bot.sandbox.state import State


def user_json(state: State, person: Member, *, with_email: bool = True, with_locale: bool = False) -> Json:
    user: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": _profile(person, with_email=with_email),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return user
    user |= _of_active(state, person)
    if person.is_stranger:
        user["is_stranger"] = True
    if with_locale:
        user["locale"] = person.locale
    return user


def _profile(person: Member, *, with_email: bool) -> Json:
    profile: Json = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "team": person.team_id,
    }
    if with_email and person.email:
        profile["email"] = person.email
    return profile


def _of_active(state: State, person: Member) -> Json:
    """What Slack leaves out for deactivated accounts."""
    zone = datetime.fromtimestamp(state.now(), ZoneInfo(person.tz))
    offset = zone.utcoffset()
    return {
        "color": "9f69e7",
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": zone.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "who_can_share_contact_card": "EVERYONE",
        "is_email_confirmed": True,
    }


def bot_user_json(state: State) -> Json:
    """The app's own bot user."""
    name = bot_name(state)
    return {
        "id": state.bot_user_id,
        "team_id": state.team_id,
        "name": name.lower(),
        "deleted": False,
        "real_name": name,
        "tz": "Europe/London",
        "tz_label": "",
        "tz_offset": 0,
        "profile": {
            "real_name": name,
            "display_name": name,
            "bot_id": state.bot_id,
            "api_app_id": state.app_id,
            "always_active": True,
            "team": state.team_id,
        },
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": True,
        "is_app_user": False,
        "updated": 0,
    }


def bot_name(state: State) -> str:
    features = state.manifest.get("features", {})
    named = features.get("bot_user", {}).get("display_name") or state.manifest.get("display_information", {}).get(
        "name"
    )
    return str(named or "app")


def channel_json(state: State, channel: Channel) -> Json:
    base: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_org_shared": False,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "context_team_id": state.team_id,
        "updated": channel.created * 1000,
    }
    if channel.is_direct:
        other = next(iter(channel.members), "")
        return base | {"user": other, "is_user_deleted": state.is_deleted(other), "priority": 0}
    return base | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": False,
        "is_member": state.bot_user_id in channel.members,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": [state.team_id],
        "creator": channel.creator,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }


def channel_name(channel: Channel) -> str:
    """The name that interaction payloads carry."""
    names = {"im": "directmessage", "private": "privategroup"}
    return names.get(channel.kind, channel.name)


def message_json(state: State, message: Message, *, with_metadata: bool = False) -> Json:
    shown: Json = {"type": "message", "ts": message.ts, "user": message.user_id, "text": message.text}
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.by_app:
        shown |= {"bot_id": state.bot_id, "app_id": state.app_id, "bot_profile": bot_profile(state)}
    shown["team"] = state.team_id
    optional: dict[str, Any] = {
        "blocks": message.blocks,
        "attachments": message.attachments,
        "edited": message.edited,
        "username": message.username,
        "files": [file_json(state, each) for each in message.files],
        "reactions": [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ],
    }
    shown |= {name: value for name, value in optional.items() if value}
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown | _thread(message)


def _thread(message: Message) -> Json:
    if not message.thread_ts:
        return {}
    if message.thread_ts != message.ts:
        return {"thread_ts": message.thread_ts}
    users = list(dict.fromkeys(reply.user_id for reply in message.replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(message.replies),
        "reply_users_count": len(users),
        "latest_reply": message.replies[-1].ts if message.replies else message.ts,
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(state: State) -> Json:
    return {
        "id": state.bot_id,
        "app_id": state.app_id,
        "user_id": state.bot_user_id,
        "name": bot_name(state),
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": state.team_id,
    }


def view_json(state: State, view: View) -> Json:
    return {
        "id": view.id,
        "team_id": state.team_id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": copy.deepcopy(view.values)},
        "hash": view.hash,
        "title": view.given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(view.given.get("clear_on_close")),
        "notify_on_close": bool(view.given.get("notify_on_close")),
        "close": view.given.get("close"),
        "submit": view.given.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": state.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": state.team_id,
        "bot_id": state.bot_id,
    }


def file_json(state: State, file: SharedFile) -> Json:
    address = f"{state.base_url}/files/{state.team_id}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype if state.is_ready(file) else "",
        "filetype": file.name.rpartition(".")[2].lower() if state.is_ready(file) else "",
        "pretty_type": file.name.rpartition(".")[2].upper(),
        "user": file.user_id,
        "user_team": state.team_id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "url_private": f"{address}/{file.name}",
        "url_private_download": f"{address}/download/{file.name}",
        "permalink": f"{state.base_url}/archives/files/{file.id}",
        "channels": [key for key in file.channel_ids if key.startswith("C")],
        "groups": [key for key in file.channel_ids if key.startswith("G")],
        "ims": [key for key in file.channel_ids if key.startswith("D")],
        "has_rich_preview": False,
        "file_access": "visible",
    }


def usergroup_json(state: State, group: UserGroup, *, with_users: bool = False) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": state.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 0,
        "date_update": 0,
        "date_delete": 1 if group.disabled else 0,
        "auto_type": None,
        "created_by": "",
        "updated_by": "",
        "user_count": len(group.users),
        "prefs": {"channels": [], "groups": []},
    }
    return shown | ({"users": list(group.users)} if with_users else {})


def permalink(state: State, channel: Channel, message: Message) -> str:
    address = f"{state.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return address
