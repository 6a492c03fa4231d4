"""People say when they work, that they are away, or that it is not for them; the lead says so for a team."""

from datetime import date

import pytest
from playing import answer, invitation_of, start_initiative

from messages import ids

FIRST = date(2026, 3, 10)

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def started(sandbox, bot, clock, ward):
    """The pulse has been opened on Tuesday, 10 March 2026, and everybody in London has their invitation."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    clock.go_to(2026, 3, 10, 10, 0)
    bot.settle()
    return ward


def choose(sandbox, person, label: str) -> None:
    """Choose something in the menu beside the newest invitation, and wait for what comes of it."""
    message = invitation_of(person)
    pressed = person.press(message, "menu", label)
    assert pressed.error == "", pressed.error
    sandbox.wait_for(lambda: person.modal is not None or message.edited is not None)


def shown(person) -> str:
    return str(person.modal.blocks)


def test_not_for_me_is_said_in_the_message_itself_and_can_be_undone(sandbox, bot, clock, started):
    nurse, lead = started.staff[3], started.staff[0]
    choose(sandbox, nurse, "Not for me")
    said = nurse.inbox()[-1]
    assert said.text == "You get no more messages about bedside handover."
    assert "Nobody is told" in str(said.blocks)
    assert not any("Nurse 3" in str(each.blocks) for each in sandbox.ephemerals(lead, started))
    clock.go_to(2026, 3, 12, 10, 0)
    bot.settle()
    clock.go_to(2026, 3, 24, 10, 0)
    bot.settle()
    assert len(nurse.inbox()) == 1
    assert len(started.staff[6].inbox()) > 2
    nurse.press(nurse.inbox()[-1], "work_time:undo_not_for_me")
    sandbox.wait_for(lambda: "again" in nurse.inbox()[-1].text)
    clock.go_to(2026, 4, 7, 9, 0)
    bot.settle()
    assert "How is bedside handover going for you?" in nurse.inbox()[-1].text


def test_who_undoes_it_at_once_can_answer_from_there(sandbox, bot, started):
    nurse = started.staff[3]
    choose(sandbox, nurse, "Not for me")
    nurse.press(nurse.inbox()[-1], "work_time:undo_not_for_me")
    sandbox.wait_for(lambda: "The open pulse waits for you" in str(nurse.inbox()[-1].blocks))
    answer(sandbox, nurse, 4)


def test_who_said_not_for_me_long_ago_comes_back_from_home(sandbox, bot, clock, started):
    nurse = started.staff[3]
    choose(sandbox, nurse, "Not for me")
    nurse.open_home()
    assert "You get no messages about" in str(nurse.home.blocks)
    assert "You take part in" not in str(nurse.home.blocks)
    nurse.press(nurse.home, "work_time:undo_not_for_me")
    sandbox.wait_for(lambda: "You take part in" in str(nurse.home.blocks))
    assert "You get no messages about" not in str(nurse.home.blocks)


def test_an_absence_is_said_in_two_presses_and_nothing_comes_until_the_day_after(sandbox, bot, clock, started):
    nurse = started.staff[3]
    choose(sandbox, nurse, "I'm away ...")
    assert "Messages come again on the day after" in shown(nurse)
    nurse.fill("away_until", "2026-03-09")
    nurse.submit()
    assert nurse.modal.errors == {"away_until": "That day has passed. Pick today or a later day."}
    nurse.fill("away_until", "2026-03-24")
    assert nurse.submit().error == ""
    assert "You are away up to and on Tuesday 24 March" in shown(nurse)
    nurse.close_modal()
    clock.go_to(2026, 3, 12, 10, 0)
    bot.settle()
    clock.go_to(2026, 3, 24, 10, 0)
    bot.settle()
    assert len(nurse.inbox()) == 1
    clock.go_to(2026, 3, 25, 8, 0)
    bot.settle()
    assert len(nurse.inbox()) == 2


def test_hours_and_absences_are_changed_from_home(sandbox, bot, clock, started):
    nurse = started.staff[3]
    nurse.open_home()
    assert "in your working hours only: Monday to Friday, 08:00 to 18:00." in str(nurse.home.blocks)
    nurse.press(nurse.home, "work_time:open_my_time")
    sandbox.wait_for(lambda: nurse.modal is not None)
    nurse.fill("days", ["Tuesday", "Thursday", "Saturday"])
    nurse.fill("begins", "20:00")
    nurse.fill("ends", "07:00")
    nurse.fill("away_until", "2026-03-13")
    assert nurse.submit().error == ""
    assert "Tuesday, Thursday and Saturday, 20:00 to 07:00 the next morning" in shown(nurse)
    nurse.close_modal()
    nurse.open_home()
    assert "You are away up to and on Friday 13 March" in str(nurse.home.blocks)
    nurse.press(nurse.home, "work_time:open_my_time")
    sandbox.wait_for(lambda: nurse.modal is not None)
    nurse.fill("is_back", ["I'm back: write to me again"])
    nurse.fill("as_above", ["Use my team's hours again"])
    assert nurse.submit().error == ""
    assert "Monday to Friday, 08:00 to 18:00" in shown(nurse)
    assert "You aren't away" in shown(nurse)


def test_the_lead_gives_a_team_its_hours_and_holidays(sandbox, bot, clock, started):
    lead = started.staff[0]
    lead.open_home()
    lead.press(lead.home, ids.MENU, "Hours and holidays")
    sandbox.wait_for(lambda: lead.modal is not None)
    lead.fill("days", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
    lead.fill("begins", "20:00")
    lead.fill("ends", "07:00")
    lead.fill("region", "GB-ENH")
    lead.submit()
    assert lead.modal.errors["region"] == ("We don't know “GB-ENH”. Did you mean GB-ENG (England, United Kingdom)?")
    lead.fill("region", "GB-ENG")
    assert lead.submit().error == ""
    assert "Everyone: every day, 20:00 to 07:00 the next morning." in shown(lead)
    assert "It holds a day after that, and never begins while a pulse is open." in shown(lead)
    lead.close_modal()
    bot.settle()
    told = sandbox.posts(started)[-1]
    assert "everyone can get messages about bedside handover at other hours: every day, 20:00" in told.text
    clock.wait(minutes=1)
    bot.settle()
    lead.slash("/uptake", "settings", channel=started)
    settings = sandbox.wait_for(lambda: sandbox.ephemerals(lead, started))[-1]
    assert "while people work: Monday to Friday, 08:00 to 18:00" in str(settings.blocks)
    clock.go_to(2026, 3, 13, 12, 0)  # The pulse has closed by then.
    bot.settle()
    clock.go_to(2026, 3, 24, 19, 59)
    bot.settle()
    before = len(started.staff[3].inbox())
    clock.go_to(2026, 3, 24, 20, 0)
    bot.settle()
    assert len(started.staff[3].inbox()) == before + 1
    lead.slash("/uptake", "settings", channel=started)
    settings = sandbox.wait_for(lambda: sandbox.ephemerals(lead, started))[-1]
    lead.press_text(settings, "Hours and holidays")
    sandbox.wait_for(lambda: lead.modal is not None and "GB-ENG" in str(lead.modal.blocks))
