"""Line and area charts as accessible SVG, labelled where the lines end; a missing value is a gap, never a zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.drawing.frame import (
    EDGE,
    KEY_MARK,
    LINE,
    SMALL,
    Frame,
    Series,
    bottom_labels,
    described,
    document,
    grid,
    headings,
    headings_height,
    key,
    key_rows,
    labelled_mark,
    matched,
    scale_width,
)
from bot.drawing.lettering import safe, text_width
from bot.drawing.palette import mark, palette
from bot.drawing.scale import Scale, Value, fixed_scale, is_known, known, round_scale

LABEL_GAP = 15.0
LABELS_AT_MOST = 0.3
MARKS_FROM = 9.0
Point = tuple[float, float]
Range = tuple[float, float] | None
_RANGE_WIDTH = 7.0


@dataclass(frozen=True)
class Band:
    """A shaded range behind the lines, such as control limits: its lower and upper edge for each category."""

    low: Sequence[Value]
    high: Sequence[Value]


def line_chart(
    series: Series,
    categories: Sequence[str],
    *,
    title: str,
    y_label: str = "",
    description: str = "",
    width: int = 640,
    height: int = 240,
    dark: bool = False,
    band: Band | None = None,
    bounds: tuple[float, float] | None = None,
    filled: bool = False,
    ranges: Mapping[str, Sequence[Range]] | None = None,
) -> str:
    """An SVG of one line per series, each with a value (or None for a gap) per category, in their order.

    `bounds` fixes the scale (answers from 1 to 5 aren't shown from 2.9 to 3.1); otherwise it closes around the data.
    `filled` shades the area under each line, first series at the back, and begins the scale at zero.
    `ranges` has, by series, bars from the lowest to the highest value where only these are known.
    `description` replaces the one that is made up for screen readers.
    """
    matched(series, categories)
    spans = {name: [*given] for name, given in (ranges or {}).items()}
    scale = _scale(series, band, bounds, filled, spans)
    frame, direct = _frame(series, scale, y_label, width, height, dark)
    body = [*headings(frame, title, y_label), *grid(frame), *bottom_labels(frame, categories)]
    if band is not None:
        body += _band(frame, band)
    for place, values in enumerate(series.values()):
        body += _line(frame, values, categories, place, filled)
    for place, name in enumerate(series):
        body += _ranges(frame, spans.get(name, ()), categories, place, len(series))
    body += (
        _end_labels(frame, series, spans)
        if direct
        else key(frame, list(series), headings_height(y_label) + 4, marks=True)
    )
    return document(frame, title, description or described(series, categories), body)


def _scale(
    series: Series,
    band: Band | None,
    bounds: tuple[float, float] | None,
    from_zero: bool,
    spans: Mapping[str, Sequence[Range]],
) -> Scale:
    if bounds is not None:
        return fixed_scale(*bounds)
    numbers = [number for values in series.values() for number in known(values)]
    numbers += [edge for given in spans.values() for span in given if span for edge in span]
    if band is not None:
        numbers += known(band.low) + known(band.high)
    return round_scale(numbers, from_zero=from_zero)


def _frame(series: Series, scale: Scale, y_label: str, width: int, height: int, dark: bool) -> tuple[Frame, bool]:
    """Where the chart goes, and whether its lines can be labelled where they end (a single one needs no label)."""
    labels = max((text_width(name, SMALL) for name in series), default=0.0) if len(series) > 1 else 0.0
    top = headings_height(y_label)
    direct = labels <= width * LABELS_AT_MOST and len(series) * LABEL_GAP <= height - top - 30
    if not direct:
        top += LINE * len(key_rows(list(series), width)) + 4
    right = width - EDGE - (labels + KEY_MARK + 4 if direct and labels else 0)
    frame = Frame(width, height, EDGE + scale_width(scale), top, right, height - 30.0, scale, palette(dark=dark))
    return frame, direct


def points_of(frame: Frame, values: Sequence[Value]) -> list[Point | None]:
    """Where each value stands on the paper, None for a gap."""
    count = len(values)
    return [
        (frame.middle(place, count), frame.y(value)) if is_known(value) else None for place, value in enumerate(values)
    ]


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def drawn_line(frame: Frame, values: Sequence[Value], place: int) -> list[str]:
    """The line through the values in the colour of the place-th series, broken at gaps."""
    drawn = "".join(_path(run) for run in _runs(points_of(frame, values)) if len(run) > 1)
    stroke = (
        f'stroke="{frame.colours.colour(place)}" stroke-width="2.25" stroke-linejoin="round" stroke-linecap="round"'
    )
    return [f'<path d="{drawn}" fill="none" {stroke}/>'] if drawn else []


def _line(frame: Frame, values: Sequence[Value], categories: Sequence[str], place: int, filled: bool) -> list[str]:
    points = points_of(frame, values)
    runs = _runs(points)
    parts = []
    if filled:
        base = frame.y(0)
        shapes = [f"{_path(run)}L{run[-1][0]:g} {base:g}L{run[0][0]:g} {base:g}Z" for run in runs if len(run) > 1]
        parts.append(f'<path d="{"".join(shapes)}" fill="{frame.colours.colour(place)}" fill-opacity=".22"/>')
    return parts + drawn_line(frame, values, place) + _marks(frame, points, values, categories, place, runs)


def _marks(
    frame: Frame,
    points: Sequence[Point | None],
    values: Sequence[Value],
    categories: Sequence[str],
    place: int,
    runs: Sequence[Sequence[Point]],
) -> list[str]:
    """A mark of the series' own shape on each point, or, where they would touch, only on points that stand alone."""
    crowded = (frame.right - frame.left) / max(len(points), 1) < MARKS_FROM
    alone = {run[0] for run in runs if len(run) == 1}
    shape = mark(place)
    parts = [f'<g fill="{frame.colours.colour(place)}" stroke="{frame.colours.paper}">']
    for point, value, category in zip(points, values, categories, strict=False):
        if point is not None and is_known(value) and (not crowded or point in alone):
            told = f"<title>{safe(category)}: {value:g}</title>"
            parts.append(f'<path transform="translate({point[0]:g} {point[1]:g})" d="{shape}">{told}</path>')
    return [*parts, "</g>"]


def _band(frame: Frame, band: Band) -> list[str]:
    shapes = []
    edges = zip(points_of(frame, band.low), points_of(frame, band.high), strict=True)
    both = [(low, high) if low and high else None for low, high in edges]
    for run in _runs([None if pair is None else (place, 0.0) for place, pair in enumerate(both)]):
        pairs = [pair for pair in both[int(run[0][0]) : int(run[-1][0]) + 1] if pair is not None]
        lows, highs = [low for low, _ in pairs], [high for _, high in pairs]
        shapes.append(f"{_path(lows)}L{_path(highs[::-1])[1:]}Z")
    return [f'<path d="{"".join(shapes)}" fill="{frame.colours.muted}" fill-opacity=".14"/>']


def _ranges(frame: Frame, spans: Sequence[Range], categories: Sequence[str], place: int, beside: int) -> list[str]:
    """A bar for each range, a little aside where several series have one."""
    parts = []
    for position, (span, category) in enumerate(zip(spans, categories, strict=False)):
        if span is not None:
            x = frame.middle(position, len(categories)) + (place - (beside - 1) / 2) * (_RANGE_WIDTH + 1)
            low, high = frame.y(span[0]), frame.y(span[1])
            told = f"<title>{safe(category)}: {span[0]:g} to {span[1]:g}</title>"
            parts.append(
                f'<rect x="{x - _RANGE_WIDTH / 2:.1f}" y="{high:g}" width="{_RANGE_WIDTH:g}" rx="{_RANGE_WIDTH / 2:g}"'
                f' height="{max(low - high, _RANGE_WIDTH):g}" fill="{frame.colours.colour(place)}"'
                f' fill-opacity=".38" stroke="{frame.colours.colour(place)}">{told}</rect>'
            )
    return parts


def _end_labels(frame: Frame, series: Series, spans: Mapping[str, Sequence[Range]]) -> list[str]:
    """Each name beside the last point of its line, moved apart where they would overlap."""
    if len(series) < 2:
        return []
    ends = []
    for place, (name, values) in enumerate(series.items()):
        middles = [(span[0] + span[1]) / 2 if span else None for span in spans.get(name, [None] * len(values))]
        known_at = known([value if is_known(value) else middle for value, middle in zip(values, middles, strict=True)])
        if known_at:
            ends.append((frame.y(known_at[-1]), place, name))
    ends.sort()
    heights = _apart([y for y, _, _ in ends], frame.top, frame.bottom)
    parts = []
    for (_, place, name), y in zip(ends, heights, strict=True):
        parts += labelled_mark(frame, place, name, frame.right + 4, y + 4, marks=True)
    return parts


def _apart(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + LABEL_GAP if placed else top))
    limit = bottom
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - LABEL_GAP
    return [round(height, 1) for height in placed]
