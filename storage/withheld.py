"""Messages that wait are dropped, let go after all, or sent to where a channel went."""

from datetime import datetime

from sqlmodel import Session, col, update

from bot.domain.delivery import State
from storage.outbox_table import OutboxRow


def drop_unrequested(session: Session, initiative_id: int, reason: str) -> int:
    """Drop what an initiative was about to send on its own account; gives how much there was.

    What somebody is sending right now is theirs to drop: it is looked at again before it goes out.
    """
    result = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.initiative_id) == initiative_id,
            col(OutboxRow.state) == State.WAITING,
            col(OutboxRow.is_unrequested),
            col(OutboxRow.lease).is_(None),
        )
        .values(state=State.DROPPED.value, reason=reason)
    )
    return int(result.rowcount)


def send_after_all(session: Session, initiative_id: int, reason: str, now: datetime, expires: datetime) -> int:
    """Let messages of an initiative that were dropped for `reason` go out, from `now` to `expires`; gives how many."""
    result = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.initiative_id) == initiative_id,
            col(OutboxRow.state) == State.DROPPED,
            col(OutboxRow.reason) == reason,
        )
        .values(state=State.WAITING.value, reason="", attempt=0, retry_at=None, not_before=now, expires=expires)
    )
    return int(result.rowcount)


def move_channel(session: Session, old_id: str, new_id: str) -> None:
    """Slack gave a channel another id: what waits for it goes there."""
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.recipient) == old_id, col(OutboxRow.state).in_((State.WAITING, State.DROPPED)))
        .values(recipient=new_id)
    )
