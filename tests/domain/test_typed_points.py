"""Dates and numbers of many countries are read, what can be read two ways is asked, and any file is survived."""

import csv
import io
import re
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from sheets import with_part, workbook

from bot.domain.delimited import BadFile, TooBig
from bot.domain.errors import Refusal
from bot.domain.measures.measure import Data
from bot.domain.measures.typed_points import Given, NewPoint, Reading, read_paste, read_points
from bot.domain.measures.typed_values import Decimal, Order, Unclear, read_date, read_number
from bot.spreadsheet import NotASheet, OldExcel, read_lines

TODAY = date(2026, 11, 27)
SECOND_OF_MARCH = date(2026, 3, 2)
AT_MIDNIGHT = datetime.combine(SECOND_OF_MARCH, time())
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02", "2026/03/02", "2026-3-2", "2026-03-02T00:00:00", "2.3.2026", "02.03.26", "2. 3. 2026",
        "2 March 2026", "2. März 2026", "2-Mar-26", "Mar 2, 2026", "March 2nd, 2026", "2026-W10", "2026W10",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text) == SECOND_OF_MARCH


def test_a_date_with_slashes_is_read_only_where_it_can_be_read_one_way() -> None:
    assert read_date("3/2/2026") is Unclear.DATE
    assert read_date("3/2/2026", Order.MONTH_FIRST) == read_date("2/3/2026", Order.DAY_FIRST) == SECOND_OF_MARCH
    assert read_date("3/25/2026") == read_date("25/3/2026") == date(2026, 3, 25)
    assert read_date("3/3/2026") == date(2026, 3, 3), "either way it is the same day"
    for text in ("31/31/2026", "30.2.2026", "yesterday", "12", "", "2026-13-01", "1.1.1026", "2026-W54"):
        assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("12.5", 12.5), ("12,5", 12.5), ("-3", -3), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
        ("1.234.567", 1234567), ("1,234,567", 1234567), ("1 234", 1234), ("1\u00a0234,5", 1234.5), ("1'234", 1234),
        ("12,5 %", 12.5), ("0,125", 0.125), ("0.125", 0.125), ("12345", 12345), ("1,23", 1.23),
        (".5", 0.5), ("1e3", 1000),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str, number: float) -> None:
    assert read_number(text) == number


def test_a_number_that_may_be_a_thousand_is_read_only_where_somebody_said_how() -> None:
    for text in ("1,234", "1.234", "-12.345"):
        assert read_number(text) is Unclear.NUMBER
    assert read_number("1,234", Decimal.COMMA) == read_number("1.234", Decimal.POINT) == 1.234
    assert read_number("1,234", Decimal.POINT) == read_number("1.234", Decimal.COMMA) == 1234
    for text in ("", "x", "1.2.3", "1,2,3", "1,23.4.5", "nan", "inf", "12 apples", "1.23,4,5", "١٢"):
        assert read_number(text) is None


def test_other_lines_tell_how_an_unclear_one_is_meant() -> None:
    given = read_paste("3/2/2026; 1,234\n3/25/2026; 12,5", Data.NUMBER, TODAY)
    assert [(point.on, point.value) for point in given.points] == [(SECOND_OF_MARCH, 1.234), (date(2026, 3, 25), 12.5)]
    assert given.reading == Reading(Order.MONTH_FIRST, Decimal.COMMA)
    mixed = read_paste("25/3/2026; 1\n3/26/2026; 1\n3/2/2026; 1", Data.NUMBER, TODAY)
    assert mixed.question is not None, "where lines tell both, nothing is guessed"
    assert mixed.points == ()


@pytest.mark.parametrize(
    "paste",
    [
        "2026-03-02\t12\t40", "2026-03-02; 12; 40", "2026-03-02 12 40", "2.3.2026 | 12 | 40", "2 March 2026, 12, 40",
        "2026-03-02,12,40",
    ],
)  # fmt: skip
def test_columns_are_pasted_as_they_come(paste: str) -> None:
    assert read_paste(paste, Data.SHARE, TODAY).points == (NewPoint(SECOND_OF_MARCH, 12, 40),)


@pytest.mark.parametrize(
    ("paste", "said"),
    [
        ("", "Write a day and a value"),
        ("2026-03-02; ", "no value yet"),
        ("2026-03-02; 12; 40", "no denominator"),
        ("2026-03-02; apples\n2026-03-09; 1", "“apples” isn't a number"),
        ("2027-03-02; 12", "lies in the future"),
        ("2026-03-02; -1", "less than 0"),
        ("2026-03-02; 12\n2.3.2026; 13", "stands on line 1 already"),
    ],
)
def test_what_can_not_be_read_says_where_and_what_to_do(paste: str, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_paste(paste, Data.COUNT, TODAY)
    assert said in caught.value.said(str)


@pytest.mark.parametrize(
    ("paste", "said"), [("12", "needs a denominator"), ("12; 0", "more than 0"), ("41; 40", "larger than")]
)
def test_a_share_is_a_part_of_something(paste: str, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_paste(f"2.3.2026; {paste}", Data.SHARE, TODAY)
    assert said in caught.value.said(str)


def test_titles_names_and_cells_of_a_sheet_are_read() -> None:
    rows: list[list[Any]] = [["Falls of ward 7", None, None], [None], ["Notiz", "Datum", "Wert"]]
    rows += [["calm", AT_MIDNIGHT, 12], [None, "9.3.2026", "1.234,5"], [None, date(2026, 3, 16), "-"]]
    given = read_points(read_lines(workbook(rows, merged="A1:C1")), Data.NUMBER, TODAY)
    days = (SECOND_OF_MARCH, date(2026, 3, 9), date(2026, 3, 16))
    assert [point.on for point in given.points] == list(days)
    assert [point.value for point in given.points] == [12, 1234.5, None]
    assert given.points[0].note == "calm"


def test_a_formula_counts_with_its_result_and_is_named_without_one() -> None:
    sheet = workbook([["date", "value"], [AT_MIDNIGHT, "=6+6"]])
    with pytest.raises(BadFile) as caught:
        read_points(read_lines(sheet), Data.NUMBER, TODAY)
    assert "Line 2: the value is a formula without a result" in caught.value.said(str)
    solved = with_part(sheet, SHEET, lambda text: re.sub(r"</f><v ?/>|</f><v></v>", "</f><v>12</v>", text))
    assert read_points(read_lines(solved), Data.NUMBER, TODAY).points == (NewPoint(SECOND_OF_MARCH, 12),)


def test_files_that_are_no_sheet_too_large_or_a_trap_are_refused_at_once() -> None:
    for content, refusal in (
        (b"PK\x03\x04junk", NotASheet),
        (b"\xd0\xcf\x11\xe0old", OldExcel),
        (b"x" * 13_000_000, TooBig),
    ):
        with pytest.raises(refusal):
            read_lines(content)
    bomb = with_part(workbook([["date", "value"]]), SHEET, lambda text: text + " " * 60_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(TooBig):
        read_lines(bomb)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(9)
    )
    evil = with_part(
        workbook([["date", "value"]]), "xl/workbook.xml", lambda text: f"{laughs}]><workbook>&j;</workbook>"
    )
    with pytest.raises(NotASheet):
        read_lines(evil)


def test_a_sheet_that_says_it_is_huge_is_read_as_far_as_it_goes() -> None:
    sheet = workbook([["date", "value"], [AT_MIDNIGHT, 12]])
    huge = with_part(sheet, SHEET, lambda text: text.replace('ref="A1:B2"', 'ref="A1:XFD1048576"'))
    assert read_points(read_lines(huge), Data.NUMBER, TODAY).points == (NewPoint(SECOND_OF_MARCH, 12),)


def fuzzed(seed: int) -> tuple[bytes, Data]:
    """A file with points and with all that people and programs do to them; every fourth is broken in its bytes."""
    random = Random(seed)
    data = random.choice(list(Data))
    days = ["2026-03-{:02}", "{}.3.2026", "3/{}/2026", "{}/3/2026", "{} Mar 2026", "", "soon"]
    values = ["{}", "{},5", "1.{:03}", "1,{:03}", "{} %", "", "-", "=SUM(A1)", "x", "{}e400", "\u0661{}", "'{}"]
    rows: list[list[Any]] = [["Title"], ["date", "value", "denominator"][: 3 if data.has_size else 2]]
    rows = rows[random.randint(0, 2) :]
    plain = random.random() < 0.5
    for number in range(1, random.randint(2, 28)):
        day = days[0] if plain else random.choice(days)
        cells: list[Any] = [day.format(number)]
        cells += [(values[0] if plain else random.choice(values)).format(number)] + [str(number + 40)] * data.has_size
        if random.random() < 0.05:
            cells = [*cells[: random.randint(0, 2)], random.choice(["", "\0", "é漢字🙂", "a\nb", '"', "<!channel>"])]
        rows.append(cells)
    if random.random() < 0.5:
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=random.choice(",;\t")).writerows(rows)
        content = file.getvalue().encode(random.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), "replace")
    else:
        content = workbook([[_as_excel_has_it(cell) for cell in row] for row in rows])
    if seed % 4 == 0:
        broken = bytearray(content)
        for _ in range(random.randint(1, 40)):
            broken[random.randrange(len(broken))] = random.randrange(256)
        content = bytes(broken[: random.randint(1, len(broken))])
    return content, data


def _as_excel_has_it(cell: str) -> Any:
    """Days as dates, and nothing that a cell can't hold."""
    if re.fullmatch(r"2026-03-\d\d", cell):
        return AT_MIDNIGHT + timedelta(days=int(cell[-2:]))
    return cell.replace("\0", "")


def outcome(content: bytes, data: Data) -> Given | str:
    """What a file says, or why it can't be used."""
    try:
        return read_points(read_lines(content), data, TODAY)
    except Refusal as refusal:
        return refusal.said(str)


@pytest.mark.parametrize("batch", range(4))
def test_of_500_fuzzed_files_each_is_read_asked_about_or_refused_in_words(batch: int) -> None:
    outcomes = {"read": 0, "asked": 0, "refused": 0}
    for seed in range(125 * batch, 125 * batch + 125):
        content, data = fuzzed(seed)
        given = outcome(content, data)
        if isinstance(given, str):
            assert given.strip()
            outcomes["refused"] += 1
            continue
        outcomes["asked" if given.question else "read"] += 1
        assert bool(given.points) != bool(given.question)
        assert len({point.on for point in given.points}) == len(given.points)
        for point in given.points:
            assert point.on <= TODAY
            assert data is Data.NUMBER or point.value is None or point.value >= 0
            assert (point.size is not None) == (data.has_size and point.value is not None)
    assert min(outcomes.values()) > 5, outcomes
