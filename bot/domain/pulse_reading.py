"""What results say, read from what was published and nothing else: which item stands out, and which has moved.

A band is every average that it may stand for: two bands that overlap have no order, and a change is one only where it
is one whatever the bands stand for (ANONYMITY, "Publication", 3).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby, pairwise, takewhile
from statistics import median

from bot.domain.measures.runs import FEWEST_USEFUL, crossings_min, longest_run_max
from bot.domain.pulse import SCALE, ItemResult

_EQUAL = 1e-9
Average = tuple[float, float]
"""The lowest and the highest possible average of a group's answers; the same where it is exact."""


class Move(StrEnum):
    """What the run-chart rules say of an item's series."""

    RISEN = "risen"
    FALLEN = "fallen"
    MOVED = "moved"
    USUAL = "usual"
    TOO_FEW = "too_few"


class Side(StrEnum):
    """Where a point lies of the centre; OPEN where its band leaves that open."""

    ABOVE = "above"
    BELOW = "below"
    ON = "on"
    OPEN = "open"


def unbroken(asked: Sequence[str], before: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], int]:
    """The items of a wave with the longest series up to it, and how many waves that is, the wave itself counted.

    `before` is what earlier waves asked, the latest first. Items that are asked by turns have no series.
    """
    lengths = {item: 1 + len(list(takewhile(bool, (item in wave for wave in before)))) for item in asked}
    longest = max(lengths.values(), default=1)
    return tuple(item for item in asked if lengths[item] == longest > 1), longest


def average(shown: ItemResult, *, turned: bool) -> Average:
    """The average from 1 to 5, turned round for an item of which a low answer is the good one: higher is better."""
    low, high = shown.low / shown.respondents, shown.high / shown.respondents
    return (SCALE + 1 - high, SCALE + 1 - low) if turned else (low, high)


def highest(averages: Mapping[str, Average]) -> str | None:
    """The item that stands above every other, in numbers as people read them; None where nothing tells."""
    read = {item: _as_read(each) for item, each in averages.items()}
    best = max(read, key=lambda item: read[item][0], default=None)
    others = [high for item, (_, high) in read.items() if item != best]
    return best if best is not None and others and read[best][0] > max(others) else None


def lowest(averages: Mapping[str, Average]) -> str | None:
    """The item that stands below every other, in numbers as people read them; None where nothing tells."""
    read = {item: _as_read(each) for item, each in averages.items()}
    worst = min(read, key=lambda item: read[item][1], default=None)
    others = [low for item, (low, _) in read.items() if item != worst]
    return worst if worst is not None and others and read[worst][1] < min(others) else None


def move(series: Sequence[Average | None]) -> Move:
    """Whether an item asked in every wave (the oldest first, None where nothing was published) has moved.

    Anhøj's runs rules on a run chart, centre the median (Anhøj & Olesen 2014). Where an average is only known within
    bounds, its side of the centre may be open: such a point ends every run, may cross the centre twice, and counts for
    the limits, so that a signal here is one in every case that is still possible.
    """
    sides = _sides([each for each in series if each is not None])
    runs = [(side, sum(1 for _ in run)) for side, run in groupby(side for side in sides if side is not Side.ON)]
    sure = [side for side in sides if side in (Side.ABOVE, Side.BELOW)]
    open_points = sides.count(Side.OPEN)
    if len(sure) < FEWEST_USEFUL:
        return Move.TOO_FEW
    longest = max(length for side, length in runs if side is not Side.OPEN)
    crossings = sum(before is not after for before, after in pairwise(sure)) + 2 * open_points
    is_long = longest > longest_run_max(len(sure) + open_points)
    if not is_long and crossings >= crossings_min(len(sure)):
        return Move.USUAL
    last, length = runs[-1]
    if last is Side.OPEN or length < longest:
        return Move.MOVED
    return Move.RISEN if last is Side.ABOVE else Move.FALLEN


def _sides(known: Sequence[Average]) -> list[Side]:
    """Where each average lies of the median, whatever the bands stand for."""
    if not known:
        return []
    low, high = median(each[0] for each in known), median(each[1] for each in known)
    return [_side(each, low, high) for each in known]


def _side(each: Average, low: float, high: float) -> Side:
    """A point that is exactly on an exact centre is on no side."""
    if each[0] > high + _EQUAL:
        return Side.ABOVE
    if each[1] < low - _EQUAL:
        return Side.BELOW
    is_exact = each[1] - each[0] <= _EQUAL and high - low <= _EQUAL
    return Side.ON if is_exact else Side.OPEN


def _as_read(value: Average) -> Average:
    """With one decimal, as results are written."""
    return float(f"{value[0]:.1f}"), float(f"{value[1]:.1f}")
