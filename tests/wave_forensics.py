"""What somebody can read who has the database's files: every byte, every row version, and the order of all of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

from databases import Databases, file_of, name_of
from sqlalchemy import Connection, text

from storage import tables
from storage.database import Database

Signal = Mapping[str, float]
"""Something that puts comments in an order: a number for each text."""
Found = tuple[bytes, dict[str, Signal], dict[str, int], list[str]]


@dataclass
class Dump:
    """A database as its files show it.

    `signals` are the orders in which the comments lie there, `dead` the row versions or pages that nothing needs any
    more, `sampled` the columns of which PostgreSQL's statistics keep values. `data` leaves out those statistics, which
    are compressed, and the table of people, which no answer touches.
    """

    data: bytes
    rows: dict[str, list[tuple[Any, ...]]]
    signals: dict[str, Signal]
    dead: dict[str, int]
    sampled: list[str]


def dump(databases: Databases, url: str) -> Dump:
    """Everything that the files of a database hold; whoever is connected, is not disturbed."""
    database = Database(url)
    with database.engine.connect() as connection:
        rows = {table.name: _rows(connection, table.name) for table in tables.metadata.sorted_tables}
        found = _of_sqlite(connection, url) if database.is_sqlite else _of_postgres(connection, databases, url)
    database.close()
    data, signals, dead, sampled = found
    texts = [str(row[-1]) for row in rows["comment"]]
    signals |= {
        "random key": dict(zip(texts, range(len(texts)), strict=True)),
        "place in the files": {each: float(data.find(each.encode())) for each in texts},
        "last place in the files": {each: float(data.rfind(each.encode())) for each in texts},
    }
    return Dump(data, rows, signals, dead, sampled)


def instants(rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> set[datetime]:
    """Every moment that stands in any row."""
    return {value for table in rows.values() for row in table for value in row if isinstance(value, datetime)}


def right_guesses(order: Sequence[str], signal: Signal) -> dict[str, float]:
    """How well a signal tells who wrote what, to somebody who knows in which order people answered.

    They lay the comments, in the order of the signal, beside the people. `right` is how many then lie beside their
    author, `near` how many within ten places, `neighbours` how many pairs of neighbours stayed together; `rank` is
    Spearman's correlation.
    """
    random = Random(5)
    guess = sorted(order, key=lambda each: (signal.get(each, -1.0), random.random()))
    true = {each: place for place, each in enumerate(order)}
    places = [true[each] for each in guess]
    n = len(places)
    distance = sum((guessed - place) ** 2 for guessed, place in enumerate(places))
    return {
        "right": sum(guessed == place for guessed, place in enumerate(places)),
        "near": sum(abs(guessed - place) <= 10 for guessed, place in enumerate(places)),
        "neighbours": sum(abs(one - other) == 1 for one, other in pairwise(places)),
        "rank": 1 - 6 * distance / (n * (n * n - 1)),
    }


def by_chance(n: int) -> dict[str, float]:
    """The upper end of the 99 % interval of `right_guesses` for `n` comments in random order.

    Right guesses are Poisson(1), neighbours Poisson(2); near guesses and the rank are close to normal.
    """
    near = 21 * (1 - 11 / n)
    return {"right": 4, "neighbours": 7, "near": near + 2.576 * sqrt(near), "rank": 2.576 / sqrt(n - 1)}


def telling(order: Sequence[str], signals: Mapping[str, Signal]) -> dict[str, dict[str, float]]:
    """The signals that match comments to people better than chance, with what they tell."""
    limit = by_chance(len(order))
    scores = {name: right_guesses(order, signal) for name, signal in signals.items()}
    return {name: score for name, score in scores.items() if any(abs(score[each]) > limit[each] for each in limit)}


def count_each(data: bytes, words: Iterable[str]) -> dict[str, int]:
    """How often each of the words stands in the bytes; they have the same length and shape."""
    counts = dict.fromkeys(words, 0)
    for found in re.findall(rb"U1\d{5}", data):
        if found.decode() in counts:
            counts[found.decode()] += 1
    return counts


def _rows(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    statement = tables.metadata.tables[table].select()
    return sorted((tuple(row) for row in connection.execute(statement)), key=str)


def _of_sqlite(connection: Connection, url: str) -> Found:
    data = b"".join(
        path.read_bytes() for ending in ("", "-wal", "-shm") if (path := Path(f"{file_of(url)}{ending}")).exists()
    )
    rowids = {row[0]: float(row[1]) for row in connection.execute(text("SELECT text, rowid FROM comment"))}
    pages = connection.execute(text("PRAGMA freelist_count")).scalar() or 0
    return data, {"rowid": rowids}, {"free pages": int(pages)}, []


def _of_postgres(connection: Connection, databases: Databases, url: str) -> Found:
    databases.postgres.admin("CREATE EXTENSION IF NOT EXISTS pageinspect", database=name_of(url))
    connection.rollback()
    signals: dict[str, Signal] = {
        name: {row[0]: float(row[1]) for row in connection.execute(text(f"SELECT text, {order} FROM comment"))}
        for name, order in {
            "ctid": "(ctid::text::point)[0] * 1000 + (ctid::text::point)[1]",
            "xmin": "xmin::text::bigint",
            "cmin": "cmin::text::bigint",
        }.items()
    }
    dead = {table.name: _dead(connection, table.name) for table in tables.metadata.sorted_tables}
    number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    databases.postgres.admin("CHECKPOINT")
    files = sorted((databases.postgres.data / "base" / str(number)).iterdir(), key=lambda path: path.name)
    aside = set(map(str, connection.execute(text(_ASIDE)).scalars()))
    data = b"".join(path.read_bytes() for path in files if path.is_file() and path.name.split("_")[0] not in aside)
    kept = text("SELECT tablename || '.' || attname FROM pg_stats WHERE schemaname = 'public' ORDER BY 1")
    return data, signals, dead, list(connection.execute(kept).scalars())


_ASIDE = """SELECT pg_relation_filenode(oid) FROM pg_class
    WHERE oid IN ('pg_statistic'::regclass, 'person'::regclass)
    OR oid = (SELECT reltoastrelid FROM pg_class WHERE oid = 'pg_statistic'::regclass)
    OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'person'::regclass)"""


def _dead(connection: Connection, table: str) -> int:
    """How many row versions lie in a table's pages that no new transaction sees."""
    versions = connection.execute(text(f"SELECT count(*) FROM {_versions(table)}")).scalar()
    return int(versions or 0) - len(_rows(connection, table))


def _versions(table: str) -> str:
    """SQL for every row version in a table's pages, seen or not."""
    return (
        f"generate_series(0, pg_relation_size('{table}') / 8192 - 1) AS page,"
        f" LATERAL heap_page_items(get_raw_page('{table}', page::int)) AS item WHERE item.t_data IS NOT NULL"
    )


def answers_by_transaction(connection: Connection) -> int:
    """How many answers of an open wave PostgreSQL's row versions tie to a comment: both carry the transaction's id."""
    return int(
        connection.execute(
            text(
                f"SELECT count(*) FROM (SELECT t_xmin FROM {_versions('tally')}) AS version"
                " JOIN comment ON comment.xmin = version.t_xmin"
            )
        ).scalar()
        or 0
    )
