"""A file of values before it is applied: what it would change, what must be asked, or what is wrong with it."""

from dataclasses import dataclass, field

from bot.domain.delimited import Problem
from bot.domain.errors import Refusal
from bot.domain.measures.measure import Measure, Point
from bot.domain.measures.typed_points import NewPoint, Question, Reading


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change; `reading` is how it was read, where its own lines or somebody said."""

    upload_id: int
    measure: Measure
    practice: str
    added: int = 0
    changed: tuple[tuple[Point, NewPoint], ...] = ()
    same: int = 0
    question: Question | None = None
    faults: tuple[Problem, ...] = ()
    reading: Reading = field(default_factory=Reading)

    @property
    def does_something(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self.added or self.changed)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that a file may be for."""

    measure_id: int
    name: str
    practice: str


@dataclass(frozen=True, slots=True)
class WhichMeasure:
    """The measures that a file may be for: those to which its sender gives values."""

    file_id: str
    candidates: tuple[Candidate, ...]


class UploadGone(Refusal):
    """A file was applied, or forgotten after a day."""

    def __init__(self) -> None:
        super().__init__("These values were saved, or are older than a day. Send the file again to look.")
