"""Due work: planned once, taken by one process at a time, never lost."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.ports import Uses
from storage import due
from storage.due import LeaseLost, Work

DAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
REAL = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
LEASE = timedelta(seconds=40)


def plan(uses: Uses, subject: int = 1, *, due_at: datetime = NOW, day: date = DAY, person: str = "") -> bool:
    with uses.writing() as session:
        return due.plan(session, "pulse.open", subject, day, due_at, person)


def claim(uses: Uses, *, now: datetime = NOW, real: datetime = REAL, most: int = 20) -> list[Work]:
    with uses.writing() as session:
        return due.claim(session, now=now, real_now=real, until=real + LEASE, most=most)


def waiting(uses: Uses, subject: int = 1) -> list[tuple[date, datetime]]:
    with uses.reading() as session:
        return due.waiting(session, "pulse.open", subject)


def test_the_same_work_for_the_same_local_date_is_planned_once(uses: Uses) -> None:
    assert plan(uses)
    assert not plan(uses, due_at=NOW + timedelta(hours=1))
    assert waiting(uses) == [(DAY, NOW)]


def test_another_day_subject_or_person_is_other_work(uses: Uses) -> None:
    assert plan(uses)
    assert plan(uses, day=DAY + timedelta(days=1))
    assert plan(uses, subject=2)
    assert plan(uses, person="U1")


def test_cancelled_work_comes_back_when_it_is_planned_again(uses: Uses) -> None:
    plan(uses)
    with uses.writing() as session:
        assert due.cancel(session, "pulse.open", 1) == 1
        assert due.cancel(session, "pulse.open", 1) == 0
    assert waiting(uses) == []
    later = NOW + timedelta(minutes=5)
    assert plan(uses, due_at=later)
    assert waiting(uses) == [(DAY, later)]


def test_work_that_was_done_is_not_planned_again(uses: Uses) -> None:
    plan(uses)
    (work,) = claim(uses)
    with uses.writing() as session:
        due.finish(session, work)
    assert not plan(uses)
    assert claim(uses) == []


def test_work_in_hand_can_not_be_cancelled(uses: Uses) -> None:
    plan(uses)
    claim(uses)
    with uses.writing() as session:
        assert due.cancel(session, "pulse.open", 1) == 0


def test_work_is_moved_while_it_waits(uses: Uses) -> None:
    plan(uses)
    earlier = NOW - timedelta(hours=8)
    with uses.writing() as session:
        due.move(session, "pulse.open", 1, DAY, earlier)
    assert waiting(uses) == [(DAY, earlier)]


def test_only_what_is_due_is_taken_oldest_first(uses: Uses) -> None:
    for subject, hours in ((1, -1), (2, -3), (3, 1), (4, -2)):
        plan(uses, subject, due_at=NOW + timedelta(hours=hours))
    with uses.reading() as session:
        assert due.soonest(session) == NOW - timedelta(hours=3)
    assert [work.subject for work in claim(uses, most=2)] == [2, 4]
    assert [work.subject for work in claim(uses)] == [1]
    assert claim(uses) == []


def test_work_in_hand_is_taken_by_nobody_else_until_its_lease_ends(uses: Uses) -> None:
    plan(uses)
    (first,) = claim(uses)
    assert claim(uses, real=REAL + LEASE) == []
    (second,) = claim(uses, real=REAL + LEASE + timedelta(seconds=1))
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.lease != second.lease


def test_whoever_lost_the_lease_can_not_finish_and_keeps_nothing(uses: Uses) -> None:
    plan(uses)
    (first,) = claim(uses)
    (second,) = claim(uses, real=REAL + 2 * LEASE)

    def do(work: Work) -> None:
        with uses.writing() as session:
            due.plan(session, "pulse.close", 1, DAY, NOW)
            due.finish(session, work)

    with pytest.raises(LeaseLost):
        do(first)
    with uses.reading() as session:
        assert due.waiting(session, "pulse.close", 1) == []
    do(second)
    assert waiting(uses) == []


def test_a_lost_lease_gives_nothing_back_either(uses: Uses) -> None:
    plan(uses)
    (first,) = claim(uses)
    claim(uses, real=REAL + 2 * LEASE)
    with uses.writing() as session:
        due.release(session, [first])
    assert claim(uses, real=REAL + 2 * LEASE) == []
    for settle in (due.give_up, lambda session, work, why: due.try_again(session, work, REAL, why)):
        with pytest.raises(LeaseLost), uses.writing() as session:
            settle(session, first, "late")


def test_work_is_finished_once(uses: Uses) -> None:
    plan(uses)
    (work,) = claim(uses)
    with uses.writing() as session:
        due.finish(session, work)
    with pytest.raises(LeaseLost), uses.writing() as session:
        due.finish(session, work)


def test_what_failed_is_tried_again_at_its_time_and_not_before(uses: Uses) -> None:
    plan(uses)
    (work,) = claim(uses)
    again = REAL + timedelta(seconds=5)
    with uses.writing() as session:
        due.try_again(session, work, again, "slow")
    assert claim(uses, real=again - timedelta(seconds=1)) == []
    (work,) = claim(uses, real=again)
    assert work.attempt == 2


def test_work_that_was_given_up_stays_where_it_is(uses: Uses) -> None:
    plan(uses)
    (work,) = claim(uses)
    with uses.writing() as session:
        due.give_up(session, work, "no use")
    assert claim(uses, real=REAL + 2 * LEASE) == []
    assert not plan(uses)


def test_work_that_was_not_begun_is_given_back_without_costing_an_attempt(uses: Uses) -> None:
    plan(uses)
    works = claim(uses)
    with uses.writing() as session:
        due.release(session, works)
    assert [work.attempt for work in claim(uses)] == [1]


def test_eight_threads_share_work_and_nobody_gets_the_same_twice(uses: Uses) -> None:
    for subject in range(200):
        plan(uses, subject)
    taken: list[int] = []
    start = threading.Barrier(8)

    def take() -> None:
        start.wait()
        while works := claim(uses, most=7):
            taken.extend(work.id for work in works)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 200
