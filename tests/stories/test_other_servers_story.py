"""A Slack-compatible server that lacks something: only the feature that needs it stops, and the lead hears so once."""

from datetime import date

import pytest
from playing import answer, ask_everybody, start_initiative, texts

from bot.sandbox.faults import Fault
from storage import people

LACKING = [
    ("users.list", "can't read who works here"),
    ("conversations.members", "can't read who is in the channel"),
    ("chat.update", "can't edit messages"),
]


def play_a_wave(sandbox, bot, clock, ward, *, answering=6):
    """Start, open, answer, close; gives the result's message."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    ask_everybody(bot, clock, 2026, 3, 3)
    for person in ward.staff[:answering]:
        answer(sandbox, person, 4)
    clock.go_to(2026, 3, 5, 18, 0)
    bot.settle()
    return sandbox.posts(ward)[-1]


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(("method", "told"), LACKING)
def test_a_missing_method_costs_only_what_needs_it(sandbox, bot, clock, ward, method, told):
    if method == "conversations.members":
        start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10))
        bot.settle()
        sandbox.faults.plan(method, Fault.unknown_method(), times=None)
        ask_everybody(bot, clock, 2026, 3, 10)
        assert all(person.inbox() for person in ward.staff)
    else:
        sandbox.faults.plan(method, Fault.unknown_method(), times=None)
        result = play_a_wave(sandbox, bot, clock, ward)
        assert "6 of 12 people answered" in result.text
        clock.go_to(2026, 3, 6, 10, 0)  # What was noticed in the last minute waits for the morning.
        bot.settle()
    heard = [text for text in texts(ward.staff[0].inbox()) if told in text]
    assert len(heard) == 1


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_server_that_tells_of_nobody_alone_is_asked_for_everyone(sandbox, bot, clock, ward):
    sandbox.faults.plan("users.info", Fault.unknown_method(), times=None)
    lead = sandbox.add_person("Lead in Tokyo", tz="Asia/Tokyo")
    sandbox.join(ward, lead)
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()
    lead.slash("/uptake", "status", channel=ward)
    shown = sandbox.wait_for(lambda: sandbox.ephemerals(lead, ward))
    assert "13 people take part" in str(shown[-1].blocks)
    with bot.uses.reading() as session:
        assert people.find_person(session, lead.id).zone == "Asia/Tokyo"


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_server_without_tables_gets_the_result_as_lines(sandbox, bot, clock, ward):
    sandbox.faults.plan(
        "chat.postMessage",
        Fault.error("invalid_blocks"),
        times=None,
        match=lambda call: "table" in str(call.get("blocks")),
    )
    result = play_a_wave(sandbox, bot, clock, ward)
    assert "We are expected to work this way: 4.0 or higher (6)" in str(result.blocks)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_without_history_a_message_in_doubt_is_parked_and_the_lead_is_told_once(sandbox, bot, clock, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    sandbox.faults.plan("conversations.history", Fault.unknown_method(), times=None)
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply(), times=2)
    ask_everybody(bot, clock, 2026, 3, 3, timeout=30)
    assert [len([t for t in texts(p.inbox()) if t.startswith("How is")]) for p in ward.staff] == [1] * 12
    heard = [text for text in texts(ward.staff[0].inbox()) if "may have arrived or not" in text]
    assert len(heard) == 1
    ward.staff[0].slash("/uptake", "status", channel=ward)
    shown = sandbox.wait_for(lambda: sandbox.ephemerals(ward.staff[0], ward))
    assert "2 messages may have arrived or not" in str(shown[-1].blocks)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_lost_reply_is_looked_up_and_never_posted_twice(sandbox, bot, clock, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply(), times=5)
    sandbox.faults.plan("chat.postMessage", Fault.status(500), times=3, after=5)
    sandbox.faults.plan("chat.postMessage", Fault.reset(), times=2, after=8)
    ask_everybody(bot, clock, 2026, 3, 3, timeout=30)
    assert [len(person.inbox()) for person in ward.staff] == [1] * 12


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_closed_account_costs_one_message_and_nothing_else(sandbox, bot, clock, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    sandbox.faults.plan(
        "chat.postMessage", Fault.error("user_disabled"), times=None, match=lambda call: call["channel"] == gone
    )
    gone = ward.staff[5].id
    ask_everybody(bot, clock, 2026, 3, 3)
    assert sum(len(person.inbox()) for person in ward.staff[1:]) == 10
    assert any("the account was closed" in text for text in texts(ward.staff[0].inbox()))
