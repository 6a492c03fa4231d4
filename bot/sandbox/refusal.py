"""What Slack says no with: an error name, and where it helps a list of sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Refusal(Exception):
    """A Web API method's `{"ok": false, "error": ...}`; `messages` go to response_metadata."""

    def __init__(self, error: str, messages: Iterable[str] = (), **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.answer: dict[str, Any] = {"ok": False, "error": error, **fields}
        if listed := list(messages):
            self.answer["response_metadata"] = {"messages": listed}


class PortBusy(OSError):
    """The address is taken; the message is a sentence to show."""
