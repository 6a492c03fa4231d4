"""A series of values read from a file: a label, a value and perhaps a denominator on each line."""

from dataclasses import dataclass
from math import isfinite

from bot.domain.delimited import BadFile, Problem, Row, Table, read_table
from bot.domain.errors import Refusal
from bot.domain.measures.numbers import Value

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-"})
_NAMES = ("date", "value", "denominator")


@dataclass(frozen=True, slots=True)
class Series:
    """One entry a point, in the file's order; `sizes` is None where the file has no denominators."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]
    sizes: tuple[Value, ...] | None


def read_series(content: bytes) -> Series:
    """The series in a file with the columns date, value and, for shares and rates, denominator.

    An empty cell is a missing point. Raises Refusal, or BadFile with every line that can't be read.
    """
    table = read_table(content)
    columns, rows = _columns(table)
    problems: list[Problem] = []
    decimal_comma = table.separator != ","
    values = [_number(row, columns["value"], "value", decimal_comma, problems) for row in rows]
    sizes = None
    if "denominator" in columns:
        sizes = [_number(row, columns["denominator"], "denominator", decimal_comma, problems) for row in rows]
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.line))
    labels = tuple(row.cell(columns["date"]) if "date" in columns else str(row.line) for row in rows)
    return Series(labels, tuple(values), None if sizes is None else tuple(sizes))


def _columns(table: Table) -> tuple[dict[str, int], tuple[Row, ...]]:
    """Where each column stands, by the names in the first line, or by their order where it holds a point already."""
    first = table.rows[0]
    named = {name.lower(): place for place, name in enumerate(first.cells)}
    if "value" in named:
        return {name: named[name] for name in _NAMES if name in named}, table.rows[1:]
    if len(first.cells) in (2, 3) and _is_number(first.cells[1], table.separator != ","):
        return dict(zip(_NAMES, range(len(first.cells)), strict=False)), table.rows
    raise Refusal("The first line must name the columns: date, value and, for shares and rates, denominator.")


def _number(row: Row, place: int, name: str, decimal_comma: bool, problems: list[Problem]) -> Value:
    text = row.cell(place)
    if text.lower() in _MISSING:
        return None
    if _is_number(text, decimal_comma):
        return float(text.replace(",", ".") if decimal_comma else text)
    problems.append(
        Problem(row.line, f"the {name} “{text[:40]}” isn't a number. Write it like 12.5, or leave it empty.")
    )
    return None


def _is_number(text: str, decimal_comma: bool) -> bool:
    try:
        return isfinite(float(text.replace(",", ".") if decimal_comma else text)) and "_" not in text
    except ValueError:
        return False
