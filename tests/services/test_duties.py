"""One note a day tells each person what they have taken on: at work, of what is so when it is sent, and never twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from postman import Letter, Postman
from sqlmodel import select
from standing_in import DirectoryOnPaper
from wards import LEAD, do_due, move_to, staff_ids, start

from bot.domain.duties import Duty
from bot.domain.initiative import Initiative, Stage
from bot.domain.local_time import local_date
from bot.domain.people import Profile
from bot.domain.work_time import Window
from bot.feature import Feature
from bot.features import FEATURES
from bot.features.duties import gathering
from bot.services import duties
from bot.services.home import home_of
from bot.services.ports import DutyKind, Uses
from messages.message import button
from storage import due, people
from storage import initiative as initiatives
from storage import work_time as stored
from storage.outbox_table import OutboxRow

ANN, BEN, CLEO = staff_ids(3)
MONDAY = date(2026, 3, 9)
NIGHTS = Window(frozenset(range(7)), time(20), time(7))
STEP = "test.step"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026; Monday is the 9th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@dataclass
class Plan:
    """Steps that people have taken on, written on paper, and a postman who delivers what is said of them."""

    uses: Uses
    ward: Initiative
    steps: list[Duty]
    postman: Postman

    def add(self, user_id: str, due_on: date, title: str = "a step", ward: Initiative | None = None) -> Duty:
        step = Duty(
            kind=STEP,
            initiative_id=(ward or self.ward).id,
            subject=len(self.steps),
            user_id=user_id,
            title=title,
            due_on=due_on,
        )
        self.steps.append(step)
        return step

    def know(self, profile: Profile) -> None:
        """What Slack says of somebody from now on."""
        assert isinstance(self.uses.directory, DirectoryOnPaper)
        self.uses.directory.profiles[profile.user_id] = profile
        with self.uses.writing() as session:
            people.keep_profiles(session, [profile])

    def look(self, *moment: int) -> None:
        """Let the hourly look happen at a moment, and nothing be sent."""
        move_to(self.uses, at(*moment))
        do_due(self.uses)

    def deliver(self, *moment: int) -> list[Letter]:
        """Let all that is due happen, and send what may go out; gives the notes among it."""
        self.look(*moment)
        return [letter for letter in self.postman.deliver() if letter.kind == duties.NOTE]

    def heard(self, days: Sequence[int], user_id: str) -> list[int]:
        """On which of these days somebody gets a note, looked at at nine in the morning and at noon."""
        return [day for day in days for hour in (9, 12) for one in self.deliver(day, hour) if one.to == user_id]


@pytest.fixture
def plan(uses: Uses) -> Plan:
    """A ward in London whose people have taken on nothing yet."""
    steps: list[Duty] = []

    def owed(_session: Any, initiative: Initiative, _day: date) -> list[Duty]:
        return [step for step in steps if step.initiative_id == initiative.id]

    def line(duty: Duty, _today: date, _locale: str) -> str:
        return f"Do {duty.title}."

    kind = DutyKind(STEP, owed, line, lambda duty, _locale: [button("test:done", "Done", str(duty.subject))])
    feature = Feature("test", duties=(kind,))
    uses = replace(uses, duties=(kind,))
    ward = start(uses, staff=3)
    duties.begin(uses)
    others = [each for each in FEATURES if each.word != "duties"]
    postman = Postman(uses, [*others, gathering([feature])])
    postman.deliver()
    return Plan(uses, ward, steps, postman)


def of_notes(uses: Uses) -> list[dict[str, Any]]:
    with uses.reading() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.kind == duties.NOTE))
        return [row.model_dump() for row in rows]


def test_one_note_a_day_holds_all_that_somebody_has_taken_on_and_is_no_message_that_counts(plan: Plan) -> None:
    plan.add(ANN, MONDAY, "one"), plan.add(ANN, MONDAY + timedelta(days=1), "two"), plan.add(BEN, MONDAY, "three")
    assert plan.deliver(9, 7, 30) == []
    notes = plan.deliver(9, 8)
    assert {note.to: note.text for note in notes} == {ANN: "2 things wait for you today.", BEN: "Do three."}
    of_ann = next(note.blocks for note in notes if note.to == ANN)
    assert "Do one." in of_ann
    assert "Do two." in of_ann
    assert f"<@{LEAD}>" in of_ann
    assert "Not for me" in of_ann
    assert {(row["is_unrequested"], row["charged_on"]) for row in of_notes(plan.uses)} == {(False, None)}
    assert [hour for hour in (9, 12, 17, 18) if plan.deliver(9, hour)] == []
    assert plan.heard(range(10, 14), BEN) == [11, 13]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_two_initiatives_share_the_note(plan: Plan) -> None:
    other = start(plan.uses, staff=3, channel="C0ELSE")
    plan.add(ANN, MONDAY, "here"), plan.add(ANN, MONDAY, "there", other)
    (note,) = plan.deliver(9, 8)
    assert "Do here." in note.blocks
    assert "Do there." in note.blocks


def test_what_was_done_moved_or_taken_over_meanwhile_is_gone_from_it(plan: Plan) -> None:
    done, moved, stays = (plan.add(ANN, MONDAY, title) for title in ("finished", "moved", "stays"))
    plan.add(BEN, MONDAY, "all of it")
    given = plan.add(CLEO, MONDAY, "given away")
    plan.look(9, 7, 59)
    assert len(of_notes(plan.uses)) == 3
    plan.steps[:] = [replace(moved, due_on=MONDAY + timedelta(days=5)), stays, replace(given, user_id=LEAD)]
    notes = plan.deliver(9, 8)
    assert {note.to: note.text for note in notes} == {ANN: "Do stays.", LEAD: "Do given away."}
    assert not any(step.title in note.blocks for note in notes for step in (done, moved))
    reasons = {row["recipient"]: row["reason"] for row in of_notes(plan.uses) if row["state"] == "dropped"}
    assert reasons == {BEN: "nothing is left to be done", CLEO: "nothing is left to be done"}
    assert [note for hour in (9, 12, 17) for note in plan.deliver(9, hour)] == []


def test_however_often_it_is_looked_at_and_by_how_many_nobody_gets_two(plan: Plan) -> None:
    plan.add(ANN, MONDAY)
    for minute in (0, 1, 2):
        move_to(plan.uses, at(9, 9, minute))
        with plan.uses.writing() as session:
            due.plan(session, duties.GATHER, 100 + minute, MONDAY, at(9, 9, minute))
        do_due(plan.uses)
    assert len(of_notes(plan.uses)) == 1
    plan.steps.append(replace(plan.steps[0], subject=7))
    assert len(plan.deliver(9, 10)) == 1
    assert plan.deliver(9, 11) == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_who_is_away_hears_on_the_day_they_are_back_and_a_holiday_is_none(plan: Plan) -> None:
    plan.add(ANN, MONDAY), plan.add(BEN, date(2026, 4, 3), "on Good Friday")
    with plan.uses.writing() as session:
        stored.set_away_until(session, people.ids_of(session, [ANN])[ANN], date(2026, 3, 17))
        (root,) = people.team_parents(session, plan.ward.id)
        stored.set_team_hours(session, root, None, "GB-ENG")
    assert plan.heard([9, 17, 18, 19], ANN) == [18]
    heard = []
    for moment in (datetime(2026, 4, day, 9, tzinfo=UTC) for day in (1, 2, 3, 6, 7)):
        move_to(plan.uses, moment)
        do_due(plan.uses)
        heard += [moment.day for one in plan.postman.deliver() if (one.kind, one.to) == (duties.NOTE, BEN)]
    assert heard == [2, 7]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_somebody_who_goes_away_before_it_is_sent_gets_it_when_they_are_back(plan: Plan) -> None:
    plan.add(ANN, MONDAY)
    plan.look(9, 7, 59)
    with plan.uses.writing() as session:
        stored.set_away_until(session, people.ids_of(session, [ANN])[ANN], MONDAY)
    assert plan.deliver(9, 8) == []
    assert plan.heard([9, 10, 11], ANN) == [10]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_night_shift_has_its_note_when_the_night_begins(plan: Plan) -> None:
    plan.add(ANN, MONDAY)
    with plan.uses.writing() as session:
        stored.set_own_hours(session, people.ids_of(session, [ANN])[ANN], NIGHTS)
    heard = [(day, hour) for day in (9, 10, 11) for hour in (0, 6, 9, 19, 20, 22) for _ in plan.deliver(day, hour)]
    assert heard == [(9, 20), (11, 20)]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_lead_hears_after_a_week_also_of_who_has_left_and_has_no_button_for_it(plan: Plan) -> None:
    plan.add(ANN, MONDAY, "the talk"), plan.add(BEN, MONDAY, "the visit")
    with plan.uses.writing() as session:
        people.deactivate(session, BEN)
    assert plan.heard(range(9, 16), LEAD) == []
    notes = plan.deliver(16, 9)
    (to_lead,) = [note for note in notes if note.to == LEAD]
    assert "Do the talk." in to_lead.blocks
    assert "Do the visit." in to_lead.blocks
    assert "test:done" not in to_lead.blocks
    assert {note.to for note in notes} <= {LEAD, ANN}


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("state", [{"is_guest": True}, {"is_stranger": True}, {"is_active": False}, {"is_bot": True}])
def test_who_can_t_take_part_gets_none(plan: Plan, state: dict[str, bool]) -> None:
    plan.add(ANN, MONDAY)
    plan.know(Profile(ANN, "Ann", "Europe/London", **state))
    assert plan.heard(range(9, 12), ANN) == []


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.ENDED])
def test_nothing_is_asked_of_anybody_while_an_initiative_rests(plan: Plan, stage: Stage) -> None:
    plan.add(ANN, MONDAY)
    plan.look(9, 7, 59)
    with plan.uses.writing() as session:
        initiatives.set_state(session, plan.ward.id, stage)
    assert plan.heard(range(9, 13), ANN) == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_app_home_shows_what_is_due_within_a_week_and_whom_to_tell(plan: Plan) -> None:
    soon, later = plan.add(ANN, MONDAY, "soon"), plan.add(ANN, MONDAY + timedelta(days=9), "later")
    move_to(plan.uses, at(8, 9))
    shown = home_of(plan.uses, ANN).duties
    assert [(told.duty, told.lead_user_id) for told in shown] == [(soon, LEAD)]
    assert later not in [told.duty for told in shown]
    assert home_of(plan.uses, LEAD).duties == ()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_week_of_anybody_s_plans_bring_notes_at_work_only_once_a_day_and_never_of_what_is_done(plan: Plan) -> None:
    random = Random(1729)
    zones = ["Asia/Tokyo", "Europe/London", "America/New_York", "Asia/Kathmandu"]
    windows: dict[str, Window] = {}
    for number, user_id in enumerate((LEAD, ANN, BEN, CLEO)):
        plan.know(Profile(user_id, user_id, zones[number]))
        days = frozenset(random.sample(range(7), random.randint(2, 6)))
        windows[user_id] = Window(days, time(random.randrange(24), 30), time(random.randrange(24)))
        with plan.uses.writing() as session:
            stored.set_own_hours(session, people.ids_of(session, [user_id])[user_id], windows[user_id])
    for number in range(14):
        plan.add(random.choice([LEAD, ANN, BEN, CLEO]), MONDAY + timedelta(days=random.randint(-9, 9)), f"t{number}t")
    done = {step.title: at(9, 0) + timedelta(hours=random.randrange(200)) for step in plan.steps}
    got: list[tuple[str, datetime, str]] = []
    for moment in (at(9, 0) + timedelta(hours=hour) for hour in range(0, 150, 2)):
        plan.steps[:] = [step for step in plan.steps if done[step.title] > moment]
        got += [(one.to, moment, one.blocks) for one in plan.deliver(moment.day, moment.hour)]
    assert len(got) > 6
    for to, moment, blocks in got:
        zone = zones[[LEAD, ANN, BEN, CLEO].index(to)]
        assert _works(windows[to], zone, moment), (to, moment)
        assert all(title not in blocks or end > moment for title, end in done.items())
    days = [(to, local_date(moment, zones[[LEAD, ANN, BEN, CLEO].index(to)])) for to, moment, _ in got]
    assert len(days) == len(set(days))


def _works(window: Window, zone: str, moment: datetime) -> bool:
    """Judged apart from the rules: by the wall clock, in whole minutes."""
    wall = moment.astimezone(ZoneInfo(zone))
    is_over_night = window.ends <= window.begins
    today, before = wall.weekday() in window.days, (wall.weekday() - 1) % 7 in window.days
    clock = wall.time()
    if not is_over_night:
        return today and window.begins <= clock < window.ends
    return (today and clock >= window.begins) or (before and clock < window.ends)
