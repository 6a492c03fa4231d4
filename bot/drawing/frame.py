"""What every chart with two axes shares: paper, title, scale, grid, labels along the bottom, and a key."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.drawing.lettering import FONTS, safe, shortened, text_width
from bot.drawing.palette import SQUARE, Palette, mark
from bot.drawing.scale import Scale, Value, known

Series = Mapping[str, Sequence[Value]]

TITLE_SIZE = 15.0
SMALL = 12.0
EDGE = 14.0
LINE = 18.0
KEY_MARK = 16.0
KEY_GAP = 18.0


@dataclass(frozen=True)
class Frame:
    """The plotting area of one chart, in pixels from the top left, and what it is drawn with."""

    width: int
    height: int
    left: float
    top: float
    right: float
    bottom: float
    scale: Scale
    colours: Palette

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return round(self.bottom - self.scale.share(value) * (self.bottom - self.top), 1)

    def middle(self, place: int, count: int) -> float:
        """The middle of the place-th of `count` equal slots."""
        return round(self.left + (place + 0.5) * (self.right - self.left) / count, 1)


def matched(series: Series, categories: Sequence[str]) -> None:
    """ValueError, with a sentence, if a series hasn't one value (or None) for each category."""
    for name, values in series.items():
        if len(values) != len(categories):
            raise ValueError(f"{name!r} has {len(values)} values for {len(categories)} categories.")


def described(series: Series, categories: Sequence[str]) -> str:
    """The chart in words, for those who hear it: each series' first and last value, its range, and what is missing."""
    span = f" from {categories[0]} to {categories[-1]}" if categories else ""
    parts = [f"{len(series)} series{span}."]
    for name, values in series.items():
        numbers = known(values)
        missing = len(values) - len(numbers)
        gaps = f", {missing} missing" if missing else ""
        if numbers:
            first, last = numbers[0], numbers[-1]
            parts.append(f"{name}: {first:g} to {last:g}, lowest {min(numbers):g}, highest {max(numbers):g}{gaps}.")
        else:
            parts.append(f"{name}: no values.")
    return " ".join(parts)


def document(frame: Frame, title: str, description: str, body: Sequence[str]) -> str:
    """The whole SVG, named and described for screen readers."""
    name = f"chart{zlib.crc32(safe(title + description).encode()):08x}"
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}"',
            f' height="{frame.height}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONTS}"',
            f' font-size="{SMALL:g}" fill="{frame.colours.ink}">',
            f'<title id="{name}-title">{safe(title)}</title><desc id="{name}-desc">{safe(description)}</desc>',
            f'<rect width="100%" height="100%" fill="{frame.colours.paper}"/>',
            *body,
            "</svg>",
        )
    )


def headings(frame: Frame, title: str, y_label: str) -> list[str]:
    """The title and, below it, what the scale counts."""
    room = frame.width - 2 * EDGE
    shown = safe(shortened(title, TITLE_SIZE * 1.06, room))
    parts = [f'<text x="{EDGE:g}" y="25" font-size="{TITLE_SIZE:g}" font-weight="700">{shown}</text>']
    if y_label:
        label = safe(shortened(y_label, SMALL, room))
        parts.append(f'<text x="{EDGE:g}" y="{25 + LINE:g}" fill="{frame.colours.muted}">{label}</text>')
    return parts


def headings_height(y_label: str) -> float:
    """Down to where the chart itself may begin."""
    return 25 + (LINE if y_label else 0) + 14


def grid(frame: Frame) -> list[str]:
    """A faint line at every tick, with its number to the left; the one at zero is stronger."""
    parts = [f'<g text-anchor="end" fill="{frame.colours.muted}" stroke-width="1">']
    for tick in frame.scale.ticks():
        y = frame.y(tick)
        colour = frame.colours.muted if tick == 0 else frame.colours.grid
        parts.append(f'<path d="M{frame.left:g} {y:g}H{frame.right:g}" stroke="{colour}"/>')
        parts.append(f'<text x="{frame.left - 8:g}" y="{y + 4:g}">{frame.scale.written(tick)}</text>')
    return [*parts, "</g>"]


def scale_width(scale: Scale) -> float:
    """The room that the numbers beside the axis need."""
    return max(text_width(scale.written(tick), SMALL) for tick in scale.ticks()) + 8


def bottom_labels(frame: Frame, categories: Sequence[str]) -> list[str]:
    """The categories below the axis: all, or every so many of them, counted back from the last so that none overlap."""
    places: list[tuple[float, float, str]] = []
    for place, text in enumerate(categories):
        shown = shortened(text, SMALL, frame.width - 2 * EDGE)
        half = text_width(shown, SMALL) / 2
        x = min(max(frame.middle(place, len(categories)), half + 4), frame.width - half - 4)
        places.append((x, half, shown))
    kept = next((rest for every in range(1, len(places)) if _clear(rest := places[::-1][::every])), places[-1:])
    parts = [f'<g text-anchor="middle" fill="{frame.colours.muted}">']
    parts += [f'<text x="{x:.1f}" y="{frame.bottom + 18:g}">{safe(shown)}</text>' for x, _, shown in reversed(kept)]
    return [*parts, "</g>"]


def _clear(labels: Sequence[tuple[float, float, str]]) -> bool:
    """Whether labels that run from right to left leave room between them."""
    return all(x - half - 8 >= before + reach for (x, half, _), (before, reach, _) in pairwise(labels))


def key_rows(names: Sequence[str], width: float) -> list[list[tuple[float, str]]]:
    """The names of a key with the x of each, broken into rows that fit."""
    rows: list[list[tuple[float, str]]] = [[]]
    x = EDGE
    for name in names:
        shown = shortened(name, SMALL, width - 2 * EDGE - KEY_MARK)
        needed = KEY_MARK + text_width(shown, SMALL)
        if rows[-1] and x + needed > width - EDGE:
            rows.append([])
            x = EDGE
        rows[-1].append((x, shown))
        x += needed + KEY_GAP
    return rows


def key(frame: Frame, names: Sequence[str], top: float, *, marks: bool) -> list[str]:
    """A key, for charts that can't be labelled where the data is: squares, or the series' own marks."""
    parts = []
    places = iter(range(len(names)))
    for row, entries in enumerate(key_rows(names, frame.width)):
        for x, name in entries:
            parts += labelled_mark(frame, next(places), name, x, top + row * LINE, marks=marks)
    return parts


def labelled_mark(frame: Frame, place: int, name: str, x: float, y: float, *, marks: bool) -> list[str]:
    """One series' mark with its name beside it, `y` being the text's baseline."""
    shape = mark(place) if marks else SQUARE
    colour = frame.colours.colour(place)
    return [
        f'<path transform="translate({x + 5:g} {y - 4:g})" d="{shape}" fill="{colour}"/>',
        f'<text x="{x + KEY_MARK:g}" y="{y:g}">{safe(name)}</text>',
    ]
