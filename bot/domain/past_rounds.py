"""Earlier surveys in a file: one row per answered form, counted into the same tallies as the answers to a pulse."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.delimited import BadFile, Problem, Row, read_table
from bot.domain.publication import HIGHEST, LOWEST, Tally
from bot.domain.pulse import COMMENT_LENGTH
from bot.domain.teams import NAME_LENGTH, Path, key_of, levels, name_key
from bot.domain.typed import fit_to_keep, is_blank

DATE, GROUP, COMMENT = "date", "group", "comment"
DEEPEST = 20
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ANSWERS = {str(value): value for value in range(LOWEST, HIGHEST + 1)}
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(slots=True)
class PastRound:
    """One earlier round: how often each answer was given, by item and group; `line` is where it first stands.

    `answered` is how many forms there are, those that say nothing but "can't say" included.
    """

    on: date
    line: int
    tallies: dict[str, dict[Path, list[int]]] = field(default_factory=dict)
    answered: int = 0
    comments: list[str] = field(default_factory=list)

    def tally(self, item: str) -> dict[Path, Tally]:
        """How many people of each group gave each answer from 1 to 5 to an item."""
        counted = self.tallies.get(item, {})
        return {path: (c[0], c[1], c[2], c[3], c[4]) for path, c in counted.items()}


@dataclass(frozen=True, slots=True)
class PastRounds:
    """All rounds of a file, the oldest first, and every group in it, those above before those below.

    Groups stand under their names from the organisation down, spelt as at their first mention.
    """

    rounds: tuple[PastRound, ...]
    groups: Mapping[Path, Path]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: the initiative, whether it is new, and how many rounds, groups and forms there were."""

    practice: str
    is_new: bool
    rounds: int
    groups: int
    forms: int


def read_past_rounds(content: bytes, items: Collection[str]) -> PastRounds:
    """The rounds in a file with the columns `date`, `group`, one for each item's id, and `comment` if there are any.

    A group is a path such as "Hospital / Surgery / Ward 7". An empty answer is "can't say". Raises Refusal, or BadFile
    with every line that can't be read.
    """
    table = read_table(content)
    reader = _Reader(_columns(table.rows[0], items), table.separator)
    if len(table.rows) == 1:
        raise BadFile([Problem(table.rows[0].line, "there is no row below the names of the columns.")])
    for row in table.rows[1:]:
        reader.take(row)
    if reader.problems:
        raise BadFile(sorted(reader.problems, key=lambda each: each.line))
    return PastRounds(tuple(sorted(reader.rounds.values(), key=lambda each: each.on)), reader.groups)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column stands."""

    date: int
    group: int
    comment: int | None
    items: Mapping[str, int]
    width: int


def _columns(header: Row, items: Collection[str]) -> _Columns:
    """The columns by the names in the first line. Raises BadFile."""
    sentences, found = [], {}
    known = {name.casefold(): name for name in (DATE, GROUP, COMMENT, *items)}
    for place, cell in enumerate(header.cells):
        name = known.get(cell.casefold())
        if not cell:
            sentences.append(f"column {place + 1} has no name. Name it, or delete it.")
        elif name is None:
            sentences.append(f"there is no item “{cell[:60]}”. Columns are date, group, comment and the items' ids.")
        elif name in found:
            sentences.append(f"the column {name} is there twice. Keep one of them.")
        else:
            found[name] = place
    sentences += [f"the column {name} is missing." for name in (DATE, GROUP) if name not in found]
    places = {name: place for name, place in found.items() if name not in (DATE, GROUP, COMMENT)}
    if not places:
        sentences.append("no column has the id of an item.")
    if sentences:
        raise BadFile([Problem(header.line, sentence) for sentence in sentences])
    return _Columns(found[DATE], found[GROUP], found.get(COMMENT), places, len(header.cells))


class _Reader:
    """Counts row by row; what is wrong with one doesn't keep it from looking at the next."""

    def __init__(self, columns: _Columns, separator: str) -> None:
        self._columns, self._separator = columns, separator
        self.rounds: dict[date, PastRound] = {}
        self.groups: dict[Path, Path] = {}
        self.problems: list[Problem] = []
        self._keys: dict[str, Path] = {}
        self._above: dict[tuple[str, str], int] = {}
        self._top = 0

    def take(self, row: Row) -> None:
        """Count one form, or note what is wrong with it."""
        sentences = [] if not any(row.cells[self._columns.width :]) else ["the row has more cells than columns."]
        on = self._day(row, sentences)
        key = self._group(row, sentences)
        answers = dict(self._answers(row, sentences))
        comment = self._comment(row, sentences)
        self.problems += [Problem(row.line, sentence) for sentence in sentences]
        if sentences or on is None or key is None:
            return
        past = self.rounds.setdefault(on, PastRound(on, row.line))
        past.answered += 1
        for item, value in answers.items():
            past.tallies.setdefault(item, {}).setdefault(key, [0] * HIGHEST)[value - LOWEST] += 1
        if comment:
            past.comments.append(comment)

    def _day(self, row: Row, sentences: list[str]) -> date | None:
        text = row.cell(self._columns.date)
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or not _FIRST <= day <= _LAST:
            sentences.append(f"date: “{text[:40]}” is no date. Write it as 2026-03-31.")
            return None
        return day

    def _answers(self, row: Row, sentences: list[str]) -> Iterator[tuple[str, int]]:
        for item, place in self._columns.items.items():
            text = row.cell(place)
            if text in _ANSWERS:
                yield item, _ANSWERS[text]
            elif text:
                sentences.append(f"{item}: “{text[:40]}” is no answer. Write 1 to 5, or nothing for “can't say”.")

    def _comment(self, row: Row, sentences: list[str]) -> str:
        text = "" if self._columns.comment is None else fit_to_keep(row.cell(self._columns.comment))
        if len(text) > COMMENT_LENGTH:
            sentences.append(f"comment: shorten this to {COMMENT_LENGTH} characters. It has {len(text)}.")
        return "" if is_blank(text) else text

    def _group(self, row: Row, sentences: list[str]) -> Path | None:
        text = row.cell(self._columns.group)
        if text not in self._keys:
            path = tuple(fit_to_keep(name) for name in levels(text))
            key = key_of(path)
            wrong = _wrong_path(path, key) or self._wrong_place(path, key, row.line)
            if wrong:
                sentences.append(f"group: {wrong}")
                return None
            for depth in range(1, len(path) + 1):
                self.groups.setdefault(key[:depth], path[:depth])
            self._keys[text] = key
        return self._keys[text]

    def _wrong_place(self, path: Path, key: Path, line: int) -> str:
        """What is wrong with a path beside those of the lines before; the organisation is the same everywhere."""
        top = next(iter(self.groups), key[:1])
        if key[:1] != top:
            first = self.groups[top][0]
            return (
                f"“{path[0]}” stands on top here, and “{first}” elsewhere. Begin every path with the same organisation."
            )
        pairs = [(above, below) for depth, below in enumerate(key) for above in key[:depth]]
        for above, below in pairs:
            other = self._above.get((below, above))
            if other is not None:
                names = dict(zip(key, path, strict=True))
                return f"“{names[above]}” stands above “{names[below]}” here, and below it in line {other}."
        for pair in pairs:
            self._above.setdefault(pair, line)
        return ""


def _wrong_path(path: Sequence[str], key: Path) -> str:
    """What is wrong with a path by itself; '' where nothing is."""
    if len(path) == 1 and is_blank(path[0]):
        return "it is empty. Write where the person works, such as Hospital / Surgery / Ward 7."
    if any(is_blank(name) for name in path):
        return "a level has no name. Write it as Hospital / Surgery / Ward 7."
    if len(path) > DEEPEST:
        return f"it has {len(path)} levels. Use {DEEPEST} at most."
    for name in path:
        if len(name) > NAME_LENGTH:
            return f"shorten “{name[:20]}…” to {NAME_LENGTH} characters."
    if len({name_key(name) for name in key}) < len(key):
        return "the same name stands in it twice, so a group would lie within itself."
    return ""
