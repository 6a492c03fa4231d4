"""Lists of people as spreadsheets write them, in every shape, with one fault in each at a line that is known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

NAMES = ("Ward {0}", "🌙 Nights {0}", "Zürich {0} – Süd", "日勤{0}", "“Old” {0}", "Team, {0}", "Tea;m {0}", "👩🏽‍⚕️ {0}")
DIVISIONS = ("North", "South 🧭")


@dataclass
class Sheet:
    """A list that is being written: `lines` are rows of person, team, division; `line_of` gives where each begins."""

    random: Random
    rows: list[list[str]] = field(default_factory=list)
    broken: str = ""

    @property
    def line_of(self) -> list[int]:
        """The line on which each row begins, below the first line; a cell may have line breaks."""
        found, line = [], 2
        for row in self.rows:
            found.append(line)
            line += 1 + sum(cell.count("\n") for cell in row)
        return found

    def written(self, separator: str, encoding: str, end: str) -> bytes:
        """The file; `broken` is put as it is behind the rows, and a half letter in where `�` stands."""
        lines = [["person", "team", "division"], *self.rows]
        text = "".join(separator.join(_quoted(cell, separator) for cell in row) + "\n" for row in lines)
        return (text + self.broken).replace("\n", end).encode(encoding).replace("�".encode(), b"\xe9 ")


def _quoted(cell: str, separator: str) -> str:
    """As spreadsheets do where a cell holds the separator, a quotation mark or a line break."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & {separator, '"', "\n", "\r"} else cell


def sheet(random: Random, persons: list[str]) -> Sheet:
    """A list without a fault: each person in a team of one of two divisions; teams are called otherwise each time."""
    number = random.randrange(10_000)
    teams = [name.format(number) for name in random.sample(NAMES, 4)]
    made = Sheet(random)
    for person in persons:
        team = random.randrange(4)
        name = teams[team].replace(" ", "\n", 1) if random.random() < 0.1 else teams[team]
        made.rows.append([person, name, DIVISIONS[team % 2]])
    return made


def _insert(made: Sheet, *rows: list[str]) -> int:
    """Put rows in somewhere below the first; gives the line of the last of them."""
    place = made.random.randrange(1, len(made.rows) + 1)
    for row in reversed(rows):
        made.rows.insert(place, row)
    return made.line_of[place + len(rows) - 1]


def _append(made: Sheet, *rows: list[str]) -> int:
    made.rows += rows
    return made.line_of[-1]


def _again(made: Sheet) -> int:
    return _append(made, list(made.rows[made.random.randrange(len(made.rows))]))


def _in_two_places(made: Sheet) -> int:
    _, team, division = made.rows[0]
    other = next(each for each in DIVISIONS if each != division)
    return _append(made, ["U0NEW", team, other])


def _is_a_cycle(made: Sheet) -> int:
    return _append(made, ["U0ONE", "Chicken 🐔", "Egg 🥚"], ["U0TWO", "Egg 🥚", "Chicken 🐔"])


def _not_a_leaf(made: Sheet) -> int:
    return _insert(made, ["U0NEW", made.rows[0][2], ""])


def _unclosed(made: Sheet) -> int:
    line = made.line_of[-1] + 1 + sum(cell.count("\n") for cell in made.rows[-1])
    made.broken = 'U0NEW,"Ward without end\nU0OLD,Ward\n'
    return line


def _half_letter(made: Sheet) -> int:
    return _insert(made, ["U0NEW", "Caf�", DIVISIONS[0]])


FAULTS: dict[str, Callable[[Sheet], int]] = {
    "the same person twice": _again,
    "a team in two divisions": _in_two_places,
    "a cycle": _is_a_cycle,
    "a team below itself": lambda made: _insert(made, ["U0NEW", "Ring 💍", "ring 💍"]),
    "people beside teams": _not_a_leaf,
    "a name in place of an address": lambda made: _insert(made, ["Ana 🙂", made.rows[0][1], made.rows[0][2]]),
    "nobody": lambda made: _insert(made, ["", made.rows[0][1], made.rows[0][2]]),
    "a long name": lambda made: _insert(made, ["U0NEW", "🌻" * 81, "North"]),
    "an unseen name": lambda made: _insert(made, ["U0NEW", "\u200b\u2060", "North"]),
    "too many cells": lambda made: _insert(made, ["U0NEW", *made.rows[0][1:], "and more"]),
    "a quotation without end": _unclosed,
    "a half letter": _half_letter,
    "a NUL": lambda made: _insert(made, ["U0NEW", "Ward \0", "North"]),
}
"""Each puts one fault into a list, and gives the line that must be named."""


def faulty(number: int, persons: list[str]) -> tuple[str, bytes, int]:
    """The fault, the file, and the line to be named; the same for the same number."""
    random = Random(number)
    made = sheet(random, random.sample(persons, random.randrange(2, 9)))
    name = list(FAULTS)[number % len(FAULTS)]
    line = FAULTS[name](made)
    separator = "," if name == "a quotation without end" else random.choice(",;\t")
    encodings = ["utf-8", "utf-8-sig"] if name == "a half letter" else ["utf-8", "utf-8-sig", "utf-16"]
    return name, made.written(separator, random.choice(encodings), random.choice(["\n", "\r\n", "\r"])), line
