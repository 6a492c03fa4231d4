"""The bot was down while things fell due: what is still useful comes once, what is stale is left out with a record."""

from datetime import date

import pytest
from playing import answer, start_initiative, texts
from sqlalchemy import text

FIRST = date(2026, 3, 10)


@pytest.fixture
def started(sandbox, bot, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    return ward


def invited(started) -> list[int]:
    """How many messages people in London, New York and Tokyo have; all four of each have as many."""
    counts = [len(person.inbox()) for person in started.staff]
    assert counts == counts[:3] * 4
    return counts[:3]


def test_two_days_late_everyone_is_invited_once_at_work_and_nobody_reminded_at_once(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 12, 11, 0)  # the last day; the pulse should have opened two days ago
    bot.settle()
    assert invited(started) == [1, 0, 0]
    clock.go_to(2026, 3, 12, 12, 0)  # 08:00 in New York; in Tokyo nobody works any more before the closing
    bot.settle()
    assert invited(started) == [1, 1, 0]
    for number in (0, 1, 3, 4, 6):
        answer(sandbox, started.staff[number], 4)
    clock.go_to(2026, 3, 12, 18, 0)
    bot.settle()
    assert "5 of 12 people answered" in sandbox.posts(started)[-1].text
    assert invited(started) == [1, 1, 0]


def test_a_pulse_whose_time_has_passed_is_left_out_and_the_next_one_comes(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 14, 9, 0)
    bot.settle()
    assert not any(person.inbox() for person in started.staff)
    with bot.database.engine.connect() as connection:
        outcome = connection.execute(text("SELECT outcome FROM due_work WHERE what = 'pulse.open' AND state = 'done'"))
        assert outcome.scalars().all() == ["its time had passed"]
    clock.go_to(2026, 3, 24, 15, 0)
    bot.settle()
    assert invited(started) == [1, 1, 0]
    clock.go_to(2026, 3, 24, 23, 0)  # 08:00 on the next day in Tokyo
    bot.settle()
    assert invited(started) == [1, 1, 1]


def test_reminders_that_waited_until_the_pulse_had_closed_are_not_sent(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 10, 14, 0)
    bot.settle()
    clock.go_to(2026, 3, 13, 9, 0)
    bot.settle()
    assert invited(started) == [1, 1, 0]
    assert "Fewer than five people answered" in texts(sandbox.posts(started))[-1]
