"""Messages that wait: dropped with a reason, let go after all, sent to where a channel went or to somebody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.domain.delivery import Post, Priority, State
from bot.services.ports import Uses
from storage import outbox, withheld
from storage.outbox import Settlement
from storage.outbox_table import OutboxRow

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
REAL = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
LEASE = timedelta(seconds=40)


def queue(uses: Uses, key: str, recipient: str, *, unrequested: bool = True, initiative: int = 5) -> None:
    post = Post("kind", recipient, {}, key, Priority.RESULT, is_unrequested=unrequested, initiative_id=initiative)
    with uses.writing() as session:
        outbox.queue(session, [(post, NOW, NOW + timedelta(days=1))])


def claim(uses: Uses, most: int = 50, real: datetime = REAL) -> list[outbox.Claimed]:
    with uses.writing() as session:
        return outbox.claim(session, now=NOW, real_now=real, lease=LEASE, most=most)


def rows(uses: Uses) -> dict[str, tuple[str, ...]]:
    with uses.reading() as session:
        found: Any = session.exec(select(OutboxRow).order_by(OutboxRow.unique_key))
        return {row.unique_key: (row.state, row.reason, row.recipient) for row in found}


def test_only_what_nobody_asked_for_and_nobody_holds_is_dropped(uses: Uses) -> None:
    queue(uses, "held", "U0")
    assert len(claim(uses)) == 1
    queue(uses, "waits", "U1")
    queue(uses, "answer", "U2", unrequested=False)
    queue(uses, "another's", "U3", initiative=6)
    with uses.writing() as session:
        assert withheld.drop_unrequested(session, 5, "it rests") == 1
    assert {key: row[:2] for key, row in rows(uses).items()} == {
        "another's": ("waiting", ""),
        "answer": ("waiting", ""),
        "held": ("waiting", ""),
        "waits": ("dropped", "it rests"),
    }


def test_what_was_dropped_for_that_reason_goes_out_after_all_and_nothing_else_does(uses: Uses) -> None:
    for key in ("a", "b", "c"):
        queue(uses, key, f"C{key}")
    a, b, c = claim(uses)
    ended = [Settlement(a, State.DROPPED, "held back"), Settlement(b, State.DROPPED, "else"), Settlement(c, State.SENT)]
    with uses.writing() as session:
        assert outbox.settle(session, ended, REAL) == []
        assert withheld.send_after_all(session, 6, "held back", NOW, NOW) == 0
        assert withheld.send_after_all(session, 5, "held back", NOW, NOW + timedelta(days=9)) == 1
    (again,) = claim(uses, real=REAL + timedelta(minutes=1))
    assert (again.id, again.expires, again.attempt, again.doubt_since) == (a.id, NOW + timedelta(days=9), 1, None)


def test_what_waits_for_a_channel_goes_to_its_new_id_even_from_a_senders_hands(uses: Uses) -> None:
    queue(uses, "held", "C0OLD")
    (held,) = claim(uses)
    queue(uses, "waits", "C0OLD")
    queue(uses, "another's", "C0OTHER")
    with uses.writing() as session:
        withheld.move_channel(session, "C0OLD", "C0NEW")
        outbox.settle(session, [Settlement(held, State.WAITING)], REAL)
    assert {key: row[2] for key, row in rows(uses).items()} == {
        "another's": "C0OTHER",
        "held": "C0NEW",
        "waits": "C0NEW",
    }


def test_a_message_that_is_for_somebody_else_by_now_waits_for_them(uses: Uses) -> None:
    queue(uses, "a", "U0OLD")
    (held,) = claim(uses)
    with uses.writing() as session:
        outbox.settle(session, [Settlement(held, State.WAITING, recipient="U0NEW", was_tried=False)], REAL)
    (again,) = claim(uses)
    assert (again.recipient, again.attempt) == ("U0NEW", 1)
