"""How fast each Web API method may be called, shared by every replica through one row per method."""

from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, select

from storage.columns import Owned, in_workspace
from storage.rows import insert_new


class PaceRow(Owned, table=True):
    """The pacing state of one method in one workspace, as the domain's plain numbers."""

    __tablename__ = "pace"
    __table_args__ = (in_workspace(), UniqueConstraint("workspace_id", "method"))

    id: int | None = Field(default=None, primary_key=True)
    method: str
    numbers: dict[str, Any] = Field(sa_type=JSON)


def hold_pace(session: Session, method: str, first: dict[str, Any]) -> dict[str, Any]:
    """The method's numbers, locked until the transaction ends; `first` where there are none yet."""
    query = select(PaceRow).where(PaceRow.method == method).with_for_update()
    row = session.exec(query).one_or_none()
    if row is None:
        insert_new(session, PaceRow, [{"method": method, "numbers": first}], ("workspace_id", "method"))
        row = session.exec(query).one()
    return dict(row.numbers)


def look_at_pace(session: Session, method: str) -> dict[str, Any]:
    """The method's numbers as they stand, held by nobody; none where it was never called."""
    row = session.exec(select(PaceRow).where(PaceRow.method == method)).one_or_none()
    return dict(row.numbers) if row else {}


def keep_pace(session: Session, method: str, numbers: dict[str, Any]) -> None:
    """Write down a method's numbers."""
    row = session.exec(select(PaceRow).where(PaceRow.method == method)).one()
    row.numbers = numbers
    session.add(row)
