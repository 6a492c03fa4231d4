"""What became of messages of the outbox, by their unique keys; and calling them back while nobody has seen them."""

from datetime import datetime

from sqlmodel import Session, col, func, select, update

from bot.domain.delivery import State
from storage.outbox_table import OutboxRow


def state_of(session: Session, key: str) -> tuple[State, str] | None:
    """Where the message with this unique key stands, and the reason where there is one; None where there is none."""
    found = session.exec(select(OutboxRow.state, OutboxRow.reason).where(OutboxRow.unique_key == key)).first()
    return (State(found[0]), found[1]) if found else None


def withdraw(session: Session, prefix: str, reason: str) -> list[str]:
    """Drop the messages whose unique keys begin so, but for those that somebody has seen or may yet see.

    Gives the recipients of these.
    """
    meant = col(OutboxRow.unique_key).startswith(prefix, autoescape=True)
    session.exec(
        update(OutboxRow)
        .where(
            meant,
            col(OutboxRow.state).in_((State.WAITING, State.DROPPED, State.FAILED)),
            col(OutboxRow.lease).is_(None),
            col(OutboxRow.doubt_since).is_(None),
        )
        .values(state=State.DROPPED.value, reason=reason)
    )
    seen = select(OutboxRow.recipient).where(meant, OutboxRow.state != State.DROPPED).order_by(col(OutboxRow.id))
    return list(session.exec(seen))


def last_meant_for(session: Session, prefix: str, recipient: str) -> datetime | None:
    """When the last message to this person whose unique key begins so goes or went out, in product time."""
    return session.exec(
        select(func.max(OutboxRow.not_before)).where(
            col(OutboxRow.unique_key).startswith(prefix, autoescape=True), OutboxRow.recipient == recipient
        )
    ).first()
