"""What each of many processes does to one database at once."""

from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from storage import inbox
from storage.database import Database
from storage.inbox import InboxRow


def write(url: str, workspace_id: int, name: str, times: int) -> list[str]:
    """Read and then write in one transaction, `times` times; gives what the database refused."""
    database, refused = Database(url), []
    for number in range(times):
        try:
            with database.writing(workspace_id) as session:
                session.exec(select(InboxRow.id).limit(1)).first()
                inbox.first_time(session, f"{name}:{number}", datetime(2026, 3, 3, tzinfo=UTC))
        except DBAPIError as error:
            refused.append(str(error.orig))
    database.close()
    return refused
