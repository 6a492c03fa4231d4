"""What whoever runs Uptake sees of the outbox and may do by hand: look, try again, give up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select, update

from bot.domain.delivery import State
from storage.due import DueRow, soonest
from storage.outbox import count_by_state
from storage.outbox_table import OutboxRow

STUCK = (State.FAILED, State.UNSURE)
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Kept:
    """One message: its number, kind and state, whom it is for, since when it may go out, and what went wrong last."""

    id: int
    kind: str
    state: State
    recipient: str
    not_before: datetime
    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Messages by state, since when the `oldest` that may go out has been waiting, and due work."""

    messages: Mapping[State, int]
    oldest: datetime | None
    work_waiting: int
    work_failed: int
    next_work: datetime | None


def find(session: Session, states: Collection[State], most: int) -> list[Kept]:
    """Up to `most` messages that stand in one of these states, oldest first."""
    rows = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.state).in_(states))
        .order_by(col(OutboxRow.not_before), col(OutboxRow.id))
        .limit(most)
    )
    return [
        Kept(row.id or 0, row.kind, State(row.state), row.recipient, row.not_before, row.attempt, row.reason)
        for row in rows
    ]


def try_again(session: Session, ids: Collection[int] | None, *, was_not_posted: bool = False) -> int:
    """Let messages that failed or are unsure wait for delivery anew (None: all of them); gives how many.

    One that is unsure is looked for in Slack first, unless somebody has looked and knows that it `was_not_posted`.
    """
    fresh = {"state": State.WAITING.value, "attempt": 0, "retry_at": None, "reason": BY_HAND}
    if was_not_posted:
        fresh["doubt_since"] = None
    chosen = [col(OutboxRow.state).in_(STUCK), *([col(OutboxRow.id).in_(ids)] if ids is not None else [])]
    return int(session.exec(update(OutboxRow).where(*chosen).values(**fresh)).rowcount)


def give_up(session: Session, ids: Collection[int]) -> int:
    """Drop messages that failed, are unsure, or wait and are in nobody's hands; gives how many."""
    chosen = (col(OutboxRow.id).in_(ids), col(OutboxRow.state).in_((State.WAITING, *STUCK)))
    dropped = {"state": State.DROPPED.value, "reason": BY_HAND}
    return int(
        session.exec(update(OutboxRow).where(*chosen, col(OutboxRow.lease).is_(None)).values(**dropped)).rowcount
    )


def standing(session: Session, now: datetime) -> Standing:
    """How many messages and pieces of due work stand where."""
    oldest = select(func.min(OutboxRow.not_before)).where(OutboxRow.state == State.WAITING, OutboxRow.not_before <= now)
    work = dict(session.exec(select(DueRow.state, func.count()).group_by(DueRow.state)).all())
    return Standing(
        messages={State(state): count for state, count in count_by_state(session).items()},
        oldest=session.exec(oldest).one(),
        work_waiting=work.get("waiting", 0),
        work_failed=work.get("failed", 0),
        next_work=soonest(session),
    )
