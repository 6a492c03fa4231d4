"""Pictures in messages and pages: until Slack has one, its own key stands where the id of Slack's file goes."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

Blocks = Sequence[dict[str, Any]]


def key_of(svg: str) -> str:
    """What a drawing is known by: the same for the same drawing, and shaped like the id of a file of Slack's."""
    return f"F{hashlib.sha256(svg.encode()).hexdigest()[:24].upper()}"


def image(svg: str, alt_text: str) -> dict[str, Any]:
    """A block that shows a drawing; `alt_text` is read out in its place."""
    return {"type": "image", "alt_text": alt_text, "slack_file": {"id": key_of(svg)}}


def needed(blocks: Blocks, pictures: Mapping[str, str]) -> dict[str, str]:
    """Those of the pictures that these blocks show."""
    shown = {_key(block) for block in blocks}
    return {key: svg for key, svg in pictures.items() if key in shown}


def with_files(blocks: Blocks, pictures: Mapping[str, str], files: Mapping[str, str]) -> list[dict[str, Any]]:
    """The blocks with Slack's files in place of the keys; a picture that has no file is left out."""
    placed = []
    for block in blocks:
        key = _key(block)
        if key not in pictures:
            placed.append(block)
        elif key in files:
            placed.append({**block, "slack_file": {"id": files[key]}})
    return placed


def _key(block: Mapping[str, Any]) -> str:
    return str((block.get("slack_file") or {}).get("id") or "") if block.get("type") == "image" else ""
