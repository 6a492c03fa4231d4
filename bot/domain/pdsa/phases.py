"""Which way a cycle may go: one phase on once its part is written down, one back with a reason, never past one."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.errors import Refusal
from bot.domain.pdsa.cycle import Cycle, Phase

ORDER = (Phase.PLAN, Phase.DO, Phase.STUDY, Phase.ACT, Phase.CLOSED)

WORDS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.PLAN: "being planned (Plan)",
        Phase.DO: "being tried out (Do)",
        Phase.STUDY: "at its results (Study)",
        Phase.ACT: "waiting for a decision (Act)",
        Phase.CLOSED: "decided",
    }
)
_TO_DO: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.PLAN: "Begin the test first: type /pdsa do.",
        Phase.DO: "Write down first what was done: type /pdsa do.",
        Phase.STUDY: "Write down first what you learned: type /pdsa study.",
        Phase.ACT: "Decide first what follows: type /pdsa act.",
    }
)


class SkipsPhase(Refusal):
    """A cycle takes its phases in order."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"Test {cycle.number} is {WORDS[cycle.phase]}. {_TO_DO[cycle.phase]}")


class PartMissing(Refusal):
    """What belongs into this phase isn't written down yet."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"Test {cycle.number} is still {WORDS[cycle.phase]}. {_TO_DO[cycle.phase]}")


class ThereAlready(Refusal):
    """Somebody was faster, or pressed twice."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"Test {cycle.number} is {WORDS[cycle.phase]} already. Nothing was changed.")


class PhaseIsOver(Refusal):
    """The cycle has passed this phase; going back is an act of its own."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(
            f"Test {cycle.number} is past that: it is {WORDS[cycle.phase]}. "
            f"Type /pdsa show {cycle.number} to see it, or to go back a step."
        )


class NoWayBack(Refusal):
    """It stands at its beginning."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"Test {cycle.number} is being planned. There is no step before that.")


class BackTooFar(Refusal):
    """Back goes one phase at a time, so that each step back has its reason."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"Test {cycle.number} is {WORDS[cycle.phase]}. Go back one step at a time.")


class GoesOn(Refusal):
    """The next test builds on what was decided."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(
            f"The next test builds on test {cycle.number}, so its decision stays. Change the next test instead."
        )


class NotAsSeen(Refusal):
    """What somebody agreed to isn't what stands there any more."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(
            f"Somebody changed the plan of test {cycle.number} just now. Look at it again, then begin: type /pdsa do."
        )


def is_written(cycle: Cycle) -> bool:
    """Whether the part of the phase in which the cycle stands is written down, so that it may go on.

    A plan is complete as soon as it is kept: `bot.domain.pdsa.planning` lets no other through.
    """
    parts = {Phase.DO: cycle.done, Phase.STUDY: cycle.study, Phase.ACT: cycle.act}
    return cycle.phase is Phase.PLAN or parts.get(cycle.phase) is not None


def check_move(cycle: Cycle, to: Phase) -> None:
    """Whether a cycle may go to another phase now.

    Raises ThereAlready, SkipsPhase, PartMissing, BackTooFar, or GoesOn where a next test builds on it.
    """
    steps = ORDER.index(to) - ORDER.index(cycle.phase)
    if steps == 0:
        raise ThereAlready(cycle)
    if steps > 1:
        raise SkipsPhase(cycle)
    if steps < -1:
        raise BackTooFar(cycle)
    if steps == 1 and not is_written(cycle):
        raise PartMissing(cycle)
    if steps == -1 and cycle.following is not None:
        raise GoesOn(cycle)


def phase_before(cycle: Cycle) -> Phase:
    """Where a step back leads. Raises NoWayBack or GoesOn."""
    if cycle.phase is Phase.PLAN:
        raise NoWayBack(cycle)
    before = ORDER[ORDER.index(cycle.phase) - 1]
    check_move(cycle, before)
    return before


def check_in(cycle: Cycle, wanted: Phase) -> None:
    """Whether the part of the `wanted` phase can be written now. Raises SkipsPhase or PhaseIsOver."""
    steps = ORDER.index(wanted) - ORDER.index(cycle.phase)
    if steps > 0:
        raise SkipsPhase(cycle)
    if steps < 0:
        raise PhaseIsOver(cycle)
