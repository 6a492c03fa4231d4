"""Excel files as people have them: dates in their own cells, merged titles, formulas with and without a result."""

import io
from collections.abc import Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook


def workbook(rows: Sequence[Sequence[Any]], *, merged: str = "") -> bytes:
    """A workbook whose first sheet holds these rows; a text that begins with '=' is a formula without a result."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, change: Any) -> bytes:
    """The same workbook in which `change` was made to the text of one of its parts."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text.decode()).encode() if part == name else text)
    return file.getvalue()
