"""A channel is shared with another organisation, and made private: its results stay out until the lead lets them in."""

from datetime import date

import pytest
from playing import answer, ask_everybody, start_initiative, texts

RESULT = "The bedside handover pulse has closed. 6 of 12 people answered."


@pytest.fixture
def started(sandbox, bot, ward):
    """An initiative whose first pulse opens on Tuesday 10 March 2026, 10:00, for three days, every week."""
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10), every="weekly")
    bot.settle()
    return ward


def play_a_pulse(sandbox, bot, clock, ward, *day: int) -> None:
    """A pulse opens on the day, six people answer, and it closes two days later."""
    ask_everybody(bot, clock, *day)
    for person in ward.staff[:6]:
        answer(sandbox, person, 4)
    clock.wait(days=2, hours=4)
    bot.settle()


def hear(sandbox, bot, person, words: str):
    """The newest direct message, which Slack's event made the bot write."""

    def newest():
        bot.settle()
        return next((message for message in person.inbox()[-1:] if words in message.text), None)

    return sandbox.wait_for(newest)


def results_in(sandbox, ward) -> list[str]:
    return [text for text in texts(sandbox.posts(ward)) if "has closed" in text]


def test_results_stay_out_of_a_channel_that_others_read_until_the_lead_lets_them_in(sandbox, bot, clock, started):
    lead, nurse = started.staff[:2]
    sandbox.share(started)
    told = hear(sandbox, bot, lead, "are no longer posted")
    assert "whose people could read them" in str(told.blocks)
    play_a_pulse(sandbox, bot, clock, started, 2026, 3, 10)
    assert results_in(sandbox, started) == []
    assert len([text for text in texts(lead.inbox()) if "no longer posted" in text]) == 1

    nurse.slash("/pulse", "results", channel=started)
    assert sandbox.wait_for(lambda: sandbox.ephemerals(nurse, started))[-1].text == RESULT
    lead.slash("/uptake", "status", channel=started)
    status = sandbox.wait_for(lambda: sandbox.ephemerals(lead, started))[-1]
    assert "Results aren't posted here: the channel is shared" in str(status.blocks)
    lead.press_text(status, "Post results here again")
    sandbox.wait_for(lambda: "still shared with another" in sandbox.ephemerals(lead, started)[-1].text)
    assert results_in(sandbox, started) == []

    sandbox.unshare(started)
    offer = hear(sandbox, bot, lead, "isn't shared with another organisation any more")
    assert results_in(sandbox, started) == []
    assert lead.press_text(offer, "Post results there again").error == ""
    sandbox.wait_for(lambda: "are posted in" in lead.inbox()[-1].text)
    bot.settle()
    assert results_in(sandbox, started) == [RESULT]

    sandbox.convert(started, private=True)
    play_a_pulse(sandbox, bot, clock, started, 2026, 3, 17)
    assert results_in(sandbox, started) == [RESULT]
    offer = hear(sandbox, bot, lead, "is private now")
    assert lead.press_text(offer, "Post results there again").error == ""
    sandbox.wait_for(lambda: "are posted in" in lead.inbox()[-1].text)
    bot.settle()
    assert results_in(sandbox, started) == [RESULT] * 2


@pytest.mark.parametrize("kind", ["sqlite"])
def test_an_initiative_does_not_begin_in_a_shared_channel(sandbox, bot, ward):
    sandbox.share(ward)
    ward.staff[0].slash("/uptake", "start", channel=ward)
    words = "Go to a channel of your own organisation"
    sandbox.wait_for(lambda: ward.staff[0].modal and words in str(ward.staff[0].modal.blocks))
