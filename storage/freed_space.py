"""Overwrites what was deleted, so that no file of the database shows it any more."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection, text

from storage.database import Database


class StillInUse(Exception):
    """Somebody still reads the database as it was, so nothing of it could be overwritten; later it can."""


def empty(database: Database, tables: Sequence[str]) -> None:
    """Rewrite these tables (on SQLite the whole file) with the rows that stand now. Raises StillInUse."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            _rewrite_file(connection)
        else:
            _rewrite_tables(connection, tables)


def _rewrite_file(connection: Connection) -> None:
    connection.execute(text("VACUUM"))
    busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
    if busy:
        raise StillInUse("a reader keeps SQLite from emptying its write-ahead log")


def _rewrite_tables(connection: Connection, tables: Sequence[str]) -> None:
    """VACUUM FULL, but only once no snapshot is left that would make it keep what was deleted.

    It waits for nobody longer than a few seconds: whoever comes meanwhile would have to wait behind it.
    """
    connection.execute(text("SET lock_timeout = '5s'"))
    try:
        if not _forgets_at_once(connection):
            raise StillInUse("an older transaction keeps PostgreSQL from removing what was deleted")
        for table in tables:
            connection.execute(text(f"VACUUM (FULL) {table}"))
    finally:
        connection.invalidate()


def _forgets_at_once(connection: Connection) -> bool:
    """Whether a row that is deleted now leaves no version behind; tried out, since no view tells it to every role."""
    trial = f"trial_{uuid4().hex}"
    connection.execute(text(f"CREATE TABLE {trial} (n INTEGER)"))
    try:
        for act in (f"INSERT INTO {trial} VALUES (1)", f"DELETE FROM {trial}", f"VACUUM (FULL) {trial}"):
            connection.execute(text(act))
        return connection.execute(text(f"SELECT pg_relation_size('{trial}')")).scalar() == 0
    finally:
        connection.execute(text(f"DROP TABLE {trial}"))
