"""A list of people and their teams, read from a CSV file; whatever needs a look is named with its line."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import StringIO

from bot.domain.people import Profile
from bot.domain.teams import NAME_LENGTH, NO_TEAM, Path, Wanted, key_of
from bot.domain.typed import is_blank

MOST_BYTES = 12 * 1024 * 1024
MOST_LINES = 120_000
PERSON = "person"
LEVELS = ("organisation", "division", "team")
"""The columns that say where somebody belongs, from the top down."""

_SPELLINGS = {"organization": "organisation"}
_DELIMITERS = (",", ";", "\t")
_WIDE = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
_SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that needs a look: `what` names the sentence, `line` counts from 1 and is 0 where all of it is meant.

    `name` is what it is about, `here` and `there` are what it stands below, and `at` is another line, as it needs them.
    """

    what: str
    line: int = 0
    name: str = ""
    here: str = ""
    there: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One person: an e-mail address in small letters or a user id; `path` is empty where no team is said."""

    line: int
    person: str
    path: Path


@dataclass(frozen=True, slots=True)
class TeamList:
    """What a file says. With any problem in it nothing may be applied."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def persons(self) -> frozenset[str]:
        """Everybody who is named, each by an e-mail address or a user id."""
        return frozenset(row.person for row in self.rows)


class _Unreadable(Exception):
    """Nothing beyond this can be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def parse(content: bytes) -> TeamList:
    """Read a file: columns `person` and `team`, and optionally `division` and `organisation`, in any order.

    UTF-8, or UTF-16 with its byte order mark; commas, semicolons or tabs; quoted fields; blank lines don't count. The
    lowest level that a line names is the person's team.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for found in _lines(content):
            (rows if isinstance(found, Row) else problems).append(found)  # type: ignore[arg-type]
    except _Unreadable as end:
        problems.append(end.problem)
    else:
        if not rows and not problems:
            problems.append(Problem("empty"))
    problems += _twice(rows)
    rows, crooked = _one_tree(rows)
    return TeamList(tuple(rows), _in_order([*problems, *crooked]))


def resolve(found: TeamList, known: Mapping[str, Profile]) -> tuple[tuple[Wanted, ...], tuple[Problem, ...]]:
    """Who is to be in which team, by user id, and all problems; `known` has who was found, by what names them."""
    teams: dict[Path, tuple[Path, list[str]]] = {}
    problems, seen = list(found.problems), dict[str, int]()
    named = {problem.line for problem in problems if problem.what == "twice"}
    for row in found.rows:
        who = known.get(row.person)
        trouble = _why_not(who)
        if who is None or trouble:
            problems.append(Problem(trouble, row.line))
        elif who.user_id not in seen:
            seen[who.user_id] = row.line
            teams.setdefault(key_of(row.path), (row.path, []))[1].append(who.user_id)
        elif row.line not in named:
            problems.append(Problem("twice", row.line, at=seen[who.user_id]))
    return tuple(Wanted(path, tuple(users)) for path, users in teams.values()), _in_order(problems)


def _why_not(who: Profile | None) -> str:
    """The sentence that says why somebody can't be in a team; '' where they can."""
    if who is None:
        return "unknown"
    if who.can_take_part:
        return ""
    if who.is_bot:
        return "bot"
    if not who.is_active:
        return "closed"
    return "stranger" if who.is_stranger else "guest"


def _lines(content: bytes) -> Iterator[Row | Problem]:
    """Every line below the first, as a row or as what is wrong with it. Raises _Unreadable."""
    text = _text(content)
    delimiter, columns, records = _opened(text)
    for line, cells in records:
        if line > MOST_LINES:
            raise _Unreadable(Problem("too_many_lines"))
        if not any(map(str.strip, cells)):
            continue
        if any(map(str.strip, cells[len(columns) :])):
            yield Problem("extra_columns", line, delimiter.replace("\t", "tab"))
            continue
        yield _row(line, dict(zip(columns, cells, strict=False)))


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _Unreadable(Problem("too_big"))
    try:
        if content.startswith(_WIDE):
            raise UnicodeDecodeError("utf-32", content[:4], 0, 4, "not offered")
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise _Unreadable(Problem("encoding")) from None


def _opened(text: str) -> tuple[str, list[str], Iterator[tuple[int, list[str]]]]:
    """The delimiter with which most columns are known, the columns by name, and the records that follow."""
    found: list[tuple[int, str, int, list[str]]] = []
    for delimiter in _DELIMITERS:
        try:
            line, cells = next(((n, c) for n, c in _records(text, delimiter) if any(map(str.strip, c))), (1, []))
        except _Unreadable:
            continue
        columns = [_column(cell) for cell in cells]
        found.append((sum(name in (PERSON, *LEVELS) for name in columns), delimiter, line, columns))
    if not found:
        raise _Unreadable(Problem("no_column", 1, PERSON))
    _, delimiter, line, columns = max(found, key=lambda each: each[0])
    _check_columns(line, columns)
    records = _records(text, delimiter)
    return delimiter, columns, ((n, cells) for n, cells in records if n > line)


def _check_columns(line: int, columns: Sequence[str]) -> None:
    for name in (PERSON, LEVELS[-1]):
        if name not in columns:
            raise _Unreadable(Problem("no_column", line, name))
    for name in (PERSON, *LEVELS):
        if columns.count(name) > 1:
            raise _Unreadable(Problem("two_columns", line, name))


def _column(cell: str) -> str:
    name = cell.strip().casefold()
    return _SPELLINGS.get(name, name)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line on which it begins. Raises _Unreadable where a quotation never ends."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise _Unreadable(Problem("quotation", begins)) from None


def _row(line: int, cells: Mapping[str, str]) -> Row | Problem:
    path = tuple(name for level in LEVELS if (name := " ".join(cells.get(level, "").split())))
    for name in path:
        if len(name) > NAME_LENGTH:
            return Problem("long_name", line, _shown(name), at=len(name))
        if not _can_be_read(name):
            return Problem("unseen", line)
    person = cells.get(PERSON, "").strip()
    if not person:
        return Problem("no_person", line)
    if _ADDRESS.fullmatch(person):
        return Row(line, person.lower(), path)
    return Row(line, person.upper(), path) if _USER_ID.fullmatch(person.upper()) else Problem("not_a_person", line)


@lru_cache(maxsize=20_000)
def _can_be_read(name: str) -> bool:
    return not is_blank(name) and all(unicodedata.category(letter) not in ("Cc", "Cs") for letter in name)


def _twice(rows: Iterable[Row]) -> list[Problem]:
    first: dict[str, int] = {}
    return [
        Problem("twice", row.line, at=first[row.person])
        for row in rows
        if first.setdefault(row.person, row.line) != row.line
    ]


def _one_tree(rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """The rows, each name as it was first written, and where names don't make a strict tree.

    Each name stands below one other, the same wherever it stands; people belong to names that nothing stands below.
    Where there are teams, those of whom no team is said are in one of their own.
    """
    loose = (NO_TEAM,) if any(row.path for row in rows) else ()
    tree = _Tree()
    kept, problems = [], []
    for row in rows:
        path, problem = tree.take(row.path or loose, row.line)
        if problem is None:
            kept.append(Row(row.line, row.person, path))
        else:
            problems.append(replace(problem, line=row.line))
    below = tree.lines_below()
    for row in kept:
        line = below.get(row.path[-1]) if row.path else None
        if line is not None:
            problems.append(Problem("not_a_leaf", row.line, _shown(row.path[-1]), at=line))
    return kept, problems


class _Tree:
    """What was said so far about which name stands below which, and how each was first written."""

    def __init__(self) -> None:
        self._spelled: dict[str, str] = {"": ""}
        self._above: dict[str, tuple[str, int]] = {}
        self._taken: dict[Path, tuple[Path, Problem | None]] = {}

    def take(self, path: Path, line: int) -> tuple[Path, Problem | None]:
        """The path as its names were first written, and what is wrong with where they stand."""
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

    def _misplaced(self, keys: Path, line: int) -> Problem | None:
        for place, key in enumerate(keys):
            here = keys[place - 1] if place else ""
            name = _shown(self._spelled[key])
            if key in keys[:place]:
                return Problem("own_parent", line, name)
            parent, at = self._above.setdefault(key, (here, line))
            if parent != here:
                here, there = _shown(self._spelled[here]), _shown(self._spelled[parent])
                return Problem("two_parents", line, name, here, there, at)
        return None


def _shown(name: str) -> str:
    return name if len(name) <= _SHOWN_LENGTH else f"{name[:_SHOWN_LENGTH]}…"


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))
