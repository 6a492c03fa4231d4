"""Was it posted? The history tells by the token; where a server keeps no metadata, nobody can tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.slack.history import Sought, look_for
from bot.slack.posting import EVENT_TYPE

NOW = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
OURS = {"event_type": EVENT_TYPE, "event_payload": {"token": "ours"}}
OTHER = {"event_type": EVENT_TYPE, "event_payload": {"token": "other"}}
SOUGHT = Sought("ours", "Hello", "UBOT")


def message(age: float = 0.0, **fields: Any) -> dict[str, Any]:
    return {"ts": f"{(NOW - timedelta(seconds=age)).timestamp():.6f}", "text": "Something", **fields}


class Channel:
    """A server's history, newest first, so many messages a page, whatever the caller asks for."""

    def __init__(self, *messages: dict[str, Any], page: int = 100) -> None:
        self._messages, self._page, self.calls = list(messages), page, 0

    def conversations_history(self, *, cursor: str, **_: Any) -> dict[str, Any]:
        self.calls += 1
        start = int(cursor or 0)
        page = {"messages": self._messages[start : start + self._page], "unknown": 1}
        if start + self._page < len(self._messages):
            page["response_metadata"] = {"next_cursor": str(start + self._page)}
        return page


def was_posted(channel: Channel) -> bool | None:
    return look_for(channel, "C1", SOUGHT, NOW).was_posted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        ({"metadata": OURS, "user": "UBOT"}, True),
        ({"metadata": OTHER, "user": "UBOT"}, False),
        ({"metadata": OTHER, "text": "Hello"}, False),
        ({"user": "U1"}, False),
        ({"user": "UOTHERBOT", "bot_id": "B2"}, False),
        ({"user": "UBOT", "subtype": "channel_join"}, False),
        ({"text": "Hello", "user": "UBOT", "bot_id": "B1"}, None),
        ({"text": "Hello"}, None),
        ({"text": "Hello ", "user": "UBOT"}, None),
        ({"text": "Hello", "subtype": "bot_message", "bot_id": "B1"}, None),
    ],
)
def test_one_message_in_the_history_tells(found: dict[str, Any], answer: bool | None) -> None:
    assert was_posted(Channel(message(**found))) is answer


@pytest.mark.parametrize("page", [1, 7, 100])
def test_the_message_is_found_on_whatever_page_it_stands(page: int) -> None:
    others = [message(age, user="U1") for age in range(20)]
    assert was_posted(Channel(*others, message(30, metadata=OURS), page=page)) is True
    assert was_posted(Channel(*others, page=page)) is False


def test_nobody_reads_further_back_than_the_message_can_stand() -> None:
    channel = Channel(*(message(age * 600) for age in range(100)), page=1)
    assert was_posted(channel) is False
    assert channel.calls == 8


def test_a_history_without_end_can_not_tell() -> None:
    assert was_posted(Channel(*(message(0) for _ in range(3000)), page=10)) is None
