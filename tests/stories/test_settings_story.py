"""The lead changes settings; staff hear of what they were promised before it changes; a works council must agree."""

from datetime import date

import pytest
from playing import answer, ask_everybody, invitation_of, open_form, start_initiative, texts

from messages import pulse as pulse_messages

FIRST = date(2026, 3, 10)


@pytest.fixture
def started(sandbox, bot, ward):
    """An initiative whose first pulse opens on Tuesday 10 March 2026, 10:00, for three days, every two weeks."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    return ward


def shown(sandbox, person, channel, word: str = "settings"):
    """What the person alone sees in answer to /uptake settings."""
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash("/uptake", word, channel=channel).error == ""
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1]


def change(sandbox, lead, message, button: str = "Change settings", **fields) -> str:
    """Press the button and send the form with these fields changed; gives what the form says then."""
    assert lead.press_text(message, button).error == ""
    sandbox.wait_for(lambda: lead.modal)
    for name, value in fields.items():
        lead.fill(name, value)
    lead.submit()
    return str(lead.modal.errors or lead.modal.blocks)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_promise_changes_only_after_it_was_announced_and_a_wrong_field_loses_nothing(sandbox, bot, clock, started):
    lead, nurse = started.staff[:2]
    seen = shown(sandbox, nurse, started)
    assert "Every two weeks at 10:00" in str(seen.blocks)
    assert "Change settings" not in str(seen.blocks)

    lead.press_text(shown(sandbox, lead, started), "Hours and holidays")
    sandbox.wait_for(lambda: lead.modal)
    lead.fill("ends", "16:00")
    lead.submit()
    assert "holds from the next message on" in str(lead.modal.blocks)
    lead.close_modal(all_of_them=True)
    assert "while people work: Monday to Friday, 08:00 to 16:00" in str(shown(sandbox, nurse, started).blocks)

    wrong = {"every": "weekly", "open_days": "10", "first_on": "2026-03-01", "message_cap": "2", "at": "09:30"}
    change(sandbox, lead, shown(sandbox, lead, started), **wrong)
    assert lead.modal.errors == {
        "first_on": "That day has passed. Pick today or a later day.",
        "open_days": "A weekly pulse can be open for 7 days at most. Pick fewer days, or ask less often.",
    }
    assert "Every two weeks at 10:00" in str(shown(sandbox, nurse, started).blocks)
    lead.fill("open_days", "5")
    lead.fill("first_on", "2026-03-11")
    lead.submit()
    now, later = str(lead.modal.blocks).split("*Planned*")
    assert all(words in now for words in ("Wednesday 11 March", "09:30 instead of 10:00", "at most 2 messages"))
    assert "every week instead of every two weeks" in later
    assert "5 days to answer" in later
    lead.close_modal()

    bot.settle()
    announced = sandbox.posts(started)[-1]
    assert announced.text == "From Tuesday 3 March, some things change for bedside handover:"
    assert "comes every week instead of every two weeks" in str(announced.blocks)
    clock.wait(minutes=1)
    bot.settle()
    clock.wait(hours=23, minutes=59)
    bot.settle()
    assert "Every two weeks at 09:30" in str(shown(sandbox, nurse, started).blocks)
    clock.wait(minutes=1)
    bot.settle()
    holds = str(shown(sandbox, nurse, started).blocks)
    assert "Every week at 09:30" in holds
    assert "5 days to answer" in holds

    change(sandbox, lead, shown(sandbox, lead, started), message_cap="6")
    lead.close_modal()
    bot.settle()
    lead.press_text(shown(sandbox, lead, started, "status"), "Take it back")
    sandbox.wait_for(lambda: "Taken back" in sandbox.ephemerals(lead, started)[-1].text)
    bot.settle()
    assert sandbox.posts(started)[-1].text == "What was announced for bedside handover does not happen after all."
    for day in (11, 18):
        ask_everybody(bot, clock, 2026, 3, day)
        in_london, in_tokyo = started.staff[::3], started.staff[2::3]
        monday = day + 5  # The fifth day is a Sunday, on which nobody works.
        assert all(f"{monday} March, 18:00" in str(invitation_of(person).blocks) for person in in_london)
        assert all(f"{monday + 1} March, 03:00" in str(invitation_of(person).blocks) for person in in_tokyo)
        clock.go_to(2026, 3, monday, 20, 0)
        bot.settle()


@pytest.fixture
def another_version(start_bot, monkeypatch):
    """Put the version after this one in its place, in which a question has other words."""
    caches = (pulse_messages.instrument, pulse_messages.wordings, pulse_messages._fingerprint)
    read = pulse_messages._data

    def reworded(language: str):
        data = read(language)
        rows = [row | ({"text": "I know why we do it."} if row["id"] == "why" else {}) for row in data["items"]]
        return data | {"items": rows}

    def start():
        start_bot.running.pop().stop()
        monkeypatch.setattr(pulse_messages, "_data", reworded)
        for cache in caches:
            cache.cache_clear()
        return start_bot()

    yield start
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def requests(council):
    """What they were asked, without the notes that remind them of it."""
    return [message for message in council.inbox() if not message.text.startswith("Look at the questions")]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_no_pulse_opens_before_a_works_council_agreed_nor_after_a_change(sandbox, bot, clock, started, another_version):
    lead, nurse = started.staff[:2]
    council, guest = sandbox.add_person("Cora Council"), sandbox.add_person("Guest", is_restricted=True)
    assert "can't take part" in change(sandbox, lead, shown(sandbox, lead, started), approver=[guest])
    lead.close_modal()
    assert "can't agree to their own" in change(sandbox, lead, shown(sandbox, lead, started), approver=[lead])
    lead.close_modal()
    change(sandbox, lead, shown(sandbox, lead, started), approver=[council])
    lead.close_modal()
    bot.settle()
    (asked,) = council.inbox()
    assert "Our leaders show us why this matters" in str(asked.blocks)
    clock.go_to(2026, 3, 10, 16, 0)
    bot.settle()
    assert nurse.inbox() == []
    assert "did not open on Tuesday 10 March" in lead.inbox()[-1].text

    council.press_text(asked, "Not yet")
    sandbox.wait_for(lambda: "You said “not yet”" in council.inbox()[0].text)
    bot.settle()
    assert "said “not yet”" in lead.inbox()[-1].text
    assert f"No pulse opens until <@{council.id}> has agreed" in str(shown(sandbox, nurse, started, "status").blocks)
    council.press_text(council.inbox()[0], "Agree after all")
    sandbox.wait_for(lambda: "You agreed" in council.inbox()[0].text)
    bot.settle()
    assert "agreed to the questions" in lead.inbox()[-1].text
    clock.go_to(2026, 3, 24, 16, 0)
    bot.settle()
    open_form(sandbox, nurse)
    assert f"<@{council.id}> agreed to these questions" in str(nurse.modal.blocks)
    nurse.close_modal()
    answer(sandbox, nurse, 4)
    clock.go_to(2026, 3, 27, 18, 0)
    bot.settle()

    bot = another_version()
    clock.go_to(2026, 4, 5, 12, 0)
    bot.settle()
    assert len(requests(council)) == 1, "it is Sunday"
    clock.go_to(2026, 4, 6, 8, 0)
    bot.settle()
    old, new = requests(council)
    assert "I know why we do it." in str(new.blocks)
    council.press_text(old, "Take my agreement back")
    sandbox.wait_for(lambda: sandbox.ephemerals(council))
    assert "The questions have changed since then" in sandbox.ephemerals(council)[-1].text
    clock.go_to(2026, 4, 7, 16, 0)
    bot.settle()
    assert "did not open on Tuesday 7 April" in lead.inbox()[-1].text
    council.press_text(new, "Agree to these questions")
    sandbox.wait_for(lambda: "You agreed" in requests(council)[-1].text)
    bot.settle()

    sandbox.change_person(council, deleted=True)
    sandbox.wait_for(lambda: bot.delivery._counter.has_waiting())
    bot.settle()
    told = lead.inbox()[-1]
    assert "has left" in told.text
    assert "pulses open as planned" in str(told.blocks)
    planned = change(sandbox, lead, told, "Name somebody else", approver=[nurse])
    assert "instead of" in planned
    lead.close_modal()
    bot.settle()
    assert f"<@{nurse.id}> must agree to the questions" in sandbox.posts(started)[-1].text
    clock.wait(minutes=1)
    bot.settle()
    assert "asks you to look at the questions" not in str(texts(nurse.inbox()))
    clock.wait(days=1)
    bot.settle()
    assert "asks you to look at the questions" in nurse.inbox()[-1].text
    questions = shown(sandbox, nurse, started)
    nurse.press_text(questions, "See the questions")
    sandbox.wait_for(lambda: "asks you to look at the questions" in sandbox.ephemerals(nurse, started)[-1].text)
    nurse.press_text(sandbox.ephemerals(nurse, started)[-1], "Agree to these questions")
    sandbox.wait_for(lambda: "You agreed" in sandbox.ephemerals(nurse, started)[-1].text)
    bot.settle()
    assert f"<@{nurse.id}> agreed to the questions" in lead.inbox()[-1].text


def test_the_lead_changes_the_name_and_the_channel_reads_what_it_is_about_now(sandbox, bot, started):
    lead, nurse = started.staff[:2]
    button = "Name and reasons"
    assert button not in str(shown(sandbox, nurse, started).blocks)
    seen = shown(sandbox, lead, started)
    assert "Give the practice a name" in change(sandbox, lead, seen, button, practice=" ", why_better="It is <kinder>.")
    lead.fill("practice", "handover in the room")
    lead.submit()
    assert "The channel is being told" in str(lead.modal.blocks)
    lead.close_modal()
    bot.settle()
    told = sandbox.posts(started)[-1]
    assert told.text == "This is what handover in the room is about now."
    assert "We hand over at the bed, with the patient." in str(told.blocks), "what wasn't touched stays"
    assert "It is &lt;kinder&gt;." in str(told.blocks)
    before = len(sandbox.posts(started))
    assert "Everything stays as it was" in change(sandbox, lead, seen, button)
    bot.settle()
    assert len(sandbox.posts(started)) == before
    assert "handover in the room" in str(shown(sandbox, nurse, started, "status").blocks)
