"""Somebody is erased: no byte of the database names them, their answers count, and only they bring themselves back."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from cycles import PLAN, PLANNED, TASK, a_cycle
from database_bytes import traces
from databases import Databases, DatabaseUrls
from measured import FORM
from postman import send_all
from sqlmodel import Session, select
from standing_in import DirectoryOnPaper
from wards import (
    CHANNEL,
    FIRST_DAY,
    LEAD,
    answers,
    close,
    do_due,
    move_to,
    newest_wave,
    open_next_wave,
    staff_ids,
    start,
)

from bot.domain.approval import NobodyToAgree
from bot.domain.delivery import Post, Priority
from bot.domain.errors import FormRefusal
from bot.domain.evaluation.decisions import NewDecision
from bot.domain.evaluation.plan import Question
from bot.domain.evaluation.plan import Terms as EvaluationTerms
from bot.domain.initiative import CaseForChange, Initiative, StartForm
from bot.domain.measures.defining import check_measure
from bot.domain.measures.typed_points import Line
from bot.domain.people import Person, Profile, Role
from bot.domain.privacy import NobodyToCallBack, StillLeads, WasErased
from bot.domain.settings import Agreement, TermsForm
from bot.services import initiative as starting
from bot.services import people as acquaintance
from bot.services import settings, teams, who_is_who
from bot.services.ports import Uses
from bot.services.privacy import erasing, me
from bot.services.privacy.log import lines_of_log
from bot.services.pulse import answering, planning
from messages import initiative as initiative_messages
from messages import settings as settings_messages
from messages.log import row as log_row
from messages.privacy_file import as_json
from storage import audit, breaks, due, evaluation, measure_points, measure_uploads, measures, outbox, pdsa, people
from storage import pulse as waves
from storage.database import Database
from storage.measure_tables import MeasureCorrectionRow, MeasureMarkRow, MeasurePointRow, MeasureRow
from storage.questions import StagedQuestionsRow
from storage.settings import SettingChangeRow, SettingsRow
from storage.taking_part import MessageDayRow, OptOutRow
from storage.teams import StagedImportRow

SARA = "U0SARAERASED"
NAME = "Sara Quillfeather"


def count_traces(databases: Databases, uses: Uses) -> int:
    return sum(traces(databases, uses.database, [SARA, NAME]).values())


@pytest.fixture
def database_url(unused_database_url: DatabaseUrls) -> DatabaseUrls:
    """Databases whose files hold nothing of an earlier test."""
    return unused_database_url


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    """A ward in which Sara is a champion, with something of hers in every table; its first wave is open."""
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(Profile(SARA, NAME, "Europe/London"), channel=CHANNEL)
    initiative = start(uses)
    now = uses.clock()
    with uses.writing() as session:
        sara = people.find_person(session, SARA)
        lead = people.find_person(session, LEAD)
        assert sara is not None
        assert lead is not None
        people.give_role(session, initiative.id, sara.id, Role.CHAMPION)
        agreed = uses.instrument.fingerprint
        session.add(SettingsRow(initiative_id=initiative.id, approver_id=sara.id, approved_items=agreed))
        for who, what in ((sara, {"message_cap": [3, 4]}), (lead, {"approver": [None, sara.id]})):
            change = {"changed_by": who.id, "changed_at": now, "changes": what}
            session.add(SettingChangeRow(initiative_id=initiative.id, **change))
        session.add(MessageDayRow(person_id=sara.id, local_date=now.date(), count=1))
        night = [{"path": ["Night"], "users": [LEAD, SARA], "group": ""}]
        unclear = [{"line": 3, "who": NAME}]
        for rows, problems in ((night, []), ([], unclear)):
            waits = {"uploaded_by": lead.id, "uploaded_at": now, "rows": rows, "problems": problems}
            session.add(StagedImportRow(initiative_id=initiative.id, **waits))
        fill_measure(session, initiative, sara)
        fill_test(session, initiative)
        fill_evaluation(session, initiative, sara)
        breaks.begin(session, initiative.id, sara.id, FIRST_DAY)
        sent = {"sent_by": sara.id, "sent_at": now, "items": [], "problems": []}
        session.add(StagedQuestionsRow(initiative_id=initiative.id, **sent))
        audit.note(session, now, sara.id, "settings.change", initiative.id, settings=["message_cap"])
        due.plan(session, "somebody.waits", 1, FIRST_DAY, now + timedelta(days=99), person=SARA)
        of_her = Post("k", LEAD, {"about": SARA}, f"k:1:{SARA}", Priority.TROUBLE)
        torn = Post("k", LEAD, {"who": f"U0{SARA}:7,8 {SARA}:7,8"}, "k:2", Priority.TROUBLE)
        outbox.queue(session, [(post, now + timedelta(days=99), None) for post in (of_her, torn)])
    open_next_wave(uses, initiative)
    with uses.writing() as session:
        session.add(OptOutRow(initiative_id=initiative.id, person_id=sara.id, since=FIRST_DAY))
    return initiative


def fill_evaluation(session: Session, initiative: Initiative, sara: Person) -> None:
    """A plan that Sara agreed to, with a decision that she sees to."""
    agreed = EvaluationTerms((Question("Does it help?", "Staff"),), (SARA,), FIRST_DAY, "", (FIRST_DAY,))
    evaluation.keep_plan(session, initiative.id, agreed, [sara])
    planned = evaluation.plan_of(session, initiative.id)
    assert planned is not None
    (review,) = planned.reviews
    evaluation.hold_review(session, review.id, FIRST_DAY, [NewDecision("Print the list.", SARA, FIRST_DAY)])


def fill_measure(session: Session, initiative: Initiative, sara: Person) -> None:
    """A measure that Sara sees to, with a value, a correction and a mark of hers."""
    measure = measures.add_measure(session, initiative.id, check_measure(FORM, frozenset()), sara)
    day = {"measure_id": measure.id, "on_date": FIRST_DAY}
    now = datetime(2026, 3, 3, 9, tzinfo=UTC)
    session.add(MeasurePointRow(**day, value=3, recorded_by=sara.id, recorded_at=now))
    session.add(MeasureCorrectionRow(**day, new_value=3, why="a slip", changed_by=sara.id, changed_at=now))
    session.add(MeasureMarkRow(**day, kind="note", text="began", marked_by=sara.id, marked_at=now))
    measure_uploads.keep_upload(session, measure.id, sara, now, f"F{SARA}", [Line(1, (NAME,))])


def fill_test(session: Session, initiative: Initiative) -> None:
    """A test of change that Sara planned and leads, with a task of hers."""
    plan = replace(PLAN, lead_user_id=SARA)
    cycle_id = pdsa.add_cycle(session, initiative.id, plan, FIRST_DAY)
    pdsa.keep_cycle(session, replace(a_cycle(id=cycle_id, tasks=(replace(TASK, owner_user_id=SARA),)), plan=plan))
    pdsa.note_change(session, cycle_id, replace(PLANNED, by_user_id=SARA))


def test_values_stay_and_nobody_gave_them(uses: Uses, ward: Initiative) -> None:
    erase_and_sweep(uses)
    with uses.reading() as session:
        (measure,) = measures.measures_of(session, ward.id)
        assert (measure.terms.owner_user_id, measure.owner_is_gone) == ("", True)
        assert [(point.value, point.by_user_id) for point in measure_points.points(session, measure.id)] == [(3, "")]
        assert [each.by_user_id for each in measure_points.corrections(session, measure.id)] == [""]
        assert [each.by_user_id for each in measure_points.marks(session, measure.id)] == [""]
        whose = (MeasureRow.owner_id, MeasurePointRow.recorded_by, MeasureCorrectionRow.changed_by)
        assert [session.exec(select(each)).all() for each in (*whose, MeasureMarkRow.marked_by)] == [[None]] * 4


def erase_and_sweep(uses: Uses) -> None:
    erasing.erase_me(uses, SARA)
    assert do_due(uses) == 1


def test_no_byte_of_the_database_names_them_any_more(databases: Databases, uses: Uses, ward: Initiative) -> None:
    uses.database.outside_transactions("ANALYZE")
    assert count_traces(databases, uses) > 5
    erase_and_sweep(uses)
    assert count_traces(databases, uses) == 0
    assert traces(databases, uses.database, ["Nurse 1"])["Nurse 1"] > 0, "others stay"


def test_without_the_sweep_the_files_tell(databases: Databases, uses: Uses, ward: Initiative) -> None:
    erasing.erase_me(uses, SARA)
    if not uses.database.is_sqlite:
        assert count_traces(databases, uses) > 0


def test_their_answers_count_and_so_do_they(uses: Uses, ward: Initiative) -> None:
    wave = newest_wave(uses, ward)
    for user_id in [SARA, *staff_ids(7)]:
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 2 if user_id == SARA else 4), "")
    erase_and_sweep(uses)
    close(uses, wave)
    closed = newest_wave(uses, ward)
    assert (closed.answered, closed.invited) == (8, 13)
    with uses.reading() as session:
        assert {(shown.respondents, shown.low, shown.high) for shown in waves.results(session, wave.id)} == {
            (8, 30, 30)
        }


def test_nobody_erased_is_reminded(uses: Uses, ward: Initiative) -> None:
    wave = newest_wave(uses, ward)
    with uses.reading() as session:
        before = set(waves.silent_people(session, wave.id))
    erase_and_sweep(uses)
    with uses.reading() as session:
        assert set(waves.silent_people(session, wave.id)) == before - {SARA}


def refresh(uses: Uses, ward: Initiative) -> None:
    reading = teams.read_members(uses, ward)
    assert SARA in {profile.user_id for profile in reading.profiles}
    with uses.writing() as session:
        teams.keep_members(session, ward, reading, uses.clock())


WAYS_BACK: dict[str, Callable[[Uses, Initiative], object]] = {
    "the daily refresh": refresh,
    "a change of their profile": lambda uses, ward: acquaintance.note_profile(uses, Profile(SARA, NAME, "UTC")),
    "joining the channel": lambda uses, ward: acquaintance.note_joined(uses, CHANNEL, SARA),
    "the next wave": lambda uses, ward: (close(uses, newest_wave(uses, ward)), open_next_wave(uses, ward)),
}


@pytest.mark.parametrize("way", WAYS_BACK)
def test_nothing_brings_them_back(databases: Databases, uses: Uses, ward: Initiative, way: str) -> None:
    erase_and_sweep(uses)
    WAYS_BACK[way](uses, ward)
    with uses.reading() as session:
        assert people.find_person(session, SARA) is None
    assert count_traces(databases, uses) == 0


def test_no_message_is_written_for_them(uses: Uses, ward: Initiative) -> None:
    erase_and_sweep(uses)
    with uses.writing() as session:
        posts = [(Post("k", who, {}, f"again:{who}", Priority.RESULT), uses.clock(), None) for who in (SARA, LEAD)]
        assert outbox.queue(session, posts) == 1


def test_they_can_not_be_picked(uses: Uses, ward: Initiative) -> None:
    erase_and_sweep(uses)
    case = CaseForChange("We meet.", "We know.")
    with pytest.raises(FormRefusal, match="takes no part in Uptake"):
        starting.start_initiative(
            uses, "C0OTHER", LEAD, StartForm("huddles", case, (SARA,), FIRST_DAY + timedelta(9), time(9), "weekly", 3)
        )
    mark = who_is_who.naming(uses, ward.id, LEAD).mark
    with pytest.raises(FormRefusal, match="takes no part in Uptake"):
        who_is_who.name_roles(uses, ward.id, LEAD, mark, {"champions": (SARA,), "sponsors": ()})
    with uses.writing() as session:
        assert acquaintance.keep_unknown(session, (SARA, "U0NEW"), "UTC")[0].user_id == "U0NEW"


def test_whoever_was_erased_hears_so_and_may_come_back_as_somebody_new(uses: Uses, ward: Initiative) -> None:
    wave = newest_wave(uses, ward)
    answering.record_checkin(uses, wave.id, SARA, answers(wave, 3), "")
    erase_and_sweep(uses)
    with pytest.raises(WasErased):
        me.about_me(uses, SARA)
    with pytest.raises(WasErased):
        erasing.erase_me(uses, SARA)
    me.come_back(uses, SARA)
    held = {kind.kind: kind.rows for kind in me.about_me(uses, SARA).held}
    assert held["profile"][0]["name"] == NAME
    assert [row["action"] for row in held["log"]] == ["me.return"], "what they did before isn't theirs any more"
    assert not any(rows for kind, rows in held.items() if kind not in ("profile", "log"))
    with pytest.raises(NobodyToCallBack):
        me.come_back(uses, SARA)
    erase_and_sweep(uses)


def test_a_lead_hands_over_first(uses: Uses, ward: Initiative) -> None:
    with pytest.raises(StillLeads, match="handover"):
        erasing.check_erasable(uses, LEAD)
    with pytest.raises(StillLeads):
        erasing.erase_me(uses, LEAD)
    with uses.reading() as session:
        assert people.find_person(session, LEAD) is not None


def test_where_they_had_to_agree_the_lead_hears_so_and_nothing_else_is_asked_until_somebody_else_does(
    uses: Uses, ward: Initiative
) -> None:
    send_all(uses)
    erase_and_sweep(uses)
    (told,) = [letter for letter in send_all(uses) if letter.to == LEAD]
    assert told.text.startswith("Whoever must agree to the questions of the bedside handover pulse takes no part")
    assert "pulses open as planned" in told.blocks
    today = settings.overview(uses, CHANNEL, LEAD)
    assert today.agreement is Agreement.AGREED
    changed = replace(uses, instrument=replace(uses.instrument, fingerprint="other questions"))
    shown = settings.overview(changed, CHANNEL, LEAD)
    seen = [str(settings_messages.overview(each, "en-GB")) for each in (today, shown)]
    seen.append(str(settings_messages.form(shown, "en-GB").to_dict()))
    seen.append(str(initiative_messages.status(starting.status(changed, CHANNEL, LEAD), "en-GB")))
    assert "Somebody who takes no part any more must agree to the questions, and has agreed." in seen[0]
    assert not [text for text in seen if "erased:" in text]
    form = replace(TermsForm(**asdict(shown.wanted())), approver="", message_cap=2)
    settings.change(changed, ward.id, LEAD, shown.version, form)
    assert settings.overview(changed, CHANNEL, LEAD).agreement is Agreement.GONE, "naming nobody sets nobody free"
    close(changed, newest_wave(changed, ward))
    with pytest.raises(NobodyToAgree, match=r"^Somebody who takes no part"):
        planning.plan_now(changed, CHANNEL, LEAD)
    again = settings.overview(changed, CHANNEL, LEAD)
    outcome = settings.change(changed, ward.id, LEAD, again.version, replace(form, ends_agreement=True))
    assert set(outcome.later) == {"approver"}, "the lead sets everybody free in one step, and staff hear of it first"
    assert "nobody has to agree" in next(each.text for each in send_all(changed) if each.to == CHANNEL)
    for span in (timedelta(minutes=1), timedelta(days=1)):
        move_to(changed, changed.clock() + span)
        do_due(changed)
    assert settings.overview(changed, CHANNEL, LEAD).agreement is Agreement.UNNEEDED


def test_the_log_says_that_somebody_did(uses: Uses, ward: Initiative) -> None:
    nurse = staff_ids(1)[0]
    roles = {"champions": (SARA, nurse), "sponsors": (SARA,)}
    who_is_who.name_roles(uses, ward.id, LEAD, who_is_who.naming(uses, ward.id, LEAD).mark, roles)
    told = [log_row(line) for line in lines_of_log(uses)]
    assert f'"role": "sponsor", "to": "{SARA}"' in told[-1]
    held = {kind.kind: kind.rows for kind in me.about_me(uses, nurse).held}
    assert [(row["action"], row["by_you"]) for row in held["log"]] == [("people.name_roles", False)]
    erase_and_sweep(uses)
    told = [log_row(line) for line in lines_of_log(uses)]
    assert SARA not in str(told)
    assert '"role": "sponsor", "to": "somebody who was erased"' in told[-2]
    lines = lines_of_log(uses)
    assert [line.action for line in lines][-1] == erasing.ERASE.name
    assert SARA not in str(lines)


def test_nobody_elses_export_names_them(uses: Uses, ward: Initiative) -> None:
    erase_and_sweep(uses)
    for user_id in (LEAD, *staff_ids(3)):
        exported = as_json(me.export_me(uses, user_id), "en-GB")
        assert SARA not in exported
        assert NAME not in exported


def test_an_export_has_something_of_every_kind(uses: Uses, ward: Initiative) -> None:
    held = {kind.kind: kind.rows for kind in me.export_me(uses, SARA).held}
    assert {kind for kind, rows in held.items() if not rows} == {"hours"}
    assert [row["to_you"] for row in held["messages"]] == [False, False, True]
    assert [row["teams"] for row in held["uploads"]] == [[["Night"]], []]
    assert LEAD not in as_json(me.export_me(uses, SARA), "en-GB")


def test_a_sweep_waits_while_somebody_reads_the_old_state(databases: Databases, uses: Uses, ward: Initiative) -> None:
    url = uses.database.engine.url.render_as_string(hide_password=False)
    patient = replace(uses, database=Database(url, busy_seconds=0.3))
    with patient.reading() as slow:
        people.find_person(slow, SARA)
        erasing.erase_me(patient, SARA)
        assert do_due(patient) == 0
    assert do_due(patient, later=timedelta(hours=1)) == 1
    patient.database.close()
    assert count_traces(databases, uses) == 0
