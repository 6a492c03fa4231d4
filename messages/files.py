"""What people typed as data in files: cells that no spreadsheet takes for a formula, and names that any disk takes."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_MARKS = re.compile(r"[\\`*_\[\]<>|~&$^]|^\s*[#+=\-]|(?<=\d)[.)](?=\s|$)", re.MULTILINE)
_LONGEST_NAME = 60
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)

Cell = str | int | float | None


def as_cell(value: Cell) -> str:
    """A value for a CSV file; an apostrophe goes before a text that a spreadsheet would take for a formula.

    Source: owasp.org/www-community/attacks/CSV_Injection. Numbers stay as they are, None is empty.
    """
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = value.encode("utf-8", "replace").decode().replace("\0", "")
    return f"'{text}" if _FORMULA.match(text) else text


def as_csv(rows: Iterable[Sequence[Cell]], *, marked: bool = True) -> bytes:
    """A CSV file that any spreadsheet opens as it is: UTF-8 with its mark, commas, every cell in quotes.

    What programs read more than people goes without the mark.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([as_cell(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig" if marked else "utf-8")


def as_markdown(text: str) -> str:
    """What people typed as Markdown that shows it as it was typed: no mark, link or tag in it comes alive.

    Any ASCII punctuation may be escaped: spec.commonmark.org/0.31.2, "Backslash escapes". Line breaks stay.
    """
    fit = text.encode("utf-8", "replace").decode().replace("\0", "")
    escaped = _MARKS.sub(lambda found: re.sub(r"(\S)", r"\\\1", found[0]), fit)
    return "\\\n  ".join(escaped.splitlines())


def file_name(text: str, ending: str, otherwise: str = "uptake") -> str:
    """A file name that says what `text` says, as far as every disk takes it: letters, digits and dashes, at most 60.

    `ending` is such as 'csv'. Where nothing is left of the text, the name is `otherwise`.
    """
    letters = (each if unicodedata.category(each)[0] in "LMN" else " " for each in unicodedata.normalize("NFC", text))
    name = "-".join("".join(letters).split())[:_LONGEST_NAME].strip("-") or otherwise
    return f"{otherwise}-{name}.{ending}" if _DEVICES.match(name) else f"{name}.{ending}"
