"""Tests of change to play with: a plan, and cycles as far as each phase."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.pdsa.cycle import Act, Changed, Compare, Cycle, Decision, Done, NextStep, Phase, Plan, Step, Study, Task

MONDAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = Plan(
    answers="New staff say the list is too long.",
    aim="Handovers that end in time.",
    question="Does a short list leave anything out?",
    change="A shorter checklist at the bed",
    measure_id=None,
    measure="Minutes for one handover",
    compare=Compare.AT_MOST,
    number=12.0,
    by=date(2026, 3, 12),
    step=Step.FEW,
    who="Nights on ward 7",
    how_many=3,
    do_on=date(2026, 3, 5),
    study_on=date(2026, 3, 12),
    act_on=date(2026, 3, 13),
    lead_user_id="U0LEAD",
)
DONE = Done(True, "The list took five minutes.", "", True)
STUDY = Study("Nothing was left out.", None)
ADAPT = Act(Decision.ADAPT, "It works at night.", NextStep.UP)
TASK = Task(1, "Print the list", "U0OWNER", date(2026, 3, 4))
PLANNED = Changed(1, MOMENT, "U0LEAD", Phase.PLAN, Phase.PLAN, "", {}, {"aim": PLAN.aim})
_PARTS: dict[Phase, dict[str, Any]] = {
    Phase.PLAN: {},
    Phase.DO: {"began_on": PLAN.do_on},
    Phase.STUDY: {"began_on": PLAN.do_on, "done": DONE},
    Phase.ACT: {"began_on": PLAN.do_on, "done": DONE, "study": STUDY},
    Phase.CLOSED: {"began_on": PLAN.do_on, "done": DONE, "study": STUDY, "act": ADAPT},
}


def a_cycle(phase: Phase = Phase.PLAN, **known: Any) -> Cycle:
    """A cycle that came as far as this phase, with all before it written down."""
    plan = {name: known.pop(name) for name in Plan.__slots__ if name in known}
    of = {"id": 7, "initiative_id": 1, "number": 3, "version": 1, "history": (PLANNED,), "phase_on": MONDAY}
    return Cycle(phase=phase, plan=replace(PLAN, **plan), **{**of, **_PARTS[phase], **known})
