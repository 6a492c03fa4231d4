"""How well a test keeps to the method: five features, each met or not, with the one thing that would meet it.

The five are those that Taylor et al. derived from the literature and looked for in 73 published reports (BMJ Quality &
Safety 2014;23:290, table 1). They are never added up: a sum would hide which one is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.pdsa.cycle import Cycle
from bot.domain.pdsa.scale import is_small
from bot.domain.pdsa.verdict import Point
from bot.domain.typed import is_blank

ENOUGH_POINTS = 3


class Feature(StrEnum):
    """What makes a test of change a PDSA cycle."""

    LINKED = "linked"
    PREDICTED = "predicted"
    SMALL = "small"
    DATA = "data"
    DOCUMENTED = "documented"


class Lacks(StrEnum):
    """The one thing that would meet a feature."""

    NEXT_TEST = "next_test"
    BEGIN = "begin"
    SMALLER = "smaller"
    MEASURE = "measure"
    MORE_POINTS = "more_points"
    QUESTION = "question"
    BARRIER = "barrier"
    WHAT_HAPPENED = "what_happened"
    WHAT_LEARNED = "what_learned"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a feature is met; `lacks` is None where it is."""

    feature: Feature
    lacks: Lacks | None

    @property
    def is_met(self) -> bool:
        return self.lacks is None


def method_of(cycle: Cycle, first: Cycle, points: Sequence[Point]) -> tuple[Mark, ...]:
    """The five features of one cycle; `first` is the first of its chain, `points` are its measure's."""
    return (
        Mark(Feature.LINKED, None if cycle.previous or cycle.following else Lacks.NEXT_TEST),
        Mark(Feature.PREDICTED, None if cycle.is_frozen else Lacks.BEGIN),
        Mark(Feature.SMALL, None if is_small(first.plan) else Lacks.SMALLER),
        Mark(Feature.DATA, _lacks_data(cycle, points)),
        Mark(Feature.DOCUMENTED, _lacks_words(cycle)),
    )


def over_all(marks: Sequence[tuple[Mark, ...]]) -> dict[Feature, tuple[int, int]]:
    """For each feature how many of an initiative's cycles meet it, of how many."""
    return {
        feature: (sum(mark.is_met for of in marks for mark in of if mark.feature is feature), len(marks))
        for feature in Feature
    }


def _lacks_data(cycle: Cycle, points: Sequence[Point]) -> Lacks | None:
    """Data over time: at least three points from the day Do began, so that there is a before and an after to see."""
    if cycle.plan.measure_id is None:
        return Lacks.MEASURE
    since = [one for one in points if cycle.began_on and one.on >= cycle.began_on and one.value is not None]
    return None if len(since) >= ENOUGH_POINTS else Lacks.MORE_POINTS


def _lacks_words(cycle: Cycle) -> Lacks | None:
    """The first thing that isn't written down; what the phase doesn't ask for yet is missing too."""
    if is_blank(cycle.plan.question):
        return Lacks.QUESTION
    if is_blank(cycle.plan.answers):
        return Lacks.BARRIER
    if cycle.done is None or is_blank(cycle.done.observations):
        return Lacks.WHAT_HAPPENED
    if cycle.study is None:
        return Lacks.WHAT_LEARNED
    return None if cycle.act is not None else Lacks.DECISION
