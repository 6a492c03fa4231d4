"""Statements compiled once for each kind of database, and not again for each of the thousands that tests open.

A bot has one database and compiles a statement once; tests spent a quarter of their time on compiling.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

from storage import database

_MOST = 5000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all databases that are opened meanwhile share what was compiled for one of their kind."""
    shared: LRUCache[object, object] = LRUCache(_MOST)

    def create(url: str, **options: object) -> Engine:
        return create_engine(url, execution_options={"compiled_cache": shared}, **options)

    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))
            patch.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr(database, "create_engine", create)
        yield
