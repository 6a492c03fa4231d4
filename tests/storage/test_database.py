"""What both databases hold to: instants in UTC, checks, foreign keys, whole transactions; and what SQLite is set to."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest
from databases import DatabaseUrls
from many_writers import write
from sqlalchemy import CheckConstraint, func, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import SQLModel, select
from wards import LEAD, start

from bot.domain.people import Profile
from bot.services.ports import Uses
from storage import due, inbox, people
from storage.database import Database
from storage.due import DueRow
from storage.evaluation_tables import DecisionRow
from storage.inbox import InboxRow
from storage.initiative import InitiativeRow
from storage.measure_tables import MeasureMarkRow, MeasureRow
from storage.outbox_table import OutboxRow
from storage.pdsa_tables import CycleChangeRow, CycleRow, CycleTaskRow
from storage.people import PersonRow, RoleRow
from storage.pulse import NewcomerTallyRow, RosterRow, TallyRow, WaveRow
from storage.questions import OwnItemRow
from storage.rows import insert_many
from storage.settings import SettingChangeRow, SettingsRow
from storage.taking_part import MessageDayRow
from storage.teams import StagedImportRow

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
MEASURE = {
    "name": "Falls", "purpose": "outcome", "definition": "All.", "data": "count", "unit": "", "per": "",
    "direction": "decrease", "often": "weekly", "first_on": date(2026, 3, 3), "lies_where": "", "source": "hand",
    "is_retired": False, "stamp": 0, "version": 1,
}  # fmt: skip


def test_an_instant_comes_back_aware_and_in_utc(uses: Uses) -> None:
    tokyo = timezone(timedelta(hours=9))
    with uses.writing() as session:
        due.plan(session, "pulse.open", 1, date(2026, 3, 3), datetime(2026, 3, 3, 18, 0, 0, 123456, tzinfo=tokyo))
    with uses.reading() as session:
        (stored,) = session.exec(select(DueRow.due_at)).all()
    assert stored == datetime(2026, 3, 3, 9, 0, 0, 123456, tzinfo=UTC)
    assert stored.utcoffset() == timedelta(0)


def test_instants_of_any_zone_are_compared_as_moments(uses: Uses) -> None:
    new_york = timezone(timedelta(hours=-5))
    with uses.writing() as session:
        due.plan(session, "pulse.open", 1, date(2026, 3, 3), NOW)
    for moment, waits in ((NOW.astimezone(new_york), 1), ((NOW - timedelta(seconds=1)).astimezone(new_york), 0)):
        with uses.reading() as session:
            assert len(session.exec(select(DueRow.id).where(DueRow.due_at <= moment)).all()) == waits


def test_a_naive_moment_is_refused(uses: Uses) -> None:
    with pytest.raises(StatementError, match="time zone"), uses.writing() as session:
        due.plan(session, "pulse.open", 1, date(2026, 3, 3), datetime(2026, 3, 3, 9, 0))  # noqa: DTZ001


def test_a_local_date_and_a_local_time_come_back_as_they_were(uses: Uses) -> None:
    initiative = start(uses, staff=0)
    with uses.reading() as session:
        row = session.exec(select(InitiativeRow)).one()
        assert (row.first_on, row.at) == (initiative.first_on, initiative.rhythm.at)


def wrong(uses: Uses, initiative_id: int) -> dict[str, tuple[Any, dict[str, Any]]]:
    """One row for each CHECK, right but for what the check is about."""
    with uses.reading() as session:
        person, team = people.find_person(session, LEAD), next(iter(people.team_parents(session, initiative_id)))
        columns = session.exec(select(InitiativeRow)).one().model_dump(exclude={"id"})
    assert person is not None
    ward = columns | {"number": 9, "channel_id": "C9"}
    work = {
        "what": "w",
        "subject": 1,
        "person": "",
        "local_date": date(2026, 3, 3),
        "due_at": NOW,
        "outcome": "",
        "attempt": 0,
    }
    post = {
        "kind": "k", "recipient": "U1", "arguments": {}, "unique_key": "k", "priority": 1, "is_unrequested": False,
        "not_before": NOW, "reason": "", "attempt": 0, "channel": "", "ts": "", "token": "t",
    }  # fmt: skip
    wave = {
        "initiative_id": initiative_id, "number": 7, "opens_on": date(2026, 3, 3), "opens_at": NOW, "closes_at": NOW,
        "items": [], "invited": 0,
    }  # fmt: skip
    settings = SettingsRow(initiative_id=initiative_id).model_dump()
    change = {"initiative_id": initiative_id, "changed_by": person.id, "changed_at": NOW, "changes": {}}
    staged = {
        "initiative_id": initiative_id, "uploaded_by": person.id, "uploaded_at": NOW, "rows": [], "problems": [],
        "seen": "",
    }  # fmt: skip
    day = {"person_id": person.id, "local_date": date(2026, 3, 3)}
    texts = dict.fromkeys(("answers", "aim", "question", "change", "measure", "who"), "")
    days = dict.fromkeys(("expected_by", "do_on", "study_on", "act_on", "phase_on"), date(2026, 3, 3))
    plan = {"initiative_id": initiative_id, "number": 1, "lead_id": person.id, "compare": "at_most", "expected": 1.0}
    cycle = CycleRow(**plan, **texts, **days, step="few").model_dump(exclude={"id"})
    task = {"cycle_id": 1, "what": "w", "owner_id": person.id, "due_on": date(2026, 3, 3)}
    line = {"cycle_id": 1, "version": 1, "at": NOW, "note": "", "old": {}, "new": {}}
    measure = {"initiative_id": initiative_id, "number": 1} | MEASURE
    mark = {"measure_id": 1, "on_date": date(2026, 3, 3), "text": "t", "marked_at": NOW, "is_taken_back": False}
    tally = {"wave_id": 1, "team_id": team, "item": "one", "count": 1}
    decision = {"review_id": 1, "what": "w", "owner_id": person.id, "due_on": date(2026, 3, 3)}
    item = {"initiative_id": initiative_id, "item": "a", "measures": "", "text": "", "source": ""}
    return {
        "ck_own_item_place_range": (OwnItemRow, item | {"place": 0}),
        "ck_initiative_state_known": (InitiativeRow, ward | {"state": "forgotten"}),
        "ck_initiative_every_known": (InitiativeRow, ward | {"every": "daily"}),
        "ck_initiative_open_days_range": (InitiativeRow, ward | {"open_days": 15}),
        "ck_initiative_reminders_range": (InitiativeRow, ward | {"reminders": 3}),
        "ck_initiative_weekday_range": (InitiativeRow, ward | {"weekday": 7}),
        "ck_role_role_known": (RoleRow, {"initiative_id": initiative_id, "person_id": person.id, "role": "boss"}),
        "ck_due_work_state_known": (DueRow, work | {"state": "lost"}),
        "ck_outbox_state_known": (OutboxRow, post | {"state": "lost"}),
        "ck_wave_state_known": (WaveRow, wave | {"state": "half open"}),
        "ck_settings_members_from_known": (SettingsRow, settings | {"members_from": "hearsay"}),
        "ck_settings_message_cap_range": (SettingsRow, settings | {"message_cap": 11}),
        "ck_settings_digest_weekday_range": (SettingsRow, settings | {"digest_weekday": 7}),
        "ck_setting_change_state_known": (SettingChangeRow, change | {"state": "lost"}),
        "ck_staged_import_members_from_known": (StagedImportRow, staged | {"members_from": "hearsay"}),
        "ck_pdsa_cycle_phase_known": (CycleRow, cycle | {"phase": "lost", "began_on": date(2026, 3, 3)}),
        "ck_pdsa_cycle_compare_known": (CycleRow, cycle | {"compare": "about"}),
        "ck_pdsa_cycle_step_known": (CycleRow, cycle | {"step": "huge"}),
        "ck_pdsa_cycle_decision_known": (CycleRow, cycle | {"decision": "perhaps"}),
        "ck_pdsa_cycle_next_step_known": (CycleRow, cycle | {"next_step": "sideways"}),
        "ck_pdsa_cycle_how_many_range": (CycleRow, cycle | {"how_many": 0}),
        "ck_pdsa_cycle_dates_in_order": (CycleRow, cycle | {"study_on": date(2026, 3, 1)}),
        "ck_pdsa_cycle_begun_after_plan": (CycleRow, cycle | {"phase": "do"}),
        "ck_pdsa_cycle_closed_with_decision": (CycleRow, cycle | {"phase": "closed", "began_on": date(2026, 3, 3)}),
        "ck_pdsa_task_number_range": (CycleTaskRow, task | {"number": 6}),
        "ck_pdsa_change_before_known": (CycleChangeRow, line | {"before": "lost", "after": "do"}),
        "ck_pdsa_change_after_known": (CycleChangeRow, line | {"before": "plan", "after": "lost"}),
        "ck_measure_purpose_known": (MeasureRow, measure | {"purpose": "fame"}),
        "ck_measure_data_known": (MeasureRow, measure | {"data": "colour"}),
        "ck_measure_direction_known": (MeasureRow, measure | {"direction": "sideways"}),
        "ck_measure_often_known": (MeasureRow, measure | {"often": "hourly"}),
        "ck_measure_drawn_as_known": (MeasureRow, measure | {"drawn_as": "pie"}),
        "ck_measure_mark_kind_known": (MeasureMarkRow, mark | {"kind": "doodle"}),
        "ck_evaluation_decision_number_range": (DecisionRow, decision | {"number": 0}),
        "ck_message_day_count_range": (MessageDayRow, day | {"count": -1}),
        "ck_tally_value_range": (TallyRow, tally | {"value": 6}),
        "ck_newcomer_tally_value_range": (NewcomerTallyRow, tally | {"value": 0}),
    }


def test_every_check_refuses_what_it_is_there_for(uses: Uses) -> None:
    rows = wrong(uses, start(uses, staff=0).id)
    declared = {
        str(constraint.name)
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert declared == set(rows), "a check that no row here tries"
    for name, (model, row) in rows.items():
        with pytest.raises(IntegrityError, match=name), uses.writing() as session:
            insert_many(session, model, [row])


def test_the_same_rows_are_taken_once_what_the_check_is_about_is_right(uses: Uses) -> None:
    rows = wrong(uses, start(uses, staff=0).id)
    right = {"state": "active", "every": "monthly", "open_days": 14, "weekday": 6, "role": "sponsor"}
    for name in ("ck_initiative_state_known", "ck_role_role_known"):
        model, row = rows[name]
        with uses.writing() as session:
            insert_many(session, model, [row | {key: value for key, value in right.items() if key in row}])


def test_a_row_can_not_point_nowhere(uses: Uses) -> None:
    initiative = start(uses, staff=0)
    with pytest.raises(IntegrityError), uses.writing() as session:
        people.add_team(session, initiative.id + 1, "Nowhere")
    with pytest.raises(IntegrityError), uses.writing() as session:
        insert_many(
            session,
            RosterRow,
            [{"wave_id": 99, "person_id": 1, "team_id": 1, "has_answered": False, "has_declined": False}],
        )


def test_a_row_that_others_point_at_can_not_go(uses: Uses) -> None:
    start(uses, staff=0)
    with pytest.raises(IntegrityError), uses.writing() as session:
        session.delete(session.exec(select(PersonRow)).one())


def test_a_transaction_is_kept_whole_or_not_at_all(uses: Uses) -> None:
    class Stop(Exception):
        pass

    def half() -> None:
        with uses.writing() as session:
            inbox.first_time(session, "one", NOW)
            session.add(InboxRow(key="two", handled_at=NOW))
            session.flush()
            raise Stop

    with pytest.raises(Stop):
        half()
    with uses.reading() as session:
        assert session.exec(select(func.count()).select_from(InboxRow)).one() == 0


def test_what_is_changed_while_reading_is_thrown_away(uses: Uses) -> None:
    start(uses, staff=0)
    with uses.reading() as session:
        people.deactivate(session, LEAD)
    with uses.reading() as session:
        person = people.find_person(session, LEAD)
        assert person is not None
        assert person.profile.is_active


def test_reading_shows_one_moment_however_much_is_written_beside_it(uses: Uses) -> None:
    with uses.reading() as session:
        assert session.exec(select(func.count()).select_from(InboxRow)).one() == 0
        with uses.writing() as other:
            inbox.first_time(other, "one", NOW)
        assert session.exec(select(func.count()).select_from(InboxRow)).one() == 0
    with uses.reading() as session:
        assert session.exec(select(func.count()).select_from(InboxRow)).one() == 1


def test_an_error_text_shows_no_value(uses: Uses) -> None:
    with uses.writing() as session:
        people.keep_profiles(session, [Profile("U0ANN", "Ann", "UTC")])
    with pytest.raises(IntegrityError) as caught, uses.writing() as session:
        session.add(PersonRow(user_id="U0ANN", name="CANARY", zone="CANARY", locale="en"))
    assert "CANARY" not in str(caught.value)


def test_sqlite_is_set_to_lose_nothing_and_to_overwrite_what_it_deletes(database_url: DatabaseUrls) -> None:
    database = Database(database_url("sqlite"))
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 30000,
    }
    connections = [database.engine.connect() for _ in range(3)]
    for connection in connections:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
        assert found == expected
        connection.close()
    database.close()


def test_sqlite_takes_the_write_lock_when_writing_begins_and_none_for_reading(database_url: DatabaseUrls) -> None:
    url = database_url("sqlite")
    database, impatient = Database(url), Database(url, busy_seconds=0.05)
    with database.reading(0) as session:
        session.connection()
        with impatient.writing(0) as other:
            other.connection()
    with database.writing(0) as session:
        session.connection()
        with impatient.reading(0) as other:
            other.exec(select(func.count()).select_from(InboxRow)).one()
        with pytest.raises(OperationalError, match="locked"), impatient.writing(0) as other:
            other.connection()
    database.close()
    impatient.close()


def test_eight_processes_write_without_one_lock_error(
    database_url: DatabaseUrls, kind: str, processes: BaseContext
) -> None:
    """A short sample of the bar of 10,000 writes."""
    url, writes = database_url(kind), 60
    workspace = people.know_workspace(Database(url), "T0ONE", "One", "U0BOT")
    with processes.Pool(8) as pool:
        failures = pool.starmap(write, [(url, workspace, f"process {number}", writes) for number in range(8)])
    assert failures == [[]] * 8
    database = Database(url)
    with database.reading(workspace) as session:
        assert session.exec(select(func.count()).select_from(InboxRow)).one() == 8 * writes
    with database.engine.connect() as connection:
        if kind == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    database.close()


def test_twelve_threads_share_one_database_without_a_lock_error(uses: Uses) -> None:
    failures: list[Exception] = []

    def act(thread: int) -> None:
        for turn in range(10):
            try:
                with uses.reading() as session:
                    people.find_person(session, LEAD)
                with uses.writing() as session:
                    inbox.first_time(session, f"{thread}:{turn}", NOW)
            except Exception as failure:
                failures.append(failure)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_opening_a_database_touches_nothing(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'later.db'}")
    assert list(tmp_path.iterdir()) == []
