"""When Uptake next has something to do."""

from datetime import datetime

from sqlmodel import func, select

from bot.app import Uptake
from storage import due
from storage.outbox_table import OutboxRow


def next_due(uptake: Uptake) -> datetime | None:
    """The soonest moment at which work or a message falls due; it may have passed."""
    with uptake.uses.reading() as session:
        work = due.soonest(session)
        message = session.exec(select(func.min(OutboxRow.not_before)).where(OutboxRow.state == "waiting")).one()
    return min((moment for moment in (work, message) if moment is not None), default=None)
