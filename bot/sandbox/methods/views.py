"""views.*: modals that the app opens, and the App Home that it publishes."""

from __future__ import annotations

from bot.sandbox import views as stack
from bot.sandbox.arguments import Arguments
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import person_named
from bot.sandbox.model import Json, View
from bot.sandbox.objects import view_json
from bot.sandbox.refusal import Refusal


def open_view(desk: Desk, args: Arguments) -> Json:
    return _shown(desk, args, stack.open_modal)


def push_view(desk: Desk, args: Arguments) -> Json:
    return _shown(desk, args, stack.push_modal)


def _shown(desk: Desk, args: Arguments, show: stack.Show) -> Json:
    """The trigger is used up only by a view that could be shown."""
    given = stack.read_view(desk.state, args.json("view"), "modal")
    person = desk.state.people[
        desk.triggers.exchange(args.text("trigger_id") or args.required("interactivity_pointer"))
    ]
    return {"ok": True, "view": view_json(desk.state, show(desk.state, person, given))}


def update_view(desk: Desk, args: Arguments) -> Json:
    view = _named(desk, args)
    given = stack.read_view(desk.state, args.json("view"), view.type)
    if (expected := args.text("hash")) and expected != view.hash:
        raise Refusal("hash_conflict")
    stack.replace_view(desk.state, view, given)
    return {"ok": True, "view": view_json(desk.state, view)}


def _named(desk: Desk, args: Arguments) -> View:
    view_id = args.text("view_id") or desk.state.external_ids.get(args.text("external_id"), "")
    if not view_id and "external_id" not in args:
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view_id or external_id"])
    view = desk.state.views.get(view_id)
    if view is None:
        raise Refusal("not_found")
    return view


def publish_view(desk: Desk, args: Arguments) -> Json:
    home = desk.state.manifest.get("features", {}).get("app_home", {})
    if desk.state.manifest and not home.get("home_tab_enabled"):
        raise Refusal("not_enabled")
    person = person_named(desk, args.required("user_id"))
    given = stack.read_view(desk.state, args.json("view"), "home")
    expected = args.text("hash")
    if expected and person.home is not None and expected != person.home.hash:
        raise Refusal("hash_conflict")
    return {"ok": True, "view": view_json(desk.state, stack.publish_home(desk.state, person, given))}


METHODS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
