"""A step of a test of change, as it stands on the time axis of its measure."""

from dataclasses import dataclass

from bot.domain.measures.happening import Happening
from bot.domain.pdsa.cycle import Decision, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class TestMoved(Happening):
    """A test of change entered a phase; `decision` is what followed where it was decided."""

    number: int
    into: Phase
    decision: Decision | None = None
