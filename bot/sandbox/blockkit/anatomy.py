"""Where blocks and elements sit inside one another, with the JSON pointer to each."""

from collections.abc import Iterator
from typing import Any

Part = tuple[str, dict[str, Any]]
NESTED = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}
HOLDERS = {"actions": "elements", "context_actions": "elements", "card": "actions"}


def _listed(holder: dict[str, Any], name: str, at: str) -> Iterator[Part]:
    items = holder.get(name)
    for place, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield f"{at}/{name}/{place}", item


def blocks_in(blocks: list[Any], at: str) -> Iterator[Part]:
    """Every block of a list, and after each the blocks inside it."""
    for place, block in enumerate(blocks):
        if isinstance(block, dict):
            here = f"{at}/{place}"
            yield here, block
            name = NESTED.get(str(block.get("type")))
            if name is not None:
                yield from _listed(block, name, here)


def elements_in(block: dict[str, Any], at: str) -> Iterator[Part]:
    """The interactive elements of one block, leaving out those of blocks inside it."""
    kind = str(block.get("type"))
    single = {"section": "accessory", "input": "element"}.get(kind)
    if single is not None and isinstance(block.get(single), dict):
        yield f"{at}/{single}", block[single]
    if kind in HOLDERS:
        yield from _listed(block, HOLDERS[kind], at)
