"""Payloads that come again change nothing; the pace of a method is one row that senders hold in turn."""

import threading
from datetime import UTC, datetime

from bot.services.ports import Uses
from storage import inbox, pace

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_a_payload_is_new_once(uses: Uses) -> None:
    with uses.writing() as session:
        assert inbox.first_time(session, "Ev1", NOW)
        assert not inbox.first_time(session, "Ev1", NOW)
    with uses.writing() as session:
        assert not inbox.first_time(session, "Ev1", NOW)
        assert inbox.first_time(session, "Ev2", NOW)


def test_a_payload_whose_effect_was_undone_is_new_again(uses: Uses) -> None:
    try:
        with uses.writing() as session:
            assert inbox.first_time(session, "Ev1", NOW)
            raise InterruptedError
    except InterruptedError:
        pass
    with uses.writing() as session:
        assert inbox.first_time(session, "Ev1", NOW)


def test_a_payload_that_comes_eight_times_at_once_is_new_once(uses: Uses) -> None:
    new: list[bool] = []
    start = threading.Barrier(8)

    def come() -> None:
        start.wait()
        with uses.writing() as session:
            new.append(inbox.first_time(session, "Ev1", NOW))

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [False] * 7 + [True]


def test_the_pace_begins_with_what_it_is_given_and_keeps_what_was_written(uses: Uses) -> None:
    with uses.writing() as session:
        assert pace.hold_pace(session, "chat.postMessage", {"rate": 5.0}) == {"rate": 5.0}
        pace.keep_pace(session, "chat.postMessage", {"rate": 6.5, "blocked_until": 1.25})
    with uses.writing() as session:
        assert pace.hold_pace(session, "chat.postMessage", {"rate": 5.0}) == {"rate": 6.5, "blocked_until": 1.25}
        assert pace.hold_pace(session, "users.info", {"rate": 1.0}) == {"rate": 1.0}


def test_eight_senders_change_the_pace_one_after_the_other(uses: Uses) -> None:
    start = threading.Barrier(8)

    def count_up() -> None:
        start.wait()
        for _ in range(10):
            with uses.writing() as session:
                numbers = pace.hold_pace(session, "chat.postMessage", {"count": 0})
                pace.keep_pace(session, "chat.postMessage", {"count": numbers["count"] + 1})

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with uses.writing() as session:
        assert pace.hold_pace(session, "chat.postMessage", {}) == {"count": 80}
