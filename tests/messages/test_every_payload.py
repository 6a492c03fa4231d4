"""Every message, form and page that the bot makes is valid Block Kit, to four judges, whatever people typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import reading_ease
from block_kit_oracles import every_oracle_accepts
from cycles import PLAN, TASK, a_cycle
from everything_held import all_promises, held_on
from filled_in import CHANGES, Duties
from made_evaluations import a_deciding, a_plan_shown, a_planning, a_redeciding, an_agenda
from made_measures import (
    a_defining,
    a_listing,
    a_measure,
    a_preview,
    a_recording,
    a_shown,
    an_asking,
    some_marks,
)
from measured import FORM
from reading_ease import grade, sentences

from bot.domain.acting import Call, Calls, Way, WayToAct
from bot.domain.announcement import Announcement, NotAnnounced
from bot.domain.approval import Decision, Loss, Request
from bot.domain.delimited import Problem
from bot.domain.delivery import Missing, Trouble
from bot.domain.duties import Duty, DutyNote, Told
from bot.domain.evaluation.plan import PlanForm, PlanShown, Review
from bot.domain.home import Home
from bot.domain.hours_form import MyTime, TeamTime
from bot.domain.initiative import CaseForChange, Initiative, ResultsStop, Stage, Status
from bot.domain.lifecycle import Prospect, Stopped, Turn, Vacancy
from bot.domain.local_time import Every, Rhythm
from bot.domain.measures.measure import Data
from bot.domain.measures.over_time import Listing
from bot.domain.measures.recording import Recorded
from bot.domain.measures.typed_points import Question
from bot.domain.measures.typed_values import Unclear
from bot.domain.measures.upload import Candidate, WhichMeasure
from bot.domain.moving import Moving
from bot.domain.pdsa.cycle import Phase
from bot.domain.pdsa.editing import Meanwhile, texts_of
from bot.domain.pdsa.method import method_of, over_all
from bot.domain.pdsa.shown import Board, CycleShown, Measured, PartOpened, PlanOpened
from bot.domain.pdsa.verdict import Point, judge
from bot.domain.people import ChannelKind, Group
from bot.domain.privacy import AboutMe, WasErased
from bot.domain.promised_hours import HoursSaid
from bot.domain.pulse import Before, Came, Deed, Invitation, ItemResult, OwnGroup, Result, Wave
from bot.domain.settings import Agreement, MembersFrom, Outcome, Overview, Planned, Terms
from bot.domain.taking_part import TakingPart, Tie
from bot.domain.team_list import Applied, LeftOut, Preview, WhichList
from bot.domain.team_results import TeamResult
from bot.domain.teams import NO_CHANGE, Change, Choice, GroupTrouble, Named, NamedAs, Overlap, People, TeamShown
from bot.domain.work_time import OFFICE_HOURS, Window
from messages import (
    approval,
    channels,
    delivery,
    describing,
    duties,
    evaluation,
    evaluation_agenda,
    evaluation_forms,
    home,
    initiative,
    leadership,
    lifecycle,
    measure_chart,
    measure_drawing,
    measure_files,
    measure_forms,
    measure_list,
    notice,
    pdsa,
    pdsa_parts,
    pdsa_plan,
    pdsa_record,
    people,
    privacy,
    promises,
    pulse,
    results,
    settings,
    suggestions,
    team_hours,
    team_lists,
    who_is_who,
    work_time,
)
from messages.measure_words import as_page
from messages.privacy_file import as_json

LOCALES = ["en-GB", "en-US", "de-DE", "pt-BR", "nonsense", ""]
TYPED = ["bedside handover", "<!channel> & <@U1> *bold* _x_ ~y~ `z` https://example.org", "é漢字🙂" * 20, "x" * 80]
WAVE = Wave(
    id=7,
    initiative_id=1,
    number=1,
    opens_on=date(2026, 3, 10),
    opens_at=datetime(2026, 3, 10, 1, tzinfo=UTC),
    closes_at=datetime(2026, 3, 12, 18, tzinfo=UTC),
    items=("expected", "supported", "why", "safe", "burden"),
    state="open",
    invited=40,
)


WAYS = (WayToAct(Way.TEST, "pdsa:plan"), WayToAct(Way.STEP, "spread:plan"))


def an_initiative(typed: str, long: str = "") -> Initiative:
    case = CaseForChange(typed, typed, long, long)
    rhythm = Rhythm(Every.WEEKLY, 1, time(10), 3)
    return Initiative(1, 1, "C0123456789", typed, case, "Europe/London", rhythm, date(2026, 3, 10), "U0123456789")


def an_invitation(typed: str) -> Invitation:
    return Invitation(WAVE, typed, "Asia/Tokyo")


def a_result(typed: str, items: int = 5, comments: int = 0, waves: int = 0) -> Result:
    shown = [(5, 11, 11), (12, 12, 18), (12, 54, 60), (20, 58, 58), (17, 35, 41)][:items]
    of = tuple(ItemResult(1, item, *numbers) for item, numbers in zip(WAVE.items, shown, strict=False))
    wave = replace(WAVE, state="closed", answered=20 if items else None)
    return Result(wave, typed, "Europe/London", of, tuple([typed or "–"] * comments), before=a_past(waves))


def a_past(waves: int) -> tuple[Before, ...]:
    """So many earlier waves, a week apart and of the same items: with all results, with some, and with none."""
    shown = [(12, 40, 40), (12, 54, 60), (20, 58, 58), (17, 35, 41), (5, 11, 11)]
    past = []
    for number in range(waves):
        of = zip(WAVE.items[: 5 if number % 3 else number % 5], shown, strict=False)
        items = tuple(ItemResult(1, item, *numbers) for item, numbers in of)
        past.append(Before(date(2026, 3, 3) - timedelta(weeks=number), items, WAVE.items))
    return tuple(past)


def a_team_result(typed: str, items: int = 5, waves: int = 11) -> TeamResult:
    of = a_result(typed, items=items)
    return TeamResult(of.wave, typed, "Europe/London", typed[:80], of.items, (typed[:80],), a_past(waves))


def a_turn(typed: str, **known) -> Turn:
    return Turn(replace(an_initiative(typed), **known), WAVE, date(2026, 3, 24))


def a_status(typed: str, **known) -> Status:
    empty = {"members": 0, "champions": (), "open_wave": None, "last_wave": None, "next_on": None, "stuck": {}}
    return Status(an_initiative(typed, typed * 6), **{**empty, **known})


def in_stage(typed: str, stage: Stage) -> Status:
    of = replace(an_initiative(typed), state=stage, ended_on=date(2026, 3, 20) if stage is Stage.ENDED else None)
    return replace(a_status(typed, **FULL), initiative=of)


TODAY = date(2026, 3, 10)


def a_duty(typed: str, number: int = 1, *, is_for_lead: bool = False) -> Told:
    about = {
        "kind": "test.duty",
        "initiative_id": number % 3,
        "subject": number,
        "user_id": "U0123456780",
        "title": typed,
    }
    duty = Duty(**about, due_on=TODAY + timedelta(days=number % 4 - 1))
    return Told(duty, typed, "" if is_for_lead else "U0123456789", is_for_lead)


def several(typed: str, count: int) -> list[Told]:
    return sorted((a_duty(typed, number) for number in range(count)), key=lambda told: told.duty.initiative_id)


TERMS = Terms(Every.WEEKLY, date(2026, 3, 10), time(10), 3, "U0123456789", 3, True, 0, time(9), False)
PLANNED = Planned(7, 1, "U0123456789", CHANGES)
SOON = datetime(2026, 3, 5, 9, tzinfo=UTC)


def an_overview(typed: str, **known) -> Overview:
    hours = TeamTime(1, 1, typed, True, None, None, OFFICE_HOURS, known.pop("region", None))
    empty = {"next_on": date(2026, 3, 24), "planned": None, "agreement": Agreement.AWAITED, "hours": hours}
    return Overview(1, typed, "U0123456789", "Europe/London", TERMS, 4, **{**empty, **known})


def an_announcement(typed: str, changes: dict[str, Any] = CHANGES, **known) -> Announcement:
    return Announcement(typed, "Europe/London", "U0123456789", changes, SOON, **known)


def one(name: str, old: Any, new: Any) -> dict[str, Any]:
    return {name: (old, new)}


def a_list(typed: str) -> Preview:
    change = Change(12, ("U0LEAVES1",) * 20, 3, (typed,) * 30, (typed,), (typed,) * 20, 70)
    return Preview(typed, 7, change, tuple([LeftOut(4, "unknown")] * 20), was_from=MembersFrom.CHANNEL)


def who(typed: str) -> People:
    several = tuple(f"U{number:010}" for number in range(30))
    shown = tuple(TeamShown(number, typed, number % 3, 4, is_leaf=True) for number in range(60))
    named = Named(an_initiative(typed), several, several[:1])
    return People(named, MembersFrom.GROUPS, shown, 70, is_lead=True, takes_files=True, silent=2, loose=several)


def choice(typed: str, count: int) -> Choice:
    groups = tuple(Group(f"S{number:010}", f"night-{number}", typed) for number in range(count))
    return Choice(an_initiative(typed), groups, tuple(group.group_id for group in groups))


def a_test(typed: str, phase: Phase = Phase.PLAN, **known) -> CycleShown:
    of = dict.fromkeys(("aim", "answers", "question", "change", "who", "measure"), typed)
    task = replace(TASK, what=typed[:150])
    cycle = a_cycle(phase, **of, tasks=(task, replace(task, number=2, is_done=True)), **known)
    chain = (replace(cycle, id=6, number=2, following=7), replace(cycle, previous=6))
    points = (Point(PLAN.do_on, 12.0), Point(PLAN.study_on, 11.5))
    found = judge(cycle, points, PLAN.act_on)
    marks = method_of(cycle, chain[0], points)
    return CycleShown(cycle, typed, "C0123456789", "Europe/London", PLAN.act_on, chain, found, marks, points, "minutes")


def a_board(typed: str, count: int = 1) -> Board:
    cycles = tuple(a_test(typed, phase, number=number).cycle for number in range(count) for phase in Phase)
    features = over_all([a_test(typed).marks])
    return Board(1, typed, "Europe/London", PLAN.act_on, cycles, features, is_over=False)


def a_part(typed: str, phase: Phase, **known) -> PartOpened:
    shown = a_test(typed, phase)
    return PartOpened(shown, texts_of(shown.cycle), **known)


def a_plan(typed: str, **known) -> PlanOpened:
    measures = tuple(Measured(number, typed) for number in range(120))
    return PlanOpened(1, typed, "Europe/London", texts_of(a_test(typed).cycle), measures, **known)


MEANWHILE = Meanwhile(("U0123456789",), texts_of(a_cycle(Phase.CLOSED)), {}, frozenset({"aim"}))
CLOSED = replace(WAVE, state="closed", answered=14)
NIGHTS = Window(frozenset({0, 5, 6}), time(20), time(7))
HERE = MyTime(None, OFFICE_HOURS, None, date(2026, 3, 10))
AWAY = MyTime(NIGHTS, OFFICE_HOURS, date(2026, 3, 20), date(2026, 3, 10))


def a_team(typed: str, team_id: int) -> TeamTime:
    """Everybody's where its id is 1."""
    return TeamTime(1, team_id, typed, team_id == 1, NIGHTS, "GB-ENG", NIGHTS, "GB-ENG")


FULL = {
    "members": 40,
    "champions": tuple(f"U{number:010}" for number in range(20)),
    "open_wave": WAVE,
    "last_wave": CLOSED,
    "next_on": date(2026, 3, 24),
    "stuck": {"unsure": 2, "user_disabled": 1, "something_new": 3},
    "planned": replace(PLANNED, starts_at=SOON),
    "agreement": Agreement.DECLINED,
    "approver": "U0123456789",
    "may_change": True,
}
MESSAGES = {
    "about me": lambda typed, locale: privacy.about_me(held_on(lambda _: typed), locale),
    "about me, nothing": lambda _, locale: privacy.about_me(AboutMe("U1", "UTC", WAVE.opens_at, ()), locale),
    "promises": lambda _, locale: privacy.promises(all_promises(0), locale),
    "promises, many leads": lambda _, locale: privacy.promises(all_promises(40), locale),
    "erased before": lambda _, locale: privacy.was_erased(WasErased().sentence, locale),
    "invitation": lambda typed, locale: pulse.invitation(an_invitation(typed), locale),
    "reminder": lambda typed, locale: pulse.invitation(replace(an_invitation(typed), is_reminder=True), locale),
    "duties": lambda typed, locale: duties.note(Duties(), DutyNote(TODAY, (a_duty(typed), *several(typed, 3))), locale),
    "one duty": lambda typed, locale: duties.note(Duties(), DutyNote(TODAY, (a_duty(typed),), 1), locale),
    "many duties": lambda typed, locale: duties.note(Duties(), DutyNote(TODAY, tuple(several(typed, 60)), 7), locale),
    "duties of others": lambda typed, locale: duties.note(
        Duties(), DutyNote(TODAY, tuple(a_duty(typed, is_for_lead=True) for _ in range(2))), locale
    ),
    "opted out": lambda typed, locale: work_time.opted_out(TakingPart(1, typed, "Asia/Tokyo", None), locale),
    **{
        f"opted out, but {tie}": lambda typed, locale, tie=tie: work_time.opted_out(
            TakingPart(1, typed, "Asia/Tokyo", None, tie, "U0123456789"), locale, stays=True
        )
        for tie in Tie
    },
    "opted in": lambda typed, locale: work_time.opted_in(TakingPart(1, typed, "Asia/Tokyo", None), locale),
    "opted in, and asked": lambda typed, locale: work_time.opted_in(
        TakingPart(1, typed, "Asia/Tokyo", an_invitation(typed)), locale
    ),
    "thanks": lambda typed, locale: pulse.thanks(an_invitation(typed), locale),
    "skipped": lambda typed, locale: pulse.skipped(an_invitation(typed), locale),
    "result": lambda typed, locale: results.result(a_result(typed), locale),
    "result with comments": lambda typed, locale: results.result(a_result(typed * 12, comments=40), locale),
    "result with deeds": lambda typed, locale: results.result(
        replace(
            a_result(typed),
            done=tuple(Deed("supported", typed, date(2026, 3, 2), came) for came in [*Came] * 2),
        ),
        locale,
    ),
    "suggestions": lambda typed, locale: suggestions.to_lead(
        Calls(a_result(typed), (Call("supported", has_fallen=True), Call("why", has_fallen=False)), WAYS), locale
    ),
    "suggestions for nothing known": lambda typed, locale: suggestions.to_lead(
        Calls(a_result(typed), (), WAYS), locale
    ),
    "result that calls the lead": lambda typed, locale: results.result(
        replace(a_result(typed), ask_lead="U0123456789"), locale
    ),
    "result for the lead": lambda typed, locale: results.result(replace(a_result(typed), calls=2), locale),
    "result for one of a team": lambda typed, locale: results.result(
        replace(a_result(typed), groups=(OwnGroup(3, typed[:80]), OwnGroup(2, "Surgery"))), locale
    ),
    "result of too few": lambda typed, locale: results.result(a_result(typed, items=0), locale),
    "result with a past": lambda typed, locale: results.result(a_result(typed, comments=3, waves=19), locale),
    "result of too few with a past": lambda typed, locale: results.result(a_result(typed, items=0, waves=6), locale),
    "team result": lambda typed, locale: results.of_team(a_team_result(typed), locale),
    "team result, partly": lambda typed, locale: results.of_team(a_team_result(typed, items=3), locale),
    "team result of too few": lambda typed, locale: results.of_team(a_team_result(typed, items=0), locale),
    "opening soon": lambda _, locale: pulse.opening_soon(locale),
    "described": lambda typed, locale: describing.described(an_initiative(typed), locale),
    "started": lambda typed, locale: initiative.started(a_status(typed), locale),
    "started, full": lambda typed, locale: initiative.started(a_status(typed, **FULL), locale),
    "status": lambda typed, locale: initiative.status(a_status(typed), locale),
    "status, full": lambda typed, locale: initiative.status(a_status(typed, **FULL), locale),
    "status, paused": lambda typed, locale: initiative.status(in_stage(typed, Stage.PAUSED), locale),
    "status, ended": lambda typed, locale: initiative.status(in_stage(typed, Stage.ENDED), locale),
    "before pausing": lambda typed, locale: lifecycle.before_pausing(Prospect(an_initiative(typed), WAVE), locale),
    "before resuming": lambda typed, locale: lifecycle.before_pausing(
        Prospect(replace(an_initiative(typed), state=Stage.PAUSED), None), locale
    ),
    "after pausing": lambda typed, locale: lifecycle.after_pausing(a_turn(typed), locale),
    "paused": lambda typed, locale: lifecycle.paused(a_turn(typed), locale),
    "resumed": lambda typed, locale: lifecycle.resumed(a_turn(typed), locale),
    "ended": lambda typed, locale: lifecycle.ended(a_turn(typed, ended_on=date(2026, 3, 20)), locale),
    "lead changed": lambda typed, locale: leadership.changed(a_turn(typed), locale),
    "new lead": lambda typed, locale: leadership.yours(a_turn(typed), locale),
    "lead before": lambda typed, locale: leadership.handed_over(a_turn(typed), locale),
    "lead has left": lambda typed, locale: leadership.vacant(
        Vacancy(an_initiative(typed), typed, has_left=True, can_choose=True), locale
    ),
    "lead is a guest": lambda typed, locale: leadership.vacant(
        Vacancy(an_initiative(typed), "", has_left=False, can_choose=False), locale
    ),
    **{
        f"results stopped, {stop}, {kind}": lambda typed, locale, stop=stop, kind=kind: channels.stopped(
            Stopped(an_initiative(typed), stop, kind), locale
        )
        for stop in ResultsStop
        for kind in ChannelKind
    },
    **{
        f"status, {stop}": lambda typed, locale, stop=stop: initiative.status(
            replace(a_status(typed, **FULL), initiative=replace(an_initiative(typed), results_stop=stop)), locale
        )
        for stop in ResultsStop
    },
    "results posted again": lambda typed, locale: channels.posted_again(an_initiative(typed), locale),
    "in several groups": lambda typed, locale: people.overlap(
        GroupTrouble(typed, (Overlap("U0123456789", (typed, typed * 2)),) * 10, more=7), locale
    ),
    "group gone": lambda typed, locale: people.group_gone(GroupTrouble(typed, team=typed), locale),
    "list": lambda typed, locale: team_lists.checked(a_list(typed), locale),
    "list, again, nothing new": lambda typed, locale: team_lists.checked(
        Preview(typed, 7, NO_CHANGE, is_anew=True), locale
    ),
    "list, faults": lambda typed, locale: team_lists.checked(
        Preview(typed, 7, NO_CHANGE, faults=(Problem(0, typed), *[Problem(3, typed * 2)] * 20)), locale
    ),
    "list applied": lambda typed, locale: team_lists.applied(Applied(typed, a_list(typed).change), locale),
    "which list": lambda typed, locale: team_lists.which(
        WhichList("F0123456789", (an_initiative(typed),) * 30), locale
    ),
    "reading a list": lambda typed, locale: team_lists.reading(an_initiative(typed), locale),
    "not a lead": lambda _, locale: team_lists.which(WhichList("F0123456789", ()), locale),
    "who is who": lambda typed, locale: who_is_who.who_is_who(who(typed), locale),
    "who is who, nobody yet": lambda typed, locale: who_is_who.who_is_who(
        People(Named(an_initiative(typed), (), ()), MembersFrom.CHANNEL, (), 0, is_lead=False), locale
    ),
    "named champion": lambda typed, locale: who_is_who.named(NamedAs(an_initiative(typed), False), locale),
    "named sponsor": lambda typed, locale: who_is_who.named(NamedAs(an_initiative(typed), True), locale),
    "looking": lambda _, locale: who_is_who.looking(locale),
    "measures": lambda typed, locale: measure_list.listing(a_listing(typed), locale),
    "measures, none": lambda typed, locale: measure_list.listing(Listing(1, typed, (), may_define=True), locale),
    "evaluation plan": lambda typed, locale: evaluation.plan(a_plan_shown(typed), locale),
    "evaluation plan, none": lambda typed, locale: evaluation.plan(
        PlanShown(1, typed, "U0123456789", {}, may_write=True), locale
    ),
    "agenda": lambda typed, locale: evaluation_agenda.agenda(an_agenda(typed), locale),
    "agenda, quiet": lambda typed, locale: evaluation_agenda.agenda(an_agenda(typed, is_quiet=True), locale),
    "measure put aside": lambda typed, locale: measure_list.put_aside(a_measure(typed), locale),
    "measure import": lambda typed, locale: measure_list.how_to_import(a_measure(typed), locale),
    **{
        f"measure chart, {data}, {count}": lambda typed, locale, data=data, count=count: measure_chart.chart(
            a_shown(typed, data, count), locale
        )
        for data in Data
        for count in (0, 1, 11, 24)
    },
    "values": lambda typed, locale: measure_files.checked(a_preview(typed), locale),
    "values, nothing new": lambda typed, locale: measure_files.checked(
        replace(a_preview(typed), added=0, changed=()), locale
    ),
    "values, dates asked": lambda typed, locale: measure_files.checked(
        replace(a_preview(typed), question=Question(Unclear.DATE, typed)), locale
    ),
    "values, numbers asked": lambda typed, locale: measure_files.checked(
        replace(a_preview(typed), question=Question(Unclear.NUMBER, typed)), locale
    ),
    "values, faults": lambda typed, locale: measure_files.checked(
        replace(a_preview(typed), faults=(Problem(0, typed), *[Problem(3, typed * 2)] * 20)), locale
    ),
    "values saved": lambda typed, locale: measure_files.applied(Recorded(a_measure(typed), typed, 12, 3, 1), locale),
    "values saved with a reason": lambda _, locale: measure_files.done(locale),
    "which measure": lambda typed, locale: measure_files.which(
        WhichMeasure("F0123456789", (Candidate(1, typed, typed),) * 30), locale
    ),
    "no measure": lambda _, locale: measure_files.which(WhichMeasure("F0123456789", ()), locale),
    "reading values": lambda typed, locale: measure_files.reading(a_measure(typed), locale),
    "trouble": lambda typed, locale: delivery.trouble(Trouble(typed, "user_disabled", {}), locale),
    "in doubt": lambda typed, locale: delivery.trouble(Trouble(typed, "unsure", {}), locale),
    "missing": lambda typed, locale: delivery.missing(Missing(typed, "users.list", "missing_scope"), locale),
    "settings": lambda typed, locale: settings.overview(an_overview(typed), locale),
    "settings, full": lambda typed, locale: settings.overview(
        an_overview(typed, region="GB-ENG", next_on=None, planned=PLANNED, may_change=True, may_agree=True), locale
    ),
    "announcement": lambda typed, locale: promises.announcement(an_announcement(typed, replaces=True), locale),
    "announcement of one": lambda typed, locale: promises.announcement(
        an_announcement(typed, one("approver", "U0123456789", "")), locale
    ),
    "announcement of another": lambda typed, locale: promises.announcement(
        an_announcement(typed, one("approver", "U0123456789", "U0000000002")), locale
    ),
    "taken back": lambda typed, locale: promises.taken_back(an_announcement(typed), locale),
    "not announced": lambda typed, locale: promises.not_announced(
        NotAnnounced(typed, "C0123456789", "Europe/London", CHANGES, "is_archived"), locale
    ),
    "perhaps announced": lambda typed, locale: promises.not_announced(
        NotAnnounced(typed, "C0123456789", "Europe/London", CHANGES, "unsure"), locale
    ),
    "approval": lambda typed, locale: approval.request(Request(1, typed, "U0123456789", "items"), locale),
    "approval, agreed": lambda typed, locale: approval.request(
        Request(1, typed, "U0123456789", "items", Agreement.AGREED), locale
    ),
    "approval, not yet": lambda typed, locale: approval.request(
        Request(1, typed, "U0123456789", "items", Agreement.DECLINED), locale
    ),
    "agreed": lambda typed, locale: approval.decision(Decision(typed, "U0123456789", "UTC", agrees=True), locale),
    "not agreed": lambda typed, locale: approval.decision(Decision(typed, "U0123456789", "UTC"), locale),
    "approver gone": lambda typed, locale: approval.gone(
        Loss(1, typed, "U0123456789", has_left=True, had_agreed=True), locale
    ),
    "approver a guest": lambda typed, locale: approval.gone(
        Loss(1, typed, "U0123456789", has_left=False, had_agreed=False), locale
    ),
    "left out, approver gone": lambda typed, locale: approval.left_out(
        Decision(typed, "U0123456789", "UTC", left_out_on=date(2026, 3, 10), is_gone=True), locale
    ),
    "left out": lambda typed, locale: approval.left_out(
        Decision(typed, "U0123456789", "UTC", left_out_on=date(2026, 3, 10)), locale
    ),
    "left out, next planned": lambda typed, locale: approval.left_out(
        Decision(typed, "U0123456789", "UTC", left_out_on=date(2026, 3, 10), next_on=date(2026, 3, 24)), locale
    ),
    "missing, unknown": lambda typed, locale: delivery.missing(Missing(typed, "some.method", "unknown_method"), locale),
}


MESSAGES |= {
    f"test of change, {phase}": lambda typed, locale, phase=phase: pdsa.living(a_test(typed, phase), locale)
    for phase in Phase
}
MESSAGES |= {
    "record of a test": lambda typed, locale: pdsa_record.record(a_test(typed, Phase.CLOSED), locale),
    "board of tests": lambda typed, locale: pdsa.board(a_board(typed), locale),
    "board of many tests": lambda typed, locale: pdsa.board(a_board(typed, 20), locale),
    "board without tests": lambda typed, locale: pdsa.board(a_board(typed, 0), locale),
}
MODALS = {
    "measure": lambda typed, locale: measure_forms.define_form(a_defining(typed, is_new=True), locale),
    "measure, changed": lambda typed, locale: measure_forms.define_form(a_defining(typed), locale),
    "measure, by two": lambda typed, locale: measure_forms.define_again(
        a_defining(typed), FORM, ("name", "definition", "target", "purpose"), locale
    ),
    "another chart": lambda typed, locale: measure_drawing.choose_form(a_shown(typed, Data.SHARE, 24).over, locale),
    "chart chosen": lambda typed, locale: measure_drawing.chosen(a_shown(typed, Data.COUNT, 24).over, locale),
    "measure defined": lambda typed, locale: measure_list.defined(a_measure(typed), locale),
    "record": lambda typed, locale: measure_forms.record_form(a_recording(typed), locale),
    "record, a share": lambda typed, locale: measure_forms.record_form(a_recording(typed, Data.SHARE), locale),
    "record, dates asked": lambda typed, locale: measure_forms.record_again(an_asking(typed, Unclear.DATE), locale),
    "record, numbers asked": lambda typed, locale: measure_forms.record_again(an_asking(typed, Unclear.NUMBER), locale),
    "record, by two": lambda typed, locale: measure_forms.record_again(an_asking(typed), locale),
    "recorded": lambda typed, locale: measure_list.recorded(Recorded(a_measure(typed), typed, 3, 1, 1), locale),
    "evaluation": lambda typed, locale: evaluation_forms.plan_form(a_planning(typed), locale),
    "evaluation, new": lambda typed, locale: evaluation_forms.plan_form(a_planning(typed, is_new=True), locale),
    "evaluation, by two": lambda typed, locale: evaluation_forms.plan_again(
        a_planning(typed),
        PlanForm((typed,) * 3, ("",) * 3, ((), (7,), ())),
        ("question_1", "measures_2", "reviews"),
        locale,
    ),
    "evaluation saved": lambda typed, locale: evaluation.plan_saved(a_plan_shown(typed), locale),
    "decisions": lambda typed, locale: evaluation_forms.decide_form(a_deciding(typed), locale),
    "decision": lambda typed, locale: evaluation_forms.redecide_form(a_redeciding(typed), locale),
    "decided in a review": lambda typed, locale: evaluation_forms.decided(a_deciding(typed), locale),
    "nothing decided": lambda typed, locale: evaluation_forms.decided(
        replace(a_deciding(typed), review=Review(7, WAVE.opens_on)), locale
    ),
    "mark": lambda typed, locale: measure_forms.mark_form(
        a_measure(typed), some_marks(typed) * 9, WAVE.opens_on, locale
    ),
    "marked": lambda typed, locale: measure_list.marked(a_measure(typed), locale),
    "why values change": lambda typed, locale: measure_files.why_form(a_preview(typed), locale, "C0:1.1"),
    "chart, in a page": lambda typed, locale: as_page(
        measure_chart.page(a_shown(typed, Data.COUNT, 24), locale), locale
    ),
    "plan of a test": lambda typed, locale: pdsa_plan.plan_form(a_plan(typed), locale),
    "plan that another changed": lambda typed, locale: pdsa_plan.plan_form(
        a_plan(typed, cycle=a_test(typed).cycle, meanwhile=MEANWHILE), locale
    ),
    "plan of a test that runs": lambda typed, locale: pdsa_plan.plan_form(
        a_plan(typed, cycle=a_test(typed, Phase.DO).cycle), locale
    ),
    "tasks": lambda typed, locale: pdsa_plan.tasks_form(a_part(typed, Phase.PLAN), locale, is_new=True),
    "begin a test": lambda typed, locale: pdsa_parts.begin_form(a_part(typed, Phase.PLAN), locale),
    "do": lambda typed, locale: pdsa_parts.do_form(a_part(typed, Phase.DO, meanwhile=MEANWHILE), locale),
    "study": lambda typed, locale: pdsa_parts.study_form(a_part(typed, Phase.STUDY), locale),
    "act": lambda typed, locale: pdsa_parts.act_form(a_part(typed, Phase.ACT), locale),
    "back": lambda typed, locale: pdsa_parts.back_form(a_test(typed, Phase.STUDY), locale),
    "decided": lambda typed, locale: pdsa_parts.decided(a_test(typed, Phase.CLOSED), locale),
    "erase": lambda typed, locale: privacy.erase_form([typed] * 9, locale),
    "erased before": lambda typed, locale: privacy.was_erased_view(typed, locale),
    "export waits": lambda _, locale: privacy.export_wait(locale),
    "export sent": lambda _, locale: privacy.export_sent(locale),
    "export shown": lambda typed, locale: privacy.export_shown(as_json(held_on(lambda _: typed), locale), locale),
    "export shown, short": lambda typed, locale: privacy.export_shown(typed, locale),
    "checkin": lambda typed, locale: pulse.checkin(an_invitation(typed), locale, "7"),
    "checkin, agreed": lambda typed, locale: pulse.checkin(
        replace(an_invitation(typed), agreed_by="U0123456789"), locale, "7"
    ),
    "settings": lambda typed, locale: settings.form(an_overview(typed), locale),
    "settings, planned": lambda typed, locale: settings.form(an_overview(typed, planned=PLANNED), locale),
    "saved": lambda typed, locale: settings.saved(Outcome(typed, "UTC", CHANGES, CHANGES, taken_back=True), locale),
    "saved nothing": lambda typed, locale: settings.saved(Outcome(typed, "UTC", {}, {}), locale),
    "thank you": lambda typed, locale: pulse.thank_you(an_invitation(typed), locale),
    "my time": lambda _, locale: work_time.my_time_form(HERE, locale),
    "my time, away": lambda _, locale: work_time.my_time_form(AWAY, locale),
    "my absence": lambda _, locale: work_time.away_form(HERE, locale),
    "my hours": lambda _, locale: work_time.my_hours_form(AWAY, locale),
    "my time saved": lambda _, locale: work_time.my_time_saved(AWAY, locale),
    "hours of the only team": lambda typed, locale: team_hours.first_form(a_team(typed, 1), [], locale),
    "hours of which team": lambda typed, locale: team_hours.first_form(
        a_team(typed, 1), [a_team(typed, number) for number in range(2, 100)], locale
    ),
    "hours of which of many teams": lambda typed, locale: team_hours.first_form(
        a_team(typed, 1), [a_team(f"{typed} {number}", number) for number in range(2, 350)], locale
    ),
    "hours of a team": lambda typed, locale: team_hours.team_form(a_team(typed, 2), locale),
    "hours of a team that will change": lambda typed, locale: team_hours.team_form(
        replace(a_team(typed, 2), planned=a_team(typed, 2)), locale
    ),
    "hours of a team saved": lambda typed, locale: team_hours.team_saved(HoursSaid(a_team(typed, 2)), locale),
    "hours of a team planned": lambda typed, locale: team_hours.team_saved(
        HoursSaid(a_team(typed, 2), timedelta(days=7)), locale
    ),
    "hours of a team as they were": lambda typed, locale: team_hours.team_saved(
        HoursSaid(a_team(typed, 2), is_changed=False), locale
    ),
    "loading": lambda _, locale: initiative.loading(locale),
    "start": lambda _, locale: initiative.start_form(locale, date(2026, 3, 10), "C0123456789"),
    "description": lambda typed, locale: describing.description_form(an_initiative(typed), locale),
    "description saved": lambda _, locale: describing.saved(locale, is_different=True),
    "description as it was": lambda _, locale: describing.saved(locale, is_different=False),
    "end": lambda typed, locale: lifecycle.end_form(Prospect(an_initiative(typed), WAVE), locale),
    "handover": lambda typed, locale: leadership.handover_form(an_initiative(typed), locale),
    "shared channel": lambda _, locale: initiative.shared(locale),
    "roles": lambda typed, locale: who_is_who.roles_form(who(typed).named, locale),
    "roles, nobody yet": lambda typed, locale: who_is_who.roles_form(Named(an_initiative(typed), (), ()), locale),
    "groups": lambda typed, locale: who_is_who.groups_form(choice(typed, 130), locale),
    "groups, none chosen": lambda typed, locale: who_is_who.groups_form(replace(choice(typed, 2), chosen=()), locale),
    "move": lambda typed, locale: who_is_who.move_form(
        Moving(an_initiative(typed), tuple((number, (typed, typed)) for number in range(120))), locale
    ),
    "groups loading": lambda _, locale: who_is_who.loading(locale),
    "not in channel": lambda _, locale: initiative.not_in_channel(locale),
    "not a channel": lambda _, locale: initiative.not_a_channel(locale),
    "notice": lambda typed, locale: notice.notice(typed, locale),
}


@pytest.mark.parametrize("typed", TYPED, ids=["plain", "hostile", "emoji", "long"])
@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name, typed):
    for locale in LOCALES:
        made = MESSAGES[name](typed, locale)
        assert every_oracle_accepts({"text": made.text, "blocks": made.blocks}, "message") == []
        assert every_oracle_accepts({"text": made.text, "blocks": made.simple or made.blocks}, "message") == []
        assert made.text
        assert "\n" not in made.text


@pytest.mark.parametrize("typed", TYPED, ids=["plain", "hostile", "emoji", "long"])
@pytest.mark.parametrize("name", MODALS)
def test_modals(name, typed):
    for locale in LOCALES:
        assert every_oracle_accepts(MODALS[name](typed, locale).to_dict(), "modal") == []


@pytest.mark.parametrize("typed", TYPED, ids=["plain", "hostile", "emoji", "long"])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_home(typed, count):
    many = tuple([an_initiative(typed)] * count)
    asked, owed = tuple([an_invitation(typed)] * count), tuple(several(typed, count))
    value = Home("Europe/London", asked, owed, many, many, many, many, AWAY if count else HERE)
    for locale in LOCALES:
        assert every_oracle_accepts(home.home(Duties(), value, locale).to_dict(), "home") == []


@pytest.mark.parametrize("name", [name for name in MESSAGES if name not in ("opening soon",)])
def test_what_people_typed_pings_nobody(name):
    made = MESSAGES[name](TYPED[1], "en-GB")
    formatted = [made.text, *_formatted(made.blocks), *_formatted(made.simple)]
    assert not [text for text in formatted if "<!channel>" in text or "<@U1>" in text]


def _formatted(node) -> list[str]:
    """Every text in which Slack would bring a mention to life."""
    if isinstance(node, list):
        return [text for each in node for text in _formatted(each)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if node.get("type") == "mrkdwn" else []
    return own + [text for each in node.values() for text in _formatted(each)]


@pytest.mark.parametrize("locale", ["en-GB", "en-US"])
@pytest.mark.parametrize("name", MESSAGES)
def test_messages_need_eight_years_of_school_at_most(name, locale):
    made = MESSAGES[name]("Ward 7", locale)
    assert grade(reading_ease.texts(made.blocks)) <= 8
    assert [text for text in reading_ease.texts(made.blocks) if max(map(len, sentences(text)), default=0) > 30] == []


@pytest.mark.parametrize("name", MODALS)
def test_forms_need_eight_years_of_school_at_most(name):
    assert grade(reading_ease.texts(MODALS[name]("Ward 7", "en-GB").to_dict())) <= 8


@pytest.mark.parametrize("item", pulse.wordings())
def test_questions_need_eight_years_of_school_at_most(item):
    said = pulse.wordings()[item]
    assert max(grade([said.text]), grade([said.short])) <= 8


def test_the_grade_is_the_published_formula():
    words = {"about": 2, "idea": 3, "handover": 3, "organisation": 5, "isn't": 2, "2026": 2}
    assert {word: reading_ease.syllables(word) for word in words} == words
    assert grade(["We meet at the bed. We talk."]) == pytest.approx(0.39 * 7 / 2 + 11.8 * 7 / 7 - 15.59)
    assert grade(["Utilise interdisciplinary organisational implementation methodologies."]) > 20
