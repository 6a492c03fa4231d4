"""`uptake chart`: a file of values becomes a chart with every number as published programs give it, or a sentence."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.domain.delimited import BadFile, read_table
from bot.domain.errors import Refusal
from bot.domain.measures.series import read_series
from bot.offline import Asked, Charted, chart_of_file, draw

DATA = Path(__file__).parent.parent / "domain"
QICHARTS = json.loads((DATA / "charts_of_qicharts2.json").read_text())["cases"]
NHSR = json.loads((DATA / "charts_of_nhsr.json").read_text())["cases"]
WAYS = {"increase": "up", "decrease": "down", "neutral": "neutral"}


def written(case: dict[str, Any], folder: Path) -> Path:
    """A case as a file: label, value and, where it has them, denominators."""
    sizes = case.get("n")
    rows = ["date,value" + (",denominator" if sizes else "")]
    for place, value in enumerate(case["y"]):
        cells = [f"Week {place + 1}", value] + ([sizes[place]] if sizes else [])
        rows.append(",".join("" if cell is None else str(cell) for cell in cells))
    path = folder / "series.csv"
    path.write_text("\n".join(rows))
    return path


def alike(found: Any, wanted: Any) -> bool:
    """The same structure and words, and numbers equal to a millionth."""
    if isinstance(wanted, dict):
        return all(alike(found[name], value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(alike, found, wanted))
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return bool(found == wanted)
    return found is not None and isclose(found, wanted, rel_tol=1e-6, abs_tol=1e-12)


@pytest.mark.parametrize("case", QICHARTS, ids=lambda case: case["id"])
def test_every_number_of_qicharts2_comes_out_of_a_file(case: dict[str, Any], tmp_path: Path) -> None:
    asked = Asked(case["chart"], freeze=case["freeze"], parts=case["part"] or ())
    assert alike(chart_of_file(written(case, tmp_path), asked).record, case["expected"])


@pytest.mark.parametrize("case", NHSR, ids=lambda case: case["id"])
def test_every_number_of_the_nhs_comes_out_of_a_file(case: dict[str, Any], tmp_path: Path) -> None:
    asked = Asked(
        "xmr",
        freeze=case["fix_after_n_points"],
        parts=[case["rebase_at"] - 1] if case["rebase_at"] else (),
        direction=WAYS[case["improvement_direction"]],
        target=case["target"],
        screened=case["screen_outliers"],
    )
    assert alike(chart_of_file(written(case, tmp_path), asked).record, case["expected"])


def charted(tmp_path: Path, values: str, **asked: Any) -> Charted:
    path = tmp_path / "series.csv"
    path.write_text("date,value\n" + "\n".join(f"day,{value}" for value in values.split()))
    return chart_of_file(path, replace(Asked(), **asked))


@pytest.mark.parametrize(
    ("values", "asked", "said"),
    [
        ("1 2 1 2", {}, "Too few points to tell yet: 4 count, and it takes 10."),
        ("1 2 1 2 1 2 1 2 1 2 1 2", {}, "No more than the usual ups and downs."),
        (
            "1 2 1 2 1 2 9 9 9 9 9 9 9 9 9",
            {"freeze": 6},
            "The last 10 points all lie above the median: that is more",
        ),
        (
            "1 1 1 1 1 1 1 9 9 9 9 9 9 9",
            {},
            "The line crosses the median only once: by chance it would",
        ),
        ("1 2 1 2 1 2 1 2 1 2 1 20", {"kind": "i"}, "Point 12 lies outside the limits."),
        ("1 2 3 4 5 6 7 8", {"rules": "ihi"}, "Five or more points in a row go one way: 1 to 8."),
        ("1 2 1 2 1 2 1 2 1 2 1 2 9", {"kind": "xmr", "direction": "up"}, "is better than the usual ups and downs."),
        ("1 2 1 2 1 2 1 2 1 2 1 2 9", {"kind": "xmr", "direction": "down"}, "is worse than the usual ups and downs."),
        ("1 2 1 2 1 2 1 2 1 2 1 2 1", {"kind": "xmr", "direction": "up", "target": 90.0}, "missed every time"),
        ("1 2 1", {"kind": "xmr"}, "A phase has fewer than 13 points"),
    ],
)
def test_it_says_in_words_what_the_chart_shows(tmp_path: Path, values: str, asked: dict[str, Any], said: str) -> None:
    assert said in charted(tmp_path, values, **asked).says


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"kind": "pie"}, "There is no chart of the kind “pie”."),
        ({"rules": "nhs"}, "goes with the rules anhoej or ihi"),
        ({"kind": "xmr", "rules": "ihi"}, "goes with the rules nhs"),
        ({"direction": "left"}, "Pick up, down or neutral"),
        ({"kind": "p"}, "needs a third column, denominator"),
        ({"freeze": 9}, "The file has 3 points"),
        ({"parts": [3]}, "No phase can end at point 3 of 3"),
    ],
)
def test_what_was_asked_wrongly_gets_a_sentence(tmp_path: Path, asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence.replace("(", r"\(")):
        charted(tmp_path, "1 2 3", **asked)


@pytest.mark.parametrize(
    ("content", "values", "sizes"),
    [
        (b"date,value\n1,2\n2,\n3,4.5\n", (2.0, None, 4.5), None),
        (b"\xef\xbb\xbfDate;Value;Denominator\r\n1;2,5;10\r\n\r\n2;NA;12\r\n", (2.5, None), (10.0, 12.0)),
        ("value\tdate\n7\tMärz 🌱\n".encode("utf-16"), (7.0,), None),
        (b"1 Jan,3\n2 Jan,4\n", (3.0, 4.0), None),
        (b'date,value\n"1, then\n2",3\n', (3.0,), None),
    ],
)
def test_files_are_read_as_spreadsheets_write_them(
    content: bytes, values: tuple[float | None, ...], sizes: tuple[float | None, ...] | None
) -> None:
    found = read_series(content)
    assert (found.values, found.sizes) == (values, sizes)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"week,count\na,b\n", "The first line must name the columns"),
        (b"date,value\n1,2\n\n3,two\n4,1_000\n5,inf\n", "Line 4: the value “two” isn't a number."),
        (b'date,value\n1,"2\n', "Line 2: a quotation mark is opened"),
        (b"date,value\n1,\xff\n", "Line 2: this isn't UTF-8 text."),
        (b"date,value\n1,\x00\n", "Line 2: this isn't text."),
        (b"x" * (12 * 1024 * 1024 + 1), "larger than 12 MB"),
        (b"1,2\n" * 120_002, "more than 120,000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_with_the_line(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_series(content)
    assert re.search(sentence, caught.value.said(str))


def test_twenty_problems_are_written_out_and_the_rest_counted() -> None:
    with pytest.raises(BadFile) as caught:
        read_series(b"date,value\n" + b"1,x\n" * 25)
    assert caught.value.said(str).count("Line ") == 20
    assert caught.value.said(str).endswith("And 5 more.")


@given(some.binary(max_size=300))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        found = read_table(content).rows
    except Refusal as refusal:
        found = refusal.said(str).removesuffix(".") != refusal.said(str)
    assert found


def test_a_picture_is_written_as_its_name_says(tmp_path: Path) -> None:
    made = charted(tmp_path, "1 2 1 2 1 2 1 2 1 2 1 20", kind="i", parts=[6], target=3.0)
    draw(made, "Handovers", tmp_path / "a.svg")
    draw(made, "Handovers", tmp_path / "a.PNG")
    assert "lies outside" in (tmp_path / "a.svg").read_text() or "Too few" in (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(Refusal, match=r"ends in \.png or \.svg"):
        draw(made, "Handovers", tmp_path / "a.gif")
    with pytest.raises(Refusal, match="can't be written"):
        draw(made, "Handovers", tmp_path / "nowhere" / "a.svg")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from bot.entry import main; main()", "chart", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_prints_numbers_or_words_and_ends_with_2_on_a_fault(tmp_path: Path) -> None:
    path = written(QICHARTS[1], tmp_path)
    freeze = ["--freeze", str(QICHARTS[1]["freeze"])]
    assert alike(json.loads(run(str(path), *freeze, "--json").stdout), QICHARTS[1]["expected"])
    told = run(str(path), *freeze, "--out", str(tmp_path / "chart.png"))
    assert (told.returncode, "more than chance" in told.stdout) == (0, True)
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    refused = run(str(tmp_path / "nothing.csv"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "can't be read. Check the name" in refused.stderr
