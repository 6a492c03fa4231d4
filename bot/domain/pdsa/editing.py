"""Two people may edit one cycle: what each field says as text, what changed meanwhile, and both put together.

Nothing that anybody typed is lost: a field that only one of them changed is as that one wants it, and of a field that
both changed the second sees both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.pdsa.cycle import Act, Changed, Compare, Cycle, Done, Plan, Study
from bot.domain.pdsa.planning import PREDICTION, prediction_of
from bot.domain.pdsa.writing import NO, YES

PLAN = tuple(field.name for field in fields(Plan))


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else changed while this person wrote: who, and each field with their words.

    `merged` is what the form opens with again, `both` are the fields that both of them changed.
    """

    by_user_ids: tuple[str, ...]
    theirs: Mapping[str, str]
    merged: Mapping[str, str]
    both: frozenset[str]


class ChangedMeanwhile(Refusal):
    """The cycle isn't as it was when the form was opened; `cycle` is how it is now."""

    def __init__(self, cycle: Cycle, meanwhile: Meanwhile) -> None:
        super().__init__("Somebody else changed this test while you wrote. Look at both, and save again.")
        self.cycle = cycle
        self.meanwhile = meanwhile


class CycleGone(Refusal):
    """There is no such test here."""

    def __init__(self) -> None:
        super().__init__("There is no test with that number here. Type /pdsa list to see them all.")


def as_text(value: Any) -> str:
    """A field as its text: what a form holds, and what the history keeps."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def texts_of(cycle: Cycle) -> dict[str, str]:
    """Every field of a cycle as text, by its name; parts that aren't written yet are empty."""
    found = texts_of_plan(cycle.plan)
    for part, kind in ((cycle.done, Done), (cycle.study, Study), (cycle.act, Act)):
        found |= {field.name: as_text(getattr(part, field.name)) if part else "" for field in fields(kind)}
    for task in cycle.tasks:
        row = {"what": task.what, "owner": task.owner_user_id, "due": task.due_on, "is_done": task.is_done}
        found |= {f"{name}_{task.number}": as_text(value) for name, value in row.items()}
    return found


def texts_of_plan(plan: Plan) -> dict[str, str]:
    """Every field of a plan as text."""
    return {name: as_text(getattr(plan, name)) for name in PLAN}


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What changed between two of these: the old texts and the new ones, by field."""
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    return {name: before.get(name, "") for name in names}, {name: after.get(name, "") for name in names}


def as_it_was(texts: Mapping[str, str], history: Sequence[Changed], version: int) -> dict[str, str]:
    """What stood there at a version: every later change undone."""
    found = dict(texts)
    for changed in sorted(history, key=lambda one: one.version, reverse=True):
        if changed.version > version:
            found |= changed.old
    return found


def check_unchanged(cycle: Cycle, version: int, typed: Mapping[str, str]) -> None:
    """Raises ChangedMeanwhile where another changed a field of this form since `version`, other than to the same."""
    if cycle.version == version:
        return
    now = texts_of(cycle)
    base = as_it_was(now, cycle.history, version)
    theirs = {name: now.get(name, "") for name in typed if now.get(name, "") != base.get(name, "")}
    theirs = {name: text for name, text in theirs.items() if text != typed[name].strip()}
    if not theirs:
        return
    is_mine = {name: text.strip() != base.get(name, "") for name, text in typed.items()}
    merged = {name: text if is_mine[name] else now.get(name, "") for name, text in typed.items()}
    both = frozenset(name for name in theirs if is_mine[name])
    writers = dict.fromkeys(one.by_user_id for one in cycle.history if one.version > version and one.new)
    raise ChangedMeanwhile(cycle, Meanwhile(tuple(writers), theirs, merged, both))


def check_frozen(cycle: Cycle, plan: Plan, began: str) -> None:
    """Raises FormRefusal where a plan would change the prediction of a test that has begun.

    `began` is that day in words. A measure that was only named may be set up and linked later. A prediction counts as
    one only if it was made before: McNicholas et al. 2019, BMJ Quality & Safety 28:356.
    """
    stays, wanted = cycle.plan, plan
    if stays.measure_id is None and plan.measure_id is not None:
        wanted = replace(plan, measure_id=None, measure=stays.measure)
    if not cycle.is_frozen or prediction_of(wanted) == prediction_of(stays):
        return
    field = next(name for name in PREDICTION if getattr(wanted, name) != getattr(stays, name))
    number, by = as_text(cycle.plan.number), f"{cycle.plan.by.day} {cycle.plan.by:%B}"
    how = "at most" if cycle.plan.compare is Compare.AT_MOST else "at least"
    sentence = (
        f"The test began on {began}, so the prediction stays as it was made before: {how} {number} by {by}. "
        "To expect something else, plan the next test."
    )
    raise FormRefusal({field: sentence})
