"""While nothing can be sent, the delivery looks now and then, writes nothing, and goes on once something can."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import update

from bot.domain.delivery import Post, Priority
from bot.domain.pacing import Pace
from bot.services.delivery import Counter
from bot.services.ports import MessageKind, Uses
from bot.slack.delivery import Delivery
from messages.message import Message
from storage import outbox
from storage.outbox_table import OutboxRow


class Slack:
    """Takes every message at once."""

    timeout = 1

    def __init__(self) -> None:
        self.posted: list[str] = []

    def chat_postMessage(self, *, channel: str, **_: Any) -> dict[str, Any]:
        self.posted.append(channel)
        return {"ts": "1.0", "channel": channel}


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def queue(uses: Uses, *recipients: str) -> None:
    posts = [Post("good", who, {}, f"{who}:{number}", Priority.RESULT) for number, who in enumerate(recipients)]
    with uses.writing() as session:
        outbox.queue(session, [(post, uses.clock(), None) for post in posts])


@pytest.mark.parametrize("kind", ["sqlite"])
def test_messages_that_wait_for_long_cost_no_writing_and_hold_up_no_other(uses: Uses) -> None:
    queue(uses, *(["C1"] * 1000))
    later = datetime.now(UTC) + timedelta(hours=1)
    with uses.writing() as session:
        session.exec(update(OutboxRow).values(retry_at=later))
    begun: list[str] = []
    event.listen(uses.database.engine, "before_cursor_execute", lambda *given: begun.append(str(given[2])))
    slack = Slack()
    kinds = {"good": MessageKind("good", lambda *_: None, lambda *_: Message("Hello"))}
    counter = Counter(uses, kinds, lease=timedelta(seconds=40), first=Pace(), real=time.time)
    delivery = Delivery(counter, slack, author="UBOT", threads=2, timeout=1)  # type: ignore[arg-type]
    delivery.start()
    try:
        wait_for(lambda: begun.count("BEGIN") > 4)
        assert "BEGIN IMMEDIATE" not in begun
        queue(uses, "C2")
        wait_for(lambda: slack.posted == ["C2"])
    finally:
        delivery.stop()
