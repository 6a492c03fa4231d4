"""What giving values to a measure comes to: new ones, corrections, and what must be asked before any is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.measures.measure import Measure, Point
from bot.domain.measures.numbers import Value, side
from bot.domain.measures.over_time import is_missing, next_due
from bot.domain.measures.typed_points import NewPoint, Question

MOST_PREFILLED = 8


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What somebody typed to give values; `stamp` is that of the measure when they began."""

    typed: str
    stamp: int
    order: str = ""
    decimal: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What new points would do to those that are there."""

    added: tuple[NewPoint, ...]
    changed: tuple[tuple[Point, NewPoint], ...]
    same: int

    @property
    def all(self) -> tuple[NewPoint, ...]:
        """All that is to be written down."""
        return (*self.added, *(new for _, new in self.changed))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of giving values: how many are new, how many corrected, how many stood there already."""

    measure: Measure
    practice: str
    added: int
    corrected: int
    same: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """What the form needs that takes values, for somebody who gives some; `days` are those that lack one."""

    measure: Measure
    practice: str
    today: date
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """Nothing was written down yet: what was typed stays, and this is to be answered first.

    `question` is what can be read two ways; `changed` are values that would be corrected, for which a reason is
    wanted; `meanwhile` those among them that somebody else gave while the form was open.
    """

    recording: Recording
    typed: RecordForm
    question: Question | None = None
    changed: tuple[tuple[Point, NewPoint], ...] = ()
    meanwhile: tuple[Point, ...] = ()


def compare(there: Sequence[Point], new: Sequence[NewPoint]) -> Comparison:
    """Which of the new points are new, which correct one that is there, and how many say what is there already."""
    known = {point.on: point for point in there}
    added = tuple(point for point in new if point.on not in known)
    pairs = [(known[point.on], point) for point in new if point.on in known]
    changed = tuple((old, point) for old, point in pairs if not _says_the_same(old, point))
    return Comparison(added, changed, len(pairs) - len(changed))


def meanwhile(changed: Sequence[tuple[Point, NewPoint]], stamp: int) -> tuple[Point, ...]:
    """The points among those to be corrected that somebody gave after the form was opened."""
    return tuple(old for old, _ in changed if old.stamp > stamp)


def days_without(measure: Measure, points: Sequence[Point], today: date) -> tuple[date, ...]:
    """The latest due days that have no value, today's among them: at most so many as one types at a time."""
    found = []
    day = measure.terms.first_on
    while day <= today:
        if is_missing(measure, points, day):
            found.append(day)
        day = next_due(measure, day)
    return tuple(found[-MOST_PREFILLED:])


def _says_the_same(old: Point, new: NewPoint) -> bool:
    return _same(old.value, new.value) and _same(old.size, new.size) and (not new.note or new.note == old.note)


def _same(one: Value, other: Value) -> bool:
    if one is None or other is None:
        return one is other
    return side(one, other) == 0
