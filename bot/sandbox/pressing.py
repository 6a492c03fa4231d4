"""Presses and choices: what happens in the message or view, and the block_actions that tell the app."""

from __future__ import annotations

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.blockkit import initial_state, set_value
from bot.sandbox.desk import Desk
from bot.sandbox.finding import Found, as_value, blocks_of, options_of
from bot.sandbox.model import Change, Exchange, Json, Member, Message, View

_PRESSED = ("button", "icon_button", "workflow_button", "feedback_buttons", "overflow")


def press(desk: Desk, person: Member, target: Message | View, found: Found, value: Any) -> Exchange:
    """Do it and tell the app. ValueError when the element offers no such choice."""
    block, element = found
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": desk.state.new_ts(),
    }
    if element["type"] in _PRESSED:
        action |= _pressed(element, value)
    else:
        action |= choose(desk, person, target, found, value)
    return desk.deliveries.send("interactive", _payload(desk, person, target, action))


def choose(desk: Desk, person: Member, target: Message | View, found: Found, value: Any) -> Json:
    """Put a value into an input without telling the app. Returns how `state.values` shows it."""
    block, element = found
    with desk.state.lock:
        values = _values(person, target)
        set_value(values, block, element, as_value(element, value))
        if isinstance(target, View):
            target.errors.pop(block["block_id"], None)
        entry: Json = dict(values[block["block_id"]][element["action_id"]])
    desk.state.tell(Change("view" if isinstance(target, View) else "input", person_id=person.id))
    return entry


def _values(person: Member, target: Message | View) -> Json:
    if isinstance(target, View):
        return target.values
    return target.inputs.setdefault(person.id, initial_state(blocks_of(target)))


def _pressed(element: Json, value: Any) -> Json:
    if element["type"] == "overflow":
        wanted = as_value(element, value)
        for option in options_of(element):
            if option.get("value") == wanted:
                return {"selected_option": option}
        raise ValueError(f"The overflow menu has no option {value!r}.")
    if element["type"] == "feedback_buttons":
        names = ("positive_button", "negative_button")
        chosen = next((element[name] for name in names if value in (name, element[name].get("value"))), None)
        if chosen is None:
            raise ValueError(f"The feedback buttons have no choice {value!r}.")
        return {"text": chosen.get("text"), "value": chosen.get("value")}
    return {name: element[name] for name in ("text", "value", "style", "url") if name in element}


def _payload(desk: Desk, person: Member, target: Message | View, action: Json) -> Json:
    trigger_id = desk.triggers.new(person.id, desk.state.team_id)
    if isinstance(target, View):
        return payloads.block_actions_in_view(desk.state, person, target, action, trigger_id=trigger_id)
    channel = desk.state.channels[target.channel_id]
    response_url = desk.response_urls.new(channel, person.id, target)
    return payloads.block_actions_in_message(
        desk.state, person, target, action, trigger_id=trigger_id, response_url=response_url
    )


def tells_at_once(block: Json) -> bool:
    """Whether choosing or typing in this element is told to the app before any submit."""
    # Text is told when enter is pressed (the default) or on each character; filling in counts as both.
    return block["type"] != "input" or bool(block.get("dispatch_action"))


def suggest(desk: Desk, person: Member, target: Message | View, found: Found, typed: str) -> Exchange:
    """Ask the app for options of an external select."""
    block, element = found
    payload = payloads.block_suggestion(desk.state, person, target, block["block_id"], element["action_id"], typed)
    return desk.deliveries.send("interactive", payload, accepts=True)
