"""What a measure is: what is counted and how exactly, who sees to it, how often, and where its data lie."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import Refusal
from bot.domain.measures.shewhart import Kind
from bot.domain.measures.xmr import Direction

NAME_LENGTH, TEXT_LENGTH, UNIT_LENGTH, NOTE_LENGTH, WHY_LENGTH = 80, 500, 60, 300, 300
MOST_MEASURES = 40
HAND = "hand"
"""The source of a measure that people record; every other is the id of a pulse's question."""


class Purpose(StrEnum):
    """What a measure is for: what one wants, what one does for it, and what must not get worse meanwhile.

    Outcome, process and balancing measures: Langley et al., The Improvement Guide, 2nd edition 2009, chapter 5.
    """

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class Data(StrEnum):
    """What a value is: a number with a unit, a count, a share of so many, or a rate in so many."""

    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    RATE = "rate"

    @property
    def has_size(self) -> bool:
        """Whether each value stands beside the number that it is a part of, or counted in."""
        return self in (Data.SHARE, Data.RATE)


class Often(StrEnum):
    """How often a point is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class Terms:
    """What can be changed of a measure; `unit` of a share or rate is what is counted, `per` what it is counted in."""

    name: str
    purpose: Purpose
    definition: str
    data: Data
    unit: str
    per: str
    direction: Direction
    target: float | None
    owner_user_id: str
    often: Often
    first_on: date
    lies_where: str
    source: str = HAND


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of an initiative; `number` is what people see. `stamp` counts the changes of its points.

    `drawn_as` is the chart that was chosen for it, None where the one is drawn that suits the data.
    """

    id: int
    initiative_id: int
    number: int
    terms: Terms
    version: int = 1
    stamp: int = 0
    is_retired: bool = False
    owner_is_gone: bool = False
    drawn_as: Kind | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether people record it; else it comes from a pulse by itself."""
        return self.terms.source == HAND


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """What somebody typed to define a measure, before it is checked."""

    lies_where: str = ""
    source: str = HAND
    name: str = ""
    purpose: str = ""
    definition: str = ""
    data: str = ""
    unit: str = ""
    per: str = ""
    direction: str = ""
    target: str = ""
    owner: str = ""
    often: str = ""
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A dated value; `size` is the denominator. A value of None is a gap that somebody left on purpose.

    `stamp` is the measure's stamp when it last changed, `by_user_id` is who recorded it, '' where nobody did.
    """

    on: date
    value: float | None
    size: float | None = None
    note: str = ""
    stamp: int = 0
    by_user_id: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A point that was changed: what stood there, what stands there now, who changed it, why and when."""

    on: date
    old_value: float | None
    old_size: float | None
    new_value: float | None
    new_size: float | None
    why: str
    by_user_id: str
    at: datetime


class MarkKind(StrEnum):
    """What is marked on the time axis.

    Up to a freeze's day points fix centre and limits for all; from a re-base's day on they are reckoned anew.
    """

    FREEZE = "freeze"
    REBASE = "rebase"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something marked on a measure's time axis, with its reason."""

    id: int
    kind: MarkKind
    on: date
    text: str
    by_user_id: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """What somebody typed to mark a day, before it is checked."""

    kind: str = ""
    on: date | None = None
    text: str = ""


CHARTS = {
    Data.NUMBER: (Kind.RUN, Kind.INDIVIDUALS),
    Data.COUNT: (Kind.RUN, Kind.COUNTS, Kind.INDIVIDUALS),
    Data.SHARE: (Kind.RUN, Kind.SHARES, Kind.INDIVIDUALS),
    Data.RATE: (Kind.RUN, Kind.RATES, Kind.INDIVIDUALS),
}
"""The charts that may be drawn of each kind of data: Provost & Murray, The Health Care Data Guide, 2011, chapter 5."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A measure that can be picked from a list."""

    measure_id: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Defining:
    """What the form that defines a measure needs: the pulse's questions, today's local date, and who has it open.

    `measure` is the one that is changed, None for a new one.
    """

    initiative_id: int
    practice: str
    pulse_items: tuple[str, ...]
    today: date
    user_id: str
    measure: Measure | None = None


class NoSuchMeasure(Refusal):
    """The initiative has no measure of this number; it may have none at all."""

    def __init__(self, *, has_some: bool = True) -> None:
        if has_some:
            super().__init__("There is no measure of that number here. Type `/measure list` to see what there is.")
        else:
            super().__init__("There is no measure here yet. Type `/measure new` to define one.")


class FromPulse(Refusal):
    """Nobody records what comes from a pulse."""

    def __init__(self) -> None:
        super().__init__("This measure comes from the pulse by itself, so there is nothing to record.")


class Retired(Refusal):
    """The measure isn't recorded any more."""

    def __init__(self) -> None:
        super().__init__("This measure was put aside, so nothing is recorded in it any more.")
