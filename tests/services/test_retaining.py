"""Each kind of thing that is held disappears on its day and not before, and everything else stays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from measured import FORM, define, record
from sqlmodel import select, update
from wards import LEAD, answers, close, do_due, move_to, open_next_wave, staff_ids, start

from bot.domain.initiative import Initiative
from bot.domain.measures.defining import check_measure
from bot.domain.people import Profile
from bot.features import all_retention
from bot.services import vacancy
from bot.services.ports import Uses
from bot.services.privacy import erasing, retaining
from bot.services.pulse import answering
from storage import audit, due, inbox, measure_points, measure_uploads, measures, people
from storage.due import DueRow
from storage.initiative import InitiativeRow
from storage.measure_tables import MeasureUploadRow
from storage.outbox_table import OutboxRow
from storage.people import MemberRow, PersonRow, RoleRow
from storage.settings import SettingChangeRow
from storage.taking_part import MessageDayRow, OptOutRow
from storage.teams import StagedImportRow
from storage.wave_tables import CommentRow

THEN = datetime(2026, 3, 10, 9, tzinfo=UTC)


def purge(uses: Uses, kind: str) -> int:
    """Delete what is over of one kind."""
    row = next(each for each in uses.retention if each.kind == kind)
    return retaining._purge(uses, row, uses.clock())


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    move_to(uses, THEN - timedelta(days=7))
    return start(uses, staff=9)


def count(uses: Uses, table: Any) -> int:
    with uses.reading() as session:
        return len(session.exec(select(table)).all())


def fill(uses: Uses, ward: Initiative) -> None:
    """Something that is over, at THEN, of each kind that has a date of its own."""
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        session.exec(update(OutboxRow).values(state="sent", not_before=THEN))
        session.exec(update(DueRow).values(state="done", due_at=THEN))
        inbox.first_time(session, "Ev1", THEN)
        session.add(MessageDayRow(person_id=lead.id, local_date=THEN.date(), count=1))
        session.add(StagedImportRow(initiative_id=ward.id, uploaded_by=lead.id, uploaded_at=THEN, rows=[]))
        change = SettingChangeRow(initiative_id=ward.id, changed_by=lead.id, changed_at=THEN, changes={})
        change.state = "applied"
        session.add(change)
        audit.note(session, THEN, lead.id, "x", ward.id)
        measure = measures.add_measure(session, ward.id, check_measure(FORM, frozenset()), lead)
        measure_uploads.keep_upload(session, measure.id, lead, THEN, "F0")


DATED = {
    "messages": (OutboxRow, 30),
    "due_work": (DueRow, 30),
    "payloads": (inbox.InboxRow, 7),
    "message_days": (MessageDayRow, 14),
    "uploads": (StagedImportRow, 1),
    "value_files": (MeasureUploadRow, 1),
    "changes": (SettingChangeRow, 730),
    "log": (audit.AuditRow, 730),
}


@pytest.mark.parametrize("what", DATED)
def test_it_goes_on_its_day_and_not_before(uses: Uses, ward: Initiative, what: str) -> None:
    _, days = DATED[what]
    fill(uses, ward)
    before = {name: count(uses, each) for name, (each, _) in DATED.items()}
    move_to(uses, THEN + timedelta(days=days))
    assert purge(uses, what) == 0
    move_to(uses, THEN + timedelta(days=days + 1))
    assert purge(uses, what) == before[what] > 0
    assert {name: count(uses, each) for name, (each, _) in DATED.items()} == before | {what: 0}
    assert purge(uses, what) == 0


def test_what_waits_stays(uses: Uses, ward: Initiative) -> None:
    waiting = count(uses, OutboxRow), count(uses, DueRow)
    with uses.reading() as session:
        done = len(session.exec(select(DueRow).where(DueRow.state != "waiting")).all())
    move_to(uses, THEN + timedelta(days=4000))
    assert purge(uses, "messages") == 0
    assert purge(uses, "due_work") == done
    assert count(uses, OutboxRow) == waiting[0]


def test_comments_go_after_two_years_and_results_stay(uses: Uses, ward: Initiative) -> None:
    wave = open_next_wave(uses, ward)
    for user_id in staff_ids(9):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), "words")
    move_to(uses, THEN + timedelta(days=4000))
    assert purge(uses, "comments") == 0, "of an open wave nothing goes"
    close(uses, wave)
    move_to(uses, wave.closes_at + timedelta(days=730))
    assert purge(uses, "comments") == 0
    move_to(uses, wave.closes_at + timedelta(days=731))
    assert purge(uses, "comments") == 9
    assert count(uses, CommentRow) == 0
    assert any(each.kind == "results" and each.purge is None for each in all_retention())


def end(uses: Uses, ward: Initiative, on: date) -> None:
    with uses.writing() as session:
        session.exec(update(InitiativeRow).values(state="ended", ended_on=on))


@pytest.mark.parametrize("what", ["membership", "opt_out"])
def test_who_belonged_goes_ninety_days_after_the_end(uses: Uses, ward: Initiative, what: str) -> None:
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        session.add(OptOutRow(initiative_id=ward.id, person_id=lead.id, since=THEN.date()))
    move_to(uses, THEN + timedelta(days=999))
    assert purge(uses, what) == 0, "it hasn't ended"
    end(uses, ward, THEN.date())
    move_to(uses, THEN + timedelta(days=89))
    assert purge(uses, what) == 0
    move_to(uses, THEN + timedelta(days=90))
    assert purge(uses, what) > 0
    tables = (MemberRow, RoleRow) if what == "membership" else (OptOutRow,)
    assert [count(uses, table) for table in tables] == [0] * len(tables)


def test_who_gave_values_goes_ninety_days_after_the_end_and_the_values_stay(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id)
    record(uses, measure, "2026-01-05 3")
    record(uses, measure, "2026-01-05 4", why="a slip")
    move_to(uses, THEN + timedelta(days=999))
    assert purge(uses, "measures") == 0, "it hasn't ended"
    end(uses, ward, THEN.date())
    move_to(uses, THEN + timedelta(days=89))
    assert purge(uses, "measures") == 0
    move_to(uses, THEN + timedelta(days=90))
    assert purge(uses, "measures") == 3
    with uses.reading() as session:
        assert [(each.value, each.by_user_id) for each in measure_points.points(session, measure.id)] == [(4, "")]
        assert measure_points.corrections(session, measure.id)[0].old_value == 3


def known(uses: Uses) -> set[str]:
    with uses.reading() as session:
        return set(session.exec(select(PersonRow.user_id)))


def test_who_belongs_nowhere_goes_after_thirty_days_and_is_forgotten_no_sooner(uses: Uses, ward: Initiative) -> None:
    with uses.writing() as session:
        people.keep_profiles(session, [Profile("U0IDLE", "Idle", "UTC"), Profile("U0BACK", "Back", "UTC")])
    move_to(uses, THEN)
    assert purge(uses, "profile") == 0
    move_to(uses, THEN + timedelta(days=29))
    assert purge(uses, "profile") == 0
    with uses.writing() as session:
        back = people.find_person(session, "U0BACK")
        assert back is not None
        people.add_member(session, ward.id, back.id)
    move_to(uses, THEN + timedelta(days=30))
    assert purge(uses, "profile") == 1
    assert "U0IDLE" not in known(uses)
    assert {LEAD, "U0BACK", *staff_ids(9)} <= known(uses)


def test_who_stands_in_the_log_is_known_as_long_as_it_says_so(uses: Uses, ward: Initiative) -> None:
    with uses.writing() as session:
        people.keep_profiles(session, [Profile("U0IDLE", "Idle", "UTC")])
        idle = people.find_person(session, "U0IDLE")
        assert idle is not None
        audit.note(session, THEN, idle.id, "me.export")
    move_to(uses, THEN)
    purge(uses, "profile")
    move_to(uses, THEN + timedelta(days=400))
    assert purge(uses, "profile") == 0
    move_to(uses, THEN + timedelta(days=731))
    assert (purge(uses, "log"), purge(uses, "profile")) == (1, 1)


def test_who_led_what_has_ended_becomes_a_number(uses: Uses, ward: Initiative) -> None:
    end(uses, ward, THEN.date())
    move_to(uses, THEN + timedelta(days=90))
    purge(uses, "membership")
    purge(uses, "profile")
    move_to(uses, THEN + timedelta(days=120))
    assert purge(uses, "profile") == 10
    assert len(known(uses)) == 1
    assert LEAD not in known(uses)
    assert purge(uses, "profile") == 0


def test_the_mark_of_somebody_who_was_erased_stays(uses: Uses, ward: Initiative) -> None:
    erasing.erase_me(uses, staff_ids(1)[0])
    move_to(uses, THEN + timedelta(days=4000))
    purge(uses, "log")
    purge(uses, "profile")
    assert any(user_id.startswith("erased:") for user_id in known(uses))


def test_what_was_told_once_is_not_told_twice(uses: Uses, ward: Initiative) -> None:
    fill(uses, ward)
    with uses.writing() as session:
        session.exec(update(OutboxRow).values(kind="delivery.missing"))
    move_to(uses, THEN + timedelta(days=99))
    assert purge(uses, "messages") == 0
    end(uses, ward, THEN.date())
    assert purge(uses, "messages") > 0


def test_whoever_may_take_over_is_asked_once_however_long_nobody_leads(uses: Uses, ward: Initiative) -> None:
    gone = [Profile(LEAD, "Lead", "UTC", is_active=False)]
    vacancy.note_gone(uses, gone)
    with uses.writing() as session:
        session.exec(update(OutboxRow).values(state="sent"))
    asked = count(uses, OutboxRow)
    move_to(uses, THEN + timedelta(days=99))
    purge(uses, "messages")
    vacancy.note_gone(uses, gone)
    with uses.reading() as session:
        assert len(session.exec(select(OutboxRow).where(OutboxRow.state == "waiting")).all()) == 0
    assert 0 < count(uses, OutboxRow) < asked


def test_it_happens_every_night_in_small_steps(uses: Uses, ward: Initiative, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retaining, "BATCH", 2)
    retaining.begin(uses)
    retaining.begin(uses)
    with uses.writing() as session:
        for number in range(5):
            inbox.first_time(session, f"Ev{number}", THEN)
        ((_, moment),) = due.waiting(session, retaining.RETAIN, 0)
    assert moment == datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
    for day in range(9, 13):
        move_to(uses, datetime(2026, 3, 10 + day, 4, tzinfo=UTC))
        do_due(uses)
        with uses.reading() as session:
            assert len(due.waiting(session, retaining.RETAIN, 0)) == 1
    assert count(uses, inbox.InboxRow) == 0
