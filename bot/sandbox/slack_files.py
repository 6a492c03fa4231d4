"""Images in blocks that are files of this workspace must be there and processed, or Slack refuses the blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.objects import file_json
from bot.sandbox.state import State


def missing_files(state: State, part: Any, at: str) -> Iterator[str]:
    """A sentence, with a JSON pointer, for each `slack_file` below `part` that can't be shown yet."""
    if isinstance(part, list):
        for place, item in enumerate(part):
            yield from missing_files(state, item, f"{at}/{place}")
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "slack_file" and isinstance(value, dict):
                if not _is_there(state, value):
                    yield f"[ERROR] invalid slack file [json-pointer:{at}/slack_file]"
            elif isinstance(value, dict | list):
                yield from missing_files(state, value, f"{at}/{name}")


def _is_there(state: State, named: dict[str, Any]) -> bool:
    if file_id := named.get("id"):
        file = state.files.get(str(file_id))
        return file is not None and state.is_ready(file)
    url = str(named.get("url", ""))
    file = next((each for each in state.files.values() if f"-{each.id}/" in url or url.endswith(f"/{each.id}")), None)
    if file is None or not state.is_ready(file):
        return False
    shown = file_json(state, file)
    return url in (shown["url_private"], shown["url_private_download"], shown["permalink"])
