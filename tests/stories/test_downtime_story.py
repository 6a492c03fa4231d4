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


def test_a_day_late_everyone_is_invited_once_and_nobody_reminded_at_once(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 12, 11, 0)  # the last day; the pulse should have opened two days ago
    bot.settle()
    assert [len(person.inbox()) for person in started.staff] == [1] * 12
    for person in started.staff[:5]:
        answer(sandbox, person, 4)
    clock.go_to(2026, 3, 12, 18, 0)
    bot.settle()
    assert "5 of 12 people answered" in sandbox.posts(started)[-1].text
    assert [len(person.inbox()) for person in started.staff] == [1] * 12


def test_a_pulse_whose_time_has_passed_is_left_out_and_the_next_one_comes(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 14, 9, 0)
    bot.settle()
    assert not any(person.inbox() for person in started.staff)
    with bot.database.engine.connect() as connection:
        outcome = connection.execute(text("SELECT outcome FROM due_work WHERE what = 'pulse.open' AND state = 'done'"))
        assert outcome.scalars().all() == ["its time had passed"]
    clock.go_to(2026, 3, 24, 15, 0)
    bot.settle()
    assert [len(person.inbox()) for person in started.staff] == [1] * 12


def test_reminders_that_waited_until_the_pulse_had_closed_are_not_sent(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 10, 14, 0)
    bot.settle()
    clock.go_to(2026, 3, 13, 9, 0)
    bot.settle()
    assert [len(person.inbox()) for person in started.staff] == [1] * 12
    assert "Fewer than five people answered" in texts(sandbox.posts(started))[-1]
