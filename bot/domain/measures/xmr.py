"""XmR charts with the rules of the NHS programme "Making Data Count": variation, and assurance against a target.

The numbers are those of NHSRplotthedots 0.2.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from bot.domain.measures.numbers import Value, average_range, mean, moving_ranges, side, sides

FEWEST_POINTS = 13
"""A phase with fewer carries a warning."""

_TO_LIMIT = 2.66
_NEAR = 2 / 3
_WINDOW = 7
_NO_CAUSE = "Common Cause"


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Xmr:
    """An XmR chart's numbers, one entry a point in every tuple; causes and types are None where a point is missing."""

    values: tuple[Value, ...]
    mean: tuple[Value, ...]
    lower: tuple[Value, ...]
    upper: tuple[Value, ...]
    causes: tuple[str | None, ...]
    types: tuple[str | None, ...]
    variation: str | None
    assurance: str | None
    has_short_phase: bool


@dataclass(frozen=True, slots=True)
class _Lines:
    """Mean and limits of a phase; the limits are None where nothing varies."""

    mean: Value
    lower: Value
    upper: Value


def xmr(
    values: Sequence[Value],
    direction: Direction,
    *,
    target: float | None = None,
    fix: int | None = None,
    parts: Sequence[int] = (),
    screened: bool = True,
) -> Xmr:
    """The chart of `values`, whose phases end at the point numbers `parts`.

    The first `fix` points of each phase that has as many fix its mean and limits. With `screened`, moving ranges of
    3.267 times their mean or more are left out.
    """
    ends = sorted({part for part in parts if 0 < part < len(values)})
    lines: list[_Lines] = []
    causes: list[str | None] = []
    lengths = []
    for first, last in pairwise([0, *ends, len(values)]):
        phase = values[first:last]
        own = _lines(phase[:fix] if fix and fix <= len(phase) else phase, screened=screened)
        lines += [own] * len(phase)
        causes += _causes(phase, own)
        lengths.append(len(phase))
    types = [None if cause is None else _type(cause, direction) for cause in causes]
    return Xmr(
        values=tuple(values),
        mean=tuple(line.mean for line in lines),
        lower=tuple(line.lower for line in lines),
        upper=tuple(line.upper for line in lines),
        causes=tuple(causes),
        types=tuple(types),
        variation=next((each for each in reversed(types) if each is not None), None),
        assurance=_assurance(lines[-1], direction, target) if lines else None,
        has_short_phase=any(length < FEWEST_POINTS for length in lengths),
    )


def _lines(base: Sequence[Value], *, screened: bool) -> _Lines:
    centre = mean([value for value in base if value is not None])
    apart = average_range(moving_ranges(base), screened=screened)
    if centre is None or not apart:
        return _Lines(centre, None, None)
    return _Lines(centre, centre - _TO_LIMIT * apart, centre + _TO_LIMIT * apart)


def _causes(phase: Sequence[Value], lines: _Lines) -> list[str | None]:
    """Why each point of a phase is more than chance, by the first rule that holds; None for a missing point."""
    causes: list[str | None] = [None if value is None else _NO_CAUSE for value in phase]
    there = [index for index, value in enumerate(phase) if value is not None]
    if lines.mean is None or lines.lower is None or lines.upper is None:
        return causes
    known = [value for value in phase if value is not None]
    of_mean, apart = sides(known, lines.mean), _NEAR * (lines.upper - lines.mean)
    beyond = _outermost(known, lines.lower, lines.upper)
    close = _outermost(known, lines.mean - apart, lines.mean + apart)
    close = [0 if out else near for near, out in zip(close, beyond, strict=True)]
    rules = zip(beyond, _trends(known), _two_of_three(of_mean, close), _streaks(of_mean, _WINDOW), strict=True)
    for index, held in zip(there, rules, strict=True):
        if any(held):
            causes[index] = _first_rule(*held)
    return causes


def _outermost(known: Sequence[float], low: float, high: float) -> list[int]:
    """1 for values strictly above `high`, -1 for those strictly below `low`."""
    return [
        1 if above > 0 else -1 if below < 0 else 0
        for above, below in zip(sides(known, high), sides(known, low), strict=True)
    ]


def _first_rule(beyond: int, trend: int, pair: int, shift: int) -> str:
    if beyond:
        return "Above UCL" if beyond > 0 else "Below LCL"
    if trend:
        return f"7 Point Trend ({'Increasing' if trend > 0 else 'Decreasing'})"
    if pair:
        return f"2 in 3 {'Above' if pair > 0 else 'Below'} CL"
    if shift:
        return f"7 Points {'Above' if shift > 0 else 'Below'} CL"
    return _NO_CAUSE


def _trends(known: Sequence[float]) -> list[int]:
    """1 or -1 for the points of seven or more that only rise or fall; where two meet, the later one's direction."""
    steps = [side(after, before) for before, after in pairwise(known)]
    marks = [0] * len(known)
    for index, step in enumerate(_streaks(steps, _WINDOW - 1)):
        if step:
            marks[index] = marks[index + 1] = step
    return marks


def _streaks(signs: Sequence[int], length: int) -> list[int]:
    """The signs of those that stand in an unbroken row of at least so many, 0 elsewhere."""
    marks: list[int] = []
    for sign, row in groupby(signs):
        count = sum(1 for _ in row)
        marks += [sign if count >= length else 0] * count
    return marks


def _two_of_three(of_mean: Sequence[int], close: Sequence[int]) -> list[int]:
    """1 or -1 for points close to a limit of which two lie in a window of three on one side of the mean."""
    marks = [0] * len(of_mean)
    for i in range(len(of_mean) - 2):
        if of_mean[i] == of_mean[i + 1] == of_mean[i + 2] and (close[i] + close[i + 1] + close[i + 2]) ** 2 >= 4:
            marks[i : i + 3] = [near or mark for near, mark in zip(close[i : i + 3], marks[i : i + 3], strict=True)]
    return marks


def _type(cause: str, direction: Direction) -> str:
    if cause == _NO_CAUSE:
        return "common_cause"
    high = "Above" in cause or "Increasing" in cause
    if direction is Direction.NEUTRAL:
        return f"special_cause_neutral_{'high' if high else 'low'}"
    better = high == (direction is Direction.INCREASE)
    return f"special_cause_{'improvement' if better else 'concern'}"


def _assurance(lines: _Lines, direction: Direction, target: float | None) -> str | None:
    if target is None or direction is Direction.NEUTRAL:
        return None
    if lines.lower is None or lines.upper is None:
        return "inconsistent"
    over, under = side(target, lines.upper) > 0, side(target, lines.lower) < 0
    if not (over or under):
        return "inconsistent"
    return "consistent_fail" if over == (direction is Direction.INCREASE) else "consistent_pass"
