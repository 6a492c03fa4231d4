"""Settings change under a lock and count their versions; a planned change ends once; a message can be called back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from wards import LEAD, start

from bot.domain.delivery import Fate, Outcome, Post, Priority, State
from bot.domain.local_time import Every, Rhythm
from bot.domain.people import Profile
from bot.domain.settings import Changes, Settings
from bot.services.ports import Uses
from storage import due, fate, outbox, people
from storage import initiative as initiatives
from storage import settings as stored
from storage.outbox import Settlement

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
REAL = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
CHANGES: Changes = {"every": (Every.FORTNIGHTLY, Every.WEEKLY), "message_cap": (3, 5), "approver": ("", LEAD)}


def test_settings_without_a_row_are_the_defaults_and_each_change_counts(uses: Uses) -> None:
    ward = start(uses, staff=2)
    with uses.writing() as session:
        assert stored.settings_of(session, ward.id) == stored.hold_settings(session, ward.id) == Settings()
    with uses.writing() as session:
        stored.change_settings(session, ward.id, message_cap=5, digest_at=time(16, 30), is_strict=True)
        stored.note_items(session, ward.id, asked_items="one")
    with uses.reading() as session:
        found = stored.settings_of(session, ward.id)
    assert found == Settings(message_cap=5, digest_at=time(16, 30), is_strict=True, asked_items="one", version=2)


def test_holding_settings_does_not_reset_them(uses: Uses) -> None:
    ward = start(uses, staff=2)
    for cap in (4, 5):
        with uses.writing() as session:
            stored.hold_settings(session, ward.id)
            stored.change_settings(session, ward.id, message_cap=cap)
    with uses.writing() as session:
        assert stored.hold_settings(session, ward.id).message_cap == 5
        assert stored.settings_of(session, ward.id).version == 3


def test_a_planned_change_comes_back_as_it_was_and_ends_once(uses: Uses) -> None:
    ward = start(uses, staff=2)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        assert stored.planned_change(session, ward.id) is None
        change_id = stored.plan_change(session, ward.id, lead, NOW, CHANGES)
    with uses.writing() as session:
        planned = stored.planned_change(session, ward.id)
        assert planned is not None
        assert (planned.id, planned.changed_by, planned.changes) == (change_id, LEAD, CHANGES)
        assert stored.settle_change(session, change_id, "applied")
        assert not stored.settle_change(session, change_id, "cancelled")
    with uses.reading() as session:
        assert stored.planned_change(session, ward.id) is None
        found = stored.find_change(session, change_id)
        assert found is not None
        assert found.state == "applied"


def test_people_in_a_planned_change_are_kept_by_our_own_number(uses: Uses) -> None:
    ward = start(uses, staff=2)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        change_id = stored.plan_change(session, ward.id, lead, NOW, CHANGES)
        row = session.get(stored.SettingChangeRow, change_id)
        assert row is not None
        assert row.changes["approver"] == [None, lead.id]
        assert LEAD not in str(row.changes)


def test_another_rhythm_is_written_down(uses: Uses) -> None:
    ward = start(uses, staff=2)
    rhythm = Rhythm(Every.MONTHLY, 3, time(7, 30), 10)
    with uses.writing() as session:
        held = initiatives.hold_initiative(session, ward.id)
        assert held is not None
        assert held == initiatives.find_initiative(session, ward.id)
        assert initiatives.hold_initiative(session, ward.id + 99) is None
        initiatives.set_rhythm(session, ward.id, rhythm, date(2026, 4, 2))
    with uses.reading() as session:
        found = initiatives.find_initiative(session, ward.id)
    assert found is not None
    assert (found.rhythm, found.first_on) == (rhythm, date(2026, 4, 2))


def test_work_that_is_put_off_is_due_later_and_as_fresh_as_new(uses: Uses) -> None:
    with uses.writing() as session:
        due.plan(session, "w", 1, NOW.date(), NOW)
    for moment in (NOW, NOW + timedelta(hours=1)):
        with uses.writing() as session:
            (work,) = due.claim(session, now=moment, real_now=REAL, until=REAL + timedelta(minutes=1), most=9)
            assert work.attempt == 1
            due.put_off(session, work, moment + timedelta(hours=1))
        with uses.writing() as session:
            assert due.claim(session, now=moment, real_now=REAL, until=REAL, most=9) == []
            assert due.waiting(session, "w", 1) == [(NOW.date(), moment + timedelta(hours=1))]
    with uses.writing() as session, pytest.raises(due.LeaseLost):
        due.put_off(session, work, NOW)


@pytest.fixture
def queued(uses: Uses) -> Uses:
    with uses.writing() as session:
        people.keep_profiles(session, [Profile("U1", "Ann", "UTC")])
        outbox.queue(session, [(Post("k", "U1", {}, "key", Priority.ANSWER), NOW, None)])
    return uses


def take(uses: Uses) -> outbox.Claimed:
    with uses.writing() as session:
        (row,) = outbox.claim(session, now=NOW, real_now=REAL, lease=timedelta(seconds=40), most=9)
        return row


def test_a_message_that_nobody_has_seen_is_called_back(queued: Uses) -> None:
    with queued.writing() as session:
        assert fate.state_of(session, "key") == (State.WAITING, "")
        assert fate.withdraw(session, "key", "taken back") == []
        assert fate.state_of(session, "key") == (State.DROPPED, "taken back")
        assert fate.state_of(session, "other") is None
        assert fate.withdraw(session, "other", "taken back") == []
    with queued.writing() as session:
        assert outbox.claim(session, now=NOW, real_now=REAL, lease=timedelta(1), most=9) == []


@pytest.mark.parametrize("state", [State.SENT, State.UNSURE])
def test_a_message_that_was_or_may_have_been_posted_is_not_called_back(queued: Uses, state: State) -> None:
    row = take(queued)
    with queued.writing() as session:
        assert fate.withdraw(session, "key", "taken back") == ["U1"], "somebody is sending it"
        outbox.settle(session, [Settlement(row, state, outcome=Outcome(Fate.POSTED))], REAL)
        assert fate.withdraw(session, "k", "taken back") == ["U1"]
        assert fate.state_of(session, "key") == (state, "")


def test_a_message_in_doubt_is_not_called_back(queued: Uses) -> None:
    row = take(queued)
    with queued.writing() as session:
        outbox.settle(session, [Settlement(row, State.WAITING, "lost", doubt_since=REAL)], REAL)
        assert fate.withdraw(session, "k", "taken back") == ["U1"]
        assert fate.state_of(session, "key") == (State.WAITING, "lost")


def test_a_message_that_was_refused_is_called_back(queued: Uses) -> None:
    row = take(queued)
    with queued.writing() as session:
        outbox.settle(session, [Settlement(row, State.FAILED, "is_archived")], REAL)
        assert fate.withdraw(session, "key", "taken back") == []
        assert fate.state_of(session, "key") == (State.DROPPED, "taken back")
