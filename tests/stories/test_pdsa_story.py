"""Tests of change: three in a chain over ten weeks, two people at once, a prediction that stays, a lead who leaves."""

from datetime import date

import pytest
from playing import start_initiative, texts

FIRST = date(2026, 3, 10)
sqlite = pytest.mark.parametrize("kind", ["sqlite"])

PLAN = {
    "aim": "Handovers that are over in time.",
    "answers": "New staff say the list is too long.",
    "change": "A shorter checklist at the bed",
    "question": "Does a short list leave anything out?",
    "measure": "Minutes for one handover",
    "compare": "at_most",
    "number": "12",
    "by": "2026-03-12",
    "step": "few",
    "who": "Nights on ward 7",
    "how_many": "3",
    "do_on": "2026-03-05",
    "study_on": "2026-03-12",
    "act_on": "2026-03-13",
}


@pytest.fixture
def started(sandbox, bot, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    return ward


def asked(sandbox, person, channel, words: str) -> str:
    """What the person alone sees in answer to /pdsa, or in the modal that opens."""
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash("/pdsa", words, channel=channel).error == ""
    sandbox.wait_for(lambda: person.modal is not None or len(sandbox.ephemerals(person, channel)) > seen)
    if person.modal is not None:
        return f"{person.modal.title} {person.modal.blocks}"
    told = sandbox.ephemerals(person, channel)[-1]
    return f"{told.text} {told.blocks}"


def send(person, **fields) -> str:
    """Fill in the form that stands open and send it; gives what stands in its place, or beside its fields."""
    for name, value in fields.items():
        person.fill(name, value)
    sent = person.submit()
    assert sent.error in ("", "invalid_input"), sent.error
    if person.modal is None:
        return ""
    return str(person.modal.errors or person.modal.blocks)


def plan(sandbox, person, channel, **fields) -> None:
    """Plan a test, with nobody to do anything else for it."""
    asked(sandbox, person, channel, "plan")
    told = send(person, **{**PLAN, **fields})
    assert "is planned, and the channel sees it" in told, told
    person.close_modal(all_of_them=True)


def living(sandbox, channel, number: int = 1):
    """The messages in the channel that show a test."""
    return [message for message in sandbox.posts(channel) if f"Test {number}:" in str(message.blocks)]


def press(sandbox, person, message, text: str):
    """Press a button of a message that opens a form."""
    assert person.press_text(message, text).error == ""
    sandbox.wait_for(lambda: person.modal)
    return person.modal


def test_a_test_goes_its_way_on_one_message(sandbox, bot, clock, started):
    lead, nurse = started.staff[:2]
    assert "Plan a test" in asked(sandbox, lead, started, "plan")
    told = send(lead, **{**PLAN, "change": "", "number": "12", "study_on": "2026-03-04", "measure": ""})
    assert "Say in a sentence what you will try." in told or "required" in told
    lead.fill("change", PLAN["change"])
    lead.fill("measure", PLAN["measure"])
    lead.submit()
    assert lead.modal.errors == {"study_on": "That is before the test begins. Pick the same day or a later one."}
    assert "is planned, and the channel sees it" in send(lead, study_on="2026-03-12")
    send(lead, what_1="Print the list", owner_1=nurse, due_1="2026-03-04")
    bot.settle()
    (shown,) = living(sandbox, started)
    assert shown.text == "A test is planned: A shorter checklist at the bed"
    assert "Print the list, by Wednesday 4 March" in str(shown.blocks)

    assert "type /pdsa do" in asked(sandbox, nurse, started, "study 1")
    assert "No test here is waiting for a decision" in asked(sandbox, lead, started, "act")
    press(sandbox, lead, shown, "Begin the test")
    assert send(lead) == ""
    bot.settle()
    (shown,) = living(sandbox, started)
    assert shown.text == "We are trying it out: A shorter checklist at the bed"
    assert "written down before the test, and stays" in str(shown.blocks)

    asked(sandbox, nurse, started, "do")
    told = send(nurse, as_planned="no", observations="", has_data="yes")
    assert "observations" in told
    told = send(nurse, observations="The list took five minutes.", problems="")
    assert "It wasn't done as planned" in told
    assert send(nurse, problems="Two nights only", over="yes") == ""
    bot.settle()
    assert living(sandbox, started)[0].text.startswith("Time to look at the results (Study)")
    clock.go_to(2026, 3, 13, 9, 0)
    shown = asked(sandbox, lead, started, "study")
    assert "no measure is linked" in shown
    assert send(lead, learned="Nothing was left out.", observed="11.5") == ""
    bot.settle()
    assert "It came about: 11.5. We expected at most 12 by Thursday 12 March." in str(
        living(sandbox, started)[0].blocks
    )
    asked(sandbox, lead, started, "act")
    assert "Tell others what worked" in send(lead, decision="adopt", because="It works.")
    lead.close_modal()
    bot.settle()
    (shown,) = living(sandbox, started)
    assert shown.text == "We keep it: A shorter checklist at the bed"
    record = asked(sandbox, nurse, started, "show 1")
    assert "Nothing was left out." in record
    assert "We keep it" not in texts(nurse.inbox())
