"""Cycles as the domain knows them, out of their rows and into their columns; people in a history by our own ids."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from bot.domain.pdsa.cycle import (
    Act,
    Changed,
    Compare,
    Cycle,
    Decision,
    Done,
    NextStep,
    Origin,
    Phase,
    Plan,
    Step,
    Study,
    Task,
)
from storage.pdsa_tables import CycleRow
from storage.people import PersonRow, ids_of

_DATES = ("do_on", "study_on", "act_on")
_SAME = ("answers", "aim", "question", "change", "measure_id", "measure", "who", "how_many", *_DATES)
"""What has the same name in the table as in the plan."""

_PEOPLE = ("lead_user_id", "owner_1", "owner_2", "owner_3", "owner_4", "owner_5")
"""Fields of the history in which somebody stands."""


def as_cycle(
    row: CycleRow,
    lead: str,
    following: int | None,
    tasks: Sequence[Task],
    history: Sequence[Changed],
    origin: Origin | None,
) -> Cycle:
    """A cycle from its row, with what other rows say of it."""
    assert row.id is not None
    return Cycle(
        id=row.id,
        initiative_id=row.initiative_id,
        number=row.number,
        version=row.version,
        phase=Phase(row.phase),
        plan=_plan(row, lead),
        began_on=row.began_on,
        phase_on=row.phase_on,
        done=_done(row),
        study=Study(row.learned, row.observed) if row.learned is not None else None,
        act=_act(row),
        previous=row.previous_id,
        following=following,
        tasks=tuple(tasks),
        history=tuple(history),
        origin=origin,
    )


def _plan(row: CycleRow, lead: str) -> Plan:
    return Plan(
        **{name: getattr(row, name) for name in _SAME},
        compare=Compare(row.compare),
        number=row.expected,
        by=row.expected_by,
        step=Step(row.step),
        lead_user_id=lead,
    )


def _done(row: CycleRow) -> Done | None:
    if row.as_planned is None:
        return None
    return Done(row.as_planned, row.observations, row.problems, row.has_data)


def _act(row: CycleRow) -> Act | None:
    if row.decision is None:
        return None
    return Act(Decision(row.decision), row.because, NextStep(row.next_step) if row.next_step else None)


def plan_columns(session: Session, plan: Plan) -> dict[str, Any]:
    """The columns of a plan."""
    return {
        **{name: getattr(plan, name) for name in _SAME},
        "compare": plan.compare.value,
        "expected": plan.number,
        "expected_by": plan.by,
        "step": plan.step.value,
        "lead_id": ids_of(session, [plan.lead_user_id])[plan.lead_user_id],
    }


def part_columns(cycle: Cycle) -> dict[str, Any]:
    """The columns of what was done, learned and decided."""
    done, study, act = cycle.done, cycle.study, cycle.act
    return {
        "as_planned": done.as_planned if done else None,
        "observations": done.observations if done else "",
        "problems": done.problems if done else "",
        "has_data": done.has_data if done else False,
        "learned": study.learned if study else None,
        "observed": study.observed if study else None,
        "decision": act.decision.value if act else None,
        "because": act.because if act else "",
        "next_step": act.next_step.value if act and act.next_step else None,
    }


def with_ids(session: Session, texts: Mapping[str, str]) -> dict[str, str]:
    """The same with our own ids of people in place of Slack's, so that nobody who is erased stays in the history."""
    ids = ids_of(session, [texts[name] for name in _PEOPLE if texts.get(name)])
    return {name: str(ids[text]) if name in _PEOPLE and text else text for name, text in texts.items()}


def with_users(session: Session, texts: Mapping[str, str]) -> dict[str, str]:
    """The same with the user ids that people have today."""
    found = dict(texts)
    for name in _PEOPLE:
        if found.get(name):
            found[name] = session.exec(select(PersonRow.user_id).where(PersonRow.id == int(found[name]))).first() or ""
    return found
