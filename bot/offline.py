"""What `uptake` does with files alone, without a workspace and without a database: charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import Refusal
from bot.domain.measures import record
from bot.domain.measures.ihi import Ihi
from bot.domain.measures.series import Series, read_series
from bot.domain.measures.shewhart import Kind, chart
from bot.domain.measures.xmr import Direction, xmr
from bot.drawing.control import Lines, Words, control_chart
from bot.drawing.png import png
from bot.given_file import content_of
from messages import measures

DIRECTIONS = {"up": Direction.INCREASE, "down": Direction.DECREASE, "neutral": Direction.NEUTRAL}
_XMR = "xmr"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for on the command line; point numbers count from 1."""

    kind: str = "run"
    rules: str = ""
    freeze: int | None = None
    parts: Sequence[int] = ()
    direction: str = "neutral"
    target: float | None = None
    screened: bool = True


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart made from a file: its numbers under their published names, what it says, and how to draw it."""

    record: dict[str, Any]
    says: str
    series: Series
    values: Sequence[float | None]
    lines: Lines
    signals: Sequence[int]
    asked: Asked

    def svg(self, title: str) -> str:
        """The chart as a drawing."""
        kind = None if self.asked.kind == _XMR else Kind(self.asked.kind)
        words = Words(title, description=f"{title}. {self.says}", decimals=None, **measures.line_names(kind))
        return control_chart(
            self.values,
            self.series.labels,
            self.lines,
            words,
            signals=self.signals,
            phases=list(self.asked.parts),
            target=self.asked.target,
        )


def chart_of_file(path: Path, asked: Asked) -> Charted:
    """The chart of a file of values. Raises Refusal with a sentence for what was asked or what the file holds."""
    series = read_series(content_of(path))
    _check(asked, series)
    return _xmr_chart(series, asked) if asked.kind == _XMR else _plain_chart(series, asked)


def draw(charted: Charted, title: str, out: Path) -> None:
    """Write the chart into a file, as PNG or SVG by the end of its name. Raises Refusal where that can't be done."""
    if out.suffix.lower() not in (".png", ".svg"):
        raise Refusal("Give the picture a name that ends in .png or .svg.", "out")
    svg = charted.svg(title)
    try:
        out.write_bytes(png(svg) if out.suffix.lower() == ".png" else svg.encode())
    except OSError:
        raise Refusal(f"{out} can't be written. Check the folder, and that you may write there.", "out") from None


def _check(asked: Asked, series: Series) -> None:
    count = len(series.values)
    if asked.kind not in (*Kind, _XMR):
        raise Refusal(f"There is no chart of the kind “{asked.kind}”. Pick run, i, p, c, u or xmr.", "kind")
    fitting = ("", "nhs") if asked.kind == _XMR else ("", "anhoej", "ihi")
    if asked.rules not in fitting:
        named = " or ".join(name for name in fitting if name)
        raise Refusal(f"A chart of the kind {asked.kind} goes with the rules {named}, not “{asked.rules}”.", "rules")
    if asked.direction not in DIRECTIONS:
        raise Refusal(f"“{asked.direction}” is no direction. Pick up, down or neutral.", "direction")
    if asked.kind in ("p", "u") and series.sizes is None:
        raise Refusal(f"A {asked.kind} chart needs a third column, denominator.", "kind")
    if asked.freeze is not None and not 1 <= asked.freeze <= count:
        raise Refusal(f"The file has {count} points, so a freeze at {asked.freeze} is none of them.", "freeze")
    wrong = [part for part in asked.parts if not 1 <= part < count]
    if wrong:
        raise Refusal(f"No phase can end at point {wrong[0]} of {count}: another point must follow.", "part")


def _plain_chart(series: Series, asked: Asked) -> Charted:
    made = chart(
        Kind(asked.kind), series.values, series.sizes, freeze=asked.freeze, parts=asked.parts, screened=asked.screened
    )
    lines = Lines(made.centre, [low for low, _ in made.limits], [high for _, high in made.limits])
    if asked.rules == "ihi":
        numbers = record.of_ihi(made)
        found = Ihi(tuple(numbers["shift_points"]), tuple(numbers["trend_points"]))
        signals = [point - 1 for point in sorted({*found.shift_points, *found.trend_points})]
        return Charted(numbers, measures.ihi_says(made, found), series, made.plotted, lines, signals, asked)
    signals = [point - 1 for point in made.outside]
    return Charted(record.of_chart(made), measures.chart_says(made), series, made.plotted, lines, signals, asked)


def _xmr_chart(series: Series, asked: Asked) -> Charted:
    made = xmr(
        series.values,
        DIRECTIONS[asked.direction],
        target=asked.target,
        fix=asked.freeze,
        parts=asked.parts,
        screened=asked.screened,
    )
    lines = Lines(made.mean, made.lower, made.upper)
    signals = [place for place, kind in enumerate(made.types) if kind is not None and kind != "common_cause"]
    return Charted(record.of_xmr(made), measures.xmr_says(made), series, made.values, lines, signals, asked)
