"""Tables that people save from a spreadsheet as text: read whatever separator and encoding it chose, line by line."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.domain.errors import Refusal

MOST_BYTES = 12 * 1024 * 1024
MOST_LINES = 120_000
SHOWN_PROBLEMS = 20

_SEPARATORS = (",", ";", "\t")
_SAVE = "Save the sheet as “CSV UTF-8” and try again."
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells without surrounding blanks; `line` is where it begins in the file, from 1."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """The cell at this place, '' where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file that aren't empty, and the separator it uses."""

    separator: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line of a file, as a sentence without the line's number."""

    line: int
    sentence: str


class BadFile(Refusal):
    """A file that can't be used: every problem with its line, the first twenty of them written out."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        said = {f"problem_{place}": each.sentence for place, each in enumerate(problems[:SHOWN_PROBLEMS])}
        shown = [f"Line {each.line}: {{{name}}}" for each, name in zip(problems, said, strict=False)]
        if len(problems) > SHOWN_PROBLEMS:
            shown.append(f"And {len(problems) - SHOWN_PROBLEMS} more.")
        super().__init__("\n".join(shown), **said)
        self.problems = tuple(problems)


class TooBig(Refusal):
    """A file that is larger than any that is read."""

    def __init__(self) -> None:
        super().__init__(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it, or leave columns out.")


def read_table(content: bytes) -> Table:
    """The rows of a file with commas, semicolons or tabs between its cells. Raises Refusal or BadFile."""
    if len(content) > MOST_BYTES:
        raise TooBig
    text = _text(content)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, line = [], 1
    try:
        for cells in islice(reader, MOST_LINES + 1):
            trimmed = tuple(cell.strip() for cell in cells)
            if any(trimmed):
                rows.append(Row(line, trimmed))
            line = reader.line_num + 1
    except csv.Error:
        raise BadFile([Problem(line, "a quotation mark is opened and never closed, or closed too early.")]) from None
    if line > MOST_LINES + 1:
        raise Refusal(f"The file has more than {MOST_LINES:,} lines. Split it into smaller ones.")
    if not rows:
        raise Refusal("The file is empty. The first line names the columns, and each line below is one row.")
    return Table(separator, tuple(rows))


def _text(content: bytes) -> str:
    """Raises BadFile with the line where it ends to be text."""
    encoding = "utf-16" if content[:2] in _UTF_16 else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = len((content[: error.start] + b".").splitlines())
        raise BadFile([Problem(line, f"this isn't UTF-8 text. {_SAVE}")]) from None
    before, nul, _ = text.partition("\0")
    if nul:
        raise BadFile([Problem(len(f"{before}.".splitlines()), f"this isn't text. {_SAVE}")])
    return text


def _separator(text: str) -> str:
    """The one that the first line with anything in it has most of, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)
