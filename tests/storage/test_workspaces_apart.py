"""Two workspaces in one database, with the same channel and user ids: each sees and changes its own rows alone."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import ModuleType
from typing import Any

import pytest
from cycles import PLAN, PLANNED, TASK, a_cycle
from measured import FORM
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, delete, exists, select, update
from standing_in import DirectoryOnPaper
from wards import CHANNEL, LEAD, answers, close, open_next_wave, staff_ids, start

from bot.domain.delivery import State
from bot.domain.evaluation.decisions import NewDecision
from bot.domain.evaluation.plan import Question, Terms
from bot.domain.initiative import CaseForChange, ResultsStop, Stage
from bot.domain.instrument_file import OwnItem
from bot.domain.local_time import Every, Rhythm
from bot.domain.measures.defining import check_measure
from bot.domain.measures.typed_points import Line, Reading
from bot.domain.measures.typed_values import Order
from bot.domain.pdsa.cycle import Origin
from bot.domain.people import ChannelKind, Person, Profile, Role
from bot.domain.privacy import mark_of
from bot.domain.pulse import check_checkin
from bot.domain.settings import Settings
from bot.domain.work_time import OFFICE_HOURS
from bot.services.ports import Uses
from bot.services.pulse import answering, asking, rounds
from storage import (
    audit,
    breaks,
    due,
    erasure,
    evaluation,
    fate,
    forgetting,
    held,
    inbox,
    initiative,
    measure_people,
    measure_points,
    measure_uploads,
    measures,
    newcomers,
    outbox,
    outbox_desk,
    pace,
    pdsa,
    people,
    pictures,
    published,
    questions,
    retention,
    settings,
    tables,
    taking_part,
    teams,
    withheld,
    work_time,
)
from storage import pulse as waves
from storage.columns import Owned
from storage.database import Database
from storage.erasure import SecretRow
from storage.evaluation_tables import DecisionRow, ReviewRow
from storage.measure_tables import MeasureCorrectionRow, MeasureMarkRow, MeasurePointRow, MeasureUploadRow
from storage.outbox import Settlement
from storage.outbox_table import OutboxRow
from storage.people import PersonRow, TeamRow
from storage.questions import StagedQuestionsRow
from storage.settings import SettingChangeRow, SettingsRow
from storage.taking_part import OptOutRow
from storage.teams import StagedImportRow
from storage.wave_tables import NewcomerTallyRow
from storage.work_time import OwnHours

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LATER = datetime(2036, 3, 10, 9, 0, tzinfo=UTC)
TERMS = check_measure(FORM, frozenset())
EVALUATION = Terms((Question("Does it help?", "Staff"),), (LEAD,), NOW.date(), "Nothing.", (NOW.date(),))
DECIDED = NewDecision("Print the list.", LEAD, NOW.date())
CASE, RHYTHM = CaseForChange("We meet.", "We know."), Rhythm(Every.WEEKLY, 1, time(10), 3)
MODULES: tuple[ModuleType, ...] = (
    audit, breaks, due, erasure, evaluation, fate, forgetting, held, inbox, initiative, measure_people, measure_points,
    measure_uploads, measures, newcomers, outbox, outbox_desk, pace, pdsa, people, pictures, published, questions,
    retention, settings, taking_part, teams, waves, withheld, work_time,
)  # fmt: skip
MODELS: list[Any] = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]  # type: ignore[attr-defined]
OWNED = [model for model in MODELS if issubclass(model, Owned)]


@pytest.fixture
def neighbour(uses: Uses) -> Uses:
    """The other workspace, whose channel and people have the same Slack ids."""
    other = people.know_workspace(uses.database, "T0TWO", "Two", "U0BOT")
    return replace(uses, workspace_id=other, directory=DirectoryOnPaper())


def contents(database: Database, workspace_id: int) -> dict[str, list[Any]]:
    """Every row of a workspace, read past the session that would hide others."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(
                tuple(map(str, row))
                for row in connection.execute(table.select().where(table.c.workspace_id == workspace_id))
            )
            for table in tables.metadata.sorted_tables
            if "workspace_id" in table.c
        }


@pytest.fixture
def untouched(uses: Uses, neighbour: Uses) -> Iterator[dict[str, list[Any]]]:
    """The neighbour's rows, with something in every table; whatever the test does, they must stay as they are."""
    with neighbour.writing() as session:
        inbox.first_time(session, "Ev1", NOW)
        pace.hold_pace(session, "chat.postMessage", {"rate": 1.0})
        pictures.begin(session, "F1", NOW, NOW, timedelta(0))
        pictures.keep(session, {"F1": "F0123456789"})
    theirs = start(neighbour, staff=9)
    first = open_next_wave(neighbour, theirs)
    for user_id in staff_ids(9):
        answering.record_checkin(neighbour, first.id, user_id, answers(first, 3), f"old words of {user_id}")
    close(neighbour, first)
    second = open_next_wave(neighbour, theirs)
    for user_id in staff_ids(9):
        answering.record_checkin(neighbour, second.id, user_id, answers(second, 3), f"new words of {user_id}")
    fill_the_rest(neighbour, theirs.id)
    before = contents(uses.database, neighbour.workspace_id)
    assert all(before.values()), "a table without rows proves nothing"
    yield before
    assert contents(uses.database, neighbour.workspace_id) == before


def fill_the_rest(theirs: Uses, ward: int) -> None:
    """A row in each table that a plain wave leaves empty."""
    with theirs.writing() as session:
        person = people.find_person(session, LEAD)
        assert person is not None
        people.give_role(session, ward, person.id, Role.CHAMPION)
        for place in ("C0ENDED", "C0VACANT"):
            people.keep_profiles(session, [Profile(place, "", "UTC", is_active=False)])
            (gone,) = people.find_people(session, [place])
            of = {"channel_id": place, "practice": "huddles", "zone": "UTC", "first_on": NOW.date()}
            added = initiative.add_initiative(session, **of, case=CASE, rhythm=RHYTHM, lead=gone)
            if place == "C0ENDED":
                initiative.end(session, added, NOW.date())
        session.add(SettingsRow(initiative_id=ward, message_cap=2))
        session.add(
            SettingChangeRow(initiative_id=ward, changed_by=person.id, changed_at=NOW, changes={"message_cap": [2, 5]})
        )
        work_time.set_own_hours(session, person.id, OFFICE_HOURS)
        session.add(OptOutRow(initiative_id=ward, person_id=person.id, since=NOW.date()))
        session.add(StagedImportRow(initiative_id=ward, uploaded_by=person.id, uploaded_at=NOW, rows=[]))
        breaks.begin(session, ward, person.id, LATER.date())
        questions.put_in_use(session, ward, [OwnItem("light", "fit", "It is light.")], NOW.date())
        questions.stage(session, initiative_id=ward, sent_by=person.id, at=NOW)
        wave = waves.latest_wave(session, ward)
        assert wave is not None
        root = next(team for team, parent in people.team_parents(session, ward).items() if parent is None)
        session.add(NewcomerTallyRow(wave_id=wave.id, team_id=root, item=wave.items[0], value=3, count=1))
        session.add(SecretRow(name="erasure", value="secret"))
        audit.note(session, NOW, person.id, "settings.change", ward)
        fill_measures(session, ward, person)
        fill_tests(session, ward)
        fill_evaluation(session, ward, person)
        session.exec(update(TeamRow).values(group_id="S0WARD"))


def fill_measures(session: Session, ward: int, person: Person) -> None:
    """A measure with a point, a correction and a mark."""
    measure = measures.add_measure(session, ward, TERMS, person)
    day = {"measure_id": measure.id, "on_date": NOW.date()}
    session.add(MeasurePointRow(**day, value=3, recorded_by=person.id, recorded_at=NOW))
    session.add(MeasureCorrectionRow(**day, new_value=3, why="a slip", changed_by=person.id, changed_at=NOW))
    measure_uploads.keep_upload(session, measure.id, person, NOW, "F0", [Line(1, ("2026-03-09", 4.0))])
    session.add(MeasureMarkRow(**day, kind="note", text="began", marked_by=person.id, marked_at=NOW))


def fill_tests(session: Session, ward: int) -> None:
    """A test of change with a task and a line of its history."""
    plan = replace(PLAN, lead_user_id=LEAD)
    cycle_id = pdsa.add_cycle(session, ward, plan, NOW.date())
    pdsa.keep_cycle(
        session, replace(a_cycle(id=cycle_id, tasks=(replace(TASK, owner_user_id=LEAD),)), plan=plan), "1.2"
    )
    pdsa.note_change(session, cycle_id, replace(PLANNED, by_user_id=LEAD))
    wave = waves.latest_wave(session, ward)
    assert wave is not None
    pdsa.note_origin(session, cycle_id, Origin(wave.id, wave.items[0], wave.opens_on))


def fill_evaluation(session: Session, ward: int, person: Person) -> None:
    """An evaluation plan with a review in which something was decided."""
    evaluation.keep_plan(session, ward, EVALUATION, [person])
    (review,) = session.exec(select(ReviewRow.id)).all()
    evaluation.hold_review(session, review or 0, NOW.date(), [DECIDED])


def test_every_table_but_the_workspace_belongs_to_one() -> None:
    assert [model.__tablename__ for model in MODELS if not issubclass(model, Owned)] == ["workspace"]
    assert {model.__tablename__ for model in MODELS} == set(tables.metadata.tables)
    for name, table in tables.metadata.tables.items():
        if name != "workspace":
            assert not table.c.workspace_id.nullable
            assert all("workspace_id" in key.column_keys for key in table.foreign_key_constraints), name
            assert table.foreign_key_constraints, name


def test_a_row_can_not_point_into_another_workspace(uses: Uses, neighbour: Uses) -> None:
    ours, theirs = start(uses, staff=1), start(neighbour, staff=1)
    with uses.reading() as session:
        lead = people.find_person(session, LEAD)
    assert lead is not None
    with pytest.raises(IntegrityError), uses.writing() as session:
        people.give_role(session, theirs.id, lead.id, Role.SPONSOR)
    with pytest.raises(IntegrityError), uses.writing() as session:
        people.add_team(session, theirs.id, "Night")
    with uses.writing() as session:
        people.give_role(session, ours.id, lead.id, Role.SPONSOR)


def test_each_workspace_has_its_own_initiative_in_the_same_channel(uses: Uses, neighbour: Uses) -> None:
    ours, theirs = start(uses, staff=2), start(neighbour, staff=3)
    assert ours.id != theirs.id
    assert ours.number == theirs.number == 1
    for own, initiative_, staff in ((uses, ours, 2), (neighbour, theirs, 3)):
        with own.reading() as session:
            found = initiative.initiative_in(session, CHANNEL)
            assert found == replace(initiative_, channel_kind=ChannelKind.PUBLIC)
            assert initiative.active_initiatives(session) == [found]
            assert len(people.members(session, initiative_.id)) == staff + 1


def test_no_select_shows_a_neighbours_row(uses: Uses, untouched: dict[str, list[Any]]) -> None:
    for model in OWNED:
        other, table = aliased(model), SQLModel.metadata.tables[model.__tablename__]
        with uses.reading() as session:
            assert session.exec(select(model)).all() == []
            assert session.exec(select(other)).all() == []
            assert session.exec(select(model.workspace_id)).all() == []
            assert session.exec(select(func.count()).select_from(model)).one() == 0
            assert session.exec(select(model, other).join(other, other.workspace_id == model.workspace_id)).all() == []
            assert session.exec(select(table.c.workspace_id).where(exists().where(other.workspace_id > 0))).all() == []
            assert session.exec(select(exists().where(model.workspace_id > 0))).one() is False
            assert session.exec(select(select(func.count()).select_from(model).scalar_subquery())).one() == 0


def test_no_update_or_delete_reaches_a_neighbours_row(uses: Uses, untouched: dict[str, list[Any]]) -> None:
    for model in OWNED:
        with uses.writing() as session:
            assert session.exec(update(model).values(workspace_id=uses.workspace_id)).rowcount == 0
            assert session.exec(delete(model)).rowcount == 0


def test_a_row_is_written_into_the_sessions_workspace_whatever_it_says(uses: Uses, neighbour: Uses) -> None:
    with uses.writing() as session:
        row = PersonRow(user_id="U1", name="", zone="UTC", locale="en", workspace_id=neighbour.workspace_id)
        session.add(row)
    with neighbour.reading() as session:
        assert people.find_person(session, "U1") is None
    with uses.reading() as session:
        assert people.find_person(session, "U1") is not None


def test_the_same_user_id_is_two_people(uses: Uses, neighbour: Uses) -> None:
    for own, name in ((uses, "Ann"), (neighbour, "Anna")):
        with own.writing() as session:
            people.keep_profiles(session, [Profile("U0ANN", name, "UTC")])
    for own, name in ((uses, "Ann"), (neighbour, "Anna")):
        with own.writing() as session:
            found = people.find_person(session, "U0ANN")
            assert found is not None
            assert found.profile.name == name
            people.deactivate(session, "U0ANN")
            people.keep_profiles(session, [Profile("U0ANN", name, "UTC")])


def calls(theirs: dict[str, Any]) -> dict[str, Any]:
    """Each query function of storage, called with the neighbour's ids; what comes back must be empty."""
    wave, ward, person = theirs["wave"], theirs["initiative"], theirs["person"]
    claimed = theirs["claimed"]
    return {
        **{
            f"retention.{name}": lambda s, purge=purge: purge(s, LATER, 1, 99)
            for name, purge in inspect.getmembers(retention, inspect.isfunction)
            if purge.__module__ == retention.__name__ and not name.startswith("_")
        },
        "audit.concerned": lambda s: audit.concerned(s, [audit.Entry(NOW, "", "x", None, {"to": person.id})]),
        "audit.entries": lambda s: audit.entries(s, ward.id) + audit.entries(s),
        "audit.note": None,
        "audit.note_by": None,
        "breaks.begin": None,
        "breaks.drop_old": lambda s: breaks.drop_old(s, LATER, 1, 99),
        "breaks.end": lambda s: breaks.end(s, ward.id, person.id),
        "breaks.forget": lambda s: breaks.forget(s, person),
        "breaks.held_on": lambda s: breaks.held_on(s, person),
        "breaks.on_break": lambda s: breaks.on_break(s, ward.id, NOW.date()),
        "due.cancel": lambda s: due.cancel(s, rounds.CLOSE, wave.id),
        "due.claim": lambda s: due.claim(s, now=NOW + timedelta(days=99), real_now=NOW, until=NOW, most=99),
        "due.finish": None,
        "due.give_up": None,
        "due.move": lambda s: due.move(s, rounds.CLOSE, wave.id, wave.opens_on, NOW),
        "due.plan": None,
        "due.put_off": None,
        "due.release": lambda s: due.release(s, [theirs["work"]]),
        "due.soonest": due.soonest,
        "due.try_again": None,
        "due.waiting": lambda s: due.waiting(s, rounds.CLOSE, wave.id),
        "fate.state_of": lambda s: fate.state_of(s, f"{asking.INVITATION}:{wave.id}:{LEAD}"),
        "fate.last_meant_for": lambda s: fate.last_meant_for(s, asking.INVITATION, LEAD),
        "fate.withdraw": lambda s: fate.withdraw(s, f"{asking.INVITATION}:{wave.id}:{LEAD}", "no"),
        "erasure.marks": lambda s: erasure.marks(s, [LEAD]),
        "erasure.new_mark": lambda s: erasure.new_mark(s, LEAD) == mark_of("secret", LEAD),
        "evaluation.change_decision": None,
        "evaluation.finish_decision": lambda s: evaluation.finish_decision(s, theirs["decision"]),
        "evaluation.held": lambda s: evaluation.held(s, person),
        "evaluation.hold_review": lambda s: evaluation.hold_review(s, theirs["review"], NOW.date(), []),
        "evaluation.initiative_of_decision": lambda s: evaluation.initiative_of_decision(s, theirs["decision"]),
        "evaluation.initiative_of_review": lambda s: evaluation.initiative_of_review(s, theirs["review"]),
        "evaluation.keep_plan": None,
        "evaluation.plan_of": lambda s: evaluation.plan_of(s, ward.id),
        "forgetting.bury": lambda s: forgetting.bury(s, person, NOW.date()),
        "forgetting.changes": lambda s: forgetting.changes(s, person),
        "forgetting.due_work": lambda s: forgetting.due_work(s, person),
        "forgetting.memberships": lambda s: forgetting.memberships(s, person),
        "forgetting.message_days": lambda s: forgetting.message_days(s, person),
        "forgetting.messages": lambda s: forgetting.messages(s, person),
        "forgetting.opt_outs": lambda s: forgetting.opt_outs(s, person),
        "forgetting.retire": lambda s: forgetting.retire(s, person.id),
        "forgetting.take_mark_away": lambda s: forgetting.take_mark_away(s, LEAD),
        "forgetting.uploads": lambda s: forgetting.uploads(s, person),
        "held.changes_naming": lambda s: held.changes_naming(s, person),
        "held.concerned": lambda s: held.concerned(s, LEAD),
        "held.lists": lambda s: held.lists(s, person),
        "held.changes": lambda s: held.changes(s, person),
        "held.due_work": lambda s: held.due_work(s, person),
        "held.hours": lambda s: held.hours(s, person),
        "held.log": lambda s: held.log(s, person),
        "held.memberships": lambda s: held.memberships(s, person),
        "held.message_days": lambda s: held.message_days(s, person),
        "held.messages": lambda s: held.messages(s, person),
        "held.opt_outs": lambda s: held.opt_outs(s, person),
        "held.uploads": lambda s: held.uploads(s, person),
        "inbox.first_time": lambda s: not inbox.first_time(s, "Ev1", NOW),
        "initiative.approved_by": lambda s: initiative.approved_by(s, person.id),
        "initiative.active_initiatives": initiative.active_initiatives,
        "initiative.add_initiative": None,
        "initiative.all_initiatives": initiative.all_initiatives,
        "initiative.end": lambda s: initiative.end(s, ward, NOW.date()),
        "initiative.ended_in": lambda s: initiative.ended_in(s, "C0ENDED"),
        "initiative.find_initiative": lambda s: initiative.find_initiative(s, ward.id),
        "initiative.hold_initiative": lambda s: initiative.hold_initiative(s, ward.id),
        "initiative.initiative_in": lambda s: initiative.initiative_in(s, CHANNEL),
        "initiative.initiatives_of": lambda s: initiative.initiatives_of(s, person.id),
        "initiative.led_by": lambda s: initiative.led_by(s, person.id),
        "initiative.last_in": lambda s: initiative.last_in(s, CHANNEL) or initiative.last_in(s, "C0ENDED"),
        "initiative.leads": initiative.leads,
        "initiative.approvers": initiative.approvers,
        "initiative.move_channel": lambda s: initiative.move_channel(s, CHANNEL, "C0ELSE"),
        "initiative.set_channel": lambda s: initiative.set_channel(s, ward.id, None, ResultsStop.SHARED),
        "initiative.describe": lambda s: initiative.describe(s, ward.id, "huddles", CASE),
        "initiative.set_lead": lambda s: initiative.set_lead(s, ward.id, person),
        "initiative.set_state": lambda s: initiative.set_state(s, ward.id, Stage.PAUSED),
        "initiative.without_approver": initiative.without_approver,
        "initiative.without_lead": initiative.without_lead,
        "initiative.set_rhythm": lambda s: initiative.set_rhythm(s, ward.id, ward.rhythm, NOW.date()),
        "measure_people.erase": lambda s: measure_people.erase(s, person),
        "measure_people.forget_ended": lambda s: measure_people.forget_ended(s, LATER, 1, 99),
        "measure_people.held": lambda s: measure_people.held(s, person),
        "measure_points.add_mark": None,
        "measure_points.corrections": lambda s: measure_points.corrections(s, theirs["measure"]),
        "measure_points.keep_points": None,
        "measure_points.marks": lambda s: measure_points.marks(s, theirs["measure"]),
        "measure_points.measure_of_mark": lambda s: measure_points.measure_of_mark(s, theirs["mark"]),
        "measure_points.points": lambda s: measure_points.points(s, theirs["measure"]),
        "measure_points.take_mark_back": lambda s: measure_points.take_mark_back(s, theirs["mark"]),
        "measure_uploads.drop_upload": lambda s: measure_uploads.drop_upload(s, theirs["values"]),
        "measure_uploads.expect": None,
        "measure_uploads.expected": lambda s: measure_uploads.expected(s, person, NOW),
        "measure_uploads.find_upload": lambda s: measure_uploads.find_upload(s, theirs["values"]),
        "measure_uploads.forget_expected": lambda s: measure_uploads.forget_expected(s, person),
        "measure_uploads.forget_of": lambda s: measure_uploads.forget_of(s, person),
        "measure_uploads.forget_old": lambda s: measure_uploads.forget_old(s, LATER, 1, 99),
        "measure_uploads.held_of": lambda s: measure_uploads.held_of(s, person),
        "measure_uploads.keep_upload": None,
        "measure_uploads.read_as": lambda s: measure_uploads.read_as(s, theirs["values"], Reading(Order.DAY_FIRST)),
        "measures.add_measure": None,
        "measures.change_measure": lambda s: measures.change_measure(s, theirs["measure"], TERMS, person),
        "measures.draw_as": lambda s: measures.draw_as(s, theirs["measure"], None),
        "measures.find_measure": lambda s: measures.find_measure(s, theirs["measure"]),
        "measures.hold_measure": lambda s: measures.hold_measure(s, theirs["measure"]),
        "measures.measures_of": lambda s: measures.measures_of(s, ward.id),
        "measures.numbered": lambda s: measures.numbered(s, ward.id, 1),
        "measures.owned_by": lambda s: measures.owned_by(s, person.id),
        "measures.retire": lambda s: measures.retire(s, theirs["measure"], is_retired=True),
        "newcomers.count_from_now_on": lambda s: newcomers.count_from_now_on(s, ward.id, wave.id, [theirs["team"]]),
        "newcomers.newcomer_tallies": lambda s: newcomers.newcomer_tallies(s, wave.id),
        "newcomers.newcomers": lambda s: newcomers.newcomers(s, ward.id),
        "outbox.claim": lambda s: outbox.claim(
            s, now=NOW + timedelta(days=99), real_now=NOW, lease=timedelta(1), most=99
        ),
        "outbox.count_by_state": outbox.count_by_state,
        "outbox.forget_wave": lambda s: outbox.forget_wave(s, wave.id),
        "outbox.has_free": lambda s: outbox.has_free(s, NOW + timedelta(days=99), NOW + timedelta(days=99)),
        "outbox.has_waiting": lambda s: outbox.has_waiting(s, NOW + timedelta(days=99)),
        "outbox.moments_of": lambda s: outbox.moments_of(s, wave.id, asking.INVITATION, NOW),
        "outbox.is_any_waiting": lambda s: outbox.is_any_waiting(s, [f"{asking.INVITATION}:{wave.id}:{LEAD}"]),
        "outbox.move": lambda s: outbox.move(s, claimed, NOW, None),
        "outbox.queue": None,
        "outbox.settle": lambda s: not outbox.settle(s, [Settlement(claimed, State.SENT)], NOW),
        "outbox.stuck": lambda s: outbox.stuck(s, ward.id),
        "outbox_desk.find": lambda s: outbox_desk.find(s, tuple(State), 99),
        "outbox_desk.give_up": lambda s: outbox_desk.give_up(s, [claimed.id]),
        "outbox_desk.standing": lambda s: [n for n in outbox_desk.standing(s, LATER).messages.values() if n],
        "outbox_desk.try_again": lambda s: outbox_desk.try_again(s, None),
        "outbox.where_posted": lambda s: outbox.where_posted(s, [f"{asking.INVITATION}:{wave.id}:{LEAD}"]),
        "pace.hold_pace": lambda s: pace.hold_pace(s, "chat.postMessage", {}),
        "pace.keep_pace": None,
        "pictures.files_of": lambda s: pictures.files_of(s, ["F1"]),
        "pictures.forget": lambda s: pictures.forget(s, ["F1"]),
        "pictures.keep": lambda s: pictures.keep(s, {"F1": "F9"}),
        "pictures.begin": lambda s: not pictures.begin(s, "F1", NOW, NOW, timedelta(0)),
        "pace.look_at_pace": lambda s: pace.look_at_pace(s, "chat.postMessage"),
        "pdsa.add_cycle": None,
        "pdsa.chain_of": lambda s: len(pdsa.chain_of(s, theirs["cycle"])) > 1,
        "pdsa.cycle_numbered": lambda s: pdsa.cycle_numbered(s, ward.id, 1),
        "pdsa.cycles_of": lambda s: pdsa.cycles_of(s, ward.id),
        "pdsa.find_cycle": lambda s: pdsa.find_cycle(s, theirs["cycle"].id),
        "pdsa.held": lambda s: pdsa.held(s, person),
        "pdsa.hold_cycle": lambda s: pdsa.hold_cycle(s, theirs["cycle"].id),
        "pdsa.keep_cycle": None,
        "pdsa.led_by": lambda s: pdsa.led_by(s, person.id),
        "pdsa.message_of": lambda s: pdsa.message_of(s, theirs["cycle"].id),
        "pdsa.note_change": None,
        "pdsa.note_origin": None,
        "pdsa.note_message": lambda s: pdsa.note_message(s, theirs["cycle"].id, "1.3"),
        "people.add_member": None,
        "people.add_team": None,
        "people.deactivate": lambda s: people.deactivate(s, LEAD),
        "people.drop_member": lambda s: people.drop_member(s, ward.id, person.id),
        "people.concerned": lambda s: people.concerned(s, ward.id),
        "people.erased_among": lambda s: people.erased_among(s, [LEAD]),
        "people.find_people": lambda s: people.find_people(s, [LEAD, *staff_ids(20)]),
        "people.find_person": lambda s: people.find_person(s, LEAD),
        "people.give_role": None,
        "people.holders": lambda s: people.holders(s, ward.id, Role.LEAD),
        "people.ids_of": lambda s: people.ids_of(s, [LEAD]),
        "people.is_member": lambda s: people.is_member(s, ward.id, person.id),
        "people.keep_profiles": lambda s: people.keep_profiles(s, [Profile(LEAD, "Other", "UTC")]),
        "people.members": lambda s: people.members(s, ward.id),
        "people.roles": lambda s: people.roles(s, ward.id, person.id),
        "people.take_role": lambda s: people.take_role(s, ward.id, person.id, Role.LEAD),
        "people.team_parents": lambda s: people.team_parents(s, ward.id),
        "published.closings": lambda s: published.closings(s, ward.id),
        "published.add_past_wave": None,
        "published.closed_before": lambda s: published.closed_before(s, ward.id, LATER.date(), 9),
        "published.counted": lambda s: published.counted(s, theirs["closed"].id, [theirs["team"]]),
        "published.names_of": lambda s: published.names_of(s, [theirs["team"]]),
        "published.path_of": lambda s: published.path_of(s, ward.id, LEAD),
        "published.of_group": lambda s: any(published.of_group(s, [theirs["closed"].id], theirs["team"]).values()),
        "published.whole_group": None,
        "published.days_of_waves": lambda s: published.days_of_waves(s, ward.id),
        "published.lowest_number": lambda s: published.lowest_number(s, ward.id) - 1,
        "published.names_of_groups": lambda s: published.names_of_groups(s, ward.id),
        "published.of_everybody": lambda s: published.of_everybody(s, ward.id, wave.items[0]),
        "published.published_waves": published.published_waves,
        "published.reports": lambda s: list(published.reports(s, theirs["closed"].id)),
        "pulse.add_comments": None,
        "pulse.asked_items": lambda s: waves.asked_items(s, ward.id),
        "pulse.add_wave": None,
        "pulse.close": lambda s: waves.close(s, wave.id, answered=9, results={}),
        "pulse.comments": lambda s: waves.comments(s, wave.id),
        "pulse.count_answered": lambda s: waves.count_answered(s, wave.id),
        "pulse.decline": lambda s: waves.decline(s, wave.id, person.id),
        "pulse.drop_comments": lambda s: waves.drop_comments(s, wave.id),
        "pulse.drop_old_comments": lambda s: waves.drop_old_comments(s, LATER, 1, 99),
        "pulse.find_wave": lambda s: waves.find_wave(s, wave.id),
        "pulse.has_answered": lambda s: waves.has_answered(s, wave.id, LEAD),
        "pulse.has_declined": lambda s: waves.has_declined(s, wave.id, LEAD),
        "pulse.hold_wave": lambda s: waves.hold_wave(s, wave.id),
        "pulse.hold_wave_for_answer": lambda s: waves.hold_wave_for_answer(s, wave.id),
        "pulse.latest_wave": lambda s: waves.latest_wave(s, ward.id),
        "pulse.next_number": lambda s: waves.next_number(s, ward.id) - 1,
        "pulse.open_beside": lambda s: waves.open_beside(s, person.id),
        "pulse.open_waves_for": lambda s: waves.open_waves_for(s, LEAD),
        "pulse.record": lambda s: waves.record(s, wave, person.id, theirs["checkin"]),
        "pulse.results": lambda s: waves.results(s, theirs["closed"].id),
        "pulse.shuffle_comments": lambda s: waves.shuffle_comments(s, wave.id, Random(1)),
        "pulse.silent_people": lambda s: waves.silent_people(s, wave.id),
        "pulse.tallies": lambda s: waves.tallies(s, wave.id),
        "pulse.tree_of": lambda s: waves.tree_of(s, wave.id),
        "settings.applied_changes": lambda s: settings.applied_changes(s, ward.id),
        "settings.change_settings": lambda s: settings.change_settings(s, ward.id, message_cap=9),
        "settings.find_change": lambda s: settings.find_change(s, theirs["change"].id),
        "settings.hold_settings": None,
        "settings.note_items": lambda s: settings.note_items(s, ward.id, approved_items="items"),
        "settings.plan_change": None,
        "settings.planned_change": lambda s: settings.planned_change(s, ward.id),
        "settings.settle_change": lambda s: settings.settle_change(s, theirs["change"].id, "applied"),
        "settings.settings_of": lambda s: settings.settings_of(s, ward.id) != Settings(),
        "taking_part.charge": None,
        "taking_part.count_opted_out": lambda s: taking_part.count_opted_out(s, ward.id),
        "taking_part.hold_ledger": taking_part.hold_ledger,
        "taking_part.message_days": lambda s: taking_part.message_days(s, [person.id], date.min, date.max),
        "taking_part.opt_in": lambda s: taking_part.opt_in(s, ward.id, person.id),
        "taking_part.opt_out": None,
        "taking_part.opted_out": lambda s: taking_part.opted_out(s, ward.id),
        "taking_part.opted_out_by": lambda s: taking_part.opted_out_by(s, person.id),
        "taking_part.take_back": lambda s: taking_part.take_back(s, person.id, wave.opens_on),
        "questions.drop_old": lambda s: questions.drop_old(s, LATER, 1, 99),
        "questions.drop_staged": lambda s: questions.drop_staged(s, theirs["questions"]),
        "questions.find_staged": lambda s: questions.find_staged(s, theirs["questions"]),
        "questions.forget_files_of": lambda s: questions.forget_files_of(s, person),
        "questions.held_on": lambda s: questions.held_on(s, person),
        "questions.in_use": lambda s: questions.in_use(s, ward.id),
        "questions.keep_words": None,
        "questions.known": lambda s: questions.known(s, ward.id),
        "questions.put_in_use": lambda s: questions.put_in_use(s, ward.id, (), NOW.date()),
        "questions.stage": None,
        "teams.add_past": None,
        "teams.arrange": None,
        "teams.drop_staged": lambda s: teams.drop_staged(s, theirs["staged"]),
        "teams.fill": None,
        "teams.find_staged": lambda s: teams.find_staged(s, theirs["staged"]),
        "teams.keep_members_from": None,
        "teams.place_people": lambda s: teams.place_people(s, ward.id, {}),
        "teams.present": lambda s: teams.present(s, ward.id).teams or teams.present(s, ward.id).placed,
        "teams.rename_team": lambda s: teams.rename_team(s, theirs["team"], "Ours"),
        "teams.see_again": lambda s: teams.see_again(s, theirs["staged"], "mark"),
        "teams.stage": None,
        "teams.teams_of_group": lambda s: teams.teams_of_group(s, "S0WARD"),
        "withheld.drop_unrequested": lambda s: withheld.drop_unrequested(s, ward.id, "paused"),
        "withheld.move_channel": lambda s: withheld.move_channel(s, LEAD, "C0ELSE"),
        "withheld.send_after_all": lambda s: withheld.send_after_all(s, ward.id, "held back", NOW, NOW),
        "work_time.alike": lambda s: work_time.alike(s, ward.id),
        "work_time.own_hours": lambda s: work_time.own_hours(s, ward.id),
        "work_time.own_hours_of": lambda s: work_time.own_hours_of(s, person.id) != OwnHours(),
        "work_time.readers": lambda s: [about for _, about in work_time.readers(s, [LEAD], [ward.id]) if about],
        "work_time.set_away_until": lambda s: work_time.set_away_until(s, person.id, wave.opens_on),
        "work_time.set_own_hours": lambda s: work_time.set_own_hours(s, person.id, None),
        "work_time.set_team_hours": lambda s: work_time.set_team_hours(s, theirs["team"], OFFICE_HOURS, "US"),
        "work_time.team_hours": lambda s: work_time.team_hours(s, ward.id),
        "work_time.team_names": lambda s: work_time.team_names(s, ward.id),
        "work_time.teams_above": lambda s: work_time.teams_above(s, [theirs["team"]]),
    }


def query_functions() -> dict[str, Any]:
    """Every public function of storage that works in a session."""
    return {
        f"{module.__name__.removeprefix('storage.')}.{name}": function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == "session"
    }


def test_no_query_function_shows_or_changes_anything_of_a_neighbours(
    uses: Uses, neighbour: Uses, untouched: dict[str, list[Any]]
) -> None:
    with neighbour.reading() as session:
        person = people.find_person(session, LEAD)
        ward = initiative.initiative_in(session, CHANNEL)
        assert person is not None
        assert ward is not None
        wave = waves.latest_wave(session, ward.id, state="open")
        closed = waves.latest_wave(session, ward.id, state="closed")
        row = session.exec(select(OutboxRow)).first()
        planned = session.exec(select(due.DueRow)).first()
        ((_, team),) = teams.teams_of_group(session, "S0WARD")
        staged = session.exec(select(StagedImportRow.id)).one()
        asked = session.exec(select(StagedQuestionsRow.id)).one()
        change = settings.planned_change(session, ward.id)
        (cycle,) = pdsa.cycles_of(session, ward.id)
        (decided,) = session.exec(select(DecisionRow.review_id, DecisionRow.id)).all()
        values = session.exec(select(MeasureUploadRow.id).where(MeasureUploadRow.file_id != "")).one()
        (mark,) = session.exec(select(MeasureMarkRow.measure_id, MeasureMarkRow.id)).all()
        assert wave is not None
        assert row is not None
        assert planned is not None
        assert change is not None
        claimed = replace(CLAIMED, id=row.id)
        work = due.Work(planned.id or 0, planned.what, 1, "", planned.local_date, NOW, 1, "lease")
    checkin = check_checkin(wave.items, answers(wave, 5), "words")
    theirs = {"wave": wave, "closed": closed, "initiative": ward, "person": person, "claimed": claimed}
    theirs |= {"work": work, "checkin": checkin, "team": team, "staged": staged, "change": change}
    theirs |= {"measure": mark[0], "mark": mark[1], "values": values, "cycle": cycle}
    theirs |= {"questions": asked, "review": decided[0], "decision": decided[1]}
    table = calls(theirs)
    assert set(table) == set(query_functions()), "a query function that nobody tried with a neighbour's ids"
    for name, call in table.items():
        if call is None:
            continue
        with uses.writing() as session:
            assert not call(session), name
            session.rollback()
        with uses.writing() as session:
            call(session)


CLAIMED = outbox.Claimed(0, "k", LEAD, {}, None, None, 1, "lease", NOW, NOW, None, "token")
"""A message in a neighbour's hands; only its id matters."""
