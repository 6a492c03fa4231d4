"""Slack's native charts -> an SVG to look at and a table of the same numbers to read."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.drawing.bar import bar_chart
from bot.drawing.line import line_chart
from bot.drawing.pie import pie_chart

Json = Mapping[str, Any]
Numbers = tuple[list[str], list[list[str]]]


def series_of(chart: Json) -> dict[str, list[float]]:
    """Each series by name, its values in the order of the categories."""
    return {
        str(each.get("name", "")): [float(point.get("value", 0)) for point in each.get("data", ())]
        for each in chart.get("series", ())
    }


def segments_of(chart: Json) -> dict[str, float]:
    return {str(each.get("label", "")): float(each.get("value", 0)) for each in chart.get("segments", ())}


def axis_of(chart: Json) -> Json:
    axis: Json = chart.get("axis_config") or {}
    return axis


def categories_of(chart: Json) -> list[str]:
    return [str(each) for each in axis_of(chart).get("categories", ())]


def number(value: float) -> str:
    return f"{value:g}"


def numbers(block: Json) -> Numbers:
    """The heads and rows of the table beside the chart: a row per category, or per slice of a pie."""
    chart: Json = block.get("chart") or {}
    if chart.get("type") == "pie":
        return ["", "Value"], [[label, number(value)] for label, value in segments_of(chart).items()]
    series = series_of(chart)
    rows = [
        [category, *(number(values[index]) if index < len(values) else "" for values in series.values())]
        for index, category in enumerate(categories_of(chart))
    ]
    return [str(axis_of(chart).get("x_label", "")), *series], rows


def svg(block: Json, *, dark: bool) -> str:
    """The chart as SVG. Raises ValueError where its series don't fit its categories."""
    chart: Json = block.get("chart") or {}
    title, y_label = str(block.get("title", "")), str(axis_of(chart).get("y_label", ""))
    match chart.get("type"):
        case "pie":
            return pie_chart(segments_of(chart), title=title, dark=dark)
        case "bar":
            return bar_chart(series_of(chart), categories_of(chart), title=title, y_label=y_label, dark=dark)
        case kind:
            filled = kind == "area"
            return line_chart(
                series_of(chart), categories_of(chart), title=title, y_label=y_label, dark=dark, filled=filled
            )


def drawing(block: Json) -> Markup:
    """The chart in both themes, of which the style sheet shows one."""
    return Markup("").join(
        Markup('<div class="{}-only">{}</div>').format(theme, Markup(svg(block, dark=theme == "dark")))
        for theme in ("light", "dark")
    )
