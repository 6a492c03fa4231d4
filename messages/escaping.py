"""The one rule for text that people typed: it is data, wherever it goes."""

from typing import Any

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TABLE = str.maketrans(_ENTITIES)


def as_data(value: Any) -> Any:
    """Text that Slack shows as it was typed: no mention, channel or link comes alive. Other values pass unchanged.

    Slack's own rule: docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    return value.translate(_TABLE) if isinstance(value, str) else value
