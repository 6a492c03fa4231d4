"""What is left of somebody who was erased: a keyed mark that keeps the directory from bringing them back."""

from collections.abc import Iterable
from secrets import token_hex

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, select

from bot.domain.privacy import mark_of
from storage.columns import Owned, in_workspace

_KEY = "erasure"


class SecretRow(Owned, table=True):
    """A random key of the workspace, made when it is first needed."""

    __tablename__ = "secret"
    __table_args__ = (in_workspace(), UniqueConstraint("workspace_id", "name"))

    id: int | None = Field(default=None, primary_key=True)
    name: str
    value: str


def marks(session: Session, user_ids: Iterable[str]) -> dict[str, str]:
    """What each of these people would have become by being erased; nothing where nobody ever was.

    On PostgreSQL nobody can be erased from here to the end of the transaction, so that nothing is written about
    somebody who has just been; on SQLite nobody can be while another writes.
    """
    key = session.exec(select(SecretRow.value).where(SecretRow.name == _KEY).with_for_update(read=True)).first()
    return {user_id: mark_of(key, user_id) for user_id in user_ids} if key else {}


def new_mark(session: Session, user_id: str) -> str:
    """The mark of somebody who is being erased now, once nobody is writing anything about anybody."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE secret IN EXCLUSIVE MODE")
    if not marks(session, [user_id]):
        session.add(SecretRow(name=_KEY, value=token_hex(32)))
        session.flush()
    return marks(session, [user_id])[user_id]
