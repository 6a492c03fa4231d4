"""One message in hand: sent while the lease covers it, looked for in the history where it may have been posted."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.delivery import Fate, Outcome
from bot.services.attempts import Attempt
from bot.services.delivery import Ready, conclude
from bot.slack.delivery import Delivery
from bot.slack.posting import post
from messages.message import Message
from storage.outbox import Claimed

NOW = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
LEASE, TIMEOUT = 40.0, 10.0


class Slack:
    """Answers each call after so many seconds of the test's clock, and keeps what was posted."""

    timeout = TIMEOUT

    def __init__(self, history_takes: float = 0.0) -> None:
        self.now, self.posted, self._history_takes = NOW.timestamp(), 0, history_takes

    def conversations_open(self, **_: Any) -> dict[str, Any]:
        return {"channel": {"id": "D1"}}

    def conversations_history(self, **_: Any) -> dict[str, Any]:
        self.now += self._history_takes
        return {"messages": []}

    def chat_postMessage(self, **_: Any) -> dict[str, Any]:
        self.posted += 1
        return {"ts": "1.0", "channel": "D1"}


class Silent(WebClient):
    """Slack never answers."""

    def chat_postMessage(self, **_: Any) -> Any:  # type: ignore[override]
        raise TimeoutError


def claimed(doubt_since: datetime | None = None) -> Claimed:
    until = NOW + timedelta(seconds=LEASE)
    return Claimed(1, "good", "U1", {}, None, None, 1, "lease", until, NOW, doubt_since, "token")


def send(slack: Slack, row: Claimed, *, late: float = 0.0) -> Attempt:
    slack.now += late
    delivery = Delivery(None, slack, author="UBOT", threads=1, timeout=TIMEOUT, real=lambda: slack.now)  # type: ignore[arg-type]
    return delivery._send(Ready(row, Message("Hello"), NOW.timestamp()))


@pytest.mark.parametrize(("late", "posted"), [(0, 1), (19, 1), (21, 0), (35, 0)])
def test_a_message_is_sent_only_while_the_lease_covers_connecting_and_an_answer(late: float, posted: int) -> None:
    slack = Slack()
    attempt = send(slack, claimed(), late=late)
    assert (slack.posted, attempt.was_tried) == (posted, bool(posted))


@pytest.mark.parametrize(("takes", "posted"), [(5, 1), (25, 0)])
def test_after_a_slow_look_at_the_history_the_lease_is_looked_at_again(takes: float, posted: int) -> None:
    slack = Slack(history_takes=takes)
    attempt = send(slack, claimed(doubt_since=NOW))
    assert slack.posted == posted
    assert attempt.outcome.fate is (Fate.POSTED if posted else Fate.NOT_NOW)


def test_where_no_answer_came_nobody_looks_before_the_server_had_time_to_end_what_it_does() -> None:
    outcome = post(Silent(timeout=10), "U1", "Hello", [], "token")
    assert (outcome.fate, outcome.retry_after) == (Fate.UNKNOWN, 10)


def test_a_wait_that_slack_asks_for_is_kept_in_a_doubt_too() -> None:
    outcome = Outcome(Fate.UNKNOWN, "ratelimited", retry_after=30)
    settlement = conclude(Attempt(claimed(NOW), outcome, is_post=False), NOW, Random(1))
    assert settlement.retry_at == NOW + timedelta(seconds=30)
    assert settlement.doubt_since == NOW
