"""How Slack's client turns inputs into `state.values`: https://docs.slack.dev/reference/views#view-state."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.sandbox.blockkit.anatomy import Part, blocks_in, elements_in
from bot.sandbox.blockkit.element_rules import offered

State = dict[str, dict[str, dict[str, Any]]]
Element = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """Under which key an element's value stands, what it starts from, and how a person's value is turned into it."""

    key: str
    initial: str | None
    turn: Callable[[Element, Any], Any]
    many: bool = False


def initial_state(blocks: list[dict[str, Any]]) -> State:
    """`state.values` as it is before anyone has touched anything; blocks and elements need their ids.

    Input blocks count, and so do the pickers, menus and boxes of sections and actions blocks. Buttons and overflow
    menus have no value, so they don't appear.
    """
    state: State = {}
    for block, element in _with_value(blocks):
        entry = {"type": element["type"]}
        _keep(entry, KEPT[element["type"]], copy.deepcopy(element.get(KEPT[element["type"]].initial or "")))
        if "timezone" in element:
            entry["timezone"] = element["timezone"]
        state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


def set_value(state: State, block: dict[str, Any], element: Element, value: Any) -> None:
    """Put what a person typed or chose into `state`; None empties it.

    Menus and boxes take an option's value or its visible text (one, or a list), people and channel pickers take ids,
    dates `YYYY-MM-DD`, times `HH:MM`, date-times seconds since 1970, files a list of file objects, rich text a string
    or a rich_text block. ValueError, with a sentence, if the element offers no such option or has no value at all.
    """
    kept = KEPT.get(element["type"])
    if kept is None:
        raise ValueError(f"A {element['type']} holds no value.")
    turned = None if value is None else kept.turn(element, value)
    entry = state.setdefault(block["block_id"], {}).setdefault(element["action_id"], {"type": element["type"]})
    _keep(entry, kept, turned)


def inputs_in(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Element]]:
    """Each input block with its element."""
    return ((block, element) for block, element in _with_value(blocks) if block["type"] == "input")


def value_in(state: State, block: dict[str, Any], element: Element) -> Any:
    """What stands in `state` for this element: None or an empty list if nothing does."""
    return state.get(block["block_id"], {}).get(element["action_id"], {}).get(KEPT[element["type"]].key)


def _with_value(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Element]]:
    parts: Iterator[Part] = blocks_in(blocks, "")
    for _, block in parts:
        for _, element in elements_in(block, ""):
            if element["type"] in KEPT:
                yield block, element


def _keep(entry: dict[str, Any], kept: Kept, value: Any) -> None:
    entry[kept.key] = [] if value is None and kept.many else value


def _option(element: Element, value: Any) -> dict[str, Any]:
    options = offered(element)
    by_value = [option for option in options if value in (option, option["value"])]
    for option in by_value or [option for option in options if value == option["text"]["text"]]:
        return copy.deepcopy(option)
    raise ValueError(f"{_name(element)} has no option {value!r}.")


def _options(element: Element, values: Any) -> list[dict[str, Any]]:
    chosen = [_option(element, value) for value in _list(element, values)]
    return [option for option in offered(element) if option in chosen]


def _suggested(element: Element, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return copy.deepcopy(value)
    raise ValueError(f"{_name(element)} takes an option that the app suggested, as an object.")


def _all_suggested(element: Element, values: Any) -> list[dict[str, Any]]:
    return [_suggested(element, value) for value in _list(element, values)]


def _list(element: Element, values: Any) -> list[Any]:
    if isinstance(values, list | tuple):
        return list(values)
    raise ValueError(f"{_name(element)} takes a list.")


def _string(element: Element, value: Any) -> str | None:
    if not isinstance(value, str):
        raise ValueError(f"{_name(element)} takes a string.")
    return value or None


def _numeral(element: Element, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError(f"{_name(element)} takes a number.")
    return str(value).strip() or None


def _seconds(element: Element, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{_name(element)} takes seconds since 1970.")
    return value


def _rich(element: Element, value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return copy.deepcopy(value)
    words = _string(element, value)
    if words is None:
        return None
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
    return {"type": "rich_text", "elements": [section]}


def _name(element: Element) -> str:
    return f"{element['type']} {json.dumps(element.get('action_id', ''))}"


KEPT: dict[str, Kept] = {
    "plain_text_input": Kept("value", "initial_value", _string),
    "email_text_input": Kept("value", "initial_value", _string),
    "url_text_input": Kept("value", "initial_value", _string),
    "number_input": Kept("value", "initial_value", _numeral),
    "rich_text_input": Kept("rich_text_value", "initial_value", _rich),
    "file_input": Kept("files", None, _list, many=True),
    "static_select": Kept("selected_option", "initial_option", _option),
    "radio_buttons": Kept("selected_option", "initial_option", _option),
    "external_select": Kept("selected_option", "initial_option", _suggested),
    "users_select": Kept("selected_user", "initial_user", _string),
    "conversations_select": Kept("selected_conversation", "initial_conversation", _string),
    "channels_select": Kept("selected_channel", "initial_channel", _string),
    "checkboxes": Kept("selected_options", "initial_options", _options, many=True),
    "multi_static_select": Kept("selected_options", "initial_options", _options, many=True),
    "multi_external_select": Kept("selected_options", "initial_options", _all_suggested, many=True),
    "multi_users_select": Kept("selected_users", "initial_users", _list, many=True),
    "multi_conversations_select": Kept("selected_conversations", "initial_conversations", _list, many=True),
    "multi_channels_select": Kept("selected_channels", "initial_channels", _list, many=True),
    "datepicker": Kept("selected_date", "initial_date", _string),
    "timepicker": Kept("selected_time", "initial_time", _string),
    "datetimepicker": Kept("selected_date_time", "initial_date_time", _seconds),
}
