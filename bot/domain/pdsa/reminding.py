"""Who owes a cycle what, and until when: the step out of its phase, its tasks, or another lead for it.

When they are reminded of it, and when the initiative's lead is told too, is for `bot.domain.duties` to say, as for all.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.domain.duties import Duty
from bot.domain.pdsa.cycle import Cycle, Phase, Task


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that somebody owes a cycle: a task, to name who leads it, or else the step out of its phase."""

    cycle: Cycle
    user_id: str
    due_on: date
    task: Task | None = None
    needs_lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDuty(Duty):
    """The same as a duty: `number` is the cycle's in its initiative; of a task, `task` is its number, else 0."""

    number: int
    phase: Phase
    cycle_id: int
    task: int = 0
    needs_lead: bool = False


def due_on(cycle: Cycle) -> date | None:
    """The local date on which the cycle should leave its phase; None once it is decided."""
    plan = cycle.plan
    dates = {Phase.PLAN: plan.do_on, Phase.DO: plan.study_on, Phase.STUDY: plan.act_on, Phase.ACT: plan.act_on}
    return dates.get(cycle.phase)


def is_overdue(cycle: Cycle, today: date) -> bool:
    """Whether the date of the phase has passed."""
    due = due_on(cycle)
    return due is not None and due < today


def owed(cycle: Cycle, lead_user_id: str, gone: Collection[str]) -> list[Owed]:
    """Who owes this cycle what. `lead_user_id` leads the initiative; `gone` are those who can't take part any more.

    The step out of a phase is the cycle's lead's. Where they are gone, the initiative's lead is to name another, and a
    task whose owner is gone is the cycle's lead's, or else the initiative's.
    """
    due = due_on(cycle)
    if due is None:
        return []
    lead = cycle.plan.lead_user_id
    has_lead = lead not in gone
    found = [Owed(cycle, lead if has_lead else lead_user_id, due, needs_lead=not has_lead)]
    for task in cycle.tasks:
        if not task.is_done:
            takers = (task.owner_user_id, lead, lead_user_id)
            owner = next((user_id for user_id in takers if user_id not in gone), lead_user_id)
            found.append(Owed(cycle, owner, task.due_on, task))
    return [one for one in found if one.user_id not in gone]


def people_of(cycle: Cycle) -> set[str]:
    """The user ids of all whom a cycle counts on."""
    return {cycle.plan.lead_user_id, *(task.owner_user_id for task in cycle.tasks)}
