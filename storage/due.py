"""Due work: what must happen when, once per (workspace, what, subject, person, local date)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Session, col, select, update

from storage.columns import Owned, in_workspace, instant, one_of
from storage.rows import insert_new

_WAITING = text("state = 'waiting'")


class DueRow(Owned, table=True):
    """One thing that is to happen. `due_at` is product time; `lease_until` and `retry_at` are real time."""

    __tablename__ = "due_work"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "what", "subject", "person", "local_date"),
        one_of("state", "waiting", "done", "cancelled", "failed"),
        Index("waiting_due_work", "workspace_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int | None = Field(default=None, primary_key=True)
    what: str
    subject: int
    person: str = ""
    local_date: date
    due_at: datetime = instant()
    state: str = "waiting"
    outcome: str = ""
    attempt: int = 0
    retry_at: datetime | None = instant(default=None, nullable=True)
    lease: str | None = None
    lease_until: datetime | None = instant(default=None, nullable=True)


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of due work that this process holds for now; `lease` proves it."""

    id: int
    what: str
    subject: int
    person: str
    local_date: date
    due_at: datetime
    attempt: int
    lease: str


class LeaseLost(Exception):
    """Another process has taken the work over; nothing of this attempt may be kept."""


def plan(session: Session, what: str, subject: int, local_date: date, due_at: datetime, person: str = "") -> bool:
    """Write down work to be done at `due_at`; work that was cancelled comes back.

    False, and no change, where the same work for that local date waits, was done or has failed.
    """
    row = {"what": what, "subject": subject, "person": person, "local_date": local_date, "due_at": due_at}
    defaults = {"state": "waiting", "outcome": "", "attempt": 0}
    key = ("workspace_id", "what", "subject", "person", "local_date")
    if insert_new(session, DueRow, [row | defaults], key):
        return True
    return _revive(session, row) == 1


def move(session: Session, what: str, subject: int, local_date: date, due_at: datetime) -> None:
    """Change when waiting work is due."""
    session.exec(
        update(DueRow)
        .where(
            col(DueRow.what) == what,
            col(DueRow.subject) == subject,
            col(DueRow.local_date) == local_date,
            col(DueRow.state) == "waiting",
        )
        .values(due_at=due_at)
    )


def cancel(session: Session, what: str, subject: int) -> int:
    """Cancel waiting work of this kind on this subject that nobody holds; gives how much there was."""
    result = session.exec(
        update(DueRow)
        .where(
            col(DueRow.what) == what,
            col(DueRow.subject) == subject,
            col(DueRow.state) == "waiting",
            col(DueRow.lease).is_(None),
        )
        .values(state="cancelled")
    )
    return int(result.rowcount)


def waiting(session: Session, what: str, subject: int) -> list[tuple[date, datetime]]:
    """Local date and due moment of the waiting work of this kind on this subject, soonest first."""
    rows = session.exec(
        select(col(DueRow.local_date), col(DueRow.due_at))
        .where(DueRow.what == what, DueRow.subject == subject, DueRow.state == "waiting")
        .order_by(col(DueRow.due_at))
    )
    return [(local_date, due_at) for local_date, due_at in rows]


def soonest(session: Session) -> datetime | None:
    """When the next waiting work is due, in product time."""
    return session.exec(
        select(DueRow.due_at).where(DueRow.state == "waiting").order_by(col(DueRow.due_at)).limit(1)
    ).first()


def claim(session: Session, *, now: datetime, real_now: datetime, until: datetime, most: int) -> list[Work]:
    """Take up to `most` pieces of work that are due at `now` and held by nobody, oldest first, until `until`."""
    free = (col(DueRow.lease_until).is_(None)) | (col(DueRow.lease_until) < real_now)
    ready = (col(DueRow.retry_at).is_(None)) | (col(DueRow.retry_at) <= real_now)
    due = (
        select(DueRow.id)
        .where(DueRow.state == "waiting", DueRow.due_at <= now, free, ready)
        .order_by(col(DueRow.due_at), col(DueRow.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.exec(due))
    if not ids:
        return []
    lease = uuid4().hex
    session.exec(
        update(DueRow)
        .where(col(DueRow.id).in_(ids))
        .values(lease=lease, lease_until=until, attempt=col(DueRow.attempt) + 1)
    )
    rows = session.exec(select(DueRow).where(col(DueRow.id).in_(ids)).order_by(col(DueRow.due_at), col(DueRow.id)))
    return [_work(row, lease) for row in rows]


def finish(session: Session, work: Work, outcome: str = "") -> None:
    """Mark work done, in the transaction that did it. Raises LeaseLost where it isn't ours any more."""
    _settle(session, work, state="done", outcome=outcome)


def try_again(session: Session, work: Work, at: datetime, outcome: str) -> None:
    """Give work back, to be tried again at the real time `at`."""
    _settle(session, work, state="waiting", outcome=outcome, retry_at=at)


def put_off(session: Session, work: Work, due_at: datetime) -> None:
    """Give work back, to be done at `due_at` (product time) as if it had been planned for then.

    Raises LeaseLost where it isn't ours any more.
    """
    _settle(session, work, due_at=due_at, attempt=0)


def give_up(session: Session, work: Work, outcome: str) -> None:
    """Mark work as failed, with the reason."""
    _settle(session, work, state="failed", outcome=outcome)


def release(session: Session, works: Sequence[Work]) -> None:
    """Give back work that wasn't begun."""
    for work in works:
        session.exec(
            update(DueRow)
            .where(col(DueRow.id) == work.id, col(DueRow.lease) == work.lease)
            .values(lease=None, lease_until=None, attempt=work.attempt - 1)
        )


def _revive(session: Session, row: dict[str, Any]) -> int:
    same = [col(getattr(DueRow, name)) == row[name] for name in ("what", "subject", "person", "local_date")]
    result = session.exec(
        update(DueRow)
        .where(*same, col(DueRow.state) == "cancelled")
        .values(state="waiting", due_at=row["due_at"], attempt=0)
    )
    return int(result.rowcount)


def _settle(session: Session, work: Work, **values: object) -> None:
    result = session.exec(
        update(DueRow)
        .where(col(DueRow.id) == work.id, col(DueRow.lease) == work.lease, col(DueRow.state) == "waiting")
        .values(lease=None, lease_until=None, **values)
    )
    if result.rowcount != 1:
        raise LeaseLost(f"due work {work.id}")


def _work(row: DueRow, lease: str) -> Work:
    assert row.id is not None
    return Work(row.id, row.what, row.subject, row.person, row.local_date, row.due_at, row.attempt, lease)
