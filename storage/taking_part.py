"""Who wants no messages about an initiative, and how many unrequested ones people get on which day."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Field, Session, select

from storage.columns import Owned, belongs_to, whole


class OptOutRow(Owned, table=True):
    """Somebody said "not for me": nothing unrequested about this initiative reaches them any more."""

    __tablename__ = "opt_out"
    __table_args__ = (belongs_to("initiative", "initiative_id"), belongs_to("person", "person_id"))

    initiative_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    since: date


class MessageDayRow(Owned, table=True):
    """How many unrequested messages are meant for a person on a local date.

    A reminder counts for everyone who was asked, whether they need it or not: else the count would tell who answered.
    """

    __tablename__ = "message_day"
    __table_args__ = (belongs_to("person", "person_id"), whole("count", 0))

    person_id: int = Field(primary_key=True)
    local_date: date = Field(primary_key=True)
    count: int


def count_opted_out(session: Session, initiative_id: int) -> int:
    """How many want nothing unrequested about this initiative; who they are is nobody's business."""
    return session.exec(
        select(func.count()).select_from(OptOutRow).where(OptOutRow.initiative_id == initiative_id)
    ).one()
