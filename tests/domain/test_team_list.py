"""A list of people and teams: read in every shape that spreadsheets write, and every fault named with its line."""

import pytest

from bot.domain.delimited import MOST_BYTES, MOST_LINES, BadFile
from bot.domain.errors import Refusal
from bot.domain.people import Profile
from bot.domain.team_list import LeftOut, Row, read_list, resolve
from bot.domain.teams import Wanted

PLAIN = "person,team,division\nana@example.org,Ward 7,North\nU0BEN,Ward 8,North\n"
ROWS = [("ana@example.org", ("North", "Ward 7")), ("U0BEN", ("North", "Ward 8"))]


def said(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_list(content)
    return caught.value.said(str)


def paths(text: str) -> list[tuple[str, ...]]:
    return [row.path for row in read_list(text.encode())]


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
        PLAIN.replace("person,team,division", ' E-Mail ,"Team", DIVISION,Comment').encode(),
        PLAIN.replace("Ward 7", '" Ward  7 "').encode(),
        PLAIN.replace("Ward 7", '"Ward\n7"').encode().replace(b"U0BEN", b"u0ben"),
        PLAIN.replace("ana@example.org", " ANA@Example.org ").encode(),
        PLAIN.encode() + b"\n,,\n  ,,\n",
    ],
    ids=["plain", "BOM", "UTF-16", "UTF-16 BE", "semicolons", "tabs", "CRLF", "CR", "no end", "header", "quoted",
         "line break", "address", "blank"],
)  # fmt: skip
def test_the_same_list_in_many_shapes(content: bytes) -> None:
    assert [(row.person, row.path) for row in read_list(content)] == ROWS


def test_rows_know_their_lines_across_blank_lines_and_line_breaks_in_quotes() -> None:
    assert read_list(b'\r\nperson,team\r\n\r\nU0A,"Ward\n7"\r\nU0B,Ward 7\r\n') == (
        Row(4, "U0A", ("Ward 7",)),
        Row(6, "U0B", ("Ward 7",)),
    )


def test_the_lowest_level_that_a_line_names_is_the_team() -> None:
    text = (
        "division;organisation;team;person\nNorth;Trust;Ward 7;U01\n;Trust;Office;U02\nSouth;Trust;;U03\n;;Loose;U04\n"
    )
    assert paths(text) == [("Trust", "North", "Ward 7"), ("Trust", "Office"), ("Trust", "South"), ("Loose",)]


def test_a_name_is_written_as_it_was_first() -> None:
    assert paths("person,team,organization\nU01,Ward 7,Trust\nU02,WARD  7,trust\n") == [("Trust", "Ward 7")] * 2


def test_whoever_has_no_team_has_one_of_their_own_where_others_have_any() -> None:
    assert paths("person,team\nU01,\nU02,\n") == [(), ()]
    assert paths("person,team\nU01,\nU02,Ward 7\n") == [("No team yet",), ("Ward 7",)]


NOT_EMAIL = "is no e-mail address and no user id. Write one of the two."
ALREADY = "this person stands on line 2 already. Keep one of the two lines."
INVISIBLE = "a name holds a character that nobody can see. Type the name again."
OPENED = "a quotation mark is opened and never closed, or closed too early."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["The file is empty. The first line names the columns, and each line below is one row."]),
        ("team\nWard 7\n", [
            "Line 1: no column is called “person”. "
            "Write that word above the column with an e-mail address or a user id."
        ]),
        ("\nperson,group\nU01,A\n", [
            "Line 2: no column is called “team”. Write that word above the column with its name."
        ]),
        ("person,team,team\nU01,A,B\n", ["Line 1: two columns are called “team”. Keep one of them."]),
        ("person,e-mail,team\nU01,A,B\n", ["Line 1: two columns are called “person”. Keep one of them."]),
        ("person,team\n,\n\n", ["The file names nobody. Write one person on each line below the first."]),
        ("person,team\n,Ward 7\nSara Bell,Ward 7\n", [
            "Line 2: nobody is named. Write an e-mail address or a user id, or take the line out.",
            f"Line 3: “Sara Bell” {NOT_EMAIL}",
        ]),
        ("person,team\n@sara,Ward 7\n", [f"Line 2: “@sara” {NOT_EMAIL}"]),
        ("person,team\nU01,Ward 7, North\n", [
            "Line 2: there are more cells than columns. Put a name that contains “,” in quotation marks."
        ]),
        (f"person,team\nU01,{'x' * 80}\nU02,{'x' * 81}\n", [
            f"Line 3: the name “{'x' * 40}…” has 81 characters. Use 80 at most."
        ]),
        ("person,team\nU02,\u200b\u200b\nU03,A\x07\n", [f"Line 2: {INVISIBLE}", f"Line 3: {INVISIBLE}"]),
        ("person,team\nU01,A\nu01,A\nU01,B\n", [f"Line 3: {ALREADY}", f"Line 4: {ALREADY}"]),
        ("person,team,division\nU01,A,North\nU02,a,South\nU03,A,\n", [
            "Line 3: “A” is in “South” here, but in “North” on line 2. Choose one.",
            "Line 4: “A” is at the top here, but in “North” on line 2. Choose one.",
        ]),
        ("person,team,division\nU01,A,B\nU02,B,A\n", [
            "Line 3: “A” is at the top here, but in “B” on line 2. Choose one."
        ]),
        ("person,team,division\nU01,A,a\n", ["Line 2: “a” stands below itself. Give the two different names."]),
        ("person,team,division\nU01,North,\nU02,Ward 7,North\n", [
            "Line 2: “North” has teams below it (line 3). Name one of those teams."
        ]),
        ('person,team\nU01,A\nU02,"B\nU03,C\n', [f"Line 3: {OPENED}"]),
        ('person,team\nU01,"A"B\n', [f"Line 2: {OPENED}"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text: str, sentences: list[str]) -> None:
    assert said(text.encode()).splitlines() == sentences


def test_more_cells_than_columns_are_no_fault_while_they_are_empty() -> None:
    assert paths("person,team\nU01,Ward 7,,\n") == [("Ward 7",)]


@pytest.mark.parametrize("content", ["Zoë".encode("latin-1"), b"\xff\xfe\x00", "é".encode("utf-32"), b"PK\x03\x04\xff"])
def test_another_encoding_is_one_sentence(content: bytes) -> None:
    assert "Save" in said(content)
    assert "CSV UTF-8" in said(content)


def test_a_list_can_be_long_but_not_without_end() -> None:
    lines = "".join(f"U{number:06},Ward {number % 50}\n" for number in range(MOST_LINES + 1))
    assert "more than 120,000 lines" in said(f"person,team\n{lines}".encode())
    assert "larger than 12 MB" in said(b"x" * (MOST_BYTES + 1))


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
    found = resolve(read_list(PLAIN.encode()), KNOWN)
    assert found.left == ()
    assert found.wanted == (Wanted(("North", "Ward 7"), ("U0ANA",)), Wanted(("North", "Ward 8"), ("U0BEN",)))


def test_whoever_can_not_be_in_a_team_is_named_with_the_reason() -> None:
    lines = ["U0NOBODY", "no@example.org", "U0BOT", "U0GUEST", "U0GONE", "U0FAR", "ana@example.org"]
    found = resolve(read_list("\n".join(["person,team", *(f"{who},A" for who in lines)]).encode()), KNOWN)
    assert found.wanted == (Wanted(("A",), ("U0ANA",)),)
    words = ("unknown", "unknown", "bot", "guest", "closed", "stranger")
    assert found.left == tuple(LeftOut(line, why) for line, why in enumerate(words, 2))


def test_an_address_and_a_user_id_of_the_same_person_are_one_too_many() -> None:
    with pytest.raises(BadFile, match="Line 3: ") as caught:
        resolve(read_list(b"person,team\nana@example.org,A\nU0ANA,A\n"), KNOWN)
    assert caught.value.said(str) == f"Line 3: {ALREADY}"
