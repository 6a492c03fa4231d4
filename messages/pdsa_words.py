"""What is said of a test wherever it is shown: its prediction, its size, what came of it, how it keeps to the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from bot.domain.pdsa.cycle import Cycle, Plan
from bot.domain.pdsa.method import Mark
from bot.domain.pdsa.shown import CycleShown
from bot.domain.pdsa.verdict import Finding, Verdict, Why
from messages.sentences import Sentences, babel_locale, sentences

LONGEST_CHANGE = 150
"""How much of a change stands in a line of ours."""


@dataclass(frozen=True)
class Said:
    """Some parts of a template, filled in."""

    words: Sentences
    parts: tuple[str, ...]

    def lines(self) -> list[str]:
        """For a message."""
        return [self.words[part] for part in self.parts]

    def plain(self) -> list[str]:
        """For a file, where nothing is formatted."""
        return [self.words.plain(part) for part in self.parts]


def in_figures(value: float, locale: str) -> str:
    """A number as the locale writes it: two decimals at most, or three figures where it is less than one."""
    pattern = "@@#" if 0 < abs(value) < 1 else "#,##0.##"
    return format_decimal(value, format=pattern, locale=babel_locale(locale))


def expected(plan: Plan, locale: str) -> str:
    """Such as 'at most 12 by Tuesday 3 March'."""
    say = sentences("pdsa/words", locale, number=in_figures(plan.number, locale), by=plan.by)
    return say[f"expects_{plan.compare}"]


def scale(plan: Plan, locale: str) -> str:
    """Such as 'a few people or one shift, 3 in all, for 7 days: nights'."""
    return scale_said(plan, locale).lines()[0]


def scale_said(plan: Plan, locale: str) -> Said:
    """The same, for where it may have to be plain."""
    step = sentences("pdsa/words", locale)[plan.step.value]
    days = (plan.study_on - plan.do_on).days
    words = sentences("pdsa/words", locale, step=step, count=plan.how_many, days=days, who=plan.who)
    return Said(words, ("scale_who" if plan.who else "scale",))


def decision(cycle: Cycle, locale: str) -> str:
    """Such as 'keep it'."""
    return sentences("pdsa/words", locale)[cycle.act.decision.value if cycle.act else "open"]


def verdict(value: CycleShown, locale: str) -> list[str]:
    """What can be said of the prediction, and what it rests on."""
    return verdict_said(value, locale).lines()


def verdict_said(value: CycleShown, locale: str) -> Said:
    """The same, for where it may have to be plain."""
    found, cycle = value.verdict, value.cycle
    say = sentences(
        "pdsa/words",
        locale,
        value=in_figures(found.value, locale) if found.value is not None else "",
        unit=value.unit,
        expected=expected(cycle.plan, locale),
        points=found.points,
        by=cycle.plan.by,
        began=cycle.began_on,
    )
    if found.finding is Finding.CANNOT_TELL:
        so_far = found.why is Why.TOO_EARLY and found.value is not None
        return Said(say, ("too_early_so_far" if so_far else str(found.why),))
    return Said(say, (found.finding.value, _rests_on(found)))


def marks(value: Sequence[Mark], locale: str) -> list[str]:
    """A line for each feature of the method: what is so, or the one thing that would make it so."""
    say = sentences("pdsa/words", locale)
    return [f"✓ {say[mark.feature.value]}" if mark.lacks is None else f"○ {say[mark.lacks.value]}" for mark in value]


def _rests_on(found: Verdict) -> str:
    return {0: "by_hand", 1: "single"}.get(found.points, "median")
