"""No cell of a spreadsheet is a formula, whatever was typed, and every file name is one that any disk takes."""

import csv
import io
import re

import pytest
from typed_strings import typed_strings

from messages.files import as_cell, as_csv, file_name


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("bedside handover", "bedside handover"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("  =1", "'  =1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=1", "'\n=1"),
        ("a=1", "a=1"),
        ("a\0b\ud800", "ab?"),
        (-1, "-1"),
        (2.5, "2.5"),
        (None, ""),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(value: str | float | None, cell: str) -> None:
    assert as_cell(value) == cell


def test_whatever_is_typed_is_one_cell_and_none_is_a_formula() -> None:
    file = as_csv([(text, 7, text) for text in typed_strings()])
    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(typed_strings())
    for text, (first, number, last) in zip(typed_strings(), rows, strict=True):
        assert (first, number, last) == (as_cell(text), "7", as_cell(text))
        assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", first), text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bedside handover, ward 7", "Bedside-handover-ward-7.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("नमस्ते Übergabe", "नमस्ते-Übergabe.csv"),
        ("<!channel> *x*", "channel-x.csv"),
        ("con", "uptake-con.csv"),
        ("🙂", "uptake.csv"),
        ("", "uptake.csv"),
        ("x" * 300, "x" * 60 + ".csv"),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert file_name(text, "csv") == name


def test_every_file_name_can_be_written_on_any_disk() -> None:
    for text in typed_strings():
        name = file_name(text, "json")
        assert len(name.encode()) <= 255
        assert not re.search(r"[\x00-\x20\x7f/\\:*?\"<>|]|^[.-]", name), text
