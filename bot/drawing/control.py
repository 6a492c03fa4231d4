"""Run and control charts as accessible SVG: the points, their centre and limits phase by phase, and what stands out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.drawing.frame import EDGE, SMALL, Frame, bottom_labels, document, grid, headings, headings_height, scale_width
from bot.drawing.lettering import safe, shortened, text_width
from bot.drawing.line import MARKS_FROM, drawn_line, points_of
from bot.drawing.palette import MARKS, palette
from bot.drawing.scale import Value, is_known, known, round_scale

_LETTERED = 14.0
"""More than a letter needs: bold ones are wider than those that are measured."""

_SIGNAL, _PLAIN = MARKS[3], MARKS[0]
_LABELS_AT_MOST = 0.32
_LABEL_GAP = 15.0
_NOTE_ROOM, _NOTE_ROW, _LETTER_GAP = 22.0, 14.0, 6.0


@dataclass(frozen=True)
class Lines:
    """What is drawn behind the points, one entry a point: the centre, and the limits where the chart has them."""

    centre: Sequence[Value]
    low: Sequence[Value] = ()
    high: Sequence[Value] = ()


@dataclass(frozen=True)
class Words:
    """The words of a chart: what it is, what the scale counts, what it says to those who hear it, names of lines.

    Their levels are written with so many `decimals`, where that is said.
    """

    title: str
    y_label: str = ""
    description: str = ""
    centre: str = "centre"
    limit: str = "limit"
    target: str = "target"
    decimals: int | None = None


def control_chart(
    values: Sequence[Value],
    categories: Sequence[str],
    lines: Lines,
    words: Words,
    *,
    signals: Sequence[int] = (),
    phases: Sequence[int] = (),
    target: float | None = None,
    notes: Sequence[tuple[int, str]] = (),
    size: tuple[int, int] = (720, 320),
    dark: bool = False,
) -> str:
    """An SVG of one series. Points at the places `signals` (from 0) stand out by shape, size and colour.

    A new phase begins at each place in `phases`; `notes` are marked above the chart and written out below it, in lines
    by which it grows beyond `size`.
    """
    frame = _frame(values, lines, words, target, notes, size, dark=dark)
    body = [*headings(frame, words.title, words.y_label), *grid(frame), *bottom_labels(frame, categories)]
    body += _phase_edges(frame, phases, len(values)) + _notes(frame, notes, len(values))
    body += _stepped(frame, lines.low, "5 4") + _stepped(frame, lines.high, "5 4") + _stepped(frame, lines.centre, "")
    if target is not None:
        body.append(_level(frame, target, frame.colours.colour(2), "2 3"))
    body += drawn_line(frame, values, 0)
    body += _points(frame, values, categories, frozenset(signals))
    body += _end_labels(frame, lines, words, target)
    return document(frame, words.title, words.description or words.title, body)


def _frame(
    values: Sequence[Value],
    lines: Lines,
    words: Words,
    target: float | None,
    notes: Sequence[tuple[int, str]],
    size: tuple[int, int],
    *,
    dark: bool,
) -> Frame:
    count = len(values)
    everything = [*known(values), *known(lines.centre), *known(lines.low), *known(lines.high), *known([target])]
    scale = round_scale(everything)
    width, height = size
    room = max(text_width(text, SMALL) for text, _ in _levels(lines, words, target)) if known(lines.centre) else 0.0
    right = width - EDGE - min(room + 6, width * _LABELS_AT_MOST)
    left, top = EDGE + scale_width(scale), headings_height(words.y_label)
    frame = Frame(width, height, left, top, right, height - 30.0, scale, palette(dark=dark))
    if not notes:
        return frame
    rows = 1 + max(row for row, _, _ in _lettered(frame, notes, count))
    above, below = _NOTE_ROOM + _NOTE_ROW * (rows - 1), _LABEL_GAP * len(notes)
    grown = round(height + below + _NOTE_ROW * (rows - 1))
    return replace(frame, height=grown, top=top + above, bottom=grown - 30.0 - below)


def _levels(lines: Lines, words: Words, target: float | None) -> Iterator[tuple[str, float]]:
    """The names of the lines with their last values."""
    for name, line in ((words.centre, lines.centre), (words.limit, lines.low), (words.limit, lines.high)):
        ends = known(line)
        if ends:
            yield f"{name} {_written(ends[-1], words)}", ends[-1]
    if target is not None:
        yield f"{words.target} {target:.4g}", target


def _written(level: float, words: Words) -> str:
    return f"{level:.4g}" if words.decimals is None else f"{level:.{words.decimals}f}"


def _phase_edges(frame: Frame, phases: Sequence[int], count: int) -> list[str]:
    step = (frame.right - frame.left) / max(count, 1)
    places = [round(frame.left + place * step, 1) for place in phases if 0 < place < count]
    return [f'<path d="M{x:g} {frame.top:g}V{frame.bottom:g}" stroke="{frame.colours.muted}"/>' for x in places]


def _stepped(frame: Frame, line: Sequence[Value], dashes: str) -> list[str]:
    """A line that keeps its level from the left edge of each point's slot to the right one, and breaks at gaps."""
    step = (frame.right - frame.left) / max(len(line), 1)
    paths = []
    for is_there, run in groupby(enumerate(line), key=lambda pair: is_known(pair[1])):
        if is_there:
            steps = [(place, frame.y(value)) for place, value in run if value is not None]
            (first, y), rest = steps[0], steps[1:]
            paths.append(f"M{frame.left + first * step:.1f} {y:g}")
            for place, level in rest:
                paths.append(f"H{frame.left + place * step:.1f}V{level:g}" if level != y else "")
                y = level
            paths.append(f"H{frame.left + (steps[-1][0] + 1) * step:.1f}")
    if not paths:
        return []
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return [f'<path d="{"".join(paths)}" fill="none" stroke="{frame.colours.muted}" stroke-width="1.25"{dashed}/>']


def _level(frame: Frame, value: float, colour: str, dashes: str) -> str:
    y = frame.y(value)
    return f'<path d="M{frame.left:g} {y:g}H{frame.right:g}" stroke="{colour}" stroke-dasharray="{dashes}"/>'


def _points(frame: Frame, values: Sequence[Value], categories: Sequence[str], signals: frozenset[int]) -> list[str]:
    crowded = (frame.right - frame.left) / max(len(values), 1) < MARKS_FROM
    parts = [f'<g stroke="{frame.colours.paper}">']
    for place, (point, value, category) in enumerate(zip(points_of(frame, values), values, categories, strict=True)):
        if point is None or (crowded and place not in signals):
            continue
        stands_out = place in signals
        shape, colour = (_SIGNAL, frame.colours.colour(1)) if stands_out else (_PLAIN, frame.colours.colour(0))
        size = " scale(1.25)" if stands_out else ""
        told = f"<title>{safe(category)}: {value:g}</title>"
        parts.append(
            f'<path transform="translate({point[0]:g} {point[1]:g}){size}" d="{shape}" fill="{colour}">{told}</path>'
        )
    return [*parts, "</g>"]


def _end_labels(frame: Frame, lines: Lines, words: Words, target: float | None) -> list[str]:
    """Each line's name and value at its right end, moved apart where they would overlap."""
    placed: list[tuple[float, str]] = []
    room = frame.width - EDGE - frame.right
    for text, value in sorted(_levels(lines, words, target), key=lambda level: -level[1]):
        y = frame.y(value) + 4
        if placed and y < placed[-1][0] + _LABEL_GAP:
            y = placed[-1][0] + _LABEL_GAP
        placed.append((y, shortened(text, SMALL, room)))
    return [
        f'<text x="{frame.right + 6:g}" y="{y:g}" fill="{frame.colours.muted}">{safe(text)}</text>'
        for y, text in placed
    ]


def _letter(number: int) -> str:
    return chr(ord("A") + number % 26)


def _lettered(frame: Frame, notes: Sequence[tuple[int, str]], count: int) -> list[tuple[int, float, str]]:
    """The letters above the chart: row from 0 at the bottom, middle, and letters, those of one point together.

    Where two would touch, the later one stands a row higher.
    """
    at_place: dict[int, str] = {}
    for number, (place, _) in enumerate(notes):
        at_place[place] = at_place.get(place, "") + _letter(number)
    ends: list[float] = []
    found = []
    for place, letters in sorted(at_place.items()):
        x, half = frame.middle(place, count), text_width(letters, _LETTERED) / 2
        row = next((row for row, end in enumerate(ends) if end + _LETTER_GAP <= x - half), len(ends))
        ends[row : row + 1] = [x + half]
        found.append((row, x, letters))
    return found


def _notes(frame: Frame, notes: Sequence[tuple[int, str]], count: int) -> list[str]:
    """A letter above the chart for each note, and its words below."""
    parts = []
    for row, x, letters in _lettered(frame, notes, count):
        y = frame.top - 8 - _NOTE_ROW * row
        parts.append(f'<path d="M{x:g} {y + 4:g}V{frame.bottom:g}" stroke="{frame.colours.grid}"/>')
        parts.append(f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-weight="700">{letters}</text>')
    for number, (_, text) in enumerate(notes):
        y = frame.bottom + 18 + _LABEL_GAP * (number + 1)
        shown = shortened(f"{_letter(number)}  {text}", SMALL, frame.width - 2 * EDGE)
        parts.append(f'<text x="{EDGE:g}" y="{y:g}" fill="{frame.colours.muted}">{safe(shown)}</text>')
    return parts
