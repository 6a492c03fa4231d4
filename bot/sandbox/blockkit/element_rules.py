"""What Slack demands of an element's fields together, where each alone would be in order."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.blockkit.shapes import problem

INITIAL_LISTS = ("initial_options", "initial_users", "initial_conversations", "initial_channels")


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Every option that a menu or group shows, those of its option groups included."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def initially_offered(element: dict[str, Any], at: str) -> Iterator[str]:
    """An initial option has to match exactly one that is offered."""
    chosen = [("initial_option", element["initial_option"])] if "initial_option" in element else []
    listed = element.get("initial_options", [])
    chosen += [(f"initial_options/{place}", option) for place, option in enumerate(listed)]
    for where, option in chosen:
        if option not in offered(element):
            yield problem("must match one of the options", f"{at}/{where}")


def no_more_than_selectable(element: dict[str, Any], at: str) -> Iterator[str]:
    """A multi-select may not start with more than `max_selected_items`."""
    most = element.get("max_selected_items")
    for name in INITIAL_LISTS:
        if most is not None and len(element.get(name, [])) > most:
            yield problem(f"no more than {most} items allowed", f"{at}/{name}")


def initial_within_length(element: dict[str, Any], at: str) -> Iterator[str]:
    """A text input may not start with more than `max_length` characters."""
    most = element.get("max_length", 3000)
    if len(element.get("initial_value", "")) > most:
        yield problem(f"must be less than {most + 1} characters", f"{at}/initial_value")


def decimals_as_allowed(element: dict[str, Any], at: str) -> Iterator[str]:
    """A number input that refuses decimals has none in its own fields."""
    if element["is_decimal_allowed"]:
        return
    for name in ("initial_value", "min_value", "max_value"):
        if "." in element.get(name, ""):
            yield problem("must be an integer when is_decimal_allowed is false", f"{at}/{name}")
