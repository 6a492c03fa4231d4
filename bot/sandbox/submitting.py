"""Submitting and closing modals, and what the app may answer to a submission."""

from __future__ import annotations

from typing import Any

from bot.sandbox import payloads, views
from bot.sandbox.blockkit import check_input
from bot.sandbox.desk import Desk
from bot.sandbox.finding import elements_of
from bot.sandbox.model import Change, Exchange, Json, Member, View
from bot.sandbox.refusal import Refusal

TROUBLE = "We had some trouble connecting. Try again?"


def submit(desk: Desk, person: Member, view: View) -> Exchange:
    """Send what was filled in, unless the client itself refuses it: then `error` is `invalid_input`."""
    view.notice = ""
    view.errors = check_input({**view.given, "blocks": view.blocks}, view.values)
    if view.errors:
        desk.state.tell(Change("view", person_id=person.id))
        refused = Exchange(envelope_id="", kind="interactive", payload={}, at=desk.state.now(), error="invalid_input")
        refused.settled.set()
        return refused
    payload = payloads.view_submission(
        desk.state,
        person,
        view,
        trigger_id=desk.triggers.new(person.id, desk.state.team_id),
        response_urls=_response_urls(desk, person, view),
    )
    return desk.deliveries.send(
        "interactive",
        payload,
        accepts=True,
        on_ack=lambda answer: _answered(desk, person, view, answer),
        on_fail=lambda _: _trouble(desk, view),
    )


def _trouble(desk: Desk, view: View) -> None:
    view.notice = TROUBLE
    desk.state.tell(Change("view", person_id=view.owner_id))


def _answered(desk: Desk, person: Member, view: View, answer: Json | None) -> None:
    if view.id not in desk.state.views:
        return
    try:
        _follow(desk, person, view, answer or {})
    except Refusal:
        _trouble(desk, view)
        raise


def _follow(desk: Desk, person: Member, view: View, answer: Json) -> None:
    """What a response_action asks for; without one the modal closes."""
    action = answer.get("response_action")
    if action is None:
        views.close_view(desk.state, person, view)
    elif action == "errors":
        view.errors = _errors(view, answer.get("errors"))
        desk.state.tell(Change("view", person_id=person.id))
    elif action == "update":
        views.replace_view(desk.state, view, views.read_view(desk.state, answer.get("view"), "modal"))
    elif action == "push":
        views.push_modal(desk.state, person, views.read_view(desk.state, answer.get("view"), "modal"))
    elif action == "clear":
        views.close_all(desk.state, person)
    else:
        raise Refusal("invalid_response_action")


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors must be for input blocks of this view, each with a sentence."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise Refusal("invalid_response_errors")
    return {str(block): str(sentence) for block, sentence in errors.items()}


def _response_urls(desk: Desk, person: Member, view: View) -> list[Json]:
    urls = []
    for block, element in elements_of(view):
        entry = view.values.get(block["block_id"], {}).get(element["action_id"], {})
        channel_id = entry.get("selected_conversation") or entry.get("selected_channel")
        channel = desk.state.channels.get(channel_id or "")
        if element.get("response_url_enabled") and channel is not None:
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel.id,
                    "response_url": desk.response_urls.new(channel, person.id),
                }
            )
    return urls


def close(desk: Desk, person: Member, *, everything: bool) -> None:
    """Close the top modal, or all of them; views that asked for it are told of with view_closed."""
    if not person.modals:
        return
    everything = everything or bool(person.modals[-1].given.get("clear_on_close"))
    closed = list(reversed(person.modals)) if everything else [person.modals[-1]]
    for view in closed:
        if view.given.get("notify_on_close"):
            payload = payloads.view_closed(desk.state, person, view, is_cleared=everything)
            desk.deliveries.send("interactive", payload)
        views.close_view(desk.state, person, view)
