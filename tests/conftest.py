"""What tests of every folder may ask for: databases of both kinds, a workspace, and all that a use case is given."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from multiprocessing.context import BaseContext
from random import Random

import pytest
from bot_process import FORKING
from browsing import chromium, look
from compiled_once import compiled_once
from databases import KINDS, Databases, DatabaseUrls
from standing_in import AlbumOnPaper, Clock, DirectoryOnPaper

from bot.calendars import PublicHolidays
from bot.features import all_duties, all_retention
from bot.services.ports import Uses
from messages.pulse import instrument
from storage.database import Database
from storage.people import know_workspace

__all__ = ["chromium", "look"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where UPTAKE_SKIPS_FAIL is set, a skipped test is a failed run: the machine lacks something."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("UPTAKE_SKIPS_FAIL") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_SET_ASIDE_AFTER = 100
_tests = count(1)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Set aside what has outlived so many tests, so that no collection of garbage goes through it again.

    Late in a run such a collection took three seconds, in which nothing of the process answered, and a story saw Slack
    give up on the bot.
    """
    if next(_tests) % _SET_ASIDE_AFTER == 1:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where new databases come from; PostgreSQL begins with the first test that wants one."""
    made = Databases()
    yield made
    made.close()


@pytest.fixture(scope="session")
def processes() -> BaseContext:
    """Where tests start processes of their own; what they all need is imported once."""
    return FORKING


@pytest.fixture
def database_url(databases: Databases) -> Iterator[DatabaseUrls]:
    """Gives the address of a migrated database without rows of the kind 'sqlite' or 'postgresql'."""
    yield from _lent(databases, databases.url)


@pytest.fixture
def unused_database_url(databases: Databases) -> Iterator[DatabaseUrls]:
    """The same of databases in whose files nothing has ever stood, for tests that search the files."""
    yield from _lent(databases, databases.unused)


def _lent(databases: Databases, lend: DatabaseUrls) -> Iterator[DatabaseUrls]:
    given: list[str] = []

    def url(kind: str) -> str:
        given.append(lend(kind))
        return given[-1]

    yield url
    for each in given:
        databases.give_back(each)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def database(database_url: DatabaseUrls, kind: str) -> Iterator[Database]:
    """A migrated database without rows, once of each kind."""
    opened = Database(database_url(kind))
    yield opened
    opened.close()


@pytest.fixture
def workspace(database: Database) -> int:
    """The id of a Slack workspace that the database knows."""
    return know_workspace(database, "T0ONE", "One", "U0BOT")


@pytest.fixture
def clock() -> Clock:
    """Product time; a test moves it."""
    return Clock(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))


@pytest.fixture
def directory() -> DirectoryOnPaper:
    """Slack's directory, as the test writes it down."""
    return DirectoryOnPaper()


@pytest.fixture
def uses(database: Database, workspace: int, directory: DirectoryOnPaper, clock: Clock) -> Uses:
    """All that a use case is given, on each kind of database."""
    kept, album, owed = all_retention(), AlbumOnPaper(), all_duties()
    random, calendar = Random(1729), PublicHolidays()
    return Uses(database, workspace, directory, clock, instrument(), random, calendar, kept, album, owed)
