"""What people see of what is held on them: they look, take it along, are erased, and come back."""

import json
import logging
from datetime import date

import pytest
from database_bytes import traces
from playing import answer, ask_everybody, invitation_of, start_initiative, texts

from bot.logs import set_up_logging
from bot.records import RecordsProblem, export_of, log_of

sqlite = pytest.mark.parametrize("kind", ["sqlite"])
FIRST = date(2026, 3, 10)


@pytest.fixture
def database_url(unused_database_url):
    """Databases whose files hold nothing of an earlier test."""
    return unused_database_url


@pytest.fixture
def started(sandbox, bot, clock, ward):
    """An initiative whose first pulse is open."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    open_pulse(bot, clock)
    return ward


def open_pulse(bot, clock) -> None:
    bot.settle()
    ask_everybody(bot, clock, 2026, 3, 10)


def told(sandbox, person, channel, text: str):
    """What the person alone sees in answer to /uptake."""
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash("/uptake", text, channel=channel).error == ""
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1]


def modal_says(sandbox, person, words: str) -> str:
    sandbox.wait_for(lambda: person.modal is not None and words in str(person.modal.blocks))
    return str(person.modal.blocks)


def file_about(sandbox, person, channel) -> str:
    """The file of what is held on somebody, as they get it."""
    assert person.press(told(sandbox, person, channel, "me"), "me:export").error == ""
    modal_says(sandbox, person, "The file is in your messages")
    person.close_modal()
    (file,) = person.inbox()[-1].files
    return file.content.decode()


def erase(sandbox, person, channel) -> str:
    """Somebody erases themselves; gives what they read before."""
    assert person.press(told(sandbox, person, channel, "me"), "me:erase").error == ""
    said = modal_says(sandbox, person, "coded mark")
    assert "totals that nobody can take apart" in said
    person.submit()
    assert "You are erased" in str(person.modal.blocks)
    person.close_modal()
    return said


@sqlite
def test_people_read_what_is_kept_see_their_own_and_get_it_as_a_file(sandbox, bot, started):
    lead, nurse = started.staff[0], started.staff[3]
    promises = told(sandbox, nurse, started, "privacy")
    kept = str(promises.blocks)
    assert "running totals per team" in kept
    assert f"<@{lead.id}>" in kept
    answer(sandbox, nurse, 4)
    nurse.press_text(promises, "See what is held on you")
    sandbox.wait_for(lambda: "Get it as a file" in str(sandbox.ephemerals(nurse, started)[-1].blocks))
    shown = str(sandbox.ephemerals(nurse, started)[-1].blocks)
    assert nurse.name in shown
    assert "that you were asked and have answered" in shown
    held = json.loads(file_about(sandbox, nurse, started))
    assert held["person"] == nurse.id
    assert held["held"]["open_pulse"]["rows"][0]["answered"] is True
    lead.press(told(sandbox, lead, started, "me"), "me:erase")
    sandbox.wait_for(lambda: "/uptake handover" in sandbox.ephemerals(lead, started)[-1].text)
    assert lead.modal is None, "they are asked to hand over first"


@sqlite
def test_it_is_all_there_on_home_too(sandbox, bot, started):
    nurse = started.staff[3]
    nurse.press_text(nurse.open_home(), "What Uptake keeps")
    modal_says(sandbox, nurse, "running totals per team")
    nurse.press_text(nurse.modal, "See what is held on you")
    modal_says(sandbox, nurse, "that you were asked")
    nurse.press_text(nurse.modal, "Get it as a file")
    modal_says(sandbox, nurse, "The file is in your messages")
    nurse.close_modal()
    nurse.press_text(nurse.open_home(), "What is held on you")
    modal_says(sandbox, nurse, "that you were asked")
    nurse.press_text(nurse.modal, "Erase me")
    modal_says(sandbox, nurse, "coded mark")
    nurse.submit()
    assert "You are erased" in str(nurse.modal.blocks)


def name_as_approver(sandbox, bot, lead, person, channel) -> None:
    """The lead names somebody as the one who must agree to the questions; they do."""
    lead.press_text(told(sandbox, lead, channel, "settings"), "Change settings")
    sandbox.wait_for(lambda: lead.modal)
    lead.fill("approver", [person])
    lead.submit()
    lead.close_modal()
    bot.settle()
    person.press_text(person.inbox()[-1], "Agree to these questions")
    sandbox.wait_for(lambda: "You agreed" in person.inbox()[-1].text)
    bot.settle()


def test_of_who_was_erased_nothing_is_left_and_their_answers_count(
    sandbox, bot, clock, ward, story_database, databases, caplog
):
    """A champion who had to agree to the questions, answered and took her file along: no file or log names her."""
    set_up_logging("DEBUG")
    caplog.set_level(logging.DEBUG)
    lead, sara = ward.staff[0], sandbox.add_person("Sara Quillfeather", tz="Europe/London")
    sandbox.join(ward, sara)
    words = [sara.id, sara.name, sara.real_name]
    start_initiative(sandbox, lead, ward, first_on=FIRST, champions=[sara])
    name_as_approver(sandbox, bot, lead, sara, ward)
    open_pulse(bot, clock)
    for person in ward.staff[1:6]:
        answer(sandbox, person, 3)
    answer(sandbox, sara, 5)
    file_about(sandbox, sara, ward)
    before = traces(databases, bot.database, words)
    assert before[sara.id] > 0
    assert before[sara.name] > 0

    assert "You must agree to the questions of bedside handover" in erase(sandbox, sara, ward)
    bot.settle()
    assert traces(databases, bot.database, words) == dict.fromkeys(words, 0)
    assert "takes no part in Uptake any more" in lead.inbox()[-1].text, "somebody else must agree from now on"
    handed_out = [export_of(story_database, lead.id), *log_of(story_database), file_about(sandbox, lead, ward)]
    assert not [word for word in words for text in handed_out if word in text]
    assert any("somebody who was erased  me.erase" in line for line in log_of(story_database))
    with pytest.raises(RecordsProblem):
        export_of(story_database, sara.id)

    clock.go_to(2026, 3, 13, 12, 0)
    bot.settle()
    result = sandbox.posts(ward)[-1]
    assert "6 of 13 people answered" in result.text
    assert "3.3" in str(result.blocks), "five times 3 and once 5"
    had = len(ward.staff[7].inbox()), len(sara.inbox())
    clock.go_to(2026, 3, 24, 15, 0)
    bot.settle()
    has = len(ward.staff[7].inbox()), len(sara.inbox())
    assert has == (had[0] + 1, had[1]), "the next pulse asks everybody else"
    assert traces(databases, bot.database, words) == dict.fromkeys(words, 0)
    assert not [word for word in words if word in caplog.text]
    assert "erased:" not in str([*texts(lead.inbox()), *texts(sandbox.posts(ward))])


@sqlite
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
