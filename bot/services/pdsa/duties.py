"""What people owe their tests of change: the step out of a phase, a task, or another lead for one."""

from datetime import date

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.pdsa.cycle import MOST_TASKS, Cycle
from bot.domain.pdsa.reminding import CycleDuty, Owed, people_of
from bot.domain.pdsa.reminding import owed as owed_by
from storage import pdsa as stored
from storage import people

STEP, TASK = "pdsa.step", "pdsa.task"


def steps(session: Session, initiative: Initiative, _day: date) -> list[CycleDuty]:
    """The step out of its phase of each test, its lead's; where that one is gone, to name another, the initiative's."""
    return [_duty(STEP, initiative, one) for one in _owed(session, initiative) if one.task is None]


def tasks(session: Session, initiative: Initiative, _day: date) -> list[CycleDuty]:
    """The tasks of tests that aren't done."""
    return [_duty(TASK, initiative, one) for one in _owed(session, initiative) if one.task is not None]


def _owed(session: Session, initiative: Initiative) -> list[Owed]:
    cycles = stored.cycles_of(session, initiative.id)
    here = {user_id for cycle in cycles for user_id in people_of(cycle)}
    known = {one.user_id: one.profile.can_take_part for one in people.find_people(session, sorted(here))}
    gone = {user_id for user_id in here if not known.get(user_id, False)}
    return [one for cycle in cycles for one in owed_by(cycle, initiative.lead_user_id, gone)]


def _duty(kind: str, initiative: Initiative, one: Owed) -> CycleDuty:
    cycle: Cycle = one.cycle
    number = one.task.number if one.task else 0
    return CycleDuty(
        kind=kind,
        initiative_id=initiative.id,
        subject=cycle.id * (MOST_TASKS + 1) + number,
        user_id=one.user_id,
        title=one.task.what if one.task else cycle.plan.change,
        due_on=one.due_on,
        number=cycle.number,
        phase=cycle.phase,
        cycle_id=cycle.id,
        task=number,
        needs_lead=one.needs_lead,
    )
