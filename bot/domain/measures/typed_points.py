"""Points as people give them, pasted or in a file: read line by line; what can be read two ways is asked about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from bot.domain.delimited import BadFile, Problem
from bot.domain.errors import Refusal
from bot.domain.measures.measure import NOTE_LENGTH, Data
from bot.domain.measures.typed_values import (
    Decimal,
    Order,
    Unclear,
    decimal_of,
    is_missing,
    order_of,
    read_date,
    read_number,
)

MOST_POINTS = 10_000
Cell = str | float | date | None
FIRST_LINES = 20
_COLUMNS = {
    "date": ("date", "datum", "day", "tag", "week", "woche", "month", "monat", "period", "zeitraum"),
    "value": ("value", "wert", "numerator", "zähler", "count", "anzahl", "result", "ergebnis"),
    "size": ("denominator", "nenner", "size", "total", "gesamt", "out of", "von"),
    "note": ("note", "notiz", "comment", "bemerkung", "kommentar"),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell with a formula that no program has worked out yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells; `number` is where it stands, from 1."""

    number: int
    cells: tuple[Cell | Formula, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read what can be read two ways; None where nobody has said."""

    order: Order | None = None
    decimal: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A point that somebody gave; a value of None says outright that there is none."""

    on: date
    value: float | None
    size: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What can be read two ways, with the first that is."""

    about: Unclear
    example: str


@dataclass(frozen=True, slots=True)
class Given:
    """The points of a paste or a file, or what must be asked first; `reading` is how they were read."""

    points: tuple[NewPoint, ...] = ()
    question: Question | None = None
    reading: Reading = Reading()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the points are for."""

    data: Data
    today: date
    reading: Reading


def read_points(lines: Sequence[Line], data: Data, today: date, reading: Reading = Reading()) -> Given:
    """The points on these lines. An empty value says nothing; a dash says that there is none.

    Where dates or numbers can be read two ways and no other line tells which, there are no points but a question.
    Raises Refusal, or BadFile with every line that can't be read.
    """
    columns, rows = _columns(lines, data)
    if len(rows) > MOST_POINTS:
        raise Refusal(f"These are more than {MOST_POINTS:,} values. Split them.")
    dates = [_text(row, columns["date"]) for row in rows]
    numbers = [_text(row, columns[name]) for row in rows for name in ("value", "size") if name in columns]
    reading = Reading(
        reading.order or _only({order_of(text) for text in dates}),
        reading.decimal or _only({decimal_of(text) for text in numbers}),
    )
    if question := _question(dates, numbers, reading):
        return Given(question=question, reading=reading)
    problems: list[Problem] = []
    wanted = _Wanted(data, today, reading)
    points = [point for row in rows if (point := _point(row, columns, wanted, problems)) is not None]
    _check_days(points, problems)
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.line))
    if not points:
        raise Refusal("There is no value yet. Write one behind at least one of the days.")
    return Given(tuple(point for _, point in points), reading=reading)


def read_paste(text: str, data: Data, today: date, reading: Reading = Reading()) -> Given:
    """The points that somebody typed or pasted: on each line a day, a value and, where it takes one, a denominator.

    Raises Refusal, or BadFile with every line that can't be read.
    """
    lines = [Line(number, tuple(_cells(line))) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refusal("Write a day and a value on each line.")
    return read_points(lines, data, today, reading)


def looks_like_points(lines: Sequence[Line]) -> bool:
    """Whether these lines hold days and values, and not something else such as people."""
    return any(_is_point(line) or {"date", "value"} <= _named(line).keys() for line in lines[:FIRST_LINES])


def _cells(line: str) -> Iterator[str]:
    """Apart at tabs, semicolons or bars; else the day is what reads as one, and blanks or commas part the rest."""
    for mark in ("\t", ";", "|"):
        if mark in line:
            yield from (cell.strip() for cell in line.split(mark))
            return
    words = line.split()
    for count in (3, 2, 1):
        day = " ".join(words[:count])
        if len(words) >= count and read_date(day.rstrip(",:")) is not None:
            yield day.rstrip(",:")
            yield from (word.strip(",") for word in words[count:])
            return
    yield from (cell.strip() for cell in (line.split(",") if "," in line and len(words) == 1 else words))


def _columns(lines: Sequence[Line], data: Data) -> tuple[dict[str, int], list[Line]]:
    """Where each column stands, and the lines below; titles above the first value or the names are passed over."""
    for place, line in enumerate(lines[:FIRST_LINES]):
        if _begins(line):
            filled = max(len(_filled(each)) for each in lines[place:])
            return _in_order(filled, data), list(lines[place:])
        named = _named(line)
        if "date" in named:
            if "value" not in named or (data.has_size and "size" not in named):
                named = _in_order(len(_filled(line)), data) if named["date"] == 0 else named
            if "value" in named and ("size" in named) == data.has_size:
                return named, list(lines[place + 1 :])
            break
    if data.has_size:
        raise Refusal("Each line needs a day, a value and a denominator, such as: 2026-03-02; 12; 40.")
    raise Refusal("Each line needs a day and a value, such as: 2026-03-02; 12.")


def _in_order(filled: int, data: Data) -> dict[str, int]:
    """Columns by their order; nothing for a number of columns that doesn't fit the measure."""
    names = ("date", "value", "size") if data.has_size else ("date", "value")
    if filled == len(names):
        return {name: place for place, name in enumerate(names)}
    if filled <= 1:
        raise Refusal("There is no value yet. Write one behind at least one of the days.")
    if data.has_size:
        raise Refusal("This measure needs a denominator. Write a day, a value and a denominator on each line.")
    raise Refusal("This measure has no denominator. Write a day and a value on each line, with a blank between.")


def _named(line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(line.cells):
        text = str(cell).strip().lower() if isinstance(cell, str) else ""
        for name, known in _COLUMNS.items():
            if text in known:
                found.setdefault(name, place)
    return found


def _filled(line: Line) -> list[Any]:
    cells = list(line.cells)
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    return cells


def _begins(line: Line) -> bool:
    """Whether values begin here at the latest: no title begins with a day, so a value that can't be read is named."""
    day = line.cells[0]
    return len(line.cells) > 1 and (isinstance(day, date) or (isinstance(day, str) and read_date(day) is not None))


def _is_point(line: Line) -> bool:
    if len(line.cells) < 2:
        return False
    day, value = line.cells[0], line.cells[1]
    is_day = isinstance(day, date) or (isinstance(day, str) and read_date(day) is not None)
    has_value = isinstance(value, float | Formula) or (isinstance(value, str) and read_number(value) is not None)
    return is_day and (has_value or value in (None, "") or (isinstance(value, str) and is_missing(value)))


def _text(line: Line, place: int) -> str:
    cell = line.cells[place] if place < len(line.cells) else None
    return cell if isinstance(cell, str) else ""


def _only(found: set[Any]) -> Any:
    """What all that tell anything agree on."""
    known = found - {None}
    return next(iter(known)) if len(known) == 1 else None


def _question(dates: Sequence[str], numbers: Sequence[str], reading: Reading) -> Question | None:
    for text in dates:
        if read_date(text, reading.order) is Unclear.DATE:
            return Question(Unclear.DATE, text)
    for text in numbers:
        if read_number(text, reading.decimal) is Unclear.NUMBER:
            return Question(Unclear.NUMBER, text)
    return None


def _point(
    line: Line, columns: dict[str, int], wanted: _Wanted, problems: list[Problem]
) -> tuple[int, NewPoint] | None:
    """The point on a line; None where it has none, or one that can't be read, which is then among the problems."""
    cells = {name: line.cells[place] if place < len(line.cells) else None for name, place in columns.items()}
    if all(cell is None or cell == "" for cell in cells.values()) or cells["value"] in (None, ""):
        return None
    before = len(problems)
    on = _day(line, cells["date"], wanted, problems)
    value = _number(line, cells["value"], "value", wanted, problems)
    size = _number(line, cells["size"], "denominator", wanted, problems) if "size" in cells else None
    note = str(cells.get("note") or "").strip()[:NOTE_LENGTH]
    if len(problems) == before and value is not None:
        _check_value(line, value, size, wanted.data, problems)
    if len(problems) > before or on is None:
        return None
    return line.number, NewPoint(on, value, size if value is not None else None, note)


def _day(line: Line, cell: Cell | Formula, wanted: _Wanted, problems: list[Problem]) -> date | None:
    found = cell if isinstance(cell, date) else None
    if isinstance(cell, str):
        read = read_date(cell, wanted.reading.order)
        found = read if isinstance(read, date) else None
    if found is None:
        shown = "" if cell is None or isinstance(cell, Formula) else f"“{str(cell)[:30]}” "
        problems.append(Problem(line.number, f"the day {shown}can't be read. Write it like 2026-03-02."))
    elif found > wanted.today:
        problems.append(Problem(line.number, f"{found.isoformat()} lies in the future. Check the date."))
    return found


def _number(line: Line, cell: Cell | Formula, name: str, wanted: _Wanted, problems: list[Problem]) -> float | None:
    if isinstance(cell, float):
        return cell if isfinite(cell) else None
    if cell is None or (isinstance(cell, str) and is_missing(cell)):
        return None
    if isinstance(cell, Formula):
        problems.append(
            Problem(line.number, f"the {name} is a formula without a result. Open and save the file, then send it.")
        )
        return None
    found = read_number(cell, wanted.reading.decimal) if isinstance(cell, str) else None
    if isinstance(found, float):
        return found
    problems.append(Problem(line.number, f"the {name} “{str(cell)[:40]}” isn't a number. Write it like 12.5."))
    return None


def _check_value(line: Line, value: float, size: float | None, data: Data, problems: list[Problem]) -> None:
    if data.has_size and (size is None or size <= 0):
        problems.append(Problem(line.number, "the denominator must be more than 0."))
    elif data is not Data.NUMBER and value < 0:
        problems.append(Problem(line.number, "a count can't be less than 0."))
    elif data is Data.SHARE and size is not None and value > size:
        problems.append(Problem(line.number, "the value is larger than its denominator. Check both."))


def _check_days(points: Sequence[tuple[int, NewPoint]], problems: list[Problem]) -> None:
    """No day stands there twice."""
    lines: dict[date, int] = {}
    for number, point in points:
        first = lines.setdefault(point.on, number)
        if first != number:
            problems.append(
                Problem(number, f"{point.on.isoformat()} stands on line {first} already. Keep one of both.")
            )
