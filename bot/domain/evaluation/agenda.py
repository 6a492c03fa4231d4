"""The agenda of a review: what happened since the last one, made from what is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.evaluation.plan import Evaluation, Review
from bot.domain.local_time import local_date
from bot.domain.measures.over_time import OverTime
from bot.domain.measures.runs import FEWEST_USEFUL
from bot.domain.pdsa.cycle import Cycle, Decision, Phase
from bot.domain.settings import Changes


@dataclass(frozen=True, slots=True)
class Passed:
    """A test that entered a phase on a local date; `decision` where it was decided then."""

    number: int
    change: str
    into: Phase
    on: date
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """A change of what staff were promised, and the local date on which it was made."""

    on: date
    changes: Changes


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to talk about in a review: all that happened after `since`, a local date, up to today.

    `measures` are those of the plan by id; `moved` are the ids of all that moved by the chart rules. `pulses` are the
    days on which the waves opened that were published.
    """

    practice: str
    zone: str
    review: Review
    since: date
    plan: Evaluation
    measures: dict[int, OverTime]
    moved: tuple[OverTime, ...] = ()
    pulses: tuple[date, ...] = ()
    passed: tuple[Passed, ...] = ()
    promised: tuple[Promised, ...] = ()
    may_write: bool = False


def since_of(plan: Evaluation) -> date:
    """The day after which everything is new: the last review, before the first one when the questions were agreed."""
    held = plan.last_held
    return held.held_on if held is not None and held.held_on is not None else plan.terms.agreed_on


def has_moved(over: OverTime, since: date) -> bool:
    """Whether a measure shows more than chance by the chart rules, and didn't yet when only points up to `since` stood.

    A point outside the limits that came later counts, also where others lay outside before.
    """
    outside = over.chart().phases[-1].outside if over.known else ()
    if any(over.points[number - 1].on > since for number in outside):
        return True
    return _runs_say_so(over) and not _runs_say_so(over.up_to(since))


def _runs_say_so(over: OverTime) -> bool:
    runs = over.chart().phases[-1].runs if over.known else None
    return runs is not None and runs.useful >= FEWEST_USEFUL and runs.is_signal


def passed_since(cycles: Sequence[Cycle], since: date, zone: str) -> tuple[Passed, ...]:
    """Each step of a test from a phase into another after `since`, the earliest first; a new test is one too."""
    found = []
    for cycle in cycles:
        for line in cycle.history:
            on = local_date(line.at, zone)
            if on > since and (line.version == 1 or line.before is not line.after):
                decision = cycle.act.decision if cycle.act and line.after is Phase.CLOSED else None
                found.append((line.at, Passed(cycle.number, cycle.plan.change, line.after, on, decision)))
    return tuple(passed for _, passed in sorted(found, key=lambda pair: pair[0]))
