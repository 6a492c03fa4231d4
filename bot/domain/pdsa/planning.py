"""What makes a plan complete, what about it is frozen once Do began, and the plan that the next test starts from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import isfinite
from typing import Any

from bot.domain.errors import FormRefusal
from bot.domain.pdsa.cycle import TEXT_LENGTH, Compare, Cycle, Plan, Step
from bot.domain.pdsa.scale import beside
from bot.domain.typed import is_blank, shorten

TEXTS = ("answers", "aim", "question", "change", "measure", "who")
PREDICTION = ("measure_id", "measure", "compare", "number", "by")
_DAYS = {
    "by": "Pick the day for which you expect the number.",
    "do_on": "Pick the day on which the test begins.",
    "study_on": "Pick the day on which you look at the results.",
    "act_on": "Pick the day on which you decide.",
}
_LARGEST = 1e12
_MOST_PEOPLE = 1_000_000
_LONGEST = timedelta(days=366)

_NEEDED = {
    "aim": "Say in a sentence what you want to improve.",
    "change": "Say in a sentence what you will try.",
}


def as_number(typed: str) -> float | None:
    """A number as Slack's field gives it; None where it is none that can be compared."""
    try:
        number = float(typed)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) <= _LARGEST else None


def as_day(typed: str) -> date | None:
    """A date as Slack's field gives it; None where there is none."""
    return date.fromisoformat(typed) if typed else None


def check_plan(texts: Mapping[str, str], standing: Plan | None, today: date) -> Plan:
    """The plan that somebody typed, each field as text, if it is complete.

    `standing` is the one before, None for a new one; `today` is the initiative's date. A date that has passed may stay
    where it stood before. Raises FormRefusal with a sentence for each field.
    """
    errors, many = _text_errors(texts), texts.get("how_many", "")
    number, how_many = as_number(texts.get("number", "")), as_number(many)
    if number is None:
        errors["number"] = "Give the number that you expect, such as 12 or 12.5."
    if many and (how_many is None or how_many != int(how_many) or not 1 <= how_many <= _MOST_PEOPLE):
        errors["how_many"] = "Give a whole number of people or cases, such as 3, or leave it empty."
    days = {name: as_day(texts.get(name, "")) for name in _DAYS}
    _check_days(days, standing, today, errors)
    if errors or number is None:
        raise FormRefusal(errors)
    measure_id = texts.get("measure_id", "")
    known: dict[str, Any] = {**{name: texts.get(name, "").strip() for name in TEXTS}, **days}
    return Plan(
        **known,
        measure_id=int(measure_id) if measure_id.isdecimal() else None,
        compare=Compare(texts.get("compare") or Compare.AT_MOST),
        number=number,
        step=Step(texts.get("step") or Step.FEW),
        how_many=int(how_many) if how_many is not None else None,
        lead_user_id=texts["lead_user_id"],
    )


def prediction_of(plan: Plan) -> tuple[Any, ...]:
    """What is frozen when Do begins."""
    return tuple(getattr(plan, name) for name in PREDICTION)


def first_plan(today: date, lead_user_id: str) -> Plan:
    """What the form of a first test opens with: small, and soon. Dates fall on working days."""
    do_on = workday(today + timedelta(days=1))
    study_on = workday(do_on + timedelta(days=7))
    act_on = workday(study_on + timedelta(days=2))
    known: dict[str, Any] = dict.fromkeys(TEXTS, "")
    return Plan(
        **known,
        by=study_on,
        do_on=do_on,
        study_on=study_on,
        act_on=act_on,
        measure_id=None,
        compare=Compare.AT_MOST,
        number=0.0,
        step=Step.FEW,
        how_many=None,
        lead_user_id=lead_user_id,
    )


def following_plan(cycle: Cycle, today: date) -> Plan:
    """What the form of the next test opens with: as this one, as large as was decided, with as much time as it had."""
    assert cycle.act is not None
    before = cycle.plan
    fresh = first_plan(today, before.lead_user_id)
    study_on = workday(fresh.do_on + max(before.study_on - before.do_on, timedelta()))
    act_on = workday(study_on + timedelta(days=2))
    step = beside(before.step, cycle.act.next_step)
    return replace(before, step=step, do_on=fresh.do_on, study_on=study_on, act_on=act_on, by=study_on, how_many=None)


def workday(day: date) -> date:
    """`day`, or the Monday after it where it is at a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _text_errors(texts: Mapping[str, str]) -> dict[str, str]:
    errors = {name: sentence for name, sentence in _NEEDED.items() if is_blank(texts.get(name, ""))}
    for name in TEXTS:
        text = texts.get(name, "")
        if len(text) > TEXT_LENGTH:
            errors[name] = shorten(text, TEXT_LENGTH)
    if not texts.get("measure_id") and is_blank(texts.get("measure", "")):
        errors["measure"] = "Say what you will count or measure, or pick a measure above."
    if not texts.get("lead_user_id"):
        errors["lead_user_id"] = "Pick who leads this test."
    return errors


def _check_days(days: Mapping[str, date | None], standing: Plan | None, today: date, errors: dict[str, str]) -> None:
    for name, sentence in _DAYS.items():
        value = days[name]
        if value is None:
            errors[name] = sentence
        elif standing is not None and value == getattr(standing, name):
            continue
        elif value < today:
            errors[name] = "That day has passed. Pick today or a later day."
        elif value > today + _LONGEST:
            errors[name] = "That is more than a year away. Pick an earlier day."
    by, do_on, study_on, act_on = (days[name] for name in _DAYS)
    if errors.keys() & _DAYS.keys() or not (by and do_on and study_on and act_on):
        return
    if study_on < do_on:
        errors["study_on"] = "That is before the test begins. Pick the same day or a later one."
    if act_on < study_on:
        errors["act_on"] = "That is before you look at the results. Pick the same day or a later one."
    if by < do_on:
        errors["by"] = "That is before the test begins. Pick a day on which there is something to see."
