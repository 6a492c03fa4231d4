"""A list of people and their teams, read from a CSV file; whatever needs a look is named with its line."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.delimited import BadFile, Problem, Table, read_table
from bot.domain.delimited import Row as Cells
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.people import Profile
from bot.domain.settings import MembersFrom
from bot.domain.teams import NAME_LENGTH, NO_TEAM, Change, Path, Wanted, key_of
from bot.domain.typed import is_blank

PERSON = "person"
LEVELS = ("organisation", "division", "team")
"""The columns that say where somebody belongs, from the top down."""

_SPELLINGS = {
    "organization": "organisation",
    "email": PERSON,
    "e-mail": PERSON,
    "user": PERSON,
    "user id": PERSON,
    "user_id": PERSON,
}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
_SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One person: an e-mail address in small letters or a user id; `path` is empty where no team is said."""

    line: int
    person: str
    path: Path


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody on a line who can't be in a team: unknown here, a bot, a guest, of another organisation, or closed."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A list that can be applied: who is to be in which team, and who on it can't be in any."""

    wanted: tuple[Wanted, ...]
    left: tuple[LeftOut, ...] = ()
    members_from: MembersFrom = MembersFrom.FILE


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would change, or with `faults` why it can't be used; `list_id` is the list that waits for a yes.

    `is_anew` where the tree changed after the change was told before; a fault's line is 0 where it is about the whole.
    """

    practice: str
    list_id: int
    change: Change
    left: tuple[LeftOut, ...] = ()
    faults: tuple[Problem, ...] = ()
    members_from: MembersFrom = MembersFrom.FILE
    was_from: MembersFrom = MembersFrom.FILE
    is_anew: bool = False

    @property
    def does_something(self) -> bool:
        """Whether applying it would make a difference."""
        return not self.faults and (not self.change.is_nothing or self.members_from is not self.was_from)


@dataclass(frozen=True, slots=True)
class Applied:
    """A list was applied, and this is what changed."""

    practice: str
    change: Change


@dataclass(frozen=True, slots=True)
class WhichList:
    """A file was sent by somebody who leads several initiatives: which of them is it for?"""

    file_id: str
    initiatives: tuple[Initiative, ...]


def read_list(content: bytes) -> tuple[Row, ...]:
    """The people in a file with the columns `person` and `team`, and optionally `division` and `organisation`.

    The lowest level that a line names is the person's team. Raises Refusal, or BadFile with every line that can't be
    read, names somebody again, or doesn't fit into one strict tree.
    """
    table = read_table(content)
    found = list(_rows(table))
    rows = [each for each in found if isinstance(each, Row)]
    problems = [each for each in found if isinstance(each, Problem)] + _twice(rows)
    rows, crooked = _one_tree(rows)
    if problems or crooked:
        raise BadFile(_in_order([*problems, *crooked]))
    if not rows:
        raise Refusal("The file names nobody. Write one person on each line below the first.")
    return tuple(rows)


def resolve(rows: Iterable[Row], known: Mapping[str, Profile]) -> Checked:
    """Who is to be in which team, by user id, and who can't be; `known` has who was found, by what names them.

    Raises BadFile where an address and a user id name the same person.
    """
    teams: dict[Path, tuple[Path, list[str]]] = {}
    left, again, seen = list[LeftOut](), list[Problem](), dict[str, int]()
    for row in rows:
        who = known.get(row.person)
        why = _why_not(who)
        if who is None or why:
            left.append(LeftOut(row.line, why))
        elif seen.setdefault(who.user_id, row.line) != row.line:
            again.append(_again(row.line, seen[who.user_id]))
        else:
            teams.setdefault(key_of(row.path), (row.path, []))[1].append(who.user_id)
    if again:
        raise BadFile(again)
    return Checked(tuple(Wanted(path, tuple(users)) for path, users in teams.values()), tuple(left))


def _why_not(who: Profile | None) -> str:
    """Why somebody can't be in a team, in one word; '' where they can."""
    if who is None:
        return "unknown"
    if who.can_take_part:
        return ""
    if who.is_bot:
        return "bot"
    if not who.is_active:
        return "closed"
    return "stranger" if who.is_stranger else "guest"


def _rows(table: Table) -> Iterator[Row | Problem]:
    """Every line below the first, as a person or as what is wrong with it. Raises BadFile."""
    head, *lines = table.rows
    columns = _columns(head)
    for cells in lines:
        if any(cells.cells[len(head.cells) :]):
            mark = {"\t": "tab"}.get(table.separator, table.separator)
            sentence = f"there are more cells than columns. Put a name that contains “{mark}” in quotation marks."
            yield Problem(cells.line, sentence)
        else:
            yield _row(cells, columns)


def _columns(head: Cells) -> dict[str, int]:
    """Where each column stands that we know. Raises BadFile."""
    names = [" ".join(cell.casefold().split()) for cell in head.cells]
    names = [_SPELLINGS.get(name, name) for name in names]
    for name in (PERSON, *LEVELS):
        if names.count(name) > 1:
            raise BadFile([Problem(head.line, f"two columns are called “{name}”. Keep one of them.")])
    for name, means in ((PERSON, "an e-mail address or a user id"), (LEVELS[-1], "its name")):
        if name not in names:
            sentence = f"no column is called “{name}”. Write that word above the column with {means}."
            raise BadFile([Problem(head.line, sentence)])
    return {name: names.index(name) for name in (PERSON, *LEVELS) if name in names}


def _row(cells: Cells, columns: Mapping[str, int]) -> Row | Problem:
    line = cells.line
    typed = (" ".join(cells.cell(columns[level]).split()) for level in LEVELS if level in columns)
    path = tuple(name for name in typed if name)
    for name in path:
        if len(name) > NAME_LENGTH:
            long = f"the name “{_shown(name)}” has {len(name)} characters. Use {NAME_LENGTH} at most."
            return Problem(line, long)
        if not _can_be_read(name):
            return Problem(line, "a name holds a character that nobody can see. Type the name again.")
    person = cells.cell(columns[PERSON])
    if not person:
        return Problem(line, "nobody is named. Write an e-mail address or a user id, or take the line out.")
    if _ADDRESS.fullmatch(person):
        return Row(line, person.lower(), path)
    if _USER_ID.fullmatch(person.upper()):
        return Row(line, person.upper(), path)
    return Problem(line, f"“{_shown(person)}” is no e-mail address and no user id. Write one of the two.")


@lru_cache(maxsize=20_000)
def _can_be_read(name: str) -> bool:
    return not is_blank(name) and all(unicodedata.category(letter) not in ("Cc", "Cs") for letter in name)


def _twice(rows: Iterable[Row]) -> list[Problem]:
    first: dict[str, int] = {}
    return [_again(row.line, first[row.person]) for row in rows if first.setdefault(row.person, row.line) != row.line]


def _again(line: int, first: int) -> Problem:
    return Problem(line, f"this person stands on line {first} already. Keep one of the two lines.")


def _one_tree(rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """The rows, each name as it was first written, and where names don't make a strict tree.

    Each name stands below one other, the same wherever it stands; people belong to names that nothing stands below.
    Where there are teams, those of whom no team is said are in one of their own.
    """
    loose = (NO_TEAM,) if any(row.path for row in rows) else ()
    tree = _Tree()
    kept, problems = [], []
    for row in rows:
        path, sentence = tree.take(row.path or loose, row.line)
        if sentence:
            problems.append(Problem(row.line, sentence))
        else:
            kept.append(Row(row.line, row.person, path))
    below = tree.lines_below()
    for row in kept:
        line = below.get(row.path[-1]) if row.path else None
        if line is not None:
            name = _shown(row.path[-1])
            problems.append(Problem(row.line, f"“{name}” has teams below it (line {line}). Name one of those teams."))
    return kept, problems


class _Tree:
    """What was said so far about which name stands below which, and how each was first written."""

    def __init__(self) -> None:
        self._spelled: dict[str, str] = {"": ""}
        self._above: dict[str, tuple[str, int]] = {}
        self._taken: dict[Path, tuple[Path, str]] = {}

    def take(self, path: Path, line: int) -> tuple[Path, str]:
        """The path as its names were first written, and a sentence where they can't stand so; else ''."""
        if path not in self._taken:
            keys = key_of(path)
            first = tuple(self._spelled.setdefault(key, name) for key, name in zip(keys, path, strict=True))
            self._taken[path] = first, self._misplaced(keys, line)
        return self._taken[path]

    def lines_below(self) -> dict[str, int]:
        """The names that others stand below, each with the first line that says so."""
        found: dict[str, int] = {}
        for parent, line in self._above.values():
            found.setdefault(self._spelled[parent], line)
        return found

    def _misplaced(self, keys: Path, line: int) -> str:
        for place, key in enumerate(keys):
            here = keys[place - 1] if place else ""
            name = _shown(self._spelled[key])
            if key in keys[:place]:
                return f"“{name}” stands below itself. Give the two different names."
            parent, at = self._above.setdefault(key, (here, line))
            if parent != here:
                return f"“{name}” is {self._where(here)} here, but {self._where(parent)} on line {at}. Choose one."
        return ""

    def _where(self, key: str) -> str:
        return f"in “{_shown(self._spelled[key])}”" if key else "at the top"


def _shown(name: str) -> str:
    return name if len(name) <= _SHOWN_LENGTH else f"{name[:_SHOWN_LENGTH]}…"


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line)
