"""The log of who changed or exported what: written once, never changed, without answers and without message texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, col, select

from storage.columns import Owned, belongs_to, in_workspace, instant
from storage.people import PersonRow


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


def entries(session: Session, initiative_id: int | None = None) -> list[Entry]:
    """The log of the workspace or of one initiative, oldest first."""
    query = select(AuditRow, PersonRow.user_id).outerjoin(PersonRow, col(PersonRow.id) == col(AuditRow.actor_id))
    if initiative_id is not None:
        query = query.where(AuditRow.initiative_id == initiative_id)
    rows = session.exec(query.order_by(col(AuditRow.id)))
    return [Entry(row.at, actor or "", row.action, row.initiative_id, row.about) for row, actor in rows]
