"""A chart's numbers, ours beside those of pycontrolcharts 0.1.2; and a chart as PNG, ours beside matplotlib's.

Both are in the dependency group `bench` alone. Where they aren't installed, ours are measured by themselves.
"""

import io
import statistics
from collections.abc import Callable
from importlib.util import find_spec
from random import Random
from typing import Any

from bench.figure import ROUNDS, Figure, progress, report, seconds_of

from bot.domain.measures.shewhart import Kind, chart
from bot.drawing.control import Lines, Words, control_chart
from bot.drawing.png import png

_MILLI = 1000


def values(count: int) -> list[float]:
    """So many values that vary as counts of falls do."""
    random = Random(7)
    return [float(random.randint(2, 14)) for _ in range(count)]


def numbers_of(series: list[float]) -> Callable[[], object]:
    """All numbers of an I chart: centre, limits, runs, crossings and points outside."""
    return lambda: chart(Kind.INDIVIDUALS, series)


def theirs(series: list[float]) -> Callable[[], object] | None:
    """The same chart by pycontrolcharts, from the data frame that it wants; None where it isn't installed."""
    if not find_spec("pycontrolcharts"):
        return None
    import pandas
    from pycontrolcharts import calc_xmr

    frame = pandas.DataFrame({"value": series})
    return lambda: calc_xmr(frame, value_column="value")


def drawn_by_us(series: list[float]) -> Callable[[], bytes]:
    """The chart as a PNG: numbers, drawing and picture."""
    labels = [str(number) for number in range(1, len(series) + 1)]

    def draw() -> bytes:
        made = chart(Kind.INDIVIDUALS, series)
        lines = Lines(made.centre, [low for low, _ in made.limits], [high for _, high in made.limits])
        signals = [point - 1 for point in made.outside]
        return png(control_chart(made.plotted, labels, lines, Words("Falls"), signals=signals))

    return draw


def drawn_by_matplotlib(series: list[float]) -> Callable[[], bytes] | None:
    """The same lines on one figure that is used again, without pyplot: the fastest way that matplotlib has."""
    if not find_spec("matplotlib"):
        return None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    figure: Any = Canvas(figsize=(7.2, 3.2), dpi=200)
    canvas, axes = FigureCanvasAgg(figure), figure.add_subplot()

    def draw() -> bytes:
        made = chart(Kind.INDIVIDUALS, series)
        axes.clear()
        axes.plot(made.plotted, marker="o")
        for line in (made.centre, [low for low, _ in made.limits], [high for _, high in made.limits]):
            axes.plot(line, linestyle="--")
        axes.set_title("Falls")
        file = io.BytesIO()
        canvas.print_png(file)
        return file.getvalue()

    return draw


def main() -> None:
    """Measure, in turn with the floor."""
    for count, most in ((24, 0.1), (1000, 5.0)):
        progress(f"the numbers of {count} points")
        report(*beside(f"chart numbers, {count} points", numbers_of(values(count)), theirs(values(count)), most, 1 / 3))
    progress("a chart as PNG")
    report(*beside("chart as PNG, warm", drawn_by_us(values(24)), drawn_by_matplotlib(values(24)), 150.0, 1 / 2))


def beside(
    what: str, ours: Callable[[], object], floor: Callable[[], object] | None, most: float, ratio: float
) -> list[Figure]:
    """How long ours takes in ms, with its bar; and beside the other program, of whose time it may take `ratio`."""
    mine, other = [], []
    for act in (ours, *([floor] if floor else [])):
        act()
    for _ in range(ROUNDS):
        mine.append(median_of(ours))
        other += [median_of(floor)] if floor else []
    alone = Figure(what, "ms", tuple(mine), bar=most)
    return [alone, Figure(f"{what}, beside", "ms", tuple(mine), tuple(other), bar=ratio)] if other else [alone]


def median_of(act: Callable[[], object], times: int = 15) -> float:
    """The median of some times in ms."""
    return statistics.median(seconds_of(act) for _ in range(times)) * _MILLI


if __name__ == "__main__":
    main()
