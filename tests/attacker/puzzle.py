"""What was published, as statements about people: a reader looks for the worlds in which all of them are true.

People about whom a reader knows the same are one cell, so a world is how many of each cell gave each answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from attacker.rules import ANSWERS, band_of

Cells = frozenset[int]
World = np.ndarray
"""A row for each cell, a column for each answer: how many people gave it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The answers of these cells add up to something from `low` to `high`."""

    cells: Cells
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """So many people of these cells gave each answer."""

    cells: Cells
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A group's result, added up from blocks of which each was shown by rule 2: its sum, or one of two bands."""

    blocks: frozenset[Cells]
    low: int
    high: int


Statement = Sum | Histogram | Added


@dataclass(frozen=True, slots=True)
class Puzzle:
    """How many people are in each cell, and what was published."""

    sizes: tuple[int, ...]
    statements: tuple[Statement, ...]


class Question(NamedTuple):
    """What did somebody of `target` answer? Asked by somebody of `colleague` who answered `own`, or by an outsider."""

    target: int
    colleague: int | None = None
    own: int | None = None


def questions(puzzle: Puzzle, own: Mapping[int, set[int]]) -> Iterator[Question]:
    """Every question, outsiders' first; `own` is what colleagues in each cell can know as their own answer."""
    cells = range(len(puzzle.sizes))
    yield from (Question(target) for target in cells)
    for target in cells:
        for colleague in cells:
            if colleague != target or puzzle.sizes[target] > 1:
                yield from (Question(target, colleague, answer) for answer in sorted(own.get(colleague, ())))


def holds(world: World, sizes: tuple[int, ...], statement: Statement) -> bool:
    """Whether a statement is true in a world."""
    if isinstance(statement, Histogram):
        return tuple(world[sorted(statement.cells)].sum(axis=0)) == statement.numbers
    if isinstance(statement, Sum):
        return statement.low <= _total(world, statement.cells) <= statement.high
    bands = [band_of(sum(sizes[cell] for cell in block), _total(world, block)) for block in statement.blocks]
    return (sum(low for low, _ in bands), sum(high for _, high in bands)) == (statement.low, statement.high)


def _total(world: World, cells: Cells) -> int:
    return int((world[sorted(cells)] @ np.array(ANSWERS)).sum())
