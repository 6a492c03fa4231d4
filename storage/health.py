"""What can be known of the database before anything is started: it is there, it can be written to, nothing waits."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import func, select

from storage.database import Database
from storage.outbox_table import OutboxRow


class DatabaseTrouble(Exception):
    """The database can't be used; the text is what it says itself, without address or password."""


def exists(database: Database) -> bool:
    """Whether there is anything to open: a SQLite file is only made by its first use."""
    file = database.engine.url.database if database.is_sqlite else None
    return file is None or file.startswith("file:") or Path(file).exists()


def try_writing(database: Database) -> None:
    """Take the write lock and let it go. Raises DatabaseTrouble."""
    engine = database.engine.execution_options(uptake_writes=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE uptake_check (n INTEGER)")
            connection.rollback()
    except (SQLAlchemyError, ImportError) as error:
        raise DatabaseTrouble(_in_short(error)) from None


def due_messages(database: Database, now: datetime) -> tuple[int, datetime | None]:
    """How many messages may go out at `now`, in any workspace, and since when the oldest has been waiting."""
    due = (OutboxRow.state == "waiting", OutboxRow.not_before <= now)
    counted = select(func.count(), func.min(OutboxRow.not_before)).where(*due)
    with database.engine.connect() as connection:
        number, since = connection.execute(counted).one()
        return number, since


def _in_short(error: Exception) -> str:
    """The first line of what the driver says."""
    cause = getattr(error, "orig", None) or error
    return (str(cause).strip().splitlines() or [type(error).__name__])[0]
