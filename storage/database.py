"""One engine, and sessions that are bound to a workspace: `reading()` sees a moment, `writing()` is one transaction."""

import sqlite3
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlmodel import Session

from storage.columns import Owned

_SWITCH_SECONDS = 10.0
_SEEN = "seen"

T = TypeVar("T")


class Database:
    """A SQLite file or a PostgreSQL database, by URL. Opening it connects to nothing yet."""

    def __init__(self, url: str, *, busy_seconds: float = 30.0, pool: int = 32) -> None:
        self.is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": not self.is_sqlite}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": busy_seconds, "check_same_thread": False}
        options |= {"pool_size": pool, "max_overflow": 0, "pool_timeout": busy_seconds}
        self.engine: Engine = create_engine(url, **options)
        self._snapshots = self.engine
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self._snapshots = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self, workspace_id: int) -> Iterator[Session]:
        """One consistent view of a workspace's rows; whatever is changed is thrown away."""
        with Session(self._snapshots, info={"workspace": workspace_id, _SEEN: {}}, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self, workspace_id: int) -> Iterator[Session]:
        """One transaction on a workspace's rows: all of it is kept, or on any error nothing.

        On SQLite it takes the write lock at once (BEGIN IMMEDIATE): upgrading a lock later fails under load.
        """
        engine = self.engine.execution_options(uptake_writes=True)
        with Session(engine, info={"workspace": workspace_id}) as session, session.begin():
            yield session

    def outside_transactions(self, *statements: str) -> None:
        """Run maintenance statements (VACUUM and its like) that no transaction may hold."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.execute(text(statement))

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def workspace_of(session: Session) -> int:
    """The workspace that this session is bound to."""
    return int(session.info["workspace"])


def seen_once(session: Session, what: Hashable, find: Callable[[], T]) -> T:
    """What `find` gives; a session that only reads sees one moment, so there it is asked once for each `what`."""
    seen: dict[Hashable, T] | None = session.info.get(_SEEN)
    if seen is None:
        return find()
    if what not in seen:
        seen[what] = find()
    return seen[what]


@event.listens_for(Session, "do_orm_execute")
def _see_only_own_rows(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        return
    workspace_id = workspace_of(state.session)  # type: ignore[arg-type]
    state.statement = state.statement.options(
        with_loader_criteria(Owned, lambda table: table.workspace_id == workspace_id, include_aliases=True)
    )


@event.listens_for(Session, "before_flush")
def _write_only_own_rows(session: Session, _context: object, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, Owned):
            row.workspace_id = workspace_of(session)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    _use_write_ahead_log(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _use_write_ahead_log(connection: Any) -> None:
    """Switch a new file over; SQLite doesn't wait for others here, whatever its timeout says."""
    deadline = time.monotonic() + _SWITCH_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    writes = connection.get_execution_options().get("uptake_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
