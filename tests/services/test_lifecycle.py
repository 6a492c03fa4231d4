"""Pausing, resuming and ending: what waits is cancelled, an open wave keeps its promise, what was published stays."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from postman import Postman
from sqlmodel import func, select
from standing_in import DirectoryOnPaper
from wards import CHANNEL, LEAD, answers, do_due, move_to, newest_wave, open_next_wave, staff_ids, start

from bot.domain.errors import Refusal
from bot.domain.initiative import CaseForChange, Initiative, Stage, StartForm
from bot.domain.lifecycle import AlreadyPaused, Ended, NotPaused, Paused
from bot.domain.roles import NotYours
from bot.services import initiative as starting
from bot.services import lifecycle
from bot.services.ports import Uses
from bot.services.pulse import answering, planning, results
from storage import audit, due
from storage import initiative as initiatives
from storage.wave_tables import RosterRow, TallyRow

HOUR = timedelta(hours=1)


@pytest.fixture
def postman(uses: Uses) -> Postman:
    return Postman(uses)


def planned(uses: Uses, ward: Initiative) -> list[date]:
    with uses.reading() as session:
        return [day for day, _ in due.waiting(session, planning.OPEN, ward.id)]


def stage(uses: Uses, ward: Initiative) -> Stage:
    with uses.reading() as session:
        found = initiatives.find_initiative(session, ward.id)
    assert found is not None
    return found.state


def refusals(uses: Uses, ward: Initiative, user_id: str = LEAD) -> list[type[Refusal]]:
    """What pausing, resuming, ending and an extra pulse are refused with, each tried in turn; nothing changes."""
    found = []
    for act in (lifecycle.pause, lifecycle.resume, lifecycle.end):
        with pytest.raises(Refusal) as refused:
            act(uses, ward.id, user_id)
        found.append(refused.type)
    return found


def test_nothing_comes_of_what_was_queued_and_planned(uses: Uses, postman: Postman) -> None:
    ward = start(uses, staff=5, zones=("Asia/Tokyo", "Europe/London"))
    postman.deliver()
    wave = open_next_wave(uses, ward)
    asked = {letter.to for letter in postman.deliver()}
    assert 0 < len(asked) < 6, "some are asked later in the day"
    lifecycle.pause(uses, ward.id, LEAD)
    assert planned(uses, ward) == []
    told = postman.deliver()
    assert [(letter.to, letter.text) for letter in told] == [(CHANNEL, "bedside handover pauses.")]
    move_to(uses, wave.closes_at - HOUR)
    do_due(uses)
    assert postman.deliver() == []


def test_an_open_wave_is_closed_and_published_as_promised_in_a_pause(uses: Uses, postman: Postman) -> None:
    ward = start(uses, staff=9)
    wave = open_next_wave(uses, ward)
    postman.deliver()
    lifecycle.pause(uses, ward.id, LEAD)
    for user_id in staff_ids(6):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), "")
    move_to(uses, wave.closes_at)
    do_due(uses)
    texts = [letter.text for letter in postman.deliver()]
    assert texts[-1] == "The bedside handover pulse has closed. 6 of 10 people answered."
    move_to(uses, wave.closes_at + timedelta(weeks=5))
    do_due(uses)
    assert postman.deliver() == []
    assert newest_wave(uses, ward).id == wave.id


def test_the_next_pulse_is_planned_when_it_goes_on(uses: Uses, postman: Postman) -> None:
    ward = start(uses, staff=3)
    postman.deliver()
    lifecycle.pause(uses, ward.id, LEAD)
    postman.deliver()
    move_to(uses, datetime(2026, 3, 20, 12, tzinfo=UTC))
    do_due(uses)
    turn = lifecycle.resume(uses, ward.id, LEAD)
    assert turn.next_on == date(2026, 3, 24)
    assert planned(uses, ward) == [date(2026, 3, 24)]
    assert [(one.to, one.text) for one in postman.deliver()] == [(CHANNEL, "bedside handover goes on.")]
    open_next_wave(uses, ward)
    assert {letter.to for letter in postman.deliver()} == {LEAD, *staff_ids(3)}


@pytest.mark.parametrize(("hour", "day"), [(6, date(2026, 3, 10)), (12, date(2026, 3, 24))])
def test_todays_pulse_still_comes_where_its_time_lies_ahead(uses: Uses, hour: int, day: date) -> None:
    ward = start(uses, staff=3)
    lifecycle.pause(uses, ward.id, LEAD)
    move_to(uses, datetime(2026, 3, 10, hour, tzinfo=UTC))
    do_due(uses)
    assert lifecycle.resume(uses, ward.id, LEAD).next_on == day


def test_a_pulse_that_was_today_does_not_come_twice(uses: Uses) -> None:
    ward = start(uses, staff=3, zones=("Asia/Tokyo", "Europe/London"))
    wave = open_next_wave(uses, ward)
    lifecycle.pause(uses, ward.id, LEAD)
    assert lifecycle.resume(uses, ward.id, LEAD).next_on == date(2026, 3, 24)
    do_due(uses)
    assert newest_wave(uses, ward).id == wave.id


def test_a_pause_that_was_taken_back_at_once_is_told_as_it_stands(uses: Uses, postman: Postman) -> None:
    ward = start(uses, staff=0)
    postman.deliver()
    for act in (lifecycle.pause, lifecycle.resume, lifecycle.pause):
        act(uses, ward.id, LEAD)
    assert {letter.text for letter in postman.deliver()} == {"bedside handover pauses."}
    lifecycle.resume(uses, ward.id, LEAD)
    assert {letter.text for letter in postman.deliver()} == {"bedside handover goes on."}


@dataclass
class Interrupted(DirectoryOnPaper):
    """A directory during whose answer the lead pauses or ends the initiative."""

    act: object = None

    def members(self, channel_id: str) -> list[str]:
        if callable(self.act):
            self.act()
        return super().members(channel_id)


@pytest.mark.parametrize("act", [lifecycle.pause, lifecycle.end])
def test_a_pulse_that_is_about_to_open_does_not_open_after_all(uses: Uses, act) -> None:
    ward = start(uses, staff=3)
    assert isinstance(uses.directory, DirectoryOnPaper)
    directory = Interrupted(uses.directory.profiles, uses.directory.channels, act=lambda: act(uses, ward.id, LEAD))
    with uses.reading() as session:
        opens_at = due.waiting(session, planning.OPEN, ward.id)[0][1]
    move_to(uses, opens_at - timedelta(minutes=1))
    do_due(uses)
    move_to(uses, opens_at)
    do_due(replace(uses, directory=directory))
    with uses.reading() as session:
        assert results.newest(session, ward, state="open") is None
    assert planned(uses, ward) == []


def test_ending_closes_an_open_wave_at_once_and_leaves_no_tallies(uses: Uses, postman: Postman) -> None:
    ward = start(uses, staff=9)
    postman.deliver()
    wave = open_next_wave(uses, ward)
    postman.deliver()
    for user_id in staff_ids(9):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), f"a thought of {user_id}")
    lifecycle.end(uses, ward.id, LEAD)
    do_due(uses)
    with uses.reading() as session:
        for model in (RosterRow, TallyRow):
            assert session.exec(select(func.count()).select_from(model)).one() == 0
    told = [letter.text for letter in postman.deliver()]
    assert told == ["bedside handover has ended.", "The bedside handover pulse has closed. 9 of 10 people answered."]
    move_to(uses, wave.closes_at + timedelta(weeks=5))
    do_due(uses)
    assert postman.deliver() == []
    shown = results.last_result(uses, CHANNEL, staff_ids(1)[0])
    assert shown is not None
    assert (shown.wave.answered, len(shown.comments)) == (9, 9)


def test_a_channel_takes_a_new_initiative_after_the_end_and_shows_the_newest_result(uses: Uses) -> None:
    ward = start(uses, staff=6)
    wave = open_next_wave(uses, ward)
    for user_id in staff_ids(6):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), "")
    lifecycle.end(uses, ward.id, LEAD)
    first = date(2026, 3, 24)
    form = StartForm("huddles", CaseForChange("We meet.", "We know."), (), first, wave.opens_at.time(), "weekly", 3)
    again = starting.start_initiative(uses, CHANNEL, LEAD, form)
    do_due(uses)
    assert starting.status(uses, CHANNEL, LEAD).initiative.practice == "huddles"
    shown = results.last_result(uses, CHANNEL, LEAD)
    assert shown is not None
    assert shown.practice == "bedside handover"
    second = open_next_wave(uses, again)
    move_to(uses, second.closes_at)
    do_due(uses)
    shown = results.last_result(uses, CHANNEL, LEAD)
    assert shown is not None
    assert shown.practice == "huddles"


def test_what_makes_no_sense_is_refused_kindly(uses: Uses) -> None:
    ward = start(uses, staff=1)
    with pytest.raises(NotPaused):
        lifecycle.resume(uses, ward.id, LEAD)
    lifecycle.pause(uses, ward.id, LEAD)
    with pytest.raises(AlreadyPaused):
        lifecycle.pause(uses, ward.id, LEAD)
    with pytest.raises(Paused):
        planning.plan_now(uses, CHANNEL, LEAD)
    assert refusals(uses, ward, staff_ids(1)[0]) == [NotYours] * 3
    lifecycle.end(uses, ward.id, LEAD)
    assert refusals(uses, ward) == [Ended] * 3
    with pytest.raises(Ended):
        planning.plan_now(uses, CHANNEL, LEAD)
    assert stage(uses, ward) is Stage.ENDED


def test_the_log_says_who_did_what(uses: Uses) -> None:
    ward = start(uses, staff=1)
    for act in (lifecycle.pause, lifecycle.resume, lifecycle.end):
        act(uses, ward.id, LEAD)
    with uses.reading() as session:
        log = [(entry.actor, entry.action, entry.about["stage"]) for entry in audit.entries(session, ward.id)]
    assert log == [
        (LEAD, "initiative.pause", "paused"),
        (LEAD, "initiative.pause", "active"),
        (LEAD, "initiative.end", "ended"),
    ]
