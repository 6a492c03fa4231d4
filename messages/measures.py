"""What a chart says, in a few sentences: signal or the usual ups and downs, and what can't be told yet."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from bot.domain.measures.ihi import Ihi
from bot.domain.measures.numbers import sides
from bot.domain.measures.runs import FEWEST_USEFUL
from bot.domain.measures.shewhart import Chart, Kind, Phase
from bot.domain.measures.xmr import FEWEST_POINTS, Xmr
from messages.sentences import FALLBACK, sentences

XMR_PARTS = {
    "common_cause": "as_usual",
    "special_cause_improvement": "better",
    "special_cause_concern": "worse",
    "special_cause_neutral_high": "higher",
    "special_cause_neutral_low": "lower",
    "consistent_pass": "always_met",
    "consistent_fail": "never_met",
    "inconsistent": "met_at_times",
}
"""What is said of each variation and assurance, by the names that the rules of the NHS give them."""


def line_names(kind: Kind | None, locale: str = FALLBACK) -> dict[str, str]:
    """The names of centre, limits and target on a chart; an XmR chart has no `kind` here."""
    say = sentences("measures/says", locale)
    centre = say["median"] if kind is Kind.RUN else say["mean"]
    return {"centre": centre, "limit": say["limit"], "target": say["target"]}


def chart_says(chart: Chart, locale: str = FALLBACK, often: str = "points") -> str:
    """What the last phase of a run or control chart says by Anhøj's rules, and what it doesn't say.

    `often` is how often there is a value: 'weekly' makes the points weeks.
    """
    if not chart.phases:
        return sentences("measures/says", locale, useful=0, fewest=FEWEST_USEFUL)["few"]
    phase = chart.phases[-1]
    runs = phase.runs
    about = {
        "centre": line_names(chart.kind, locale)["centre"],
        "points_name": sentences("measures/says", locale)[often],
    }
    say = sentences(
        "measures/says",
        locale,
        useful=runs.useful,
        fewest=FEWEST_USEFUL,
        longest=runs.longest,
        crossings=runs.crossings,
        crossings_min=runs.crossings_min,
        points=_listed(phase.outside),
        **about,
    )
    found = [say["outside_one" if len(phase.outside) == 1 else "outside"]] if phase.outside else []
    if runs.useful < FEWEST_USEFUL:
        return " ".join([*found, say["few"]])
    if runs.is_signal and runs.longest is not None and runs.longest_max is not None:
        is_long = runs.longest > runs.longest_max
        found.insert(0, _long_run(chart, phase, about, locale) if is_long else say["few_crossings"])
    return " ".join([*found, say["not_why"]] if found else [say["usual"], say["not_nothing"]])


def _long_run(chart: Chart, phase: Phase, about: Mapping[str, str], locale: str) -> str:
    """Where the longest run is that of the latest points, it is told as theirs."""
    assert phase.centre is not None
    known = [value for value in chart.plotted[phase.first - 1 : phase.last] if value is not None]
    signs = sides(known, phase.centre)
    last = next(sign for sign in reversed(signs) if sign)
    latest = list(takewhile(lambda sign: sign != -last, reversed(signs)))
    span = max(place for place, sign in enumerate(latest, 1) if sign)
    count = sum(sign == last for sign in latest)
    run: dict[str, Any] = {"count": count, "span": span, "above": last > 0, "longest": phase.runs.longest}
    say = sentences("measures/says", locale, **about, **run)
    if count != phase.runs.longest:
        return say["long_run"]
    return say["all_of_last" if count == span else "most_of_last"]


def ihi_says(chart: Chart, found: Ihi, locale: str = FALLBACK) -> str:
    """What the IHI's rules find."""
    centre = line_names(chart.kind, locale)["centre"]
    parts = {"shift": found.shift_points, "trend": found.trend_points}
    said = [
        sentences("measures/says", locale, centre=centre, points=_listed(points))[part]
        for part, points in parts.items()
        if points
    ]
    return " ".join(said) or sentences("measures/says", locale)["usual"]


def xmr_says(chart: Xmr, locale: str = FALLBACK) -> str:
    """What an XmR chart says of its latest point, and of the target."""
    say = sentences("measures/says", locale, fewest=FEWEST_POINTS)
    parts = [XMR_PARTS[found] for found in (chart.variation, chart.assurance) if found]
    return " ".join(say[part] for part in (*parts, *(["short_phase"] if chart.has_short_phase else [])))


def _listed(points: Sequence[int]) -> str:
    """Point numbers, runs of neighbours as '3 to 8'."""
    spans: list[list[int]] = []
    for point in points:
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in spans)
