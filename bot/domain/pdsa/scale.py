"""How large a test is: the steps from one person to everybody, and when a first test is larger than need be."""

from datetime import timedelta

from bot.domain.pdsa.cycle import NextStep, Plan, Step

STEPS = tuple(Step)
SMALL = frozenset({Step.ONE, Step.FEW})
_SHORT = timedelta(days=14)


def beside(step: Step, direction: NextStep | None) -> Step:
    """The step above or below, as far as there is one; the same where nothing was said of it."""
    move = {NextStep.UP: 1, NextStep.DOWN: -1}.get(direction, 0) if direction else 0
    return STEPS[min(max(STEPS.index(step) + move, 0), len(STEPS) - 1)]


def is_small(plan: Plan) -> bool:
    """Whether a test is small: a few people at most, for two weeks at most.

    Initial small-scale testing, so that little is lost where it doesn't work: Taylor et al. 2014, BMJ Quality & Safety
    23:290, table 1. Where the line lies is ours.
    """
    return plan.step in SMALL and plan.study_on - plan.do_on <= _SHORT
