"""Databases as an installation has them: on the disk, and waiting for it; and wards in them without a workspace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from databases import Postgres
from standing_in import Clock, DirectoryOnPaper

from bot.calendars import PublicHolidays
from bot.services.ports import Uses
from messages.pulse import instrument
from storage import migrations
from storage.database import Database
from storage.people import know_workspace

FreshDatabase = Callable[[str], str]


@contextmanager
def durable_databases() -> Iterator[FreshDatabase]:
    """Gives what makes the address of a new, migrated database of the kind 'sqlite' or 'postgresql'."""
    with TemporaryDirectory(prefix="uptake-bench-") as folder:
        postgres, numbers = Postgres(Path(folder)), count(1)

        def fresh(kind: str) -> str:
            if kind == "sqlite":
                url = f"sqlite:///{folder}/{next(numbers)}.db"
            else:
                postgres.admin("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
                url = postgres.url(postgres.create())
            database = Database(url)
            migrations.upgrade(database)
            database.close()
            return url

        try:
            yield fresh
        finally:
            postgres.stop()


@contextmanager
def uses_of(url: str) -> Iterator[Uses]:
    """All that a use case is given, with a directory on paper and a clock that stands still."""
    database = Database(url)
    workspace = know_workspace(database, "T0BENCH", "Bench", "U0BOT")
    clock = Clock(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    yield Uses(database, workspace, DirectoryOnPaper(), clock, instrument(), Random(1729), PublicHolidays())
    database.close()
