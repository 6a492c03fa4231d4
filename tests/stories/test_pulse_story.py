"""A pulse's whole life, in three time zones across a change of clocks."""

import re
from datetime import date

import pytest
from playing import answer, fill_checkin, invitation_of, open_form, start_initiative, texts

from bot.sandbox.faults import Fault

HANDOVER = "How is bedside handover going for you? 5 short questions, about a minute."
FIRST = date(2026, 3, 24)

pytestmark = pytest.mark.parametrize(
    ("kind", "bots"),
    [("sqlite", 1), ("postgresql", 1), ("postgresql", 2), ("sqlite", 2)],
    ids=["sqlite", "postgresql", "two bots on postgresql", "two bots on sqlite"],
)


@pytest.fixture
def started(sandbox, bot, ward):
    """An initiative whose first pulse opens on Tuesday 24 March 2026, 10:00, for six days: London's clocks change."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST, open_days="7")
    bot.settle()
    return ward


def test_the_channel_hears_what_was_started_and_what_to_do_next(sandbox, started):
    (told,) = sandbox.posts(started)
    assert told.text.startswith("We are starting bedside handover")
    assert "Three things to do next" in str(told.blocks)
    assert "Tuesday 24 March" in str(told.blocks)


def test_a_wave_travels_from_the_clock_to_slack_and_back(sandbox, bot, clock, started):
    london, york, tokyo = (started.staff[n::3] for n in range(3))

    clock.go_to(2026, 3, 24, 0, 59)
    bot.settle()
    assert not any(person.inbox() for person in started.staff)

    clock.go_to(2026, 3, 24, 1, 0)  # 10:00 in Tokyo
    bot.settle()
    assert [texts(person.inbox()) for person in tokyo] == [[HANDOVER]] * 4
    assert not any(person.inbox() for person in london + york)

    clock.go_to(2026, 3, 24, 10, 0)  # 10:00 in London, still on winter time
    bot.settle()
    assert [texts(person.inbox()) for person in london] == [[HANDOVER]] * 4
    assert not any(person.inbox() for person in york)

    clock.go_to(2026, 3, 24, 14, 0)  # 10:00 in New York, on summer time already
    bot.settle()
    assert [texts(person.inbox()) for person in york] == [[HANDOVER]] * 4

    for person in london + york:
        answer(sandbox, person, 4, comment=f"A thought of {person.name}.")
    sandbox.wait_for(lambda: all("Thank you" in person.inbox()[-1].text for person in london + york))

    clock.go_to(2026, 3, 30, 1, 0)  # the last day, 10:00 in Tokyo
    bot.settle()
    assert [len(person.inbox()) for person in tokyo] == [2] * 4
    assert "closes on Tuesday 31 March, 02:00" in tokyo[0].inbox()[-1].text

    clock.go_to(2026, 3, 30, 14, 0)  # 10:00 in New York: they have answered, so nobody is reminded
    bot.settle()
    assert [len(person.inbox()) for person in london + york] == [1] * 8

    clock.go_to(2026, 3, 30, 16, 59)  # 17:59 in London, which is on summer time now
    bot.settle()
    assert len(sandbox.posts(started)) == 1

    clock.go_to(2026, 3, 30, 17, 0)
    bot.settle()
    result = sandbox.posts(started)[-1]
    assert result.text == "The bedside handover pulse has closed. 8 of 12 people answered."
    assert "A thought of" in str(result.blocks)
    clock.wait(days=1)
    bot.settle()
    assert len(sandbox.posts(started)) == 2
    assert [len(person.inbox()) for person in started.staff] == [1, 1, 2] * 4


def test_a_second_form_from_another_device_changes_nothing_and_says_so(sandbox, bot, clock, started):
    nurse = started.staff[3]
    clock.go_to(2026, 3, 24, 10, 0)
    bot.settle()
    sandbox.faults.plan("chat.update", Fault.error("message_not_found"), times=1)
    sandbox.faults.plan("interactive", Fault.duplicate(3), match=lambda payload: payload["type"] == "view_submission")
    open_form(sandbox, nurse)
    fill_checkin(nurse, 5)
    nurse.submit()
    said = str(nurse.modal.blocks)  # of four copies of the form, any one may be the first to be answered
    assert "Thank you" in said or "already answered" in said
    nurse.close_modal()
    nurse.press(invitation_of(nurse), "pulse:open_checkin")
    said = sandbox.wait_for(lambda: sandbox.ephemerals(nurse))
    assert "already answered" in said[-1].text
    assert nurse.modal is None
    clock.go_to(2026, 3, 24, 15, 0)
    bot.settle()
    for person in [*started.staff[0:3], *started.staff[4:6]]:
        clock.go_to(2026, 3, 25, 0, 0)
        bot.settle()
        answer(sandbox, person, 3)
    clock.go_to(2026, 3, 30, 17, 0)
    bot.settle()
    result = str(sandbox.posts(started)[-1].blocks)
    assert "6 of 12" in result
    assert "3.3" in result


def test_a_form_sent_after_closing_is_refused_kindly(sandbox, bot, clock, started):
    nurse = started.staff[0]
    clock.go_to(2026, 3, 24, 10, 0)
    bot.settle()
    open_form(sandbox, nurse)
    fill_checkin(nurse, 2)
    clock.go_to(2026, 3, 30, 17, 0)
    bot.settle()
    nurse.submit()
    assert "has closed" in str(nurse.modal.blocks)
    assert "Fewer than five people answered" in sandbox.posts(started)[-1].text


def test_who_joins_mid_wave_is_told_kindly_and_belongs_to_the_next(sandbox, bot, clock, started):
    clock.go_to(2026, 3, 24, 10, 0)
    bot.settle()
    newcomer = sandbox.add_person("New Nurse", tz="Europe/London")
    sandbox.join(started, newcomer)
    lead = started.staff[0]
    sandbox.wait_for(lambda: _people_in(sandbox, lead, started) == 13)
    bot.settle()
    assert newcomer.inbox() == []
    newcomer.slash("/pulse")
    said = sandbox.wait_for(lambda: sandbox.ephemerals(newcomer))
    assert "joined after this pulse had begun" in said[-1].text
    clock.go_to(2026, 3, 30, 17, 0)
    bot.settle()
    clock.go_to(2026, 4, 7, 10, 0)
    bot.settle()
    assert texts(newcomer.inbox()) == [HANDOVER]


def test_not_this_time_stops_the_reminder_and_leaves_a_way_back(sandbox, bot, clock, started):
    nurse = started.staff[0]
    clock.go_to(2026, 3, 24, 10, 0)
    bot.settle()
    nurse.press(invitation_of(nurse), "pulse:skip_checkin")
    sandbox.wait_for(lambda: "left out" in nurse.inbox()[-1].text)
    clock.go_to(2026, 3, 30, 10, 0)
    bot.settle()
    assert len(nurse.inbox()) == 1
    answer(sandbox, nurse, 4)


def _people_in(sandbox, lead, channel) -> int:
    """How many people take part, as /uptake status says."""
    seen = len(sandbox.ephemerals(lead, channel))
    lead.slash("/uptake", "status", channel=channel)
    sandbox.wait_for(lambda: len(sandbox.ephemerals(lead, channel)) > seen)
    return int(re.search(r"(\d+) people take part", str(sandbox.ephemerals(lead, channel)[-1].blocks)).group(1))
