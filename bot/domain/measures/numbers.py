"""Sums, means and comparisons that give equal things as equal, however they were rounded on the way."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import fsum, isfinite

Value = float | None
"""A measured value; None where it is missing or undefined."""

_EQUAL = 1e-9


def mean(values: Sequence[float]) -> Value:
    """The mean, None of nothing; summed so that the mean of equal values is that value."""
    return fsum(values) / len(values) if values else None


def median(values: Iterable[float]) -> Value:
    """The middle value, or half way between the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2


def side(value: float, line: float) -> int:
    """1 above the line, -1 below it, 0 on it: nearer than a billionth of what both amount to counts as on it."""
    apart = value - line
    if -_EQUAL * (abs(value) + abs(line)) <= apart <= _EQUAL * (abs(value) + abs(line)):
        return 0
    return 1 if apart > 0 else -1


def sides(values: Iterable[float], line: float) -> list[int]:
    """`side` of each value: with one line for all, in a fraction of the time."""
    slack = _EQUAL * abs(line)
    return [
        0 if -(slack + _EQUAL * abs(v)) <= v - line <= slack + _EQUAL * abs(v) else 1 if v > line else -1
        for v in values
    ]


def share(part: Value, whole: Value) -> Value:
    """part / whole, None where either is missing or the whole is nothing."""
    if part is None or whole is None or whole == 0:
        return None
    found = part / whole
    return found if isfinite(found) else None


def moving_ranges(values: Sequence[Value]) -> list[float]:
    """The distances between neighbours; a pair in which one is missing gives none."""
    pairs = pairwise(values)
    return [abs(after - before) for before, after in pairs if before is not None and after is not None]


def average_range(ranges: Sequence[float], *, screened: bool = True) -> Value:
    """The mean moving range without those of 3.267 times it or more (Nelson 1982); None where none is left."""
    first = mean(ranges)
    if first is None or not screened:
        return first
    return mean([each for each in ranges if side(each, 3.267 * first) < 0])
