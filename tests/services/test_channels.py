"""Results stay out of a channel that others read, the lead hears so once, and what was held back can go out later."""

from dataclasses import replace
from datetime import timedelta

import pytest
from postman import Postman
from standing_in import DirectoryOnPaper
from wards import CHANNEL, LEAD, answers, do_due, move_to, open_next_wave, staff_ids, start

from bot.domain.delivery import HELD_BACK, Fate, Outcome
from bot.domain.initiative import Initiative, ResultsStop
from bot.domain.lifecycle import CannotSeeChannel, PostedAlready, StillShared
from bot.domain.people import Channel, ChannelKind
from bot.domain.roles import NotYours
from bot.services import channels, lifecycle
from bot.services.attempts import Attempt
from bot.services.delivery import Ready
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.pulse import answering, results
from storage import audit, due
from storage import initiative as initiatives

PLAIN = Channel(CHANNEL, "ward", has_bot=True)
SHARED, PRIVATE = replace(PLAIN, is_shared=True), replace(PLAIN, is_private=True)
HELD = Outcome(Fate.UNWANTED, HELD_BACK)
RESULT = "The bedside handover pulse has closed. 6 of 7 people answered."
NOT_THERE = f"Results of bedside handover are no longer posted in <#{CHANNEL}>."
NOW_PRIVATE = f"Results of bedside handover are held back: <#{CHANNEL}> is private now."
NOT_SHARED_NOW = f"<#{CHANNEL}> isn't shared with another organisation any more."


@pytest.fixture
def postman(uses: Uses) -> Postman:
    return Postman(uses)


@pytest.fixture
def ward(uses: Uses, postman: Postman) -> Initiative:
    started = start(uses, staff=6)
    postman.deliver()
    return started


def as_stored(uses: Uses, ward: Initiative) -> Initiative:
    with uses.reading() as session:
        found = initiatives.find_initiative(session, ward.id)
    assert found is not None
    return found


def show(uses: Uses, channel: Channel) -> None:
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.seen[CHANNEL] = channel


def close_a_wave(uses: Uses, ward: Initiative, postman: Postman) -> None:
    wave = open_next_wave(uses, ward)
    postman.deliver()
    for user_id in staff_ids(6):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), "")
    move_to(uses, wave.closes_at)
    do_due(uses)


def texts(postman: Postman) -> list[tuple[str, str]]:
    return [(letter.to, letter.text) for letter in postman.deliver()]


def test_the_kind_of_channel_is_written_down_at_the_start(uses: Uses, ward: Initiative) -> None:
    assert as_stored(uses, ward).channel_kind is ChannelKind.PUBLIC
    assert as_stored(uses, ward).results_stop is None


def test_a_directory_that_is_away_at_the_start_is_asked_again(uses: Uses) -> None:
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.is_down = True
    ward = start(uses, staff=1)
    assert as_stored(uses, ward).channel_kind is None
    uses.directory.is_down = False
    do_due(uses, later=timedelta(minutes=10))
    assert as_stored(uses, ward).channel_kind is ChannelKind.PUBLIC


def test_a_result_is_posted_in_a_channel_as_it_was(uses: Uses, ward: Initiative, postman: Postman) -> None:
    close_a_wave(uses, ward, postman)
    assert texts(postman) == [(CHANNEL, RESULT)]


def test_a_channel_shared_between_queueing_and_sending_gets_no_result_and_the_lead_hears_once(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    close_a_wave(uses, ward, postman)
    show(uses, SHARED)
    assert texts(postman) == [(LEAD, NOT_THERE)]
    assert postman.outcomes == [HELD]
    close_a_wave(uses, ward, postman)
    channels.look_again(uses, CHANNEL, is_shared=True)
    assert texts(postman) == []
    assert postman.outcomes == [HELD] * 2
    assert as_stored(uses, ward).results_stop is ResultsStop.SHARED
    shown = results.last_result(uses, CHANNEL, staff_ids(1)[0])
    assert shown is not None
    assert shown.wave.number == 2


def test_what_was_held_back_goes_out_oldest_first_once_the_lead_says_so(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    show(uses, PRIVATE)
    for _ in range(2):
        close_a_wave(uses, ward, postman)
        postman.deliver()
    assert [letter.text for letter in postman.letters if letter.to == LEAD].count(NOW_PRIVATE) == 1
    assert postman.outcomes == [HELD] * 2
    channels.confirm(uses, ward.id, LEAD)
    assert texts(postman) == [(CHANNEL, RESULT)] * 2
    stored = as_stored(uses, ward)
    assert (stored.channel_kind, stored.results_stop) == (ChannelKind.PRIVATE, None)
    close_a_wave(uses, ward, postman)
    assert texts(postman) == [(CHANNEL, RESULT)]
    with pytest.raises(PostedAlready):
        channels.confirm(uses, ward.id, LEAD)
    with uses.reading() as session:
        log = [(entry.actor, entry.action, entry.about) for entry in audit.entries(session, ward.id)]
    assert log == [
        ("", "channels.stopped", {"why": "changed"}),
        (LEAD, "initiative.confirm_channel", {"kind": "private", "sent": 2}),
    ]


def test_events_stop_and_offer_early_and_do_no_harm_when_they_come_late_or_again(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    channels.look_again(uses, CHANNEL, is_shared=True)
    assert as_stored(uses, ward).results_stop is None, "the channel isn't shared any more"
    show(uses, SHARED)
    for _ in range(2):
        channels.look_again(uses, CHANNEL, is_shared=True)
    assert texts(postman) == [(LEAD, NOT_THERE)]
    with pytest.raises(StillShared):
        channels.confirm(uses, ward.id, LEAD)
    show(uses, PLAIN)
    for _ in range(2):
        channels.look_again(uses, CHANNEL, is_shared=False)
    assert texts(postman) == [(LEAD, NOT_SHARED_NOW)]
    close_a_wave(uses, ward, postman)
    assert texts(postman) == []
    channels.confirm(uses, ward.id, LEAD)
    assert texts(postman) == [(CHANNEL, RESULT)]


def test_a_channel_that_is_shared_again_before_the_lead_decides_stays_without_results(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    show(uses, PRIVATE)
    close_a_wave(uses, ward, postman)
    assert texts(postman) == [(LEAD, NOW_PRIVATE)]
    show(uses, replace(PRIVATE, is_shared=True))
    with pytest.raises(StillShared):
        channels.confirm(uses, ward.id, LEAD)
    assert texts(postman) == [(LEAD, NOT_THERE)]
    with pytest.raises(NotYours):
        channels.confirm(uses, ward.id, staff_ids(1)[0])


def test_a_channel_that_can_not_be_seen_for_a_moment_lets_the_result_wait(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    close_a_wave(uses, ward, postman)
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.is_down = True
    (one,) = postman.take()
    outcome = postman.counter.hold_back(one)
    assert outcome is not None
    assert outcome.fate is Fate.NOT_NOW
    postman.counter.give_back([Attempt(one.row, outcome, postman.now, is_post=False)])
    channels.look_again(uses, CHANNEL, is_shared=False)
    assert as_stored(uses, ward).results_stop is None
    channels.look_again(uses, CHANNEL, is_shared=True)
    assert as_stored(uses, ward).results_stop is ResultsStop.SHARED, "what can't be seen is believed"
    with pytest.raises(CannotSeeChannel):
        channels.confirm(uses, ward.id, LEAD)


class Lacking(DirectoryOnPaper):
    """A server that can't show channels."""

    def channel(self, channel_id: str) -> Channel | None:
        raise DirectoryUnavailable("unknown_method", method="conversations.info")


def test_a_server_that_can_not_show_channels_goes_by_what_is_written_down(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    close_a_wave(uses, ward, postman)
    (one,) = postman.take()
    lacking = replace(uses, directory=Lacking())
    assert channels.hold_back(lacking, one.row) is None
    with uses.writing() as session:
        initiatives.set_channel(session, ward.id, ChannelKind.PUBLIC, ResultsStop.CHANGED)
    assert channels.hold_back(lacking, one.row) == HELD
    channels.confirm(lacking, ward.id, LEAD)
    assert channels.hold_back(lacking, one.row) is None
    with uses.writing() as session:
        initiatives.set_channel(session, ward.id, ChannelKind.PUBLIC, ResultsStop.SHARED)
    with pytest.raises(CannotSeeChannel):
        channels.confirm(lacking, ward.id, LEAD)


def test_a_channel_that_is_gone_is_left_to_the_post_itself(uses: Uses, ward: Initiative, postman: Postman) -> None:
    close_a_wave(uses, ward, postman)
    (one,) = postman.take()
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.channels.pop(CHANNEL)
    assert postman.counter.hold_back(one) is None


def test_only_results_in_channels_are_looked_at(uses: Uses, ward: Initiative, postman: Postman) -> None:
    open_next_wave(uses, ward)
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.is_down = True
    asked: list[Ready] = postman.take()
    assert len(asked) > 3
    assert {postman.counter.hold_back(one) for one in asked} == {None}


def test_the_last_result_of_an_ended_initiative_is_held_back_and_let_go_too(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    wave = open_next_wave(uses, ward)
    postman.deliver()
    for user_id in staff_ids(6):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), "")
    show(uses, SHARED)
    lifecycle.end(uses, ward.id, LEAD)
    assert texts(postman) == [(CHANNEL, "bedside handover has ended."), (LEAD, NOT_THERE)]
    show(uses, PLAIN)
    channels.confirm(uses, ward.id, LEAD)
    assert texts(postman) == [(CHANNEL, RESULT)]


def test_a_new_id_takes_the_initiative_and_what_waits_along(uses: Uses, ward: Initiative, postman: Postman) -> None:
    close_a_wave(uses, ward, postman)
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.channels["C0NEW"] = uses.directory.channels.pop(CHANNEL)
    uses.directory.seen["C0NEW"] = Channel("C0NEW", "ward", has_bot=True, is_shared=True)
    channels.note_new_id(uses, CHANNEL, "C0NEW")
    assert as_stored(uses, ward).channel_id == "C0NEW"
    assert texts(postman) == [(LEAD, NOT_THERE.replace(CHANNEL, "C0NEW"))]
    uses.directory.seen["C0NEW"] = Channel("C0NEW", "ward", has_bot=True)
    channels.confirm(uses, ward.id, LEAD)
    assert texts(postman) == [("C0NEW", RESULT)]


def test_nothing_is_looked_at_where_nothing_was_started(uses: Uses) -> None:
    channels.look_again(uses, "C0ELSE", is_shared=True)
    with uses.reading() as session:
        assert due.soonest(session) is None
