"""api.test, auth.test, apps.connections.open, team.info, bots.info: who the app is and how it connects."""

from __future__ import annotations

from bot.sandbox.arguments import Arguments
from bot.sandbox.desk import Desk
from bot.sandbox.model import Json
from bot.sandbox.objects import bot_name, bot_profile
from bot.sandbox.refusal import Refusal


def echo(_desk: Desk, args: Arguments) -> Json:
    if error := args.text("error"):
        raise Refusal(error, args=args.given)
    return {"ok": True, "args": args.given}


def who_am_i(desk: Desk, _args: Arguments) -> Json:
    return {
        "ok": True,
        "url": f"{desk.state.base_url}/",
        "team": desk.state.team_name,
        "user": bot_name(desk.state).lower(),
        "team_id": desk.state.team_id,
        "user_id": desk.state.bot_user_id,
        "bot_id": desk.state.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(desk: Desk, _args: Arguments) -> Json:
    if desk.state.manifest and not desk.state.manifest.get("settings", {}).get("socket_mode_enabled", False):
        raise Refusal("socket_mode_not_enabled")
    return {"ok": True, "url": desk.sockets.new_address()}


def team_info(desk: Desk, _args: Arguments) -> Json:
    desk.grants.need("team:read")
    state = desk.state
    team = {
        "id": state.team_id,
        "name": state.team_name,
        "url": f"{state.base_url}/",
        "domain": state.team_domain,
        "email_domain": "",
        "icon": {"image_default": True},
        "avatar_base_url": "",
        "is_verified": False,
    }
    return {"ok": True, "team": team}


def bot_info(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("users:read")
    if args.text("bot", desk.state.bot_id) != desk.state.bot_id:
        raise Refusal("bot_not_found")
    return {"ok": True, "bot": bot_profile(desk.state)}


METHODS = {
    "api.test": echo,
    "auth.test": who_am_i,
    "apps.connections.open": open_connection,
    "team.info": team_info,
    "bots.info": bot_info,
}
