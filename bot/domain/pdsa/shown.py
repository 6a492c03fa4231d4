"""What people look at: one cycle, the board of all, and the forms that stand open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.pdsa.cycle import Cycle, Origin
from bot.domain.pdsa.editing import Meanwhile
from bot.domain.pdsa.method import Feature, Mark
from bot.domain.pdsa.verdict import Point, Verdict
from bot.domain.pulse import Item


@dataclass(frozen=True, slots=True)
class CycleShown:
    """One cycle as it is on a local date: its chain with itself in it, the computed verdict, and its method.

    `measure` is the name of what is measured, `unit` what its numbers are of; `own` has the words of the item that the
    test answers, where it is a team's own.
    """

    cycle: Cycle
    practice: str
    channel_id: str
    zone: str
    today: date
    chain: tuple[Cycle, ...]
    verdict: Verdict
    marks: tuple[Mark, ...]
    points: tuple[Point, ...] = ()
    unit: str = ""
    own: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """All cycles of an initiative; `features` says for each feature how many meet it, of how many."""

    initiative_id: int
    practice: str
    zone: str
    today: date
    cycles: tuple[Cycle, ...]
    features: Mapping[Feature, tuple[int, int]]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A chain of cycles as it is handed out, the first one first; `names` are people's, by user id."""

    tests: tuple[CycleShown, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure that can be picked."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PlanOpened:
    """The form of a plan: `texts` is what its fields open with, `cycle` the one that is changed, None for a new one.

    `previous` is the cycle that a new one builds on; `meanwhile` is what another changed while this one wrote. `origin`
    is what in a pulse a new one answers, and `own` has the words of its item where that is a team's own. `may_define`
    is whether they may define a measure on the way, `defined` the id of the one that they just did.
    """

    initiative_id: int
    practice: str
    zone: str
    texts: Mapping[str, str]
    measures: tuple[Measured, ...]
    cycle: Cycle | None = None
    previous: Cycle | None = None
    meanwhile: Meanwhile | None = None
    origin: Origin | None = None
    own: tuple[Item, ...] = ()
    may_define: bool = False
    defined: int | None = None


@dataclass(frozen=True, slots=True)
class PartOpened:
    """The form of one part of a cycle, with what its fields open with."""

    shown: CycleShown
    texts: Mapping[str, str]
    meanwhile: Meanwhile | None = None
