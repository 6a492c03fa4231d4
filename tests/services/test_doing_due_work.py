"""Due work is done in its order, tried again when it fails, and never stops the work behind it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.schedule.due import DueWork
from bot.services.ports import DirectoryUnavailable, Uses
from storage import due
from storage.due import DueRow, Work

REAL = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
LEASE = timedelta(seconds=40)
Do = Callable[[Uses, Work], None]


class RealClock:
    """Seconds since the epoch, moved by the test."""

    def __init__(self) -> None:
        self.now = REAL.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def real() -> RealClock:
    return RealClock()


def plan(uses: Uses, what: str, minutes: int = 0) -> None:
    with uses.writing() as session:
        due.plan(session, what, 1, date(2026, 3, 3), uses.clock() - timedelta(minutes=minutes))


def state(uses: Uses, what: str) -> tuple[str, str, int]:
    with uses.reading() as session:
        return session.exec(select(DueRow.state, DueRow.outcome, DueRow.attempt).where(DueRow.what == what)).one()


def finish(uses: Uses, work: Work) -> None:
    with uses.writing() as session:
        due.finish(session, work)


def engine(uses: Uses, real: RealClock, **handlers: Do) -> DueWork:
    return DueWork(uses, handlers, lease=LEASE, real=real)


def test_all_that_is_due_is_done_oldest_first(uses: Uses, real: RealClock) -> None:
    done: list[str] = []

    def note(uses: Uses, work: Work) -> None:
        done.append(work.what)
        finish(uses, work)

    plan(uses, "late", 1)
    plan(uses, "early", 9)
    plan(uses, "tomorrow", -60)
    assert engine(uses, real, late=note, early=note, tomorrow=note).do_due() == 2
    assert done == ["early", "late"]


def test_work_that_plans_more_work_has_that_done_too(uses: Uses, real: RealClock) -> None:
    def first(uses: Uses, work: Work) -> None:
        with uses.writing() as session:
            due.plan(session, "second", 1, work.local_date, uses.clock())
            due.finish(session, work)

    plan(uses, "first")
    assert engine(uses, real, first=first, second=finish).do_due() == 2


def test_what_fails_is_tried_again_later_and_does_not_stop_the_rest(uses: Uses, real: RealClock) -> None:
    def fail(uses: Uses, work: Work) -> None:
        raise ZeroDivisionError("secret")

    plan(uses, "broken", 5)
    plan(uses, "sound", 1)
    work = engine(uses, real, broken=fail, sound=finish)
    assert work.do_due() == 1
    assert state(uses, "sound")[0] == "done"
    assert state(uses, "broken") == ("waiting", "ZeroDivisionError", 1)
    real.now += 3
    assert work.do_due() == 0
    assert state(uses, "broken")[2] == 2


def test_nothing_of_a_failed_attempt_is_kept(uses: Uses, real: RealClock) -> None:
    def half(uses: Uses, work: Work) -> None:
        with uses.writing() as session:
            due.plan(session, "rest", 1, work.local_date, uses.clock())
            raise ZeroDivisionError

    plan(uses, "half")
    engine(uses, real, half=half, rest=finish).do_due()
    with uses.reading() as session:
        assert due.waiting(session, "rest", 1) == []


def test_work_outlasts_a_directory_that_is_away_for_half_an_hour(uses: Uses, real: RealClock) -> None:
    asked: list[float] = []

    def ask(uses: Uses, work: Work) -> None:
        asked.append(real.now)
        if real.now < REAL.timestamp() + 1800:
            raise DirectoryUnavailable("no answer")
        finish(uses, work)

    plan(uses, "ask")
    while state(uses, "ask")[0] == "waiting":
        engine(uses, real, ask=ask).do_due()
        real.now += 60
    assert state(uses, "ask")[0] == "done"


def test_a_directory_that_is_away_is_asked_again_when_it_says(uses: Uses, real: RealClock) -> None:
    def ask(uses: Uses, work: Work) -> None:
        raise DirectoryUnavailable("ratelimited", seconds=30)

    plan(uses, "ask")
    work = engine(uses, real, ask=ask)
    work.do_due()
    real.now += 29
    work.do_due()
    assert state(uses, "ask") == ("waiting", "ratelimited", 1)
    real.now += 1
    work.do_due()
    assert state(uses, "ask")[2] == 2


def test_work_that_fails_twenty_times_is_given_up(uses: Uses, real: RealClock) -> None:
    def fail(uses: Uses, work: Work) -> None:
        raise ZeroDivisionError

    plan(uses, "broken")
    work = engine(uses, real, broken=fail)
    for _ in range(25):
        work.do_due()
        real.now += 301
    assert state(uses, "broken") == ("failed", "ZeroDivisionError", 20)


def test_work_that_another_took_over_is_left_to_them_even_when_it_fails(uses: Uses, real: RealClock) -> None:
    taken: list[Work] = []

    def slow(uses: Uses, work: Work) -> None:
        later = datetime.fromtimestamp(real.now, UTC) + 2 * LEASE
        with uses.writing() as session:
            taken.extend(due.claim(session, now=uses.clock(), real_now=later, until=later + LEASE, most=9))
        raise ZeroDivisionError

    plan(uses, "slow", 5)
    assert engine(uses, real, slow=slow).do_due() == 0
    finish(uses, taken[0])
    assert state(uses, "slow") == ("done", "", 2)


def test_stopping_gives_back_what_was_not_begun(uses: Uses, real: RealClock) -> None:
    stopping: list[bool] = []

    def last(uses: Uses, work: Work) -> None:
        stopping.append(True)
        finish(uses, work)

    plan(uses, "first", 5)
    plan(uses, "second", 1)
    work = engine(uses, real, first=last, second=finish)
    assert work.do_due(lambda: bool(stopping)) == 1
    assert state(uses, "second") == ("waiting", "", 0)
    assert work.do_due() == 1
