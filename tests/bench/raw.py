"""Bare drivers on the bot's own databases, as durable as the bot: the floor of what storage can cost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from databases import file_of

Rows = list[tuple[Any, ...]]
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")


class Raw:
    """One connection; statements are written with `?` for SQLite and are given to PostgreSQL with `%s`."""

    def __init__(self, connection: Any, *, is_sqlite: bool) -> None:
        self._connection, self._is_sqlite = connection, is_sqlite
        self._cursor = connection.cursor()

    @contextmanager
    def writing(self) -> Iterator["Raw"]:
        """One transaction."""
        self._cursor.execute("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
        yield self
        self._cursor.execute("COMMIT")

    def run(self, statement: str, values: tuple[Any, ...] = ()) -> Rows:
        """Execute, and give what it returns."""
        self._cursor.execute(self._spelt(statement), values)
        return self._cursor.fetchall() if self._cursor.description else []

    def run_many(self, statement: str, values: Rows) -> None:
        """Execute once per row, in as few round trips as the driver can."""
        self._cursor.executemany(self._spelt(statement), values)

    def _spelt(self, statement: str) -> str:
        return statement if self._is_sqlite else statement.replace("?", "%s")


@contextmanager
def raw(url: str) -> Iterator[Raw]:
    """A bare connection to a database of ours."""
    if url.startswith("sqlite"):
        connection: Any = sqlite3.connect(file_of(url), isolation_level=None)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    else:
        connection = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True)
    yield Raw(connection, is_sqlite=url.startswith("sqlite"))
    connection.close()
