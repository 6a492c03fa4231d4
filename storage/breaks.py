"""Who leaves an initiative's pulses out for a month: they aren't asked until then, and may answer all the same."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Field, Session, col, delete, select

from bot.domain.people import Person
from storage.columns import Owned, belongs_to
from storage.initiative import InitiativeRow
from storage.rows import upsert_many

_KEY = ("initiative_id", "person_id")


class BreakRow(Owned, table=True):
    """Somebody said "not this month": no pulse of this initiative is sent to them before `until`, a local date."""

    __tablename__ = "pulse_break"
    __table_args__ = (belongs_to("initiative", "initiative_id"), belongs_to("person", "person_id"))

    initiative_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    until: date


def begin(session: Session, initiative_id: int, person_id: int, until: date) -> None:
    """No pulse is sent to this person before `until`."""
    row = {"initiative_id": initiative_id, "person_id": person_id, "until": until}
    upsert_many(session, BreakRow, [row], key=_KEY, update=("until",))


def end(session: Session, initiative_id: int, person_id: int) -> None:
    """Pulses are sent to this person again; they may never have said otherwise."""
    session.exec(
        delete(BreakRow).where(col(BreakRow.initiative_id) == initiative_id, col(BreakRow.person_id) == person_id)
    )


def on_break(session: Session, initiative_id: int, day: date) -> set[int]:
    """Ids of those to whom no pulse is sent on this day: to leave them out, never to show."""
    query = select(BreakRow.person_id).where(BreakRow.initiative_id == initiative_id, BreakRow.until > day)
    return set(session.exec(query))


def drop_old(session: Session, now: datetime, days: int, most: int) -> int:
    """Forget breaks that have been over for so many days; gives how many, at most so many."""
    over = (now - timedelta(days=days)).date()
    old = session.exec(select(BreakRow).where(BreakRow.until <= over).limit(most)).all()
    for row in old:
        session.delete(row)
    return len(old)


def held_on(session: Session, person: Person) -> list[dict[str, Any]]:
    """The initiatives whose pulses this person leaves out, and until when."""
    rows = session.exec(
        select(col(InitiativeRow.practice), col(BreakRow.until))
        .join(BreakRow, col(BreakRow.initiative_id) == col(InitiativeRow.id))
        .where(BreakRow.person_id == person.id)
        .order_by(col(InitiativeRow.number))
    )
    return [{"initiative": practice, "until": until} for practice, until in rows]


def forget(session: Session, person: Person) -> None:
    """Every break of this person."""
    session.exec(delete(BreakRow).where(col(BreakRow.person_id) == person.id))
