"""users.* and usergroups.*: who is in the workspace."""

from __future__ import annotations

from bot.sandbox.arguments import Arguments, page_of
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import person_named
from bot.sandbox.model import Json, UserGroup
from bot.sandbox.objects import bot_user_json, user_json, usergroup_json
from bot.sandbox.refusal import Refusal


def info(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("users:read")
    person_id = args.required("user")
    if person_id == desk.state.bot_user_id:
        return {"ok": True, "user": bot_user_json(desk.state)}
    person = person_named(desk, person_id)
    shown = user_json(
        desk.state, person, with_email=desk.grants.has("users:read.email"), with_locale=args.flag("include_locale")
    )
    return {"ok": True, "user": shown}


def list_all(desk: Desk, args: Arguments) -> Json:
    """Members of this workspace; strangers of shared channels are not among them."""
    desk.grants.need("users:read")
    state = desk.state
    with_email, with_locale = desk.grants.has("users:read.email"), args.flag("include_locale")
    with state.lock:
        everyone = [None, *(each for each in state.people.values() if not each.is_stranger)]
    page, metadata = page_of(everyone, args, default=1000)
    shown = [
        bot_user_json(state) if each is None else user_json(state, each, with_email=with_email, with_locale=with_locale)
        for each in page
    ]
    return {"ok": True, "members": shown, "cache_ts": int(state.now()), "response_metadata": metadata}


def by_email(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("users:read.email")
    person = desk.state.emails.get(args.required("email").lower())
    if person is None or person.deleted:
        raise Refusal("users_not_found")
    return {"ok": True, "user": user_json(desk.state, person)}


def list_groups(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("usergroups:read")
    with_users = args.flag("include_users")
    groups = [each for each in desk.state.usergroups.values() if not each.disabled or args.flag("include_disabled")]
    return {"ok": True, "usergroups": [usergroup_json(desk.state, each, with_users=with_users) for each in groups]}


def users_of_group(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("usergroups:read")
    group: UserGroup | None = desk.state.usergroups.get(args.required("usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"ok": True, "users": list(group.users)}


METHODS = {
    "users.info": info,
    "users.list": list_all,
    "users.lookupByEmail": by_email,
    "usergroups.list": list_groups,
    "usergroups.users.list": users_of_group,
}
