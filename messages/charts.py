"""Charts in messages and pages: Slack's own where it can draw them, else a picture; always with a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

from bot.drawing.control import Lines, Words, control_chart
from bot.drawing.line import Range, line_chart
from bot.drawing.scale import Value, is_known
from messages.escaping import as_label
from messages.fitting import size
from messages.message import paragraph
from messages.pictures import image, key_of
from messages.sentences import sentences

LONGEST_TITLE = 50
LONGEST_LABEL = 20
MOST_POINTS = 20
MOST_SERIES = 6
MOST_NATIVE = 2
"""Slack takes two charts of its own in a message, of so many points and series: the docs of `data_visualization`."""

_LONGEST_AXIS = 50
_LONGEST_SAID = 2000
_LONGEST_ALT = 255
"""Slack takes more, but not every server does; the whole sentence stands above the picture."""
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a chart: a value for each label, None for a gap.

    `ranges` holds, where only bounds of a value are known, the lowest and the highest it can be.
    """

    name: str
    values: tuple[Value, ...]
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """What stands behind the points of a run or control chart, and what marks some of them.

    `names` has those of `centre`, `limit` and `target` (messages.measures.line_names); `signals`, `phases` and the
    places of `notes` count points from 0. Centre and limits are written with so many `decimals`, where that is said.
    """

    lines: Lines
    names: Mapping[str, str]
    target: float | None = None
    signals: tuple[int, ...] = ()
    phases: tuple[int, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be shown: `says` is the finished sentence that tells what it shows, and is read out in its place.

    One of `control` has a single trace. `bounds` fixes the scale, as for answers from 1 to 5.
    """

    title: str
    says: str
    labels: tuple[str, ...]
    traces: tuple[Trace, ...]
    y_label: str = ""
    bounds: tuple[float, float] | None = None
    control: Control | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart as blocks: the newest layout, the one for servers that refuse it, and the drawings that they need."""

    blocks: list[dict[str, Any]]
    simple: list[dict[str, Any]]
    pictures: Mapping[str, str] = field(default_factory=dict)


def in_message(chart: Chart, locale: str) -> Shown:
    """The sentence and below it the chart: Slack's own where it fits, and a picture else and for older servers.

    A message takes MOST_NATIVE of Slack's own charts.
    """
    says = paragraph(chart.says).to_dict()
    svg = drawn(chart)
    picture = [says, image(svg, heard(chart.says))]
    return Shown([says, native(chart, locale)] if is_native(chart, locale) else picture, picture, {key_of(svg): svg})


def in_page(chart: Chart) -> Shown:
    """The same for a modal or Home, where Slack takes pictures only."""
    svg = drawn(chart)
    picture = [paragraph(chart.says).to_dict(), image(svg, heard(chart.says))]
    return Shown(picture, picture, {key_of(svg): svg})


def is_native(chart: Chart, locale: str) -> bool:
    """Whether Slack's own line chart can say all of it: few points, no gap, no range, no notes, names that fit."""
    lines = _lines(chart, locale)
    names = [*lines, *chart.labels]
    return (
        0 < len(chart.labels) <= MOST_POINTS
        and len(set(chart.labels)) == len(chart.labels)
        and len(lines) <= MOST_SERIES
        and len(lines) == len(set(lines))
        and all(0 < size(name) <= LONGEST_LABEL for name in names)
        and all(is_known(value) for values in lines.values() for value in values)
        and not any(each for trace in chart.traces for each in trace.ranges)
        and not (chart.control and chart.control.notes)
    )


def native(chart: Chart, locale: str) -> dict[str, Any]:
    """Slack's own block, which its SDK has no model of yet: docs.slack.dev, "Data visualization block"."""
    axes: dict[str, Any] = {"categories": list(chart.labels)}
    if chart.y_label:
        axes["y_label"] = as_label(chart.y_label, _LONGEST_AXIS)
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": round(value, _DECIMALS)}
                for label, value in zip(chart.labels, values, strict=True)
                if is_known(value)
            ],
        }
        for name, values in _lines(chart, locale).items()
    ]
    return {
        "type": "data_visualization",
        "title": as_label(chart.title, LONGEST_TITLE),
        "chart": {"type": "line", "series": series, "axis_config": axes},
    }


def drawn(chart: Chart) -> str:
    """The chart as SVG, with all its points, gaps, ranges and notes."""
    heading, says = as_label(chart.title, _LONGEST_SAID), heard(chart.says, _LONGEST_SAID)
    if chart.control is None:
        return line_chart(
            {trace.name: trace.values for trace in chart.traces},
            chart.labels,
            title=heading,
            y_label=chart.y_label,
            description=says,
            height=280,
            bounds=chart.bounds,
            ranges={trace.name: trace.ranges for trace in chart.traces if trace.ranges},
        )
    behind = chart.control
    words = Words(heading, chart.y_label, says, **behind.names, decimals=behind.decimals)
    return control_chart(
        chart.traces[0].values,
        chart.labels,
        behind.lines,
        words,
        signals=behind.signals,
        phases=behind.phases,
        target=behind.target,
        notes=behind.notes,
    )


def heard(says: str, most: int = _LONGEST_ALT) -> str:
    """A finished sentence of at most `most` characters without Slack's marks, for where it is read out."""
    text = says.replace("*", "").replace("\xad", "")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return as_label(text, most)


def _lines(chart: Chart, locale: str) -> dict[str, Sequence[Value]]:
    """Every line by name: the traces, and what stands behind the points where it is drawn at all."""
    found: dict[str, Sequence[Value]] = {as_label(trace.name, LONGEST_LABEL): trace.values for trace in chart.traces}
    if chart.control is None:
        return found
    say, lines, names = sentences("shared/chart", locale), chart.control.lines, chart.control.names
    for name, line in (
        (names["centre"], lines.centre),
        (say.plain("lower"), lines.low),
        (say.plain("upper"), lines.high),
    ):
        if name == names["centre"] or any(is_known(value) for value in line):
            found[name] = _rounded(line, chart.control.decimals)
    if chart.control.target is not None:
        found[names["target"]] = [chart.control.target] * len(chart.labels)
    return found


def _rounded(line: Sequence[Value], decimals: int | None) -> Sequence[Value]:
    return line if decimals is None else [round(value, decimals) if is_known(value) else None for value in line]


def decimals_for(values: Sequence[Value]) -> int:
    """With how many decimals centre and limits of such values are written: enough to tell them apart, and no more.

    A tenth tells values apart that lie one apart or more, and nobody needs it where they lie 20 apart beyond 100.
    """
    found = [value for value in values if is_known(value)]
    spread = max(found, default=0.0) - min(found, default=0.0)
    if spread >= 1:
        return 0 if spread >= 20 and max(map(abs, found)) >= 100 else 1
    return min(1 - floor(log10(spread)), 6) if spread > 0 else 1
