"""What whoever runs Uptake brings in as values of a measure: a CSV or Excel file, all of it or nothing."""

from pathlib import Path

from bot.domain.errors import Refusal
from bot.domain.local_time import local_date
from bot.domain.measures.recording import Recorded
from bot.domain.measures.typed_points import Reading, read_points
from bot.domain.measures.typed_values import Decimal, Order, Unclear
from bot.given_file import content_of
from bot.records import opened
from bot.services.measures.bringing import bring, measure_named
from bot.spreadsheet import read_lines

_ORDERS = {"": None, "day": Order.DAY_FIRST, "month": Order.MONTH_FIRST}
_DECIMALS = {"": None, "comma": Decimal.COMMA, "point": Decimal.POINT}


def import_values(
    database_url: str,
    file: Path,
    named: tuple[str, int],
    how: tuple[str, str],
    *,
    team_id: str = "",
    why: str = "",
    keep: bool = True,
) -> Recorded:
    """Write down the values of a file for the measure of a practice and number.

    `how` says what comes first in a date (day, month or '') and what parts decimals (comma, point or ''). Raises
    Refusal, BadFile with the lines, RecordsProblem or MigrationProblem; then nothing has changed.
    """
    reading = _reading(*how)
    lines = read_lines(content_of(file))
    with opened(database_url, team_id) as uses:
        measure, zone = measure_named(uses, *named)
        given = read_points(lines, measure.terms.data, local_date(uses.clock(), zone), reading)
        if given.question:
            option = "--order day or month" if given.question.about is Unclear.DATE else "--decimal comma or point"
            sentence = "“{example}” can be read in two ways. Say which with {option}."
            raise Refusal(sentence, example=given.question.example, option=option)
        return bring(uses, measure.id, given.points, why, keep=keep)


def _reading(order: str, decimal: str) -> Reading:
    if order not in _ORDERS:
        raise Refusal(f"“{order}” is no order of a date. Pick day or month.", "order")
    if decimal not in _DECIMALS:
        raise Refusal(f"“{decimal}” parts no decimals. Pick comma or point.", "decimal")
    return Reading(_ORDERS[order], _DECIMALS[decimal])
