"""What one gets for typing commands: right ones, wrong ones, too early and too late."""

from datetime import date

import pytest
from playing import answer, ask_everybody, fill_start_form, start_initiative

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def told(sandbox, person, channel, command: str, text: str) -> str:
    """What the person alone sees in answer to a command."""
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash(command, text, channel=channel).error == ""
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    new = sandbox.ephemerals(person, channel)[-1]
    return f"{new.text} {new.blocks}"


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("/uptake", "", "/uptake start"),
        ("/uptake", "help", "/uptake status"),
        ("/uptake", "HELP", "/uptake status"),
        ("/uptake", "strat", "Did you mean */uptake start*?"),
        ("/uptake", "<b>*&", "isn't something I can do"),
        ("/pulse", "help", "/pulse results"),
        ("/uptake", "pulse help", "/pulse results"),
        ("/pulse", "resluts", "Did you mean */pulse results*?"),
        ("/pulse", "", "No pulse is open for you right now"),
        ("/uptake", "pulse", "No pulse is open for you right now"),
        ("/uptake", "status", "Nothing has been started in this channel yet"),
        ("/pulse", "now", "Nothing has been started in this channel yet"),
    ],
)
def test_every_command_answers_with_something_useful(sandbox, bot, ward, command, text, said):
    assert said in told(sandbox, ward.staff[1], ward, command, text)


def test_where_uptake_is_not_in_the_channel_it_says_how_to_invite_it(sandbox, bot):
    someone = sandbox.add_person("Someone")
    for place in (
        sandbox.add_channel("open", members=[someone]),
        sandbox.add_channel("closed", members=[someone], private=True),
    ):
        someone.slash("/uptake", "start", channel=place)
        sandbox.wait_for(lambda: someone.modal is not None and "/invite @Uptake" in str(someone.modal.blocks))
        someone.close_modal()


def test_an_initiative_cannot_start_in_a_direct_message(sandbox, bot):
    someone = sandbox.add_person("Someone")
    someone.slash("/uptake", "start", channel=someone.dm)
    sandbox.wait_for(lambda: someone.modal is not None and "lives in a channel" in str(someone.modal.blocks))


def test_a_channel_has_one_initiative_only(sandbox, bot, ward):
    lead, other = ward.staff[:2]
    other.slash("/uptake", "start", channel=ward)
    sandbox.wait_for(lambda: other.modal is not None and len(other.modal.blocks) > 5)
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    assert "already has an initiative: bedside handover" in told(sandbox, lead, ward, "/uptake", "start")
    fill_start_form(other, first_on=date(2026, 3, 10), practice="another practice")
    other.submit()
    assert "already has an initiative" in str(other.modal.blocks)


def test_every_wrong_field_is_named_and_nothing_typed_is_lost(sandbox, bot, ward):
    lead = ward.staff[0]
    lead.slash("/uptake", "start", channel=ward)
    sandbox.wait_for(lambda: lead.modal is not None and len(lead.modal.blocks) > 5)
    fill_start_form(lead, first_on=date(2020, 1, 1), practice="x" * 81, what_is_new="   ", why_better="y" * 501)
    lead.submit()
    errors = lead.modal.errors
    assert errors == {
        "practice": "Shorten the name to 80 characters. It has 81.",
        "what_is_new": "Say in a sentence what will be different.",
        "why_better": "Shorten this to 500 characters. It has 501.",
        "first_on": "That day has passed. Pick today or a later day.",
    }
    assert "x" * 81 in str(lead.modal.values)
    fill_start_form(lead, first_on=date(2026, 3, 10))
    lead.submit()
    assert lead.modal is None


def test_an_extra_pulse_can_be_stopped_for_a_minute_and_only_the_lead_opens_one(sandbox, bot, clock, ward):
    lead, nurse = ward.staff[:2]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()
    assert "Only the lead can do that here" in told(sandbox, nurse, ward, "/pulse", "now")

    assert "opens in one minute" in told(sandbox, lead, ward, "/pulse", "now")
    lead.press(sandbox.ephemerals(lead, ward)[-1], "pulse:undo_now")
    sandbox.wait_for(lambda: "No pulse was sent" in sandbox.ephemerals(lead, ward)[-1].text)
    clock.wait(minutes=2)
    bot.settle()
    assert not any(person.inbox() for person in ward.staff)

    assert "opens in one minute" in told(sandbox, lead, ward, "/pulse", "now")
    undo = sandbox.ephemerals(lead, ward)[-1]
    clock.wait(minutes=2)  # 09:04 in London, 04:04 in New York, 18:04 in Tokyo: only London has working hours
    bot.settle()
    assert [len(person.inbox()) for person in ward.staff] == [1, 0, 0] * 4
    lead.press(undo, "pulse:undo_now")
    sandbox.wait_for(lambda: "begun already" in sandbox.ephemerals(lead, ward)[-1].text)
    assert "A pulse is open already" in told(sandbox, lead, ward, "/pulse", "now")
    ask_everybody(bot, clock, 2026, 3, 3)
    assert all(person.inbox() for person in ward.staff)


def test_results_are_shown_again_to_whoever_asks(sandbox, bot, clock, ward):
    lead = ward.staff[0]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 3))
    bot.settle()
    assert "No pulse has closed here yet" in told(sandbox, ward.staff[1], ward, "/pulse", "results")
    ask_everybody(bot, clock, 2026, 3, 3)
    for person in ward.staff[:5]:
        answer(sandbox, person, 3)
    assert "No pulse has closed here yet" in told(sandbox, lead, ward, "/pulse", "results")
    clock.go_to(2026, 3, 5, 18, 0)
    bot.settle()
    shown = told(sandbox, ward.staff[7], ward, "/pulse", "results")
    assert "5 of 12 people answered" in shown
    assert "3.0" in shown
