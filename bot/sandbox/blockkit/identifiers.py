"""The ids that Slack makes up for blocks and elements that came without."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

from bot.sandbox.blockkit.anatomy import blocks_in, elements_in

NewId = Callable[[], str]


def random_id() -> str:
    """Five characters, as Slack's own look."""
    return secrets.token_urlsafe(4)[:5]


def with_block_ids(blocks: list[dict[str, Any]], new_id: NewId = random_id) -> list[dict[str, Any]]:
    """A copy in which every block has a block_id and every interactive element an action_id, as Slack stores them."""
    kept: list[dict[str, Any]] = _copied(blocks)
    parts = [block for _, block in blocks_in(kept, "")]
    _fill(parts, "block_id", new_id)
    for block in parts:
        _fill([element for _, element in elements_in(block, "") if element.get("type") != "image"], "action_id", new_id)
    return kept


def _copied(value: Any) -> Any:
    """A copy in which a block that stood in the list twice is two blocks, as it is once it has been sent as JSON."""
    if isinstance(value, dict):
        return {name: _copied(item) for name, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _fill(parts: list[dict[str, Any]], name: str, new_id: NewId) -> None:
    fresh = _unused({part[name] for part in parts if name in part}, new_id)
    for part in parts:
        if name not in part:
            part[name] = next(fresh)


def _unused(taken: set[str], new_id: NewId) -> Iterator[str]:
    while True:
        candidate = new_id()
        if candidate not in taken:
            taken.add(candidate)
            yield candidate
