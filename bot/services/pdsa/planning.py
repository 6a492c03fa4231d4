"""To plan a test of change, alone or after another; to change its plan; and to say who does what for it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.lifecycle import in_words
from bot.domain.local_time import local_date
from bot.domain.pdsa.cycle import MOST_TASKS, Cycle, Decision, Origin
from bot.domain.pdsa.editing import (
    ChangedMeanwhile,
    CycleGone,
    check_frozen,
    check_unchanged,
    texts_of,
    texts_of_plan,
)
from bot.domain.pdsa.phases import GoesOn
from bot.domain.pdsa.planning import check_plan, first_plan, following_plan
from bot.domain.pdsa.shown import PartOpened, PlanOpened
from bot.domain.pdsa.writing import check_tasks
from bot.domain.privacy import TAKES_NO_PART, is_nobody
from bot.domain.pulse import Item
from bot.services.measures.standing import DEFINE
from bot.services.pdsa import data
from bot.services.pdsa.changing import begun, changed
from bot.services.pdsa.looking import shown
from bot.services.pdsa.origins import origin_in
from bot.services.pdsa.standing import DECIDE, PLAN, WORK, check_may_with, cycle_held, cycle_meant, cycle_with
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.pulse.questions import own_among
from bot.services.standing import initiative_for, initiative_held, initiative_with, roles_of
from storage import pdsa as stored

CANNOT_LEAD = "This person can't take part: a guest, an app, or not of this workspace. Pick a colleague."


def to_plan(uses: Uses, channel_id: str, user_id: str, typed: str = "") -> PlanOpened:
    """The form for a new test in a channel, or for the plan of the one whose number was typed.

    Raises NotStarted, Ended, NotYours, NotANumber or CycleGone.
    """
    with uses.reading() as session:
        if typed:
            initiative, cycle = cycle_meant(session, PLAN, channel_id, user_id, typed)
            return _opened(session, initiative, cycle, user_id)
        initiative = initiative_for(session, PLAN, channel_id, user_id)
        return _new(session, initiative, uses.clock(), user_id)


def to_plan_in(uses: Uses, initiative_id: int, user_id: str, called: tuple[int, str] | None = None) -> PlanOpened:
    """The form for a new test of an initiative, which an item of a wave may have `called` for. Raises as `to_plan`."""
    with uses.reading() as session:
        initiative = initiative_with(session, PLAN, initiative_id, user_id)
        opened = _new(session, initiative, uses.clock(), user_id)
        origin = origin_in(session, initiative, *called) if called else None
        return replace(opened, origin=origin, own=_own(session, initiative, origin))


def to_change(uses: Uses, cycle_id: int, user_id: str) -> PlanOpened:
    """The form for the plan of a test. Raises CycleGone, Ended or NotYours."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, PLAN, cycle_id, user_id)
        return _opened(session, initiative, cycle, user_id)


def to_follow(uses: Uses, cycle_id: int, user_id: str) -> PlanOpened:
    """The form for the test that follows one that is to be adapted. Raises CycleGone, Ended, NotYours or GoesOn."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, PLAN, cycle_id, user_id)
        return following(session, initiative, cycle, uses.clock(), user_id)


def to_plan_on(
    uses: Uses, initiative_id: int, user_id: str, cycle_id: int, previous_id: int, called: tuple[int, str] | None = None
) -> PlanOpened:
    """The form that was opened for a plan, once a measure was defined on the way: it is picked. 0 is for no test.

    Raises as `to_plan` and `to_follow`.
    """
    if cycle_id:
        opened = to_change(uses, cycle_id, user_id)
    else:
        follows = previous_id > 0
        opened = to_follow(uses, previous_id, user_id) if follows else to_plan_in(uses, initiative_id, user_id, called)
    newest = max(opened.measures, key=lambda each: each.id, default=None)
    if newest is None:
        return opened
    return replace(opened, texts={**opened.texts, "measure_id": str(newest.id)}, defined=newest.id)


def following(session: Session, initiative: Initiative, cycle: Cycle, now: datetime, user_id: str) -> PlanOpened:
    """The form for the test after this one, filled in as it was, as large as was decided."""
    if cycle.following is not None or cycle.act is None or cycle.act.decision is not Decision.ADAPT:
        raise GoesOn(cycle)
    plan = following_plan(cycle, local_date(now, initiative.zone))
    lead = "" if is_nobody(plan.lead_user_id) else plan.lead_user_id
    measures = data.measures(session, initiative.id)
    texts = texts_of_plan(replace(plan, lead_user_id=lead))
    opened = PlanOpened(initiative.id, initiative.practice, initiative.zone, texts, measures, previous=cycle)
    opened = replace(opened, origin=cycle.origin, own=_own(session, initiative, cycle.origin))
    return _for(session, initiative, opened, user_id)


def plan(
    uses: Uses,
    initiative_id: int,
    user_id: str,
    texts: dict[str, str],
    previous_id: int | None,
    called: tuple[int, str] | None = None,
) -> PartOpened:
    """Keep the plan of a new test, and show it in the channel; gives the form of its tasks.

    An item of a wave may have `called` for it; a test that builds on another answers what that one does.

    Raises FormRefusal with a sentence for each field, NotStarted, Ended, NotYours, CycleGone or GoesOn.
    """
    _check_lead(uses, texts, None)
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, PLAN, initiative_id, user_id)
        today = local_date(now, initiative.zone)
        wanted = check_plan(_with_measure(session, initiative, texts), None, today)
        origin = origin_in(session, initiative, *called) if called else None
        if previous_id is not None:
            previous = stored.hold_cycle(session, previous_id)
            if previous is None or previous.initiative_id != initiative.id:
                raise CycleGone
            origin = following(session, initiative, previous, now, user_id).origin
        cycle_id = stored.add_cycle(session, initiative.id, wanted, today, previous_id)
        if origin is not None:
            stored.note_origin(session, cycle_id, origin)
        cycle = stored.find_cycle(session, cycle_id)
        assert cycle is not None
        begun(session, initiative, cycle, user_id, now)
        return PartOpened(shown(session, initiative, cycle, now), texts_of(cycle))


def change_plan(uses: Uses, cycle_id: int, user_id: str, version: int, texts: dict[str, str]) -> PartOpened:
    """Keep another plan of a test. Its prediction changes only before Do begins.

    Raises FormRefusal with a sentence for each field, ChangedMeanwhile, CycleGone, Ended or NotYours.
    """
    with uses.reading() as session:
        _, before = cycle_with(session, PLAN, cycle_id, user_id)
    _check_lead(uses, texts, before)
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, PLAN, cycle_id, user_id)
        today = local_date(now, initiative.zone)
        texts = {**texts_of_plan(cycle.plan), **_with_measure(session, initiative, texts, cycle)}
        wanted = check_plan(texts, cycle.plan, today)
        check_frozen(cycle, wanted, in_words(cycle.began_on) if cycle.began_on else "")
        if wanted.lead_user_id != cycle.plan.lead_user_id:
            check_may_with(session, DECIDE, initiative, cycle, user_id)
        _check_same(cycle, version, texts)
        after = changed(session, initiative, cycle, replace(cycle, plan=wanted), user_id, now, action=PLAN.name)
        return PartOpened(shown(session, initiative, after, now), texts_of(after))


def overtaken(uses: Uses, refusal: ChangedMeanwhile, user_id: str) -> PlanOpened:
    """The form of a plan again, with what another changed meanwhile beside what this person typed."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, PLAN, refusal.cycle.id, user_id)
        opened = _opened(session, initiative, cycle, user_id)
        return replace(opened, texts={**opened.texts, **refusal.meanwhile.merged}, meanwhile=refusal.meanwhile)


def to_share_out(uses: Uses, cycle_id: int, user_id: str) -> PartOpened:
    """The form of a test's tasks. Raises CycleGone, Ended or NotYours."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, WORK, cycle_id, user_id)
        return PartOpened(shown(session, initiative, cycle, uses.clock()), texts_of(cycle))


def share_out(uses: Uses, cycle_id: int, user_id: str, version: int, texts: dict[str, str]) -> Cycle:
    """Say who does what for a test until when.

    Raises FormRefusal with a sentence for each field, ChangedMeanwhile, CycleGone, Ended or NotYours.
    """
    errors = {}
    for row in range(1, MOST_TASKS + 1):
        owner = texts.get(f"owner_{row}", "")
        person = meet_person(uses, owner) if owner else None
        if owner and (person is None or not person.profile.can_take_part):
            errors[f"owner_{row}"] = CANNOT_LEAD if person else TAKES_NO_PART
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, WORK, cycle_id, user_id)
        kept = {f"owner_{task.number}": task.owner_user_id for task in cycle.tasks}
        errors = {name: text for name, text in errors.items() if texts.get(name) != kept.get(name)}
        if errors:
            raise FormRefusal(errors)
        tasks = check_tasks(texts, cycle.tasks, local_date(now, initiative.zone))
        _check_same(cycle, version, texts)
        return changed(session, initiative, cycle, replace(cycle, tasks=tasks), user_id, now, action=WORK.name)


def finish_task(uses: Uses, cycle_id: int, number: int, user_id: str) -> Cycle:
    """A task of a test is done; saying so twice changes nothing. Raises CycleGone, Ended or NotYours."""
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, WORK, cycle_id, user_id)
        tasks = tuple(replace(task, is_done=task.is_done or task.number == number) for task in cycle.tasks)
        return changed(session, initiative, cycle, replace(cycle, tasks=tasks), user_id, now, action=WORK.name)


def _check_same(cycle: Cycle, version: int, texts: dict[str, str]) -> None:
    check_unchanged(cycle, version, texts)


def _check_lead(uses: Uses, texts: dict[str, str], before: Cycle | None) -> None:
    chosen = texts.get("lead_user_id", "")
    if not chosen or (before is not None and chosen == before.plan.lead_user_id):
        return
    person = meet_person(uses, chosen)
    if person is None or not person.profile.can_take_part:
        raise FormRefusal({"lead_user_id": CANNOT_LEAD if person else TAKES_NO_PART})


def _with_measure(
    session: Session, initiative: Initiative, texts: dict[str, str], cycle: Cycle | None = None
) -> dict[str, str]:
    """A measure that was picked lends its name, unless the prediction was made in other words and stands."""
    names = {str(measure.id): measure.name for measure in data.measures(session, initiative.id)}
    picked = texts.get("measure_id", "")
    if picked and picked not in names and not (cycle and str(cycle.plan.measure_id) == picked):
        raise FormRefusal({"measure_id": "That measure isn't there any more. Pick another one."})
    name = cycle.plan.measure if cycle and cycle.is_frozen else names.get(picked, texts.get("measure", ""))
    return {**texts, "measure": name if picked else texts.get("measure", "")}


def _own(session: Session, initiative: Initiative, origin: Origin | None) -> tuple[Item, ...]:
    return own_among(session, initiative.id, (origin.item,)) if origin else ()


def _new(session: Session, initiative: Initiative, now: datetime, user_id: str) -> PlanOpened:
    plan = first_plan(local_date(now, initiative.zone), user_id)
    texts = {**texts_of_plan(plan), "number": ""}
    of = (initiative.id, initiative.practice, initiative.zone)
    return _for(session, initiative, PlanOpened(*of, texts, data.measures(session, initiative.id)), user_id)


def _opened(session: Session, initiative: Initiative, cycle: Cycle, user_id: str) -> PlanOpened:
    texts = texts_of_plan(cycle.plan)
    measures = data.measures(session, initiative.id)
    if is_nobody(cycle.plan.lead_user_id):
        texts["lead_user_id"] = ""
    opened = PlanOpened(initiative.id, initiative.practice, initiative.zone, texts, measures, cycle=cycle)
    return _for(session, initiative, opened, user_id)


def _for(session: Session, initiative: Initiative, opened: PlanOpened, user_id: str) -> PlanOpened:
    """The same for somebody who may define a measure on the way, or may not."""
    return replace(opened, may_define=not DEFINE.may.isdisjoint(roles_of(session, initiative, user_id)))
