"""A measure's points in order, with gaps where one is missing, and what its chart says: ready for the chart rules."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.measures.measure import Correction, Data, Mark, MarkKind, Measure, Often, Point
from bot.domain.measures.numbers import Value, share
from bot.domain.measures.shewhart import Chart, Kind, chart
from bot.domain.measures.xmr import Xmr, xmr

FEWEST_FOR_LIMITS = 12
"""With fewer values limits move too much with each new one: a run chart asks less of the data.

Perla, Provost & Murray, BMJ Quality & Safety 2011, 20(1): 46-51.
"""

_DAYS = {Often.DAILY: 1, Often.WEEKLY: 7, Often.FORTNIGHTLY: 14}
_MONTHS = {Often.MONTHLY: 1, Often.QUARTERLY: 3}
_KINDS = {Data.NUMBER: Kind.INDIVIDUALS, Data.COUNT: Kind.COUNTS, Data.SHARE: Kind.SHARES, Data.RATE: Kind.RATES}
_MOST_GAPS = 400


@dataclass(frozen=True, slots=True)
class OverTime:
    """A measure's points by day, gaps among them; `freeze` and `parts` are point numbers from 1, as the rules want."""

    measure: Measure
    points: tuple[Point, ...]
    freeze: int | None = None
    parts: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def values(self) -> tuple[Value, ...]:
        """The values, numerators where there are denominators."""
        return tuple(point.value for point in self.points)

    @property
    def sizes(self) -> tuple[Value, ...] | None:
        """The denominators; None where the measure has none."""
        return tuple(point.size for point in self.points) if self.measure.terms.data.has_size else None

    @property
    def plotted(self) -> tuple[Value, ...]:
        """What is drawn: shares from 0 to 1, rates in one of what they are counted in, else the values."""
        return tuple(plotted(point, self.measure.terms.data) for point in self.points)

    @property
    def known(self) -> int:
        """How many points aren't gaps."""
        return sum(value is not None for value in self.plotted)

    @property
    def kind(self) -> Kind:
        """The chart that is drawn: the one that was chosen, or else the one that suits the data."""
        return self.measure.drawn_as or self.suggested

    @property
    def suggested(self) -> Kind:
        """The chart that suits the data: with few values a run chart, else the control chart of their kind."""
        return _KINDS[self.measure.terms.data] if self.known >= FEWEST_FOR_LIMITS else Kind.RUN

    def up_to(self, day: date) -> "OverTime":
        """The same as it stood with the points up to a day."""
        count = sum(point.on <= day for point in self.points)
        parts = tuple(part for part in self.parts if part < count)
        return replace(self, points=self.points[:count], freeze=min(self.freeze or 0, count) or None, parts=parts)

    def chart(self) -> Chart:
        """The chart that was chosen, or that suits the data."""
        sizes = self.sizes
        if self.kind in (Kind.RUN, Kind.INDIVIDUALS):
            return chart(self.kind, self.plotted, freeze=self.freeze, parts=self.parts)
        return chart(self.kind, self.values, sizes, freeze=self.freeze, parts=self.parts)

    def variation(self) -> Xmr:
        """The same by the rules of the NHS: whether the latest value varies more than usual, and meets the target."""
        terms = self.measure.terms
        return xmr(self.plotted, terms.direction, target=terms.target, fix=self.freeze, parts=self.parts)


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure over time, for who looks at it: `may_record` and `may_define` are about them."""

    over: OverTime
    practice: str
    zone: str
    corrections: tuple[Correction, ...] = ()
    may_record: bool = False
    may_define: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A measure in a list: `missing_since` is the due day that has no value yet, None where none is missing."""

    over: OverTime
    missing_since: date | None = None
    may_record: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """All measures of an initiative, for who looks at them."""

    initiative_id: int
    practice: str
    measures: tuple[Listed, ...]
    may_define: bool = False


def plotted(point: Point, data: Data) -> Value:
    """What is drawn of a point."""
    return share(point.value, point.size) if data.has_size else point.value


def over_time(measure: Measure, points: Sequence[Point], marks: Sequence[Mark], today: date | None = None) -> OverTime:
    """The points with a gap for each that is missing: up to the last one, or where `today` is given up to it.

    The last freeze fixes the baseline, and every re-base begins a phase.
    """
    ordered = sorted(points, key=lambda point: point.on)
    until = today or max((point.on for point in ordered), default=None)
    if until is not None and measure.is_by_hand:
        ordered = sorted([*ordered, *_gaps(measure, ordered, until)], key=lambda point: point.on)
    freezes = [mark.on for mark in marks if mark.kind is MarkKind.FREEZE]
    freeze = sum(point.on <= freezes[-1] for point in ordered) if freezes else None
    firsts = {mark.on for mark in marks if mark.kind is MarkKind.REBASE}
    parts = sorted({sum(point.on < on for point in ordered) for on in firsts})
    return OverTime(
        measure,
        tuple(ordered),
        freeze or None,
        tuple(part for part in parts if 0 < part < len(ordered)),
        tuple(marks),
    )


def due_days(often: Often, first_on: date) -> Iterator[date]:
    """The days on which a value is due, from the first on, without end."""
    place = 0
    while True:
        if often in _DAYS:
            yield first_on + timedelta(days=_DAYS[often] * place)
        else:
            yield _months_later(first_on, _MONTHS[often] * place)
        place += 1


def due_on(measure: Measure, today: date) -> date | None:
    """The latest day up to today on which a value was due; None before the first."""
    latest = None
    for day in due_days(measure.terms.often, measure.terms.first_on):
        if day > today:
            return latest
        latest = day
    return latest


def next_due(measure: Measure, today: date) -> date:
    """The first day later than today on which a value is due."""
    return next(day for day in due_days(measure.terms.often, measure.terms.first_on) if day > today)


def is_missing(measure: Measure, points: Sequence[Point], due: date) -> bool:
    """Whether nobody has given a value for the period that began on a due day, nor said that there is none."""
    return not any(due <= point.on < next_due(measure, due) for point in points)


def _gaps(measure: Measure, points: Sequence[Point], until: date) -> list[Point]:
    """A point without a value for each period that is over and has none; a value counts for the period it lies in."""
    days = due_days(measure.terms.often, measure.terms.first_on)
    given = [point.on for point in points]
    found: list[Point] = []
    begin, place = next(days), 0
    while len(found) < _MOST_GAPS:
        end = next(days)
        if end > until:
            break
        while place < len(given) and given[place] < begin:
            place += 1
        if place == len(given) or given[place] >= end:
            found.append(Point(begin, None))
        begin = end
    return found


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
