"""Earlier surveys in a file are counted form by form, and a faulty file is answered line by line."""

from datetime import date
from random import Random

import pytest

from bot.domain.delimited import BadFile
from bot.domain.errors import Refusal
from bot.domain.past_rounds import PastRounds, read_past_rounds

ITEMS = ("expected", "fits")
HEAD = "date,group,expected,fits,comment\n"


def read(text: str) -> PastRounds:
    return read_past_rounds(text.encode(), ITEMS)


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadFile) as caught:
        read(text)
    return [(each.line, each.sentence) for each in caught.value.problems]


def test_forms_are_counted_by_round_item_and_group() -> None:
    past = read(
        HEAD + "2026-03-09,Trust / Ward 7,5,,\n2026-03-02,Trust / Ward 7,4,1,well done\n"
        "2026-03-02,trust / WARD  7,4,,\n2026-03-02,Trust,,,\n"
    )
    first, second = past.rounds
    assert (first.on, first.line, first.answered) == (date(2026, 3, 2), 3, 3)
    assert first.tally("expected") == {("trust", "ward 7"): (0, 0, 0, 2, 0)}
    assert first.tally("fits") == {("trust", "ward 7"): (1, 0, 0, 0, 0)}
    assert first.comments == ["well done"]
    assert (second.answered, second.tally("fits")) == (1, {})
    assert list(past.groups.values()) == [("Trust",), ("Trust", "Ward 7")]


def test_columns_may_come_in_any_order_with_any_separator_and_a_byte_order_mark() -> None:
    text = "Group;FITS;Date\nTrust / A;3;2026-03-02\n"
    past = read_past_rounds(text.encode("utf-8-sig"), ITEMS)
    assert past.rounds[0].tally("fits") == {("trust", "a"): (0, 0, 1, 0, 0)}


def test_a_slash_without_blanks_belongs_to_the_name() -> None:
    assert list(read(HEAD + "2026-03-02,Trust / A/B team,3,3,\n").groups) == [("trust",), ("trust", "a/b team")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("02.03.2026,T,3,3,", "date: “02.03.2026” is no date. Write it as 2026-03-31."),
        ("46083,T,3,3,", "date: “46083” is no date."),
        ("2026-02-30,T,3,3,", "date: “2026-02-30” is no date."),
        ("20260302,T,3,3,", "date: “20260302” is no date."),
        (",T,3,3,", "date: “” is no date."),
        ("2026-03-02,,3,3,", "group: it is empty."),
        ("2026-03-02,T / / A,3,3,", "group: a level has no name."),
        ("2026-03-02,T / ,3,3,", "group: a level has no name."),
        ("2026-03-02,T / A / T,3,3,", "group: the same name stands in it twice"),
        (f"2026-03-02,{' / '.join(f'g{n}' for n in range(21))},3,3,", "group: it has 21 levels."),
        (f"2026-03-02,{'x' * 81},3,3,", "group: shorten “xxxxxxxxxxxxxxxxxxxx…” to 80 characters."),
        ("2026-03-02,T,6,3,", "expected: “6” is no answer. Write 1 to 5, or nothing for “can't say”."),
        ("2026-03-02,T,3,3.5,", "fits: “3.5” is no answer."),
        ("2026-03-02,T,3,3,,4", "the row has more cells than columns."),
        (f"2026-03-02,T,3,3,{'x' * 1001}", "comment: shorten this to 1000 characters. It has 1001."),
    ],
)
def test_a_row_that_cannot_be_read_gets_its_line_and_a_sentence(row: str, words: str) -> None:
    ((line, sentence),) = problems(HEAD + "2026-03-02,T,3,3,\n" + row + "\n")
    assert line == 3
    assert words in sentence


def test_all_paths_begin_with_the_same_organisation_and_no_group_lies_within_one_below_it() -> None:
    rows = "2026-03-02,T / A / B,3,3,\n2026-03-02,Other / A,3,3,\n2026-03-02,T / B / A,3,3,\n"
    assert problems(HEAD + rows) == [
        (3, "group: “Other” stands on top here, and “T” elsewhere. Begin every path with the same organisation."),
        (4, "group: “B” stands above “A” here, and below it in line 2."),
    ]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("group,expected", "the column date is missing."),
        ("date,expected", "the column group is missing."),
        ("date,group", "no column has the id of an item."),
        ("date,group,expected,salary", "there is no item “salary”."),
        ("date,group,expected,Expected", "the column expected is there twice."),
        ("date,group,,expected", "column 3 has no name."),
    ],
)
def test_columns_that_are_wrong_are_named(head: str, words: str) -> None:
    assert [line for line, sentence in problems(head + "\n2026-03-02,T,3,4\n") if words in sentence] == [1]


def test_a_file_without_a_form_is_refused() -> None:
    assert problems(HEAD) == [(1, "there is no row below the names of the columns.")]


def faulty(random: Random) -> bytes:
    """A file that was right until something happened to it that people and spreadsheets do to files."""
    rows = [
        ["2026-03-02", f"T / D{n % 3} / Team {n % 7}", str(random.randint(1, 5)), str(random.randint(1, 5)), "🙂 so"]
        for n in range(random.randint(2, 40))
    ]
    head, place = HEAD.strip().split(","), random.randrange(len(rows))
    spoil = random.randrange(9)
    if spoil == 0:
        rows[place][0] = random.choice(["1/3/26", "46083", "Mar-26", "2026-13-01", "2026-03-02 00:00", ""])
    elif spoil == 1:
        rows[place][random.choice([2, 3])] = random.choice(["0", "6", "-1", "3,5", "agree", "５", "#REF!"])
    elif spoil == 2:
        rows[place][1] = random.choice(["", " / ", "T / ", "Z / A", "T / A / T", "\u200b", "x" * 81])
    elif spoil == 3:
        head[random.randrange(4)] = random.choice(["", "datum", "team", "🙂", "expected,expected"])
    elif spoil == 4:
        del head[random.choice([0, 1])]
    elif spoil == 5:
        rows[place].append("one more")
    elif spoil == 6:
        rows += [["2026-03-02", "T / X / Y", "3", "3", ""], ["2026-03-02", "T / Y / X", "3", "3", ""]]
    elif spoil == 7:
        rows[place][4] = "x" * random.randint(1001, 5000)
    else:
        rows[place][4] = '"never closed'
    separator = random.choice([",", ";", "\t"]) if spoil not in (1, 3) else ";"
    text = "\n".join(separator.join(row) for row in [head, *rows]) + "\n"
    return text.encode(random.choice(["utf-8", "utf-8-sig", "utf-16"]))


def test_a_thousand_faulty_files_are_each_answered_with_a_line() -> None:
    for seed in range(1000):
        with pytest.raises(BadFile) as caught:
            read_past_rounds(faulty(Random(seed)), ITEMS)
        assert caught.value.problems[0].line >= 1, seed
        assert caught.value.said(str).startswith("Line "), seed


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00\x01", b"PK\x03\x04" + bytes(200), b"a" * (13 << 20)])
def test_what_is_no_table_at_all_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Refusal):
        read_past_rounds(content, ITEMS)
