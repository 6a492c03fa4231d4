"""The outbox: queued once, one message per recipient at a time, held by one sender, never lost."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.domain.delivery import SECONDS_PER_CHANNEL, Fate, Outcome, Post, Priority, State
from bot.services.ports import Uses
from storage import outbox, pace
from storage.outbox import Claimed, Settlement
from storage.outbox_table import OutboxRow

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
REAL = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
LEASE = timedelta(seconds=40)
SECOND = timedelta(seconds=1)
POSTED = Outcome(Fate.POSTED, ts="1.000001", channel="D1")


def post(key: str, recipient: str = "U1", priority: Priority = Priority.INVITATION, wave_id: int | None = None) -> Post:
    return Post("pulse.invitation", recipient, {"wave": 1}, key, priority, initiative_id=5, wave_id=wave_id)


def queue(uses: Uses, *posts: Post, not_before: datetime = NOW, expires: datetime | None = None) -> int:
    with uses.writing() as session:
        return outbox.queue(session, [(each, not_before, expires) for each in posts])


def claim(uses: Uses, *, now: datetime = NOW, real: datetime = REAL, most: int = 50) -> list[Claimed]:
    with uses.writing() as session:
        return outbox.claim(session, now=now, real_now=real, lease=LEASE, most=most)


def settle(uses: Uses, *settlements: Settlement, real: datetime = REAL) -> list[Settlement]:
    with uses.writing() as session:
        return outbox.settle(session, settlements, real)


def row(uses: Uses, key: str) -> dict[str, Any]:
    with uses.reading() as session:
        return session.exec(select(OutboxRow).where(col(OutboxRow.unique_key) == key)).one().model_dump()


def keys(uses: Uses, claimed: Sequence[Claimed]) -> list[str]:
    with uses.reading() as session:
        by_id = dict(session.exec(select(OutboxRow.id, OutboxRow.unique_key)).all())
    return [by_id[each.id] for each in claimed]


def test_a_message_with_the_same_key_is_queued_once(uses: Uses) -> None:
    assert queue(uses, post("a"), post("b", "U2")) == 2
    assert queue(uses, post("a", "U9"), post("c", "U3")) == 1
    assert row(uses, "a")["recipient"] == "U1"


def test_thousands_of_messages_are_queued_at_once(uses: Uses) -> None:
    assert queue(uses, *(post(f"k{number}", f"U{number}") for number in range(2500))) == 2500


def test_each_message_carries_a_token_of_its_own(uses: Uses) -> None:
    queue(uses, post("a"), post("b", "U2"))
    tokens = {each.token for each in claim(uses)}
    assert len(tokens) == 2
    assert "" not in tokens


def test_one_message_per_recipient_is_out_at_a_time(uses: Uses) -> None:
    queue(uses, post("a"), post("b"), post("c", "U2"))
    assert keys(uses, claim(uses)) == ["a", "c"]
    assert claim(uses) == []


def test_the_next_message_to_the_same_recipient_waits_a_second_after_the_post(uses: Uses) -> None:
    queue(uses, post("a"), post("b"))
    (first,) = claim(uses)
    settle(uses, Settlement(first, State.SENT, outcome=POSTED), real=REAL + SECOND)
    busy_until = REAL + SECOND + timedelta(seconds=SECONDS_PER_CHANNEL)
    assert claim(uses, real=busy_until - timedelta(milliseconds=1)) == []
    assert keys(uses, claim(uses, real=busy_until)) == ["b"]


def test_an_attempt_without_a_post_leaves_the_recipient_free(uses: Uses) -> None:
    queue(uses, post("a"), post("b"))
    (first,) = claim(uses)
    settle(uses, Settlement(first, State.DROPPED, "too late"))
    assert keys(uses, claim(uses)) == ["b"]


def test_the_most_urgent_goes_first_then_the_oldest(uses: Uses) -> None:
    queue(uses, post("late", "U1", Priority.REMINDER))
    queue(uses, post("mid", "U2"), not_before=NOW - SECOND)
    queue(uses, post("old", "U3"), not_before=NOW - 2 * SECOND)
    queue(uses, post("now", "U4", Priority.ANSWER))
    assert keys(uses, claim(uses, most=3)) == ["now", "old", "mid"]
    assert keys(uses, claim(uses)) == ["late"]


def test_a_recipient_with_many_messages_does_not_keep_others_waiting(uses: Uses) -> None:
    queue(uses, *(post(f"a{number}", "U1", Priority.ANSWER) for number in range(30)), post("b", "U2"))
    assert keys(uses, claim(uses, most=5)) == ["a0", "b"]


def test_a_look_tells_whether_anything_could_be_taken(uses: Uses) -> None:
    def has_free(real: datetime = REAL) -> bool:
        with uses.reading() as session:
            return outbox.has_free(session, NOW, real)

    queue(uses, post("a"), post("b"))
    assert has_free()
    (first,) = claim(uses)
    assert not has_free(), "its recipient is busy"
    settle(uses, Settlement(first, State.WAITING, "slow", retry_at=REAL + 9 * SECOND))
    assert keys(uses, claim(uses)) == ["b"]
    assert not has_free(REAL + SECOND), "a waits for its moment, b is held"
    assert has_free(REAL + LEASE + 9 * SECOND)


def test_nothing_goes_out_before_its_time(uses: Uses) -> None:
    queue(uses, post("a"), not_before=NOW + SECOND)
    with uses.reading() as session:
        assert not outbox.has_waiting(session, NOW)
        assert outbox.has_waiting(session, NOW + SECOND)
    assert claim(uses) == []
    assert keys(uses, claim(uses, now=NOW + SECOND)) == ["a"]


def test_an_expired_message_still_comes_into_hand_so_that_it_is_dropped_with_a_record(uses: Uses) -> None:
    queue(uses, post("a"), expires=NOW + SECOND)
    (claimed,) = claim(uses, now=NOW + timedelta(days=1))
    assert claimed.expires == NOW + SECOND
    settle(uses, Settlement(claimed, State.DROPPED, "too late"))
    assert (row(uses, "a")["state"], row(uses, "a")["reason"]) == ("dropped", "too late")


def test_a_lease_that_ran_out_leaves_a_doubt_since_the_first_attempt(uses: Uses) -> None:
    queue(uses, post("a"))
    (first,) = claim(uses)
    assert first.doubt_since is None
    assert claim(uses, real=REAL + LEASE) == []
    (second,) = claim(uses, real=REAL + LEASE + SECOND)
    (third,) = claim(uses, real=REAL + 2 * LEASE + 2 * SECOND)
    assert [second.doubt_since, third.doubt_since] == [REAL, REAL]
    assert [first.attempt, second.attempt, third.attempt] == [1, 2, 3]


def test_a_message_that_was_given_back_carries_no_doubt(uses: Uses) -> None:
    queue(uses, post("a"))
    (first,) = claim(uses)
    settle(uses, Settlement(first, State.WAITING, was_tried=False))
    (second,) = claim(uses)
    assert (second.doubt_since, second.attempt) == (None, 1)


def test_a_doubt_stays_until_it_is_cleared(uses: Uses) -> None:
    queue(uses, post("a"))
    (first,) = claim(uses)
    settle(uses, Settlement(first, State.WAITING, retry_at=REAL, doubt_since=REAL))
    (second,) = claim(uses, real=REAL + SECOND)
    assert second.doubt_since == REAL


def test_settling_with_a_lost_lease_changes_nothing(uses: Uses) -> None:
    queue(uses, post("a"))
    (first,) = claim(uses)
    (second,) = claim(uses, real=REAL + LEASE + SECOND)
    before = row(uses, "a")
    late = Settlement(first, State.FAILED, "too late", outcome=POSTED)
    assert settle(uses, late) == [late]
    assert row(uses, "a") == before
    assert settle(uses, Settlement(second, State.SENT, outcome=POSTED)) == []
    assert row(uses, "a")["state"] == "sent"


def test_what_was_sent_is_not_taken_again_and_is_found_by_its_key(uses: Uses) -> None:
    queue(uses, post("a"), post("b", "U2"))
    (first, _) = claim(uses)
    settle(uses, Settlement(first, State.SENT, outcome=POSTED))
    assert claim(uses, real=REAL + 3 * SECOND) == []
    with uses.reading() as session:
        assert outbox.where_posted(session, ["a", "b"]) == [("D1", "1.000001")]
        assert outbox.count_by_state(session) == {"sent": 1, "waiting": 1}


def test_a_message_is_tried_again_at_its_time_and_not_before(uses: Uses) -> None:
    queue(uses, post("a"))
    (first,) = claim(uses)
    again = REAL + 5 * SECOND
    settle(uses, Settlement(first, State.WAITING, "slow", retry_at=again))
    assert claim(uses, real=again - SECOND) == []
    assert len(claim(uses, real=again)) == 1


def test_what_could_not_be_delivered_is_counted_by_reason(uses: Uses) -> None:
    queue(uses, *(post(str(number), f"U{number}") for number in range(4)))
    first, second, third, fourth = claim(uses)
    settle(
        uses,
        Settlement(first, State.FAILED, "is_archived"),
        Settlement(second, State.FAILED, "is_archived"),
        Settlement(third, State.UNSURE, "http 500"),
        Settlement(fourth, State.DROPPED, "too late"),
    )
    with uses.reading() as session:
        assert outbox.stuck(session, 5) == {"is_archived": 2, "unsure": 1}
        assert outbox.stuck(session, 6) == {}


def test_the_messages_of_a_wave_are_forgotten_and_no_others(uses: Uses) -> None:
    queue(uses, post("a", wave_id=1), post("b", "U2", wave_id=2), post("c", "U3"))
    with uses.writing() as session:
        outbox.forget_wave(session, 1)
    assert keys(uses, claim(uses)) == ["b", "c"]


def test_eight_threads_share_messages_and_nobody_gets_the_same_twice(uses: Uses) -> None:
    queue(uses, *(post(str(number), f"U{number}") for number in range(300)))
    taken: list[int] = []
    start = threading.Barrier(8)

    def take() -> None:
        start.wait()
        idle = 0
        while idle < 3:
            claimed = claim(uses, most=5)
            idle = 0 if claimed else idle + 1
            taken.extend(each.id for each in claimed)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 300


def test_two_senders_at_once_that_hold_the_pace_never_have_two_messages_for_one_recipient(uses: Uses) -> None:
    queue(uses, *(post(f"{number}:{turn}", f"U{number}") for number in range(30) for turn in range(4)))
    taken: list[str] = []
    start = threading.Barrier(4)

    def take() -> None:
        start.wait()
        for _ in range(10):
            with uses.writing() as session:
                pace.hold_pace(session, "chat.postMessage", {})
                claimed = outbox.claim(session, now=NOW, real_now=REAL, lease=LEASE, most=4)
            taken.extend(each.recipient for each in claimed)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(set(taken))
