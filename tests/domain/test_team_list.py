"""A list of people and teams: read in every shape that spreadsheets write, and every fault named with its line."""

import pytest

from bot.domain.people import Profile
from bot.domain.team_list import MOST_BYTES, MOST_LINES, Problem, Row, parse, resolve
from bot.domain.teams import Wanted

PLAIN = "person,team,division\nana@example.org,Ward 7,North\nU0BEN,Ward 8,North\n"
ROWS = (Row(2, "ana@example.org", ("North", "Ward 7")), Row(3, "U0BEN", ("North", "Ward 8")))


def faults(text: str) -> list[tuple[str, int]]:
    return [(problem.what, problem.line) for problem in parse(text.encode()).problems]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.removesuffix("\n").encode(),
        PLAIN.replace("person,team,division", ' PERSON ,"Team", DIVISION,Comment').encode(),
        PLAIN.replace("Ward 7", '" Ward  7 "').encode(),
        PLAIN.replace("Ward 7", '"Ward\n7"').encode().replace(b"U0BEN", b"u0ben"),
        PLAIN.replace("ana@example.org", " ANA@Example.org ").encode(),
        PLAIN.encode() + b"\n,,\n  ;;\n".replace(b";;", b",,"),
    ],
    ids=["plain", "BOM", "UTF-16", "UTF-16 BE", "semicolons", "tabs", "CRLF", "CR", "no end", "header", "quoted",
         "line break", "address", "blank"],
)  # fmt: skip
def test_the_same_list_in_many_shapes(content: bytes) -> None:
    found = parse(content)
    assert found.problems == ()
    assert [(row.person, row.path) for row in found.rows] == [(row.person, row.path) for row in ROWS]


def test_rows_know_their_lines_across_blank_lines_and_line_breaks_in_quotes() -> None:
    found = parse(b'\r\nperson,team\r\n\r\nU0A,"Ward\n7"\r\nU0B,Ward 7\r\n')
    assert [(row.line, row.person, row.path) for row in found.rows] == [
        (4, "U0A", ("Ward 7",)),
        (6, "U0B", ("Ward 7",)),
    ]


def test_the_lowest_level_that_a_line_names_is_the_team() -> None:
    text = (
        "division;organisation;team;person\nNorth;Trust;Ward 7;U01\n;Trust;Office;U02\nSouth;Trust;;U03\n;;Loose;U04\n"
    )
    assert [row.path for row in parse(text.encode()).rows] == [
        ("Trust", "North", "Ward 7"),
        ("Trust", "Office"),
        ("Trust", "South"),
        ("Loose",),
    ]


def test_a_name_is_written_as_it_was_first() -> None:
    text = "person,team,organization\nU01,Ward 7,Trust\nU02,WARD  7,trust\n"
    assert [row.path for row in parse(text.encode()).rows] == [("Trust", "Ward 7")] * 2


def test_whoever_has_no_team_has_one_of_their_own_where_others_have_any() -> None:
    assert [row.path for row in parse(b"person,team\nU01,\nU02,\n").rows] == [(), ()]
    assert [row.path for row in parse(b"person,team\nU01,\nU02,Ward 7\n").rows] == [("No team yet",), ("Ward 7",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("no_column", 1)]),
        ("\n\n", [("no_column", 1)]),
        ("team\nWard 7\n", [("no_column", 1)]),
        ("\nperson,group\nU01,Ward 7\n", [("no_column", 2)]),
        ("person,team,team\nU01,A,B\n", [("two_columns", 1)]),
        ("person,team\n", [("empty", 0)]),
        ("person,team\n,\n\n", [("empty", 0)]),
        ("person,team\n,Ward 7\nSara Bell,Ward 7\n", [("no_person", 2), ("not_a_person", 3)]),
        ("person,team\n@sara,Ward 7\n", [("not_a_person", 2)]),
        ("person,team\nU01,Ward 7, North\n", [("extra_columns", 2)]),
        ("person,team\nU01,Ward 7,,\n", []),
        (f"person,team\nU01,{'x' * 80}\nU02,{'x' * 81}\n", [("long_name", 3)]),
        ("person,team\nU01,a\0b\nU02,\u200b\u200b\nU03,\x07\n", [("unseen", 2), ("unseen", 3), ("unseen", 4)]),
        ("person,team\nU01,A\nu01,A\nU01,B\n", [("twice", 3), ("twice", 4)]),
        ("person,team,division\nU01,A,North\nU02,a,South\nU03,A,\n", [("two_parents", 3), ("two_parents", 4)]),
        ("person,team,division\nU01,A,B\nU02,B,A\n", [("two_parents", 3)]),
        ("person,team,division\nU01,A,A\n", [("own_parent", 2)]),
        ("person,team,division\nU01,North,\nU02,Ward 7,North\n", [("not_a_leaf", 2)]),
        ('person,team\nU01,A\nU02,"B\nU03,C\n', [("quotation", 3)]),
        ('person,team\nU01,"A"B\n', [("quotation", 2)]),
        ("person,team\nU01," + "x" * 200_000 + "\n", [("quotation", 2)]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text: str, found: list[tuple[str, int]]) -> None:
    assert faults(text) == found


@pytest.mark.parametrize(
    "content", ["Zoë".encode("latin-1"), b"\xff\xfe\x00", "é".encode("utf-32"), b"\x80", b"PK\x03\x04\xff"]
)
def test_another_encoding_is_one_sentence(content: bytes) -> None:
    assert parse(content).problems == (Problem("encoding"),)


def test_a_list_can_be_long_but_not_without_end() -> None:
    lines = "".join(f"U{number:06},Ward {number % 50}\n" for number in range(MOST_LINES))
    assert parse(f"person,team\n{lines}".encode()).problems == (Problem("too_many_lines"),)
    assert parse(b"x" * (MOST_BYTES + 1)).problems == (Problem("too_big"),)


def test_where_a_name_stands_twice_is_told_in_full() -> None:
    (problem,) = parse(b"person,team,division\nU01,Ward 7,South\nU02,A,B\nU03,ward 7,North\n").problems
    assert problem == Problem("two_parents", 4, "Ward 7", "North", "South", 2)
    (problem,) = parse(b"person,team,division\nU01,Ward 7,\nU03,Ward 7,North\n").problems
    assert problem == Problem("two_parents", 3, "Ward 7", "North", "", 2)


KNOWN = {
    "ana@example.org": Profile("U0ANA", "Ana", "UTC"),
    "U0ANA": Profile("U0ANA", "Ana", "UTC"),
    "U0BEN": Profile("U0BEN", "Ben", "UTC"),
    "U0BOT": Profile("U0BOT", "Bot", "UTC", is_bot=True),
    "U0GUEST": Profile("U0GUEST", "Guest", "UTC", is_guest=True),
    "U0GONE": Profile("U0GONE", "Gone", "UTC", is_active=False, is_guest=True),
    "U0FAR": Profile("U0FAR", "Far", "UTC", is_stranger=True),
}


def test_everybody_found_is_put_into_their_team() -> None:
    wanted, problems = resolve(parse(PLAIN.encode()), KNOWN)
    assert problems == ()
    assert wanted == (Wanted(("North", "Ward 7"), ("U0ANA",)), Wanted(("North", "Ward 8"), ("U0BEN",)))


def test_whoever_can_not_be_in_a_team_is_named_with_the_reason() -> None:
    lines = ["U0NOBODY", "no@example.org", "U0BOT", "U0GUEST", "U0GONE", "U0FAR", "ana@example.org", "U0ANA", "U0ANA"]
    _, problems = resolve(parse("\n".join(["person,team", *(f"{who},A" for who in lines)]).encode()), KNOWN)
    assert [(problem.what, problem.line, problem.at) for problem in problems] == [
        ("unknown", 2, 0),
        ("unknown", 3, 0),
        ("bot", 4, 0),
        ("guest", 5, 0),
        ("closed", 6, 0),
        ("stranger", 7, 0),
        ("twice", 9, 8),
        ("twice", 10, 9),
    ]
