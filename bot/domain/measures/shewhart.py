"""Run, I, P, C and U charts: centre, limits, points outside them, and runs, phase by phase.

The numbers are those of qicharts2 0.8.1 (screened moving ranges, Anhøj's runs rules).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, inf, sqrt

from bot.domain.measures.numbers import Value, average_range, mean, median, moving_ranges, share, side
from bot.domain.measures.runs import Runs, runs

Limits = tuple[Value, Value]
_RANGE_TO_SIGMA = 1.128


class Kind(StrEnum):
    """Which chart: a run chart, or a control chart of single values, shares, counts or rates."""

    RUN = "run"
    INDIVIDUALS = "i"
    SHARES = "p"
    COUNTS = "c"
    RATES = "u"


_BOUNDS = {
    Kind.RUN: (-inf, inf),
    Kind.INDIVIDUALS: (-inf, inf),
    Kind.SHARES: (0.0, 1.0),
    Kind.COUNTS: (0.0, inf),
    Kind.RATES: (0.0, inf),
}
_OF_PAIRS = (Kind.SHARES, Kind.RATES)


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of a chart with its own centre; `first` and `last` are point numbers from 1."""

    first: int
    last: int
    centre: Value
    runs: Runs
    outside: tuple[int, ...]

    @property
    def points(self) -> int:
        """How many points it has, missing ones included."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's numbers, one entry a point in every list; `limits95` are two standard deviations from the centre."""

    kind: Kind
    plotted: tuple[Value, ...]
    centre: tuple[Value, ...]
    limits: tuple[Limits, ...]
    limits95: tuple[Limits, ...]
    phases: tuple[Phase, ...]

    @property
    def outside(self) -> tuple[int, ...]:
        """The numbers of the points strictly outside a limit."""
        return tuple(number for phase in self.phases for number in phase.outside)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The points of one phase, and how many of them fix its centre and limits."""

    values: Sequence[Value]
    sizes: Sequence[Value]
    plotted: Sequence[Value]
    base: int

    def complete(self) -> list[tuple[float, float]]:
        """Numerator and denominator of those baseline points that have both."""
        pairs = zip(self.values[: self.base], self.sizes[: self.base], self.plotted[: self.base], strict=True)
        return [(y, n) for y, n, rate in pairs if y is not None and n is not None and rate is not None]

    def known(self) -> list[float]:
        """The plotted baseline points that aren't missing."""
        return [value for value in self.plotted[: self.base] if value is not None]


def chart(
    kind: Kind,
    values: Sequence[Value],
    sizes: Sequence[Value] | None = None,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    screened: bool = True,
) -> Chart:
    """The chart of `values`; P and U charts need the denominators `sizes`.

    The first `freeze` points fix centre and limits for all; with `parts` (the last point of each phase but the last)
    every phase fixes its own, and a freeze is ignored. With `screened`, wild moving ranges don't count for the limits.
    Raises ValueError where sizes are missing or don't match.
    """
    of = _checked(kind, values, sizes)
    edges = _edges(len(values), parts)
    plotted = [share(y, n) for y, n in zip(values, of, strict=True)] if kind in _OF_PAIRS else list(values)
    centres: list[Value] = []
    limits: list[Limits] = []
    limits95: list[Limits] = []
    phases = []
    for first, last in edges:
        base = min(freeze or last, last) if len(edges) == 1 else last - first
        stretch = _Stretch(values[first:last], of[first:last], plotted[first:last], base)
        centre = _centre(kind, stretch)
        deviations = _deviations(kind, stretch, centre, screened=screened)
        own = _limits(kind, centre, deviations, 3.0)
        outside = _outside(stretch.plotted, own, first + 1)
        phases.append(Phase(first + 1, last, centre, runs(stretch.plotted, centre), outside))
        centres += [centre] * (last - first)
        limits += own
        limits95 += _limits(kind, centre, deviations, 2.0)
    return Chart(kind, tuple(plotted), tuple(centres), tuple(limits), tuple(limits95), tuple(phases))


def _checked(kind: Kind, values: Sequence[Value], sizes: Sequence[Value] | None) -> Sequence[Value]:
    if sizes is None:
        if kind in _OF_PAIRS:
            raise ValueError(f"a {kind.value} chart needs a denominator for each point")
        return [1.0] * len(values)
    if len(sizes) != len(values):
        raise ValueError(f"{len(values)} values and {len(sizes)} denominators")
    return sizes


def _edges(count: int, parts: Sequence[int]) -> list[tuple[int, int]]:
    """Where phases begin (from 0) and end (after the last point)."""
    ends = sorted({part for part in parts if 0 < part < count})
    return list(zip([0, *ends], [*ends, count], strict=True)) if count else []


def _centre(kind: Kind, stretch: _Stretch) -> Value:
    if kind is Kind.RUN:
        return median(stretch.known())
    if kind in _OF_PAIRS:
        pairs = stretch.complete()
        return share(fsum(y for y, _ in pairs), fsum(n for _, n in pairs))
    return mean(stretch.known())


def _deviations(kind: Kind, stretch: _Stretch, centre: Value, *, screened: bool) -> list[Value]:
    """One standard deviation at each point, None where there is none."""
    count = len(stretch.plotted)
    if centre is None or kind is Kind.RUN:
        return [None] * count
    if kind is Kind.INDIVIDUALS:
        ranged = average_range(moving_ranges(stretch.plotted[: stretch.base]), screened=screened)
        return [None if ranged is None else ranged / _RANGE_TO_SIGMA] * count
    if kind is Kind.COUNTS:
        return [sqrt(max(centre, 0.0))] * count
    root = sqrt(max(centre * (1 - centre) if kind is Kind.SHARES else centre, 0.0))
    return [
        root / sqrt(size) if size is not None and rate is not None and size > 0 else None
        for size, rate in zip(stretch.sizes, stretch.plotted, strict=True)
    ]


def _limits(kind: Kind, centre: Value, deviations: Sequence[Value], sigmas: float) -> list[Limits]:
    """Lower and upper limit at each point; shares stay within 0 and 1, counts and rates don't fall below 0."""
    if centre is None:
        return [(None, None)] * len(deviations)
    low, high = _BOUNDS[kind]
    return [
        (None, None) if one is None else (max(low, centre - sigmas * one), min(high, centre + sigmas * one))
        for one in deviations
    ]


def _outside(plotted: Sequence[Value], limits: Sequence[Limits], first: int) -> tuple[int, ...]:
    """The numbers, counted from `first`, of the points strictly outside their limits."""
    return tuple(
        number
        for number, (value, (low, high)) in enumerate(zip(plotted, limits, strict=True), first)
        if value is not None
        and low is not None
        and high is not None
        and not low <= value <= high
        and (side(value, low) < 0 or side(value, high) > 0)
    )
