"""Keys of Slack payloads that were handled, so that a payload delivered again changes nothing."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session

from storage.columns import Owned, in_workspace, instant
from storage.rows import insert_new


class InboxRow(Owned, table=True):
    """A payload that has had its effect. Never one of a pulse answer: it would date the answer."""

    __tablename__ = "inbox"
    __table_args__ = (in_workspace(), UniqueConstraint("workspace_id", "key"))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    handled_at: datetime = instant()


def first_time(session: Session, key: str, now: datetime) -> bool:
    """Write down that the payload with this key is being handled; False where it was before."""
    return insert_new(session, InboxRow, [{"key": key, "handled_at": now}], ("workspace_id", "key")) == 1
