"""The first sheet of an Excel file as lines of cells, or of a file of text; nothing in it is worked out or followed."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from zipfile import ZipFile

from bot.domain.delimited import MOST_BYTES, TooBig, read_table
from bot.domain.errors import Refusal
from bot.domain.measures.typed_points import FIRST_LINES, MOST_POINTS, Cell, Formula, Line

MOST_UNPACKED = 40 * 1024 * 1024
_MOST_FILES = 1000
_MOST_COLUMNS = 12
_MOST_LINES = MOST_POINTS + FIRST_LINES
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class NotASheet(Refusal):
    """A file that no sheet can be read from."""

    def __init__(self) -> None:
        super().__init__("This file can't be read. Save the sheet as .xlsx or as “CSV UTF-8” and try again.")


class OldExcel(Refusal):
    """A file of Excel 2003 or older, or one with a password."""

    def __init__(self) -> None:
        super().__init__("This is an older Excel file, or it has a password. Save it as .xlsx without one, or as CSV.")


class TooLong(Refusal):
    """More lines than a measure takes values."""

    def __init__(self) -> None:
        super().__init__(f"The sheet has more than {MOST_POINTS:,} lines. Split it, or leave older values out.")


def is_excel(content: bytes) -> bool:
    """Whether a file is one of Excel's, of any age."""
    return content.startswith((_ZIP, _OLD_EXCEL))


def read_lines(content: bytes) -> list[Line]:
    """The lines of a file that aren't empty. Raises Refusal, or BadFile with the lines that can't be read."""
    if len(content) > MOST_BYTES:
        raise TooBig
    if content.startswith(_OLD_EXCEL):
        raise OldExcel
    lines = _sheet(content) if content.startswith(_ZIP) else _text(content)
    if len(lines) > _MOST_LINES:
        raise TooLong
    return lines


def _text(content: bytes) -> list[Line]:
    return [Line(row.line, row.cells) for row in islice(read_table(content).rows, _MOST_LINES + 1)]


def _sheet(content: bytes) -> list[Line]:
    """Raises NotASheet for whatever makes the library stumble: what people send is not ours to foresee."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
            if len(files) > _MOST_FILES or sum(each.file_size for each in files) > MOST_UNPACKED:
                raise TooBig
        rows = list(_rows(content, worked_out=True))
        if any(cell is None for _, cells in rows for cell in cells):
            rows = _with_formulas(rows, content)
    except Refusal:
        raise
    except Exception:
        raise NotASheet from None
    return [Line(number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells)]


def _rows(content: bytes, *, worked_out: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows of the first sheet, row by row from the file: with the results that Excel kept, or with the formulas."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=worked_out, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_MOST_LINES + 1, max_col=_MOST_COLUMNS, values_only=True)
        for number, row in enumerate(rows, 1):
            yield number, tuple(_cell(value) for value in row)
    finally:
        book.close()


def _with_formulas(
    rows: list[tuple[int, tuple[Any, ...]]], content: bytes
) -> list[tuple[int, tuple[Cell | Formula, ...]]]:
    """The same rows, in which an empty cell that holds a formula says so."""
    found = []
    for (number, cells), (_, written) in zip(rows, _rows(content, worked_out=False), strict=False):
        pairs = zip(cells, written, strict=False)
        found.append((number, tuple(Formula() if _is_unsolved(cell, text) else cell for cell, text in pairs)))
    return found


def _is_unsolved(cell: Any, text: Any) -> bool:
    return cell is None and isinstance(text, str) and text.startswith("=")


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int | float):
        return float(value)
    if value is None or isinstance(value, date):
        return value
    return str(value).strip()
