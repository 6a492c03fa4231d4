"""An initiative is handed over, and its lead leaves: who hears what, and what old buttons do."""

from datetime import date

import pytest
from playing import ask_everybody, start_initiative, texts

from bot.domain.people import Role
from bot.sandbox.faults import Fault
from storage import initiative as initiatives
from storage import people

HANDOVER = "How is bedside handover going for you? 5 short questions, about a minute."
FIRST = date(2026, 3, 10)
ASKED = "nurse.0, who leads bedside handover, has left. Who takes over?"
sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def started(sandbox, bot, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    return ward


def give(bot, channel, role, *persons) -> None:
    """Nobody types this yet in a story; it is what the form for roles does."""
    with bot.uses.writing() as session:
        ward = initiatives.initiative_in(session, channel.id)
        for person in people.find_people(session, [each.id for each in persons]):
            people.give_role(session, ward.id, person.id, role)


def open_form(sandbox, person, channel):
    assert person.slash("/uptake", "handover", channel=channel).error == ""
    return sandbox.wait_for(lambda: person.modal)


def hand_over(sandbox, person, channel, to) -> None:
    open_form(sandbox, person, channel)
    person.fill("new_lead", to)
    assert person.submit().error == ""
    assert person.modal is None, person.modal.errors


def told(sandbox, person, channel, text: str) -> str:
    seen = len(sandbox.ephemerals(person, channel))
    person.slash("/uptake", text, channel=channel)
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1].text


def test_the_new_lead_gets_what_waits_and_the_one_before_nothing_new(sandbox, bot, clock, started):
    old, new, gone = started.staff[0], started.staff[1], started.staff[4].id
    sandbox.faults.plan("users.list", Fault.unknown_method(), times=None)
    sandbox.faults.plan("chat.postMessage", Fault.error("user_disabled"), match=lambda call: call["channel"] == gone)
    not_now = Fault.error("ekm_access_denied")
    sandbox.faults.plan("chat.postMessage", not_now, times=None, match=lambda call: call["channel"] == old.id)
    clock.go_to(2026, 3, 10, 15, 0)
    bot.tick()
    sandbox.wait_for(lambda: [call for call in sandbox.calls_to("chat.postMessage") if call.args["channel"] == gone])
    sandbox.wait_for(lambda: [call for call in sandbox.calls_to("chat.postMessage") if call.args["channel"] == old.id])
    hand_over(sandbox, old, started, new)
    for words in ("You lead bedside handover now.", "can't read who works here", "the account was closed"):
        sandbox.wait_for(lambda words=words: [text for text in texts(new.inbox()) if words in text], timeout=20)
    sandbox.faults.clear()
    bot.settle()
    now = f"<@{new.id}> leads bedside handover now."
    assert sorted(texts(old.inbox())) == sorted([now, HANDOVER])
    assert texts(sandbox.posts(started))[-1] == now
    assert "Only the lead or the sponsor can do that here" in told(sandbox, old, started, "pause")
    assert "Pause bedside handover?" in told(sandbox, new, started, "pause")


@sqlite
def test_the_old_leads_buttons_and_open_forms_obey_todays_role(sandbox, bot, started):
    old, new, other = started.staff[:3]
    told(sandbox, old, started, "pause")
    pause = sandbox.ephemerals(old, started)[-1]
    open_form(sandbox, old, started)
    old.fill("new_lead", new)
    view = old.modal
    give(bot, started, Role.SPONSOR, other)
    hand_over(sandbox, other, started, new)
    bot.settle()
    assert old.modal is view
    old.submit()
    assert "Only the lead or the sponsor can do that here" in str(old.modal.blocks)
    old.close_modal()
    old.press_text(pause, "Pause it")
    sandbox.wait_for(lambda: "Only the lead" in sandbox.ephemerals(old, started)[-1].text)
    assert f"Ask <@{new.id}>" in sandbox.ephemerals(old, started)[-1].text


@sqlite
def test_handing_it_to_a_guest_or_oneself_is_refused_beside_the_field(sandbox, bot, started):
    lead = started.staff[0]
    guest = sandbox.add_person("Guest", is_restricted=True)
    open_form(sandbox, lead, started)
    for who, words in ((lead, "leads it already"), (guest, "can't take part")):
        lead.fill("new_lead", who)
        lead.submit()
        assert words in lead.modal.errors["new_lead"]


def test_the_sponsor_is_asked_when_the_lead_leaves_and_may_choose_somebody(sandbox, bot, clock, started):
    lead, sponsor, champion, chosen = started.staff[:4]
    give(bot, started, Role.SPONSOR, sponsor)
    give(bot, started, Role.CHAMPION, champion)
    sandbox.change_person(lead, deleted=True)
    sandbox.change_person(lead, deleted=True)
    sandbox.wait_for(lambda: bot.delivery._counter.has_waiting())
    bot.settle()
    assert texts(sponsor.inbox()) == [], "it is four in the morning where they are"
    ask_everybody(bot, clock, 2026, 3, 3)
    assert texts(sponsor.inbox()) == [ASKED]
    assert champion.inbox() == []
    question = sponsor.inbox()[0]
    sponsor.press_text(question, "Choose somebody")
    sandbox.wait_for(lambda: sponsor.modal)
    sponsor.fill("new_lead", chosen)
    sponsor.submit()
    assert sponsor.modal is None
    bot.settle()
    assert texts(chosen.inbox()) == ["You lead bedside handover now."]
    assert texts(sandbox.posts(started))[-1] == f"<@{chosen.id}> leads bedside handover now."
    sponsor.press_text(question, "I take over")
    sandbox.wait_for(lambda: sandbox.ephemerals(sponsor))
    assert f"<@{chosen.id}> leads this initiative now" in sandbox.ephemerals(sponsor)[-1].text
    ask_everybody(bot, clock, 2026, 3, 10)
    assert all("How is" in person.inbox()[-1].text for person in started.staff[1:])


@sqlite
def test_the_first_champion_to_press_leads_and_the_others_hear_so(sandbox, bot, clock, started):
    lead, *champions = started.staff[:4]
    give(bot, started, Role.CHAMPION, *champions)
    sandbox.change_person(lead, deleted=True)
    sandbox.wait_for(lambda: bot.delivery._counter.has_waiting())
    bot.settle()
    ask_everybody(bot, clock, 2026, 3, 3)
    assert [texts(person.inbox()) for person in champions] == [[ASKED]] * 3
    assert "Choose somebody" not in str(champions[0].inbox()[0].blocks)
    first, second, _ = champions
    first.press_text(first.inbox()[0], "I take over")
    sandbox.wait_for(lambda: first.inbox()[0].text == f"<@{first.id}> leads bedside handover now.")
    second.press_text(second.inbox()[0], "I take over")
    sandbox.wait_for(lambda: sandbox.ephemerals(second))
    assert "There is nothing left to do" in sandbox.ephemerals(second)[-1].text
    bot.settle()
    assert "You lead bedside handover now." in texts(first.inbox())


@sqlite
def test_without_sponsor_and_champion_the_channel_is_asked(sandbox, bot, started):
    lead, nurse = started.staff[:2]
    sandbox.change_person(lead, is_restricted=True)
    sandbox.wait_for(lambda: bot.delivery._counter.has_waiting())
    bot.settle()
    question = sandbox.posts(started)[-1]
    assert question.text == "nurse.0 can't lead bedside handover any more. Who takes over?"
    guest = sandbox.add_person("Guest", is_restricted=True)
    sandbox.join(started, guest)
    guest.press_text(question, "I take over")
    sandbox.wait_for(lambda: sandbox.ephemerals(guest, started))
    assert "only for people who work here" in sandbox.ephemerals(guest, started)[-1].text
    nurse.press_text(question, "I take over")
    sandbox.wait_for(lambda: sandbox.posts(started)[-1].text == f"<@{nurse.id}> leads bedside handover now.")
