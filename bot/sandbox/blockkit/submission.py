"""What Slack's own client refuses when a person presses Submit, before the app hears of it."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.blockkit.form import Element, State, inputs_in, value_in

EMPTY = "Please complete this required field."
EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"
URL = r"https?://[^\s/.]+(\.[^\s/.]+)*([:/?#]\S*)?"
DEFAULT_MOST_CHARACTERS = 3000
DEFAULT_MOST_FILES = 10


def check_input(view: dict[str, Any], state: State) -> dict[str, str]:
    """The sentence that the client shows under each input block it refuses, by block_id; empty if it would submit."""
    refused = {}
    for block, element in inputs_in(view["blocks"]):
        value = value_in(state, block, element)
        if value in (None, "", []):
            if not block.get("optional", False):
                refused[block["block_id"]] = EMPTY
            continue
        for sentence in _against(element, value):
            refused.setdefault(block["block_id"], sentence)
    return refused


def _against(element: Element, value: Any) -> Iterator[str]:
    kind = element["type"]
    if kind == "plain_text_input":
        yield from _length(element, value)
    elif kind == "number_input":
        yield from _number(element, value)
    elif kind == "email_text_input" and not re.fullmatch(EMAIL, value):
        yield "Please enter a valid email address."
    elif kind == "url_text_input" and not re.fullmatch(URL, value):
        yield "Please enter a valid URL."
    elif kind == "datepicker":
        yield from _date(value)
    elif kind == "timepicker" and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        yield "Please enter a valid time."
    elif isinstance(value, list):
        yield from _count(element, value)


def _length(element: Element, value: str) -> Iterator[str]:
    least = element.get("min_length", 0)
    most = element.get("max_length", DEFAULT_MOST_CHARACTERS)
    if len(value) < least:
        yield f"Please enter at least {least} characters."
    if len(value) > most:
        yield f"Please enter no more than {most} characters."


def _number(element: Element, value: str) -> Iterator[str]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        yield "Please enter a valid number."
        return
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        yield "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        yield f"Please enter a number that is at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        yield f"Please enter a number that is no more than {element['max_value']}."


def _date(value: str) -> Iterator[str]:
    try:
        date.fromisoformat(value)
    except ValueError:
        yield "Please enter a valid date."


def _count(element: Element, value: list[Any]) -> Iterator[str]:
    most = element.get("max_selected_items")
    if element["type"] == "file_input":
        most = element.get("max_files", DEFAULT_MOST_FILES)
    if most is not None and len(value) > most:
        yield f"Please choose no more than {most}."
