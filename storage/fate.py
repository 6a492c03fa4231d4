"""What became of one message of the outbox, by its unique key; and calling it back while nobody has seen it."""

from sqlmodel import Session, col, select, update

from bot.domain.delivery import State
from storage.outbox import OutboxRow


def state_of(session: Session, key: str) -> tuple[State, str] | None:
    """Where the message with this unique key stands, and the reason where there is one; None where there is none."""
    found = session.exec(select(OutboxRow.state, OutboxRow.reason).where(OutboxRow.unique_key == key)).first()
    return (State(found[0]), found[1]) if found else None


def withdraw(session: Session, key: str, reason: str) -> bool:
    """Drop the message with this unique key if it is certain that nobody has seen or will see it."""
    result = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.unique_key) == key,
            col(OutboxRow.state).in_((State.WAITING, State.DROPPED, State.FAILED)),
            col(OutboxRow.lease).is_(None),
            col(OutboxRow.doubt_since).is_(None),
        )
        .values(state=State.DROPPED.value, reason=reason)
    )
    return int(result.rowcount) == 1
