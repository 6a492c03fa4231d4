"""The log of who changed or exported what: written once, never changed, without answers and without message texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, col, select

from storage.columns import Owned, belongs_to, in_workspace, instant
from storage.people import PersonRow, ids_of
from storage.rows import in_chunks


class AuditRow(Owned, table=True):
    """One act. `about` names things (a setting, a count, a role), never what somebody wrote or answered."""

    __tablename__ = "audit"
    __table_args__ = (in_workspace(), belongs_to("initiative", "initiative_id"), belongs_to("person", "actor_id"))

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    actor_id: int | None = None
    action: str
    initiative_id: int | None = Field(default=None, index=True)
    about: dict[str, Any] = Field(sa_type=JSON)


ON_PEOPLE = ("to", "taken", "person")
"""What in `about` is our own number of somebody to whom it happened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `actor` is a Slack user id, '' where Uptake itself acted."""

    at: datetime
    actor: str
    action: str
    initiative_id: int | None
    about: dict[str, Any]


def note(
    session: Session,
    at: datetime,
    actor_id: int | None,
    action: str,
    initiative_id: int | None = None,
    **about: int | str | bool | list[str],
) -> None:
    """Write down that `actor_id` (None for Uptake itself) did something, in the transaction that did it."""
    session.add(AuditRow(at=at, actor_id=actor_id, action=action, initiative_id=initiative_id, about=about))


def note_by(
    session: Session,
    at: datetime,
    user_id: str,
    action: str,
    initiative_id: int | None = None,
    **about: int | str | bool | list[str],
) -> None:
    """The same of somebody by the id that Slack has for them."""
    note(session, at, ids_of(session, [user_id]).get(user_id), action, initiative_id, **about)


def entries(session: Session, initiative_id: int | None = None) -> list[Entry]:
    """The log of the workspace or of one initiative, oldest first."""
    query = select(AuditRow, PersonRow.user_id).outerjoin(PersonRow, col(PersonRow.id) == col(AuditRow.actor_id))
    if initiative_id is not None:
        query = query.where(AuditRow.initiative_id == initiative_id)
    rows = session.exec(query.order_by(col(AuditRow.id)))
    return [Entry(row.at, actor or "", row.action, row.initiative_id, row.about) for row, actor in rows]


def concerned(session: Session, entries: Iterable[Entry]) -> dict[int, str]:
    """The user ids of those to whom it happened, by our own numbers."""
    numbers = {entry.about[name] for entry in entries for name in ON_PEOPLE if name in entry.about}
    return {
        person_id: user_id
        for some in in_chunks(sorted(numbers))
        for person_id, user_id in session.exec(
            select(PersonRow.id, PersonRow.user_id).where(col(PersonRow.id).in_(some))
        )
        if person_id is not None
    }
