"""Many rows at once, by Core statements that carry the session's workspace: the same on SQLite and PostgreSQL."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.columns import Owned
from storage.database import workspace_of

_CHUNK = 1000
T = TypeVar("T")


def in_chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at a time that one statement can take them."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def insert_many(session: Session, model: type[Owned], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, given as columns by name, into the session's workspace."""
    if rows:
        session.connection().execute(_table(model).insert(), _owned(session, rows))


def insert_new(session: Session, model: type[Owned], rows: Sequence[dict[str, Any]], key: Sequence[str]) -> int:
    """Insert those rows whose `key` columns stand nowhere yet; gives how many were new."""
    if not rows:
        return 0
    statement = _insert(session, model).on_conflict_do_nothing(index_elements=list(key))
    statement = statement.execution_options(preserve_rowcount=True)
    return int(session.connection().execute(statement, _owned(session, rows)).rowcount)


def upsert_many(
    session: Session, model: type[Owned], rows: Sequence[dict[str, Any]], key: Sequence[str], update: Sequence[str]
) -> None:
    """Insert rows; where one with the same `key` stands, set its `update` columns instead (none: leave it)."""
    if not rows:
        return
    statement = _insert(session, model)
    if update:
        fresh = {name: statement.excluded[name] for name in update}
        statement = _update_own(statement, model, key, fresh)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(key))
    session.connection().execute(statement, _owned(session, rows))


def increase(
    session: Session, model: type[Owned], rows: Sequence[dict[str, Any]], key: Sequence[str], column: str
) -> None:
    """Insert rows one after the other; where one with the same `key` stands, add to its `column` instead."""
    if rows:
        statement = _insert(session, model)
        total = _table(model).c[column] + statement.excluded[column]
        statement = _update_own(statement, model, key, {column: total})
        session.connection().execute(statement, _owned(session, rows))


def _insert(session: Session, model: type[Owned]) -> Any:
    dialect = session.connection().dialect.name
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_table(model))


def _update_own(statement: Any, model: type[Owned], key: Sequence[str], values: dict[str, Any]) -> Any:
    """On conflict, change the row that stands there if it is the workspace's own: ids are shared, keys may be too."""
    own = _table(model).c.workspace_id == statement.excluded.workspace_id
    return statement.on_conflict_do_update(index_elements=list(key), set_=values, where=own)


def _table(model: type[Owned]) -> Table:
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def _owned(session: Session, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    workspace_id = workspace_of(session)
    return [{**row, "workspace_id": workspace_id} for row in rows]
