"""Two workspaces in one database with the same channel and user ids, and every use case with what it may be given."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from cycles import PLAN, PLANNED, TASK, a_cycle
from evaluated import FORM as EVALUATION
from evaluated import write
from measured import FORM, define, record
from plain_rows import plain_rows
from sqlalchemy.engine import Connection
from sqlmodel import Session
from standing_in import DirectoryOnPaper
from wards import CHANNEL, LEAD, answers, close, move_to, open_next_wave, staff_ids, start

from bot import services
from bot.domain.delimited import Problem
from bot.domain.delivery import Post, Priority
from bot.domain.evaluation.plan import Evaluation, PlanShown, Question
from bot.domain.evaluation.plan import Terms as EvaluationTerms
from bot.domain.hours_form import AbsenceForm, HoursForm
from bot.domain.initiative import CaseForChange, Initiative, StartForm
from bot.domain.instrument_file import OwnItem
from bot.domain.measures.measure import Marking, Measure
from bot.domain.measures.recording import Comparison, RecordForm
from bot.domain.measures.typed_points import Line, NewPoint
from bot.domain.measures.typed_points import Reading as PointReading
from bot.domain.pacing import Pace
from bot.domain.past_rounds import read_past_rounds
from bot.domain.pdsa.cycle import Cycle, Origin, Phase
from bot.domain.pdsa.editing import ChangedMeanwhile, Meanwhile, texts_of_plan
from bot.domain.people import Person, Profile, Role, Upload
from bot.domain.pulse import Wave
from bot.domain.settings import MembersFrom, Overview, Settings, TermsForm
from bot.domain.team_list import Checked
from bot.domain.teams import Wanted
from bot.domain.work_time import Hours
from bot.services import settings
from bot.services.allowance import Wish
from bot.services.evaluation import reviewing
from bot.services.initiative import SEE_STATUS
from bot.services.measures import marking
from bot.services.ports import Uses
from bot.services.pulse import answering
from bot.services.team_lists import stage
from bot.services.teams import Reading
from bot.services.work_time import Reader
from storage import measure_uploads, pdsa, people, questions, tables
from storage.database import Database
from storage.due import Work
from storage.outbox import Claimed
from storage.teams import Staged

BEGINNING = datetime(2026, 3, 3, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
STAFF = staff_ids(9)
LEASE = "a lease"
CLAIMED = Claimed(1, "pulse.result", CHANNEL, {}, None, None, 1, LEASE, NOW, NOW, None, "token")
LIST = Checked((Wanted(("Night",), tuple(STAFF[:3])),))
STAGED = Staged(0, 0, 1, LIST.members_from, LIST.wanted, (), "")
QUESTIONS = tuple(OwnItem(name, "fit", f"It is {name}.") for name in ("light", "clear"))
RENAMED = Profile(STAFF[0], "Renamed", "Asia/Tokyo")


@dataclass(frozen=True)
class World:
    """One workspace as it stood before its texts got their words: an initiative, two waves, somebody, and work.

    `terms` are its settings; a change of what staff were promised waits there, and somebody has to agree to questions.
    """

    uses: Uses
    initiative: Initiative
    closed: Wave
    open: Wave
    person: Person
    work_id: int
    team_id: int
    terms: Overview
    list_id: int
    measure: Measure
    cycle: Cycle
    upload_id: int
    mark_id: int
    staged_id: int
    review_id: int
    decision_id: int


def live(uses: Uses, words: str) -> World:
    """A ward whose texts all contain `words`: its first wave has closed with comments, its second is open."""
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    move_to(uses, BEGINNING)
    initiative = start(uses, staff=len(STAFF))
    first = open_next_wave(uses, initiative)
    for user_id in STAFF:
        answering.record_checkin(uses, first.id, user_id, answers(first, 4), f"{words} said {user_id}")
    close(uses, first)
    second = open_next_wave(uses, initiative)
    for user_id in STAFF[:6]:
        answering.record_checkin(uses, second.id, user_id, answers(second, 2), f"{words} says {user_id}")
    terms = change_settings(uses, initiative)
    with uses.writing() as session:
        person = people.find_person(session, STAFF[0])
        assert person is not None
        people.give_role(session, initiative.id, person.id, Role.CHAMPION)
        profiles = [replace(each, name=f"{words} {each.name}") for each in directory.profiles.values()]
        people.keep_profiles(session, profiles)
        rename(session.connection(), uses.workspace_id, words)
        work_id = lease_work(session.connection(), uses.workspace_id)
        (team_id,) = people.team_parents(session, initiative.id)
        list_id = stage(session, initiative, person, LIST, NOW).list_id
        said = [replace(each, text=f"{words} {each.text}") for each in QUESTIONS]
        staged_id = questions.stage(session, initiative_id=initiative.id, sent_by=person.id, at=NOW, items=said)
        questions.keep_words(session, initiative.id, said, NOW.date())
    measure = define(uses, initiative.id, name=f"{words} falls", definition=words, lies_where=words)
    record(uses, measure, "2026-03-02 3")
    record(uses, measure, "2026-03-02 4", why=words)
    cycle = try_a_change(uses, initiative, first, words)
    marking.mark(uses, measure.id, LEAD, Marking("note", date(2026, 3, 2), words))
    mark_id = marking.to_mark(uses, measure.id, LEAD).marks[0].id
    with uses.writing() as session:
        lines = [Line(1, ("2026-03-09", 4.0))]
        upload_id = measure_uploads.keep_upload(session, measure.id, person, NOW, "F0", lines)
    texts = {"what_1": words, "owner_1": LEAD, "due_1": "2026-12-01"}
    shown = write(uses, initiative.id, questions=(words, words, ""), exists=words)
    assert isinstance(shown, PlanShown)
    assert shown.plan is not None
    review_id = shown.plan.reviews[0].id
    decision_id = reviewing.decide(uses, review_id, LEAD, texts).review.decisions[0].id
    known = (person, work_id, team_id, terms, list_id, measure, cycle, upload_id, mark_id, staged_id)
    known += (review_id, decision_id)
    return World(uses, initiative, first, second, *known)


def try_a_change(uses: Uses, initiative: Initiative, wave: Wave, words: str) -> Cycle:
    """A test of change that a wave called for, that has been decided on and goes on, with its tasks."""
    plan = replace(PLAN, lead_user_id=LEAD, change=f"{words} change", aim=words, answers=words, question=words)
    with uses.writing() as session:
        cycle_id = pdsa.add_cycle(session, initiative.id, plan, NOW.date())
        of = a_cycle(Phase.CLOSED, id=cycle_id, tasks=(replace(TASK, what=words, owner_user_id=LEAD),))
        pdsa.keep_cycle(session, replace(of, plan=plan))
        pdsa.note_change(session, cycle_id, replace(PLANNED, by_user_id=LEAD, new={"aim": words}))
        pdsa.note_origin(session, cycle_id, Origin(wave.id, wave.items[0], wave.opens_on))
        cycle = pdsa.find_cycle(session, cycle_id)
    assert cycle is not None
    return cycle


def wordless(world: World) -> Cycle:
    """The test of change by its ids alone: what a use case tells of it, it has read."""
    cycle = a_cycle(Phase.CLOSED, id=world.cycle.id, initiative_id=world.initiative.id, number=world.cycle.number)
    return replace(cycle, plan=replace(PLAN, lead_user_id=LEAD), history=())


def change_settings(uses: Uses, initiative: Initiative) -> Overview:
    """More messages wait until staff have been told; somebody has to agree to the questions from now on."""
    shown = settings.to_change(uses, initiative.id, LEAD)
    form = replace(TermsForm(**asdict(shown.terms)), message_cap=9, approver=STAFF[1])
    settings.change(uses, initiative.id, LEAD, shown.version, form)
    return settings.to_change(uses, initiative.id, LEAD)


def rename(connection: Connection, workspace_id: int, words: str) -> None:
    """Put `words` into what somebody typed to start the initiative."""
    table = tables.metadata.tables["initiative"]
    texts = {name: f"{words} {name}" for name in ("practice", "what_is_new", "why_better", "how_it_fits")}
    connection.execute(table.update().where(table.c.workspace_id == workspace_id).values(**texts))
    table = tables.metadata.tables["team"]
    connection.execute(table.update().where(table.c.workspace_id == workspace_id).values(name=f"{words} team"))


def lease_work(connection: Connection, workspace_id: int) -> int:
    """Let a process hold all due work that waits; gives the id of one piece."""
    table = tables.metadata.tables["due_work"]
    waits = (table.c.workspace_id == workspace_id) & (table.c.state == "waiting")
    connection.execute(table.update().where(waits).values(lease=LEASE))
    return int(connection.execute(table.select().where(waits)).mappings().all()[0]["id"])


def contents(connection: Connection, workspace_id: int) -> dict[str, list[str]]:
    """Every row of a workspace, read past the session that would hide others."""
    return {
        table.name: plain_rows(connection, table, workspace_id=workspace_id)
        for table in tables.metadata.sorted_tables
        if "workspace_id" in table.c
    }


class Undone(Exception):
    """Ends a transaction without keeping anything of it."""


class Forgetful(Database):
    """A database of which `look` sees every transaction at its end, and which then forgets what was done in it."""

    look: Callable[[Session], None]

    @contextmanager
    def writing(self, workspace_id: int) -> Iterator[Session]:
        try:
            with super().writing(workspace_id) as session:
                yield session
                session.flush()
                self.look(session)
                raise Undone
        except Undone:
            pass


def root_of(world: World) -> int:
    """Everybody's team."""
    with world.uses.reading() as session:
        return next(iter(people.team_parents(session, world.initiative.id)))


def reader(world: World) -> Reader:
    """Somebody whom messages may reach."""
    return Reader(world.person.id, STAFF[0], "Europe/London", root_of(world), Hours())


def wish(world: World) -> Wish:
    """A message that nobody asked for."""
    post = Post("pulse.invitation", STAFF[0], {}, "key", Priority.INVITATION, initiative_id=world.initiative.id)
    return Wish(post, reader(world), NOW, NOW + timedelta(days=2), NOW + timedelta(days=2))


def claimed(world: World) -> Claimed:
    """A message in hand that nobody asked for."""
    about = world.initiative.id
    return Claimed(1, "pulse.invitation", STAFF[0], {}, about, None, 1, LEASE, NOW, NOW, None, "token", True, 5, None)


GIVEN: dict[str, Callable[[World], Any]] = {
    "channel_id": lambda _: CHANNEL,
    "user_id": lambda _: LEAD,
    "lead_user_id": lambda _: LEAD,
    "chosen": lambda _: STAFF[1],
    "user_ids": lambda _: tuple(STAFF[:3]),
    "initiative": lambda world: world.initiative,
    "initiative_id": lambda world: world.initiative.id,
    "wave": lambda world: world.open,
    "wave_id": lambda world: world.open.id,
    "person": lambda world: world.person,
    "profile": lambda _: RENAMED,
    "profiles": lambda _: [RENAMED, Profile(LEAD, "Gone", "UTC", is_active=False)],
    "old_id": lambda _: CHANNEL,
    "new_id": lambda _: "C0ELSE",
    "is_shared": lambda _: True,
    "row": lambda world: replace(CLAIMED, initiative_id=world.initiative.id),
    "action": lambda _: SEE_STATUS,
    "action: str": lambda _: "settings.change",
    "typed": lambda _: "Night",
    "case": lambda _: CaseForChange("We meet.", "We know."),
    "practice": lambda _: "an earlier survey",
    "past": lambda _: read_past_rounds(b"date,group,fits\n" + b"2025-03-03,Trust / Ward,3\n" * 5, ["fits"]),
    "changes": lambda world: world.terms.planned and world.terms.planned.changes,
    "planned": lambda world: world.terms.planned,
    "heard": lambda _: [CHANNEL, STAFF[1]],
    "change_id": lambda world: world.terms.planned and world.terms.planned.id,
    "settings": lambda world: Settings(version=world.terms.version),
    "version": lambda world: world.terms.version,
    "instrument": lambda world: world.uses.instrument,
    "built_in": lambda world: world.uses.instrument,
    "items": lambda world: world.uses.instrument.fingerprint,
    "items: Sequence": lambda _: QUESTIONS,
    "items: tuple": lambda _: tuple(each.id for each in QUESTIONS),
    "own": lambda _: QUESTIONS,
    "wanted: tuple": lambda _: QUESTIONS,
    "staged_id": lambda world: world.staged_id,
    "upload": lambda _: Upload("F0LIST", LEAD, "items.yml", 9, b"items: []"),
    "problems": lambda _: [Problem(2, "text: this is missing.")],
    "actor": lambda world: world.person,
    "which": lambda world: f"today:{world.initiative.id}:0",
    "later": lambda _: 1,
    "later: Mapping": lambda _: {"message_cap": (3, 9)},
    "at_once: Mapping": lambda _: {"digest_weekday": (0, 4)},
    "lead": lambda world: world.person,
    "actor_id": lambda world: world.person.id,
    "agrees": lambda _: True,
    "replaces": lambda _: True,
    "first_on": lambda _: date(2026, 4, 7),
    "next_on": lambda _: date(2026, 4, 7),
    "state": lambda _: "closed",
    "method": lambda _: "users.list",
    "error": lambda _: "missing_scope",
    "wanted": lambda _: STAFF[:3],
    "group_ids": lambda _: ["S0WARD"],
    "named": lambda _: {"champions": [STAFF[3]], "sponsors": []},
    "group_id": lambda _: "S0WARD",
    "moved_ids": lambda _: STAFF[:2],
    "target": lambda world: str(world.team_id),
    "new_team": lambda _: "Late",
    "file_id": lambda _: "F0LIST",
    "content": lambda _: f"person,team\n{STAFF[0]},Night\n".encode(),
    "checked": lambda _: LIST,
    "mark": lambda _: "",
    "list_id": lambda world: world.list_id,
    "staged": lambda world: Staged(
        world.list_id, world.initiative.id, world.person.id, LIST.members_from, LIST.wanted, (), ""
    ),
    "by": lambda world: world.person,
    "faults": lambda _: [Problem(2, "nobody is named.")],
    "reading": lambda world: Reading(
        MembersFrom.CHANNEL, (RENAMED,), {world.team_id: STAFF[:2]}, {world.team_id: "Night"}
    ),
    "zone": lambda _: "Europe/London",
    "fallback_zone": lambda _: "Europe/London",
    "given": lambda world: answers(world.open, 3),
    "comment": lambda _: "a new thought",
    "after": lambda _: date(2026, 4, 1),
    "day": lambda _: date(2026, 4, 7),
    "now": lambda _: NOW,
    "form": lambda _: StartForm(
        "huddles", CaseForChange("We meet.", "We know."), (STAFF[2],), date(2026, 4, 7), time(9), "weekly", 3
    ),
    "form: TermsForm": lambda world: replace(TermsForm(**asdict(world.terms.terms)), digest_weekday=4, message_cap=2),
    "absence": lambda _: AbsenceForm(date(2026, 4, 1)),
    "hours": lambda _: HoursForm(("1", "3"), time(9), time(13)),
    "team_id": lambda world: root_of(world),
    "seen": lambda _: "//",
    "region": lambda _: "GB-ENG",
    "asked": lambda world: {(LEAD, world.initiative.id), (STAFF[0], None)},
    "roster": lambda world: [reader(world)],
    "at_once": lambda _: True,
    "wish": lambda world: wish(world),
    "wishes": lambda world: [wish(world)],
    "charged_on": lambda world: world.open.opens_on,
    "claimed": lambda world: [claimed(world)],
    "today": lambda _: NOW.date(),
    "pictures": lambda _: {"F1": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"},
    "kind": lambda _: "pulse.invitation",
    "priority": lambda _: Priority.INVITATION,
    "keep": lambda _: True,
    "how": lambda _: PointReading(),
    "upload_id": lambda world: world.upload_id,
    "mark_id": lambda world: world.mark_id,
    "marking": lambda _: Marking("note", date(2026, 3, 2), "It began."),
    "measure_id": lambda world: world.measure.id,
    "measure": lambda world: world.measure,
    "measure_form": lambda _: replace(FORM, name="Other falls"),
    "record_form": lambda _: RecordForm("2026-03-10 4", 0, why="a slip"),
    "found": lambda _: Comparison((NewPoint(date(2026, 3, 10), 4.0),), (), 0),
    "number": lambda _: 1,
    "cycle_id": lambda world: world.cycle.id,
    "cycle": lambda world: wordless(world),
    "before": lambda world: wordless(world),
    "after: Cycle": lambda world: replace(wordless(world), phase=Phase.ACT),
    "initiative_number": lambda world: world.initiative.number,
    "is_alone": lambda _: False,
    "previous_id": lambda world: world.cycle.id,
    "texts": lambda _: texts_of_plan(replace(PLAN, lead_user_id=LEAD, change="Another change")),
    "refusal": lambda world: ChangedMeanwhile(wordless(world), Meanwhile((LEAD,), {}, {}, frozenset())),
    "phase": lambda _: Phase.ACT,
    "phases": lambda _: (Phase.CLOSED,),
    "seen: Phase": lambda _: Phase.CLOSED,
    "reason": lambda _: "Look again",
    "attempts": lambda _: [],
    "first": lambda _: Pace(),
    "real": lambda _: NOW.timestamp(),
    "real: Callable": lambda _: NOW.timestamp,
    "ts": lambda _: "1.2",
    "why": lambda _: "a slip",
    "points": lambda _: [NewPoint(date(2026, 3, 10), 4.0)],
    "item": lambda world: world.uses.instrument.items[0].id,
    "kinds": lambda world: world.uses.duties,
    "theirs": lambda world: [world.initiative],
    "review_id": lambda world: world.review_id,
    "decision_id": lambda world: world.decision_id,
    "plan_form": lambda _: replace(EVALUATION, reviews=(date(2026, 12, 8), None, None, None)),
    "plan": lambda world: Evaluation(
        world.initiative.id,
        EvaluationTerms((Question("", "", (world.measure.id,)),), (), NOW.date(), "", ()),
        1,
    ),
    "since": lambda _: date(2026, 3, 1),
}
"""What each parameter is given, by its name, of the workspace that is asked about. A new name needs a line here.

Where one name means different things, the other one stands with its type.
"""

ARGUMENTS: dict[str, Callable[[World], Any]] = {
    "initiative": lambda world: world.initiative.id,
    "wave": lambda world: world.closed.id,
    "user": lambda _: STAFF[8],
    "reason": lambda _: "user_disabled",
    "method": lambda _: "users.list",
    "error": lambda _: "missing_scope",
    "lead": lambda world: world.person.id,
    "upload": lambda world: world.upload_id,
    "before": lambda world: world.person.id + 1,
    "asked": lambda _: Role.STAFF,
    "stop": lambda _: "shared",
    "kind": lambda _: "public",
    "who": lambda world: f"{STAFF[0]}:{world.team_id},{world.team_id}",
    "more": lambda _: 0,
    "list": lambda world: world.list_id,
    "questions": lambda world: world.staged_id,
    "role": lambda _: Role.CHAMPION.value,
    "file": lambda _: "F0LIST",
    "person": lambda world: world.person.id,
    "team": lambda world: world.team_id,
    "change": lambda world: world.terms.planned and world.terms.planned.id,
    "replaces": lambda _: 1,
    "items": lambda world: world.uses.instrument.fingerprint,
    "agrees": lambda _: 1,
    "day": lambda _: "2026-04-07",
    "cycle": lambda world: world.cycle.id,
    "version": lambda _: 1,
    "next": lambda _: "2026-04-21",
    "duties": lambda world: f"pulse.agree {world.initiative.id} {world.initiative.id} 2026-04-07 0",
}
"""What a message in the outbox may carry; a new kind may need another line here."""

SUBJECTS = ("initiative", "open", "closed")
"""What due work may be about: each of them is tried."""


def use_cases() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that is given the world or a session, by module and name."""
    found = {}
    for info in pkgutil.walk_packages(services.__path__, "bot.services."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_public = function.__module__ == info.name and not name.startswith("_")
            if is_public and {"uses", "session"} & set(inspect.signature(function).parameters):
                found[f"{info.name.removeprefix('bot.services.')}.{name}"] = function
    return found


def arguments_of(function: Callable[..., Any], asked: World) -> list[dict[str, Any]]:
    """What to call a use case with, but for `uses` and `session`: all of it of the workspace `asked`."""
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        plain = name.lstrip("_")
        if name in ("uses", "session", "work"):
            continue
        if name == "arguments":
            given[name] = {each: make(asked) for each, make in ARGUMENTS.items()}
        elif plain in GIVEN:
            with_type = f"{plain}: {getattr(parameter.annotation, '__name__', '')}"
            given[name] = GIVEN.get(with_type, GIVEN[plain])(asked)
        elif parameter.default is inspect.Parameter.empty:
            raise AssertionError(
                f"Nobody says what {function.__module__}.{function.__name__} is given as `{name}`. "
                "Add a line to GIVEN in tests/neighbours.py: a value of the workspace that is asked about."
            )
    if "work" not in inspect.signature(function).parameters:
        return [given]
    return [given | {"work": work_about(getattr(asked, subject).id, asked.work_id)} for subject in SUBJECTS]


def work_about(subject: int, work_id: int) -> Work:
    """Due work, as the process would have it that holds it."""
    return Work(work_id, "pulse.open", subject, "", date(2026, 4, 7), NOW, 1, LEASE)


def neighbour_of(uses: Uses) -> Uses:
    """The other workspace in the same database."""
    other = people.know_workspace(uses.database, "T0TWO", "Two", "U0BOT")
    return replace(uses, workspace_id=other, directory=DirectoryOnPaper(), random=Random(4104))
