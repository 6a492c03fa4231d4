"""An initiative is paused, goes on, and ends; what its people see of it."""

from datetime import date

import pytest
from playing import answer, ask_everybody, invitation_of, start_initiative, texts

from bot.services import lifecycle

FIRST = date(2026, 3, 10)
sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def started(sandbox, bot, ward):
    """An initiative whose first pulse opens on Tuesday 10 March 2026, 10:00, for three days."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=FIRST)
    bot.settle()
    return ward


def told(sandbox, person, channel, text: str):
    """What the person alone sees in answer to /uptake."""
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash("/uptake", text, channel=channel).error == ""
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1]


def press(sandbox, person, message, label: str):
    """Press a button of an answer that only they see; gives what stands there then."""
    before = str(message.blocks)
    assert person.press_text(message, label).error == ""
    channel = message.channel_id
    sandbox.wait_for(lambda: str(sandbox.ephemerals(person, channel)[-1].blocks) != before)
    return sandbox.ephemerals(person, channel)[-1]


def open_modal(sandbox, person, channel, text: str):
    assert person.slash("/uptake", text, channel=channel).error == ""
    return sandbox.wait_for(lambda: person.modal)


def test_a_paused_initiative_sends_nothing_more_until_it_goes_on(sandbox, bot, clock, started):
    lead, nurse = started.staff[:2]
    clock.go_to(2026, 3, 10, 1, 30)  # 10:30 in Tokyo; London and New York are asked later
    bot.settle()
    asked = [len(person.inbox()) for person in started.staff]
    assert asked == [0, 0, 1] * 4

    assert "Only the lead or the sponsor can do that here" in told(sandbox, nurse, started, "pause").text
    warning = told(sandbox, lead, started, "pause")
    assert "can be answered until Thursday 12 March, 18:00" in str(warning.blocks)
    after = press(sandbox, lead, warning, "Pause it")
    assert after.text == "bedside handover is paused. The channel is being told."
    bot.settle()
    assert sandbox.posts(started)[-1].text == "bedside handover pauses."
    assert f"until <@{lead.id}> resumes it" in str(sandbox.posts(started)[-1].blocks)

    clock.go_to(2026, 3, 11, 15, 0)
    bot.settle()
    assert [len(person.inbox()) for person in started.staff] == asked
    for person in started.staff[:6]:
        if person in started.staff[2::3]:
            answer(sandbox, person, 4)
        else:
            person.slash("/pulse")
            sandbox.wait_for(lambda who=person: who.modal)
            person.close_modal()
    clock.go_to(2026, 3, 12, 18, 0)
    bot.settle()
    assert "has closed" in sandbox.posts(started)[-1].text
    clock.go_to(2026, 3, 25, 15, 0)
    bot.settle()
    assert [len(person.inbox()) for person in started.staff] == asked

    shown = told(sandbox, nurse, started, "status")
    assert "It is paused" in str(shown.blocks)
    nurse.open_home()
    assert "paused for now" in str(nurse.home.blocks)
    assert "Resume it" not in str(shown.blocks)
    assert "Only the lead or the sponsor" in told(sandbox, nurse, started, "resume").text
    press(sandbox, nurse, told(sandbox, lead, started, "status"), "Resume it")
    assert "Only the lead or the sponsor" in sandbox.ephemerals(nurse, started)[-1].text

    offer = told(sandbox, lead, started, "resume")
    assert "is paused" in offer.text
    after = press(sandbox, lead, offer, "Resume it")
    assert "Tuesday 7 April" in str(after.blocks)
    bot.settle()
    assert sandbox.posts(started)[-1].text == "bedside handover goes on."
    ask_everybody(bot, clock, 2026, 4, 7)
    assert all("How is bedside handover" in person.inbox()[-1].text for person in started.staff)


@sqlite
def test_old_pause_buttons_say_how_it_stands_now(sandbox, bot, started):
    lead = started.staff[0]
    first, second = (told(sandbox, lead, started, "pause") for _ in range(2))
    press(sandbox, lead, first, "Pause it")
    lead.press_text(second, "Pause it")
    sandbox.wait_for(lambda: "paused already" in sandbox.ephemerals(lead, started)[-1].text)


def test_ending_closes_the_open_pulse_and_frees_the_channel(sandbox, bot, clock, started):
    lead, nurse = started.staff[:2]
    ask_everybody(bot, clock, 2026, 3, 10)
    for person in started.staff[:8]:
        answer(sandbox, person, 4, comment=f"A thought of {person.name}.")
    modal = open_modal(sandbox, lead, started, "end")
    assert "The open pulse closes now" in str(modal.blocks)
    assert lead.submit().error == ""
    assert lead.modal is None
    bot.settle()
    assert texts(sandbox.posts(started))[-2:] == [
        "bedside handover has ended.",
        "The bedside handover pulse has closed. 8 of 12 people answered.",
    ]
    late = started.staff[9]
    late.press(invitation_of(late), "pulse:open_checkin")
    assert "has closed" in sandbox.wait_for(lambda: sandbox.ephemerals(late))[-1].text

    assert "It ended on Tuesday 10 March" in str(told(sandbox, nurse, started, "status").blocks)
    assert "8 of 12 people answered" in told(sandbox, nurse, started, "pulse results").text
    for words in ("pulse now", "pause", "end"):
        assert "This initiative ended on 10 March 2026" in told(sandbox, lead, started, words).text

    clock.go_to(2026, 3, 20, 9, 0)
    bot.settle()
    start_initiative(sandbox, nurse, started, first_on=date(2026, 3, 24), practice="huddles")
    bot.settle()
    assert "8 of 12 people answered" in told(sandbox, nurse, started, "pulse results").text
    ask_everybody(bot, clock, 2026, 3, 24)
    assert all("How is huddles going" in person.inbox()[-1].text for person in started.staff)


@sqlite
def test_a_form_left_open_over_the_end_says_so(sandbox, bot, started):
    lead = started.staff[0]
    modal = open_modal(sandbox, lead, started, "end")
    lifecycle.end(bot.uses, int(modal.private_metadata), lead.id)
    lead.submit()
    assert "This initiative ended on" in str(lead.modal.blocks)
