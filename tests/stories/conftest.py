"""A sandbox workspace, and the bot in it: in this process with a clock that stands still, or in one of its own."""

import logging
import sys
import time
import traceback
from datetime import UTC, datetime

import pytest
from bot_process import BotProcess
from playing import MANIFEST, MovableClock
from sqlalchemy import bindparam, text

from bot.app import Uptake
from bot.sandbox.workspace import Sandbox
from bot.settings import read_settings
from storage.columns import Instant
from storage.database import Database


class _SaysWhatRuns(logging.Handler):
    """What every thread does at the moment at which the workspace gives an answer up, in the report of what fails."""

    def emit(self, record: logging.LogRecord) -> None:
        stacks = ["".join(traceback.format_stack(frame)) for frame in sys._current_frames().values()]
        logging.getLogger("story").warning("Threads when %s:\n%s", record.getMessage(), "\n".join(stacks))


@pytest.fixture(autouse=True)
def late_answers_explained():
    log, says = logging.getLogger("uptake.sandbox"), _SaysWhatRuns()
    log.addHandler(says)
    yield
    log.removeHandler(says)


@pytest.fixture
def sandbox():
    with Sandbox(port=0, manifest=MANIFEST) as workspace:
        yield workspace


@pytest.fixture
def story_database(database_url, kind):
    """The address of a fresh database: every story is told once on SQLite and once on PostgreSQL."""
    return database_url(kind)


@pytest.fixture
def clock():
    return MovableClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def start_bot(sandbox, clock, story_database):
    """Start the bot in this process; several share one database. `running` are those that are stopped at the end."""
    running = []

    def start(**given) -> Uptake:
        settings = read_settings(
            None,
            **{
                "SLACK_BOT_TOKEN": sandbox.bot_token,
                "SLACK_APP_TOKEN": sandbox.app_token,
                "SLACK_API_URL": sandbox.api_url,
                "UPTAKE_DATABASE_URL": story_database,
                "UPTAKE_FIRST_RATE": 200,
                "UPTAKE_TICK_SECONDS": 60,
                **given,
            },
        )
        bot = Uptake(settings, clock)
        bot.start()
        running.append(bot)
        return bot

    start.running = running
    yield start
    for bot in running:
        bot.stop()


@pytest.fixture
def start_process(sandbox, story_database, tmp_path):
    """Start the bot as a process of its own; `clock_file` holds the seconds by which its clock runs ahead."""
    clock_file = tmp_path / "clock"
    clock_file.write_text("0")
    processes = []

    def start(**settings) -> BotProcess:
        log = tmp_path / f"bot-{len(processes)}.log"
        given = {"fresh": False, "UPTAKE_FIRST_RATE": 100, **settings}
        process = BotProcess(sandbox, story_database, clock_file, log, **given)
        processes.append(process)
        return process

    start.clock_file = clock_file
    yield start
    for process in processes:
        if process.is_running:
            process.stop()


class TwoProcesses:
    """Two bots as processes of their own on one database, with the story's clock; `settle` waits until both rest."""

    def __init__(self, start_process, clock, url: str) -> None:
        self._clock, self._file = clock, start_process.clock_file
        self._tell_time()
        for process in [start_process() for _ in range(2)]:
            process.wait_until_connected()
        self.database = Database(url)

    def _tell_time(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(self._clock().isoformat())
        fresh.replace(self._file)

    def settle(self, timeout: float = 60.0) -> None:
        self._tell_time()
        deadline = time.monotonic() + timeout
        while self._has_work() or self._has_work():
            assert time.monotonic() < deadline, "the bots did not come to rest"
            time.sleep(0.05)

    def _has_work(self) -> bool:
        now = bindparam("now", type_=Instant)
        with self.database.engine.connect() as connection:
            counts = [
                connection.execute(text(query).bindparams(now), {"now": self._clock()}).scalar_one()
                for query in (
                    "SELECT count(*) FROM due_work WHERE state = 'waiting' AND due_at <= :now",
                    "SELECT count(*) FROM outbox WHERE state = 'waiting' AND not_before <= :now",
                )
            ]
        return any(counts)


@pytest.fixture
def bots() -> int:
    """How many bots there are: 1 is in this process, 2 are processes of their own."""
    return 1


@pytest.fixture
def bot(bots, start_bot, start_process, story_database, clock):
    """The bot, or two that share one database; either way `settle` brings the story up to the clock."""
    if bots == 1:
        yield start_bot()
        return
    two = TwoProcesses(start_process, clock, story_database)
    yield two
    two.database.close()


@pytest.fixture
def ward(sandbox):
    """A ward's channel with twelve people in London, New York and Tokyo, and Uptake in it; the first is the lead."""
    zones = ["Europe/London", "America/New_York", "Asia/Tokyo"]
    people = [sandbox.add_person(f"Nurse {number}", tz=zones[number % 3]) for number in range(12)]
    channel = sandbox.add_channel("ward-7", members=people, with_bot=True)
    channel.staff = people
    return channel
