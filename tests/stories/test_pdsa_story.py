"""Tests of change: three in a chain over ten weeks, two people at once, a prediction that stays, a lead who leaves."""

from datetime import date

import pytest
from playing import start_initiative, texts
from trying_changes import PLAN, asked, living, plan, press, send

from bot.sandbox.faults import Fault

FIRST = date(2026, 3, 10)
sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def started(sandbox, bot, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    return ward


def edit_prediction(sandbox, person, message, **fields):
    """Open the plan from its message and type something else into it."""
    press(sandbox, person, message, "Change the plan")
    for name, value in fields.items():
        person.fill(name, value)


def define_on_the_way(sandbox, lead, channel):
    """Define a measure out of the form of a plan: nothing that was typed there is lost, and the measure is picked."""
    asked(sandbox, lead, channel, "plan")
    lead.fill("aim", "Typed before.")
    lead.fill("measure", "Minutes")
    lead.press_text(lead.modal, "Define a measure first")
    sandbox.wait_for(lambda: lead.modal.title == "New measure")
    for name, value in {"lies_where": "A list", "name": "Minutes", "purpose": "process", "definition": "Each."}.items():
        lead.fill(name, value)
    send(lead, data="number", direction="decrease")
    lead.close_modal()
    sandbox.wait_for(lambda: "measure_id" in lead.modal.values)
    values = {name: next(iter(fields.values())) for name, fields in lead.modal.values.items()}
    assert values["aim"]["value"] == "Typed before."
    assert values["measure"]["value"] == "Minutes"
    assert values["measure_id"]["selected_option"]["text"]["text"] == "Minutes"
    lead.close_modal(all_of_them=True)


@sqlite
def test_two_at_once_lose_nothing_and_a_prediction_stays(sandbox, bot, clock, started):
    lead, first, second = started.staff[:3]
    plan(sandbox, lead, started)
    bot.settle()
    (shown,) = living(sandbox, started)
    edit_prediction(sandbox, first, shown, aim="Handovers in ten minutes.", who="Days")
    edit_prediction(sandbox, second, shown, aim="Nobody waits.", change="A card instead of the list")
    assert send(first) == ""
    told = send(second)
    assert f"<@{first.id}> changed this while you wrote. Nothing is saved yet." in told
    assert "They wrote: Handovers in ten minutes." in told
    assert "'initial_value': 'Nobody waits.'" in told
    assert "'initial_value': 'Days'" in told
    assert send(second) == ""
    bot.settle()
    (shown,) = living(sandbox, started)
    assert all(words in str(shown.blocks) for words in ("Nobody waits.", "Days", "A card instead of the list"))

    edit_prediction(sandbox, second, shown, number="15")
    press(sandbox, lead, shown, "Begin the test")
    assert send(lead) == ""
    told = send(second)
    assert "The test began on 2 March 2026, so the prediction stays as it was made before: at most 12" in told
    assert send(second, number="12") == ""
    bot.settle()
    assert "at most 12 by" in str(living(sandbox, started)[0].blocks)
    press(sandbox, second, living(sandbox, started)[0], "Change the plan")
    assert "The prediction stays as it was made before the test" in str(second.modal.blocks)
    assert "'block_id': 'number'" not in str(second.modal.blocks)
    second.close_modal()

    bot.client.chat_delete(channel=started.id, ts=shown.ts)
    asked(sandbox, first, started, "do")
    assert send(first, observations="It works.", over="no") == ""
    bot.settle()
    (anew,) = living(sandbox, started)
    assert anew.ts != shown.ts
    assert "What happened:* It works." in str(anew.blocks)


@sqlite
def test_what_is_due_is_said_once_a_day_and_a_lost_lead_is_replaced(sandbox, bot, clock, started):
    lead, tester, owner = started.staff[0], started.staff[1], started.staff[3]
    asked(sandbox, lead, started, "plan")
    send(lead, **{**PLAN, "lead_user_id": tester})
    send(lead, what_1="Print the list", owner_1=owner, due_1="2026-03-04")
    clock.go_to(2026, 3, 4, 17, 0)
    bot.settle()
    assert "Due tomorrow: begin test 1." in str(texts(tester.inbox()))
    assert "Due today, for test 1: Print the list" in str(texts(owner.inbox()))
    owner.press_text(owner.inbox()[-1], "Done")
    sandbox.wait_for(lambda: "Done: Print the list" in str(texts(sandbox.ephemerals(owner))))
    clock.go_to(2026, 3, 9, 17, 0)
    bot.settle()
    assert "Due since Thursday 5 March: begin test 1." in str(texts(tester.inbox()))
    sandbox.change_person(tester, deleted=True)
    for day in (10, 11, 12, 13):
        clock.go_to(2026, 3, day, 17, 0)
        bot.settle()
    notes = [message for message in lead.inbox() if "Test 1 has lost its lead" in str(message.blocks)]
    press(sandbox, lead, notes[-1], "Choose somebody")
    assert send(lead, lead_user_id=owner) == ""
    bot.settle()
    assert f"*Led by* <@{owner.id}>" in str(living(sandbox, started)[0].blocks)


@sqlite
def test_a_chain_of_three_tests_over_ten_weeks(sandbox, bot, clock, started):
    lead = started.staff[0]
    plan(sandbox, lead, started)
    for number, decision in enumerate(("adapt", "adapt", "adopt"), 1):
        asked(sandbox, lead, started, f"do {number}")
        assert send(lead) == ""
        clock.wait(days=21)
        bot.settle()
        asked(sandbox, lead, started, f"do {number}")
        assert send(lead, observations=f"Seen {number}", over="yes") == ""
        asked(sandbox, lead, started, f"study {number}")
        assert send(lead, learned=f"Learned {number}", observed=str(14 - number)) == ""
        asked(sandbox, lead, started, f"act {number}")
        told = send(lead, decision=decision, because=f"Because {number}", next_step="up")
        if decision == "adapt":
            assert f"This test builds on test {number}" in told
            assert "A shorter checklist at the bed" in told
            assert "is planned, and the channel sees it" in send(lead)
        lead.close_modal(all_of_them=True)
        bot.settle()
    record = asked(sandbox, lead, started, "show 3")
    assert "1  a few people or one shift: change it and try again" in record
    assert "3  several teams: keep it  (this one)" in record
    board = asked(sandbox, lead, started, "list")
    assert "3 of 3 are part of a chain of tests." in board
    assert "0 of 3 have values over time." in board
    asked_for = sandbox.ephemerals(lead, started)[-2]
    for label, ending, words in (
        ("Page to print", ".html", "<h2>Test 2: A shorter checklist"),
        ("Text file", ".md", "## Test 3"),
        ("Table file", ".csv", '"Learned","Learned 1"'),
    ):
        assert lead.press_text(asked_for, label).error == ""
        sandbox.wait_for(
            lambda ending=ending: [
                each for each in sandbox.state.files.values() if each.name.endswith(ending) and each.content
            ]
        )
        (file,) = [each for each in sandbox.state.files.values() if each.name.endswith(ending)]
        assert words in file.content.decode()
        lead.close_modal(all_of_them=True)


def test_a_test_goes_its_way_on_one_message(sandbox, bot, clock, started):
    lead, nurse = started.staff[:2]
    define_on_the_way(sandbox, lead, started)
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


@sqlite
def test_a_test_stays_on_one_message_whatever_slack_answers_two_replicas(sandbox, bot, start_bot, clock, started):
    lead = started.staff[0]
    start_bot()
    plan(sandbox, lead, started)
    bot.settle()
    (shown,) = living(sandbox, started)
    sandbox.faults.plan("chat.update", Fault.rate_limited(1), times=2)
    press(sandbox, lead, shown, "Begin the test")
    assert send(lead) == ""
    sandbox.wait_for(lambda: living(sandbox, started)[0].text.startswith("We are trying it out"), 20)
    sandbox.faults.plan("chat.update", Fault.lost_reply(), times=1)
    asked(sandbox, lead, started, "do")
    assert send(lead, observations="It works.", over="yes") == ""
    sandbox.wait_for(lambda: living(sandbox, started)[0].text.startswith("Time to look at the results"), 40)
    bot.settle()
    (again,) = living(sandbox, started)
    assert again.ts == shown.ts, "one message, edited"

    bot.client.chat_delete(channel=started.id, ts=shown.ts)
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply(), times=1)
    asked(sandbox, lead, started, "study")
    assert send(lead, learned="Nothing was left out.", observed="11") == ""
    sandbox.wait_for(lambda: living(sandbox, started), 60)
    bot.settle()
    (anew,) = living(sandbox, started)
    assert anew.ts != shown.ts
    assert "Nothing was left out." in str(anew.blocks), "gone, so posted anew, and once although no answer came"
