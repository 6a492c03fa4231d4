"""Initiatives and the channel they live in: one at a time, and what ended stays to be read."""

import threading
from datetime import date, time

import pytest
from sqlalchemy.exc import IntegrityError
from wards import CHANNEL, LEAD, start

from bot.domain.initiative import CaseForChange, Initiative, ResultsStop, Stage
from bot.domain.local_time import Every, Rhythm
from bot.domain.people import ChannelKind, Profile
from bot.services.ports import Uses
from storage import initiative as initiatives
from storage import people

TODAY = date(2026, 3, 20)
RHYTHM = Rhythm(Every.WEEKLY, 1, time(10), 3)


def add(uses: Uses, practice: str, channel: str = CHANNEL) -> Initiative:
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        of = {"channel_id": channel, "practice": practice, "zone": "UTC", "first_on": TODAY}
        return initiatives.add_initiative(session, **of, case=CaseForChange("a", "b"), rhythm=RHYTHM, lead=lead)


def found(uses: Uses, initiative: Initiative) -> Initiative:
    with uses.reading() as session:
        again = initiatives.find_initiative(session, initiative.id)
    assert again is not None
    return again


def test_one_that_has_ended_leaves_its_channel_to_the_next_and_can_still_be_found_there(uses: Uses) -> None:
    first = start(uses, staff=0)
    with pytest.raises(IntegrityError):
        add(uses, "huddles")
    with uses.writing() as session:
        initiatives.end(session, first, TODAY)
    ended = found(uses, first)
    assert (ended.state, ended.ended_on, ended.channel_id) == (Stage.ENDED, TODAY, CHANNEL)
    with uses.reading() as session:
        assert initiatives.initiative_in(session, CHANNEL) is None
        assert initiatives.last_in(session, CHANNEL) == ended
    second = add(uses, "huddles")
    with pytest.raises(IntegrityError):
        add(uses, "rounds")
    with uses.writing() as session:
        assert initiatives.initiative_in(session, CHANNEL) == second
        assert initiatives.last_in(session, CHANNEL) == second
        initiatives.end(session, second, TODAY)
        assert [one.practice for one in initiatives.ended_in(session, CHANNEL)] == ["huddles", "bedside handover"]
        assert initiatives.active_initiatives(session) == []


def test_every_change_gives_a_new_version(uses: Uses) -> None:
    ward = start(uses, staff=1)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        versions = [
            initiatives.set_state(session, ward.id, Stage.PAUSED),
            initiatives.set_state(session, ward.id, Stage.ACTIVE),
            initiatives.set_lead(session, ward.id, lead),
            initiatives.set_channel(session, ward.id, ChannelKind.PRIVATE, ResultsStop.CHANGED),
            initiatives.end(session, ward, TODAY),
        ]
    assert versions == [3, 4, 5, 6, 7], "its channel was looked at before"
    again = found(uses, ward)
    assert (again.channel_kind, again.results_stop) == (ChannelKind.PRIVATE, ResultsStop.CHANGED)


def test_a_paused_one_is_nobodys_active_one_and_shown_to_who_asks_for_it(uses: Uses) -> None:
    ward = start(uses, staff=0)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        initiatives.set_state(session, ward.id, Stage.PAUSED)
        assert initiatives.active_initiatives(session) == []
        assert initiatives.initiatives_of(session, lead.id) == []
        both = (Stage.ACTIVE, Stage.PAUSED)
        assert [one.id for one in initiatives.initiatives_of(session, lead.id, both)] == [ward.id]


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"is_guest": True}, {"is_stranger": True}, {"is_bot": True}], ids=str
)
def test_a_lead_who_can_not_take_part_any_more_is_found_until_the_initiative_ends(uses: Uses, gone) -> None:
    ward = start(uses, staff=0)
    with uses.writing() as session:
        assert initiatives.without_lead(session) == []
        people.keep_profiles(session, [Profile(LEAD, "Lena Lead", "UTC", **gone)])
        assert [one.id for one in initiatives.without_lead(session)] == [ward.id]
        initiatives.set_state(session, ward.id, Stage.PAUSED)
        assert [one.id for one in initiatives.without_lead(session)] == [ward.id]
        initiatives.end(session, ward, TODAY)
        assert initiatives.without_lead(session) == []


def test_a_channel_with_a_new_id_takes_its_initiatives_along(uses: Uses) -> None:
    first = start(uses, staff=0)
    with uses.writing() as session:
        initiatives.end(session, first, TODAY)
    second = add(uses, "huddles")
    elsewhere = add(uses, "rounds", channel="C0OTHER")
    with uses.writing() as session:
        initiatives.move_channel(session, CHANNEL, "C0NEW")
    assert [found(uses, one).channel_id for one in (first, second, elsewhere)] == ["C0NEW", "C0NEW", "C0OTHER"]


def test_two_who_hold_the_same_initiative_take_turns(uses: Uses) -> None:
    ward, order = start(uses, staff=0), []
    held, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with uses.writing() as session:
            initiatives.hold_initiative(session, ward.id)
            held.set()
            go_on.wait(5)
            order.append("first")
            initiatives.set_state(session, ward.id, Stage.PAUSED)

    def second() -> None:
        held.wait(5)
        with uses.writing() as session:
            one = initiatives.hold_initiative(session, ward.id)
            order.append("second")
            assert one is not None
            assert one.state is Stage.PAUSED

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    held.wait(5)
    threads[1].join(0.2)
    go_on.set()
    for thread in threads:
        thread.join()
    assert order == ["first", "second"]
