"""The arguments of a Web API call, whichever way they were sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from bot.sandbox.refusal import Refusal


class Arguments:
    """Reads form strings and JSON values alike; a wrong or missing one is refused as `invalid_arguments`."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        if not (value := self.text(name)):
            raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.given.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise Refusal("invalid_arguments", [f"[ERROR] must be an integer [json-pointer:/{name}]"]) from None

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structured value, which a form carries as JSON text; None when absent or empty."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise Refusal(error, [f"[ERROR] not valid JSON [json-pointer:/{name}]"]) from None

    def listed(self, name: str) -> list[str]:
        """Comma-separated text or a list, as a list of strings."""
        value = self.given.get(name, "")
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]


Item = TypeVar("Item")


def page_of(items: list[Item], args: Arguments, default: int = 100) -> tuple[list[Item], dict[str, str]]:
    """One page of `items` for `cursor` and `limit`, and the response_metadata that leads to the next."""
    limit = args.number("limit", default) or default
    if not 0 < limit <= 1000:
        raise Refusal("invalid_limit")
    cursor = args.text("cursor")
    if cursor and not (cursor.startswith("next:") and cursor[5:].isdigit()):
        raise Refusal("invalid_cursor")
    start = int(cursor[5:]) if cursor else 0
    end = start + limit
    return items[start:end], {"next_cursor": f"next:{end}" if end < len(items) else ""}
