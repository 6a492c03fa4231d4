"""What people see of what is held on them: they look, take it along, are erased, and come back."""

import json
from datetime import date

import pytest
from playing import answer, invitation_of, start_initiative

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def started(sandbox, bot, clock, ward):
    """An initiative whose first pulse is open."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10))
    bot.settle()
    clock.go_to(2026, 3, 10, 15, 0)
    bot.settle()
    return ward


def told(sandbox, person, channel, text: str):
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash("/uptake", text, channel=channel).error == ""
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1]


def modal_says(sandbox, person, words: str) -> str:
    sandbox.wait_for(lambda: person.modal is not None and words in str(person.modal.blocks))
    return str(person.modal.blocks)


def erase(sandbox, person, channel) -> None:
    assert person.press(told(sandbox, person, channel, "me"), "me:erase").error == ""
    assert "totals that nobody can take apart" in modal_says(sandbox, person, "coded mark")
    person.submit()
    assert "You are erased" in str(person.modal.blocks)
    person.close_modal()


def test_a_nurse_sees_what_is_held_and_gets_it_as_a_file(sandbox, bot, started):
    nurse = started.staff[3]
    answer(sandbox, nurse, 4)
    shown = str(told(sandbox, nurse, started, "me").blocks)
    assert nurse.name in shown
    assert "that you were asked and have answered" in shown
    nurse.press(sandbox.ephemerals(nurse, started)[-1], "me:export")
    modal_says(sandbox, nurse, "The file is in your messages")
    (file,) = nurse.inbox()[-1].files
    held = json.loads(file.content)
    assert held["person"] == nurse.id
    assert held["held"]["open_pulse"]["rows"][0]["answered"] is True


def test_everyone_can_read_what_is_kept(sandbox, bot, started):
    shown = str(told(sandbox, started.staff[5], started, "privacy").blocks)
    assert "running totals per team" in shown
    assert f"<@{started.staff[0].id}>" in shown


def test_who_was_erased_gets_nothing_but_a_way_back(sandbox, bot, clock, started):
    nurse = started.staff[3]
    erase(sandbox, nurse, started)
    bot.settle()
    before = len(nurse.inbox())
    old = invitation_of(nurse)
    nurse.press(old, "pulse:open_checkin")
    sandbox.wait_for(lambda: "asked to be erased" in str(sandbox.ephemerals(nurse)[-1:]))
    assert nurse.modal is None
    assert "asked to be erased" in str(nurse.open_home().blocks)
    clock.go_to(2026, 3, 24, 15, 0)
    bot.settle()
    assert len(nurse.inbox()) == before, "neither a reminder nor the next pulse"

    said = told(sandbox, nurse, started, "me")
    nurse.press(said, "me:come_back")
    sandbox.wait_for(lambda: "Welcome back" in sandbox.ephemerals(nurse, started)[-1].text)
    clock.go_to(2026, 4, 7, 15, 0)
    bot.settle()
    assert len(nurse.inbox()) == before + 1


def test_a_lead_is_asked_to_hand_over_first(sandbox, bot, started):
    lead = started.staff[0]
    lead.press(told(sandbox, lead, started, "me"), "me:erase")
    sandbox.wait_for(lambda: "/uptake handover" in sandbox.ephemerals(lead, started)[-1].text)
    assert lead.modal is None
