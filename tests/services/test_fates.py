"""What follows from each fate of a message: sent, tried again, given up, or parked as unsure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.domain.delivery import MOST_ATTEMPTS, Fate, Outcome, State
from bot.services.attempts import Attempt
from bot.services.delivery import conclude
from storage.outbox import Claimed, Settlement

NOW = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
CLAIMED = NOW - timedelta(seconds=3)
EARLIER = NOW - timedelta(minutes=5)
ROW = Claimed(1, "kind", "U1", {}, None, None, 1, "lease", NOW + timedelta(seconds=37), CLAIMED, None, "token")
LAST = replace(ROW, attempt=MOST_ATTEMPTS)
DOUBTED = replace(ROW, doubt_since=EARLIER)
LAST_DOUBTED = replace(LAST, doubt_since=EARLIER)


def concluded(row: Claimed, fate: Fate, retry_after: float = 0.0, *, was_tried: bool = True) -> Settlement:
    outcome = Outcome(fate, "reason", ts="1.0", channel="C1", retry_after=retry_after)
    return conclude(Attempt(row, outcome, was_tried=was_tried), NOW, Random(1))


CASES = [
    (ROW, Fate.POSTED, State.SENT, None),
    (DOUBTED, Fate.POSTED, State.SENT, None),
    (ROW, Fate.NEVER, State.FAILED, None),
    (LAST, Fate.NEVER, State.FAILED, None),
    (ROW, Fate.NOT_NOW, State.WAITING, None),
    (DOUBTED, Fate.NOT_NOW, State.WAITING, EARLIER),
    (LAST, Fate.NOT_NOW, State.FAILED, None),
    (LAST_DOUBTED, Fate.NOT_NOW, State.UNSURE, EARLIER),
    (ROW, Fate.UNKNOWN, State.WAITING, CLAIMED),
    (DOUBTED, Fate.UNKNOWN, State.WAITING, EARLIER),
    (LAST, Fate.UNKNOWN, State.UNSURE, CLAIMED),
    (LAST_DOUBTED, Fate.UNKNOWN, State.UNSURE, EARLIER),
    (DOUBTED, Fate.UNSURE, State.UNSURE, EARLIER),
    (ROW, Fate.TOO_FAST, State.WAITING, None),
    (LAST, Fate.TOO_FAST, State.WAITING, None),
    (LAST_DOUBTED, Fate.TOO_FAST, State.WAITING, EARLIER),
    (ROW, Fate.UNWANTED, State.DROPPED, None),
    (LAST, Fate.UNWANTED, State.DROPPED, None),
]


@pytest.mark.parametrize(("row", "fate", "state", "doubt"), CASES)
def test_a_fate_decides_what_becomes_of_the_message(
    row: Claimed, fate: Fate, state: State, doubt: datetime | None
) -> None:
    ended = concluded(row, fate, 7.0)
    assert (ended.row, ended.state, ended.doubt_since) == (row, state, doubt)


def test_every_fate_has_its_cases() -> None:
    assert {fate for _, fate, _, _ in CASES} == set(Fate)


def test_only_a_posted_message_keeps_where_it_stands() -> None:
    assert concluded(ROW, Fate.POSTED).outcome == Outcome(Fate.POSTED, "reason", ts="1.0", channel="C1")
    assert all(concluded(ROW, fate).outcome is None for fate in set(Fate) - {Fate.POSTED})


def test_a_refusal_for_speed_costs_no_attempt_and_waits_as_told() -> None:
    ended = concluded(ROW, Fate.TOO_FAST, 7.5)
    assert (ended.was_tried, ended.retry_at) == (False, NOW + timedelta(seconds=7.5))


def test_a_message_that_was_given_back_unsent_costs_no_attempt_and_may_go_at_once() -> None:
    for row in (ROW, LAST_DOUBTED):
        ended = concluded(row, Fate.NOT_NOW, was_tried=False)
        assert (ended.state, ended.was_tried, ended.retry_at) == (State.WAITING, False, None)
        assert ended.doubt_since == row.doubt_since


@pytest.mark.parametrize("fate", [Fate.NOT_NOW, Fate.UNKNOWN])
def test_tries_come_further_apart_and_not_all_at_the_same_moment(fate: Fate) -> None:
    def waits(attempt: int) -> list[timedelta]:
        attempts = [Attempt(replace(ROW, attempt=attempt), Outcome(fate)) for _ in range(200)]
        random = Random(2)
        moments = [conclude(attempt, NOW, random).retry_at for attempt in attempts]
        return [moment - NOW for moment in moments if moment is not None]

    first, tenth = waits(1), waits(MOST_ATTEMPTS - 1)
    assert timedelta(0) <= min(first) <= max(first) <= timedelta(seconds=2)
    assert len(set(first)) > 100
    assert max(tenth) > timedelta(minutes=4)
    assert max(tenth) <= timedelta(minutes=5)


def test_the_reason_is_kept_for_the_lead() -> None:
    for fate in (Fate.NEVER, Fate.UNKNOWN, Fate.NOT_NOW, Fate.UNSURE, Fate.UNWANTED):
        assert concluded(LAST, fate).reason == "reason"
