"""A copy of every row of one moment from one database into another, without what an open pulse must tell nobody."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, bindparam, func, select, text

from bot.domain.delivery import Priority, State
from storage.database import Database
from storage.tables import metadata

_ROWS = 2000
LEFT_OUT = ("tally", "newcomer_tally")
"""Tables that only an open pulse has rows in: its running totals."""


class NotEmpty(Exception):
    """The database that rows were to be copied into has some already."""


def copy_rows(
    source: Database, target: Database, now: datetime, after_each: Callable[[str], None] = lambda _table: None
) -> int:
    """Copy all rows of all workspaces into a database with the same tables and no rows, in one transaction.

    It reads one moment and holds up nobody who writes. Of pulses that are open at that moment it leaves out totals,
    comments, who has answered, and which messages went out; people can then answer them anew. Gives how many rows
    were copied; `after_each` hears of every table. Raises NotEmpty.
    """
    with source.reading(0) as reading, target.writing(0) as writing:
        given, taking = reading.connection(), writing.connection()
        if taking.execute(select(func.count()).select_from(metadata.tables["workspace"])).scalar():
            raise NotEmpty
        total = 0
        for table in metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                total += _copy(given, taking, table, now)
            after_each(table.name)
        if not target.is_sqlite:
            _number_on(taking)
    return total


def doubt_messages(database: Database, since: datetime, now: datetime) -> None:
    """Let each message that waits and may have gone out after `since` be looked for before it is sent."""
    outbox = metadata.tables["outbox"]
    with database.writing(0) as session:
        session.connection().execute(
            outbox.update()
            .where(outbox.c.state == State.WAITING, outbox.c.not_before <= now)
            .values(
                doubt_since=func.coalesce(outbox.c.doubt_since, bindparam("since", since, outbox.c.doubt_since.type))
            )
        )


def last_noted(database: Database, action: str) -> datetime | None:
    """When the log last says that somebody did this, in any workspace."""
    audit = metadata.tables["audit"]
    with database.engine.connect() as connection:
        return connection.execute(select(func.max(audit.c.at)).where(audit.c.action == action)).scalar()


def is_sound(database: Database) -> bool:
    """Whether a SQLite file is whole, and each row in it points to one that is there."""
    with database.engine.connect() as connection:
        is_whole = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        return is_whole and connection.execute(text("PRAGMA foreign_key_check")).first() is None


def close_into_one_file(database: Database) -> None:
    """Let a SQLite database stand in its one file, without a write-ahead log beside it."""
    database.outside_transactions("PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode=DELETE")


def _copy(given: Connection, taking: Connection, table: Table, now: datetime) -> int:
    own = [
        column.name for key in table.foreign_key_constraints if key.referred_table is table for column in key.columns
    ]
    later = [name for name in own if name != "workspace_id"]
    total, pointers = 0, []
    for rows in _chunks(given, _told(table, now)):
        pointers += [row for row in rows if any(row[name] is not None for name in later)]
        taking.execute(table.insert(), [row | dict.fromkeys(later) for row in rows])
        total += len(rows)
    if pointers:
        keys = [column.name for column in table.primary_key]
        statement = table.update().where(*(table.c[key] == bindparam(f"the_{key}") for key in keys))
        values = [{f"the_{key}": row[key] for key in keys} | {name: row[name] for name in later} for row in pointers]
        taking.execute(statement.values({name: bindparam(name) for name in later}), values)
    return total


def _chunks(given: Connection, query: Select[Any]) -> Iterator[Sequence[dict[str, Any]]]:
    for rows in given.execution_options(yield_per=_ROWS).execute(query).mappings().partitions():
        yield [dict(row) for row in rows]


def _told(table: Table, now: datetime) -> Select[Any]:
    """The rows of a table, but for what tells something of an open pulse."""
    wave, query = metadata.tables["wave"], select(table)
    is_open = select(wave.c.id).where(wave.c.state == "open")
    if table.name == "roster":
        return query.with_only_columns(
            *(column if column.name != "has_answered" else text("false AS has_answered") for column in table.c)
        )
    if table.name == "comment":
        return query.where(table.c.wave_id.not_in(is_open))
    if table.name == "outbox":
        tells_nothing = (table.c.priority < Priority.REMINDER) | (table.c.not_before > now)
        is_kept = (table.c.state == State.WAITING) & tells_nothing
        return query.where(table.c.wave_id.is_(None) | table.c.wave_id.not_in(is_open) | is_kept)
    return query


def _number_on(connection: Connection) -> None:
    """Let PostgreSQL's next ids follow those that were copied."""
    for table in metadata.sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            last = connection.execute(select(func.max(table.c.id))).scalar()
            if last:
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))
