"""The run chart rules of the Institute for Healthcare Improvement: shift and trend.

Perla, Provost & Murray, BMJ Quality & Safety 2011, 20(1): 46-51. Offered because users know them; Anhøj's rules are the
default, since the trend rule finds little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain.measures.numbers import Value, side

SHIFT, TREND = 6, 5


@dataclass(frozen=True, slots=True)
class Ihi:
    """The numbers (from 1) of the points that make up a shift or a trend."""

    shift_points: tuple[int, ...]
    trend_points: tuple[int, ...]


def ihi(values: Sequence[Value], median: Value) -> Ihi:
    """Shifts and trends of `values` about their median; missing points are left out."""
    known = [(number, value) for number, value in enumerate(values, 1) if value is not None]
    return Ihi(tuple(_shifts(known, median)), tuple(_trends(known)))


def _shifts(known: Sequence[tuple[int, float]], median: Value) -> list[int]:
    """Points of six or more in a row on one side; points on the median are skipped."""
    if median is None:
        return []
    sided = [(number, side(value, median)) for number, value in known]
    return _long_runs([(number, where) for number, where in sided if where], SHIFT)


def _trends(known: Sequence[tuple[int, float]]) -> list[int]:
    """Points of five or more that only rise or fall; a repeated value neither counts nor breaks it."""
    found: set[int] = set()
    run: list[int] = []
    last, way = 0.0, 0
    for number, value in known:
        step = side(value, last) if run else 0
        if run and not step:
            continue
        if run and way and step != way:
            run = run[-1:]
        run.append(number)
        last, way = value, step
        if len(run) >= TREND:
            found.update(run)
    return sorted(found)


def _long_runs(signs: Sequence[tuple[int, int]], length: int) -> list[int]:
    rows = [[number for number, _ in row] for _, row in groupby(signs, key=lambda pair: pair[1])]
    return [number for row in rows if len(row) >= length for number in row]
