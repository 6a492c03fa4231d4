"""Views a person has open: made, updated, stacked up to three deep, and published as App Home."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from typing import Any

from bot.sandbox.blockkit import check_view, initial_state, with_block_ids
from bot.sandbox.model import Change, Json, Member, View
from bot.sandbox.refusal import Refusal
from bot.sandbox.slack_files import missing_files
from bot.sandbox.state import State

Show = Callable[[State, Member, Json], View]
DEEPEST = 3
LARGEST = 250_000


def read_view(state: State, given: Any, kind: str) -> Json:
    """A valid view of this type, or `invalid_arguments` with what is wrong, or `view_too_large`."""
    if not isinstance(given, dict):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view"])
    if given.get("type") != kind:
        raise Refusal("invalid_arguments", [f"[ERROR] must be a valid enum value: {kind} [json-pointer:/view/type]"])
    if len(json.dumps(given)) > LARGEST:
        raise Refusal("view_too_large")
    if problems := check_view(given) or list(missing_files(state, given["blocks"], "/view/blocks")):
        raise Refusal("invalid_arguments", problems)
    return given


def new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_urlsafe(6)}"


def make_view(state: State, owner: Member, given: Json, *, below: View | None = None) -> View:
    """A view on top of `below`, not yet shown. Raises duplicate_external_id."""
    blocks = with_block_ids(given["blocks"])
    view = View(
        id=state.new_id("V"),
        owner_id=owner.id,
        type=given["type"],
        given=given,
        blocks=blocks,
        hash=new_hash(),
        root_view_id="",
        previous_view_id=below.id if below else None,
        values=initial_state(blocks),
    )
    view.root_view_id = below.root_view_id if below else view.id
    _register(state, view)
    return view


def _register(state: State, view: View) -> None:
    if view.external_id:
        if state.external_ids.get(view.external_id, view.id) != view.id:
            raise Refusal("duplicate_external_id")
        state.external_ids[view.external_id] = view.id
    state.views[view.id] = view


def forget(state: State, view: View) -> None:
    state.views.pop(view.id, None)
    state.external_ids.pop(view.external_id, None)


def open_modal(state: State, owner: Member, given: Json) -> View:
    """Show a modal as a stack of its own, in place of what this person had open."""
    with state.lock:
        view = make_view(state, owner, given)
        for each in owner.modals:
            forget(state, each)
        owner.modals = [view]
    state.tell(Change("view", person_id=owner.id))
    return view


def push_modal(state: State, owner: Member, given: Json) -> View:
    """Put a modal on top of the stack. Raises not_found when there is none, push_limit_reached when it is full."""
    with state.lock:
        if not owner.modals:
            raise Refusal("not_found")
        if len(owner.modals) >= DEEPEST:
            raise Refusal("push_limit_reached")
        view = make_view(state, owner, given, below=owner.modals[-1])
        owner.modals.append(view)
    state.tell(Change("view", person_id=owner.id))
    return view


def replace_view(state: State, view: View, given: Json) -> None:
    """New content for an open view. Inputs whose block_id, action_id and type stay keep what was typed."""
    with state.lock:
        if given.get("external_id") != view.given.get("external_id"):
            taken = state.external_ids.get(given.get("external_id") or "", view.id)
            if taken != view.id:
                raise Refusal("duplicate_external_id")
            state.external_ids.pop(view.external_id, None)
        before = view.values
        view.given, view.blocks = given, with_block_ids(given["blocks"])
        view.values, view.hash = initial_state(view.blocks), new_hash()
        for block_id, elements in view.values.items():
            for action_id, entry in elements.items():
                kept = before.get(block_id, {}).get(action_id)
                if kept and kept["type"] == entry["type"]:
                    elements[action_id] = kept
        view.errors, view.notice = {}, ""
        _register(state, view)
    state.tell(Change("view", person_id=view.owner_id))


def publish_home(state: State, owner: Member, given: Json) -> View:
    with state.lock:
        if owner.home is None:
            owner.home = make_view(state, owner, given)
        else:
            replace_view(state, owner.home, given)
        owner.home_published += 1
    state.tell(Change("view", person_id=owner.id))
    return owner.home


def close_view(state: State, owner: Member, view: View) -> None:
    """This modal goes; one below it is seen again."""
    with state.lock:
        owner.modals = [each for each in owner.modals if each is not view]
        forget(state, view)
    state.tell(Change("view", person_id=owner.id))


def close_all(state: State, owner: Member) -> None:
    with state.lock:
        for view in owner.modals:
            forget(state, view)
        owner.modals = []
    state.tell(Change("view", person_id=owner.id))
