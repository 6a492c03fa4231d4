"""Whether what was predicted came about: met, not met, or can't tell and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from bot.domain.pdsa.cycle import Compare, Cycle, Plan

_LAST = 3


class Finding(StrEnum):
    """What can be said of a prediction."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """Why it can't be told."""

    NOT_BEGUN = "not_begun"
    TOO_EARLY = "too_early"
    NO_MEASURE = "no_measure"
    NO_POINTS = "no_points"


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a measure on a local date, as it stands on the chart; None where it is missing."""

    on: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: `value` is what stands beside the predicted number, out of the last `points` points.

    `points` is 0 where somebody typed the number. `why` is None unless it can't be told.
    """

    finding: Finding
    value: float | None = None
    points: int = 0
    why: Why | None = None


def judge(cycle: Cycle, points: Sequence[Point], today: date) -> Verdict:
    """Compare the prediction with what was measured from the day Do began until the predicted day.

    The number that counts is the median of the last three points of that time, or of all where there are fewer, so that
    one odd day doesn't decide. A number that somebody typed counts where the measure has none. Predictions are compared
    with data to learn from the difference: The Improvement Guide, chapter 5; Taylor et al. 2014, BMJ Qual Saf 23:290.
    """
    plan = cycle.plan
    if cycle.began_on is None:
        return Verdict(Finding.CANNOT_TELL, why=Why.NOT_BEGUN)
    within = sorted((one for one in points if cycle.began_on <= one.on <= plan.by), key=lambda one: one.on)
    values = [one.value for one in within if one.value is not None][-_LAST:]
    typed = cycle.study.observed if cycle.study else None
    if not values and typed is not None:
        return Verdict(_compared(plan, typed), typed)
    if today < plan.by:
        return Verdict(Finding.CANNOT_TELL, median(values) if values else None, len(values), Why.TOO_EARLY)
    if not values:
        why = Why.NO_MEASURE if plan.measure_id is None else Why.NO_POINTS
        return Verdict(Finding.CANNOT_TELL, why=why)
    value = median(values)
    return Verdict(_compared(plan, value), value, len(values))


def _compared(plan: Plan, value: float) -> Finding:
    is_met = value >= plan.number if plan.compare is Compare.AT_LEAST else value <= plan.number
    return Finding.MET if is_met else Finding.NOT_MET
