"""Puzzles as a programme of whole numbers for HiGHS, which finds worlds that fit all that was published.

Each cell and answer is a variable: how many people. Each statement is a row or two; nothing here tells blocks apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from attacker.puzzle import Added, Cells, Histogram, Puzzle, Statement, World, holds
from attacker.rules import ANSWERS, BAND
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

Needed = Mapping[tuple[int, int], int]
"""A world is wanted in which at least so many people of a cell gave an answer."""
_ENDLESS = np.inf


class Contradiction(AssertionError):
    """No world fits what was published."""


class Programme:
    """Variables from 0 to a ceiling, and rows of coefficients with a least and a greatest value."""

    def __init__(self) -> None:
        self.ceilings: list[float] = []
        self.rows: list[tuple[tuple[int, ...], tuple[float, ...], float, float]] = []

    def variable(self, ceiling: float) -> int:
        """A new variable."""
        self.ceilings.append(ceiling)
        return len(self.ceilings) - 1

    def row(self, coefficients: Mapping[int, float], least: float, greatest: float) -> None:
        """A new row: these variables, times these coefficients, add up to something in between."""
        self.rows.append((tuple(coefficients), tuple(coefficients.values()), least, greatest))

    def append(self, other: "Programme") -> int:
        """Another programme, which keeps to itself; gives the number of its first variable."""
        start = len(self.ceilings)
        self.ceilings += other.ceilings
        self.rows += [(tuple(start + place for place in row[0]), *row[1:]) for row in other.rows]
        return start

    def maximise(self, wishes: Sequence[int]) -> np.ndarray:
        """The values of all variables where as many of the wishes are 1 as can be. Raises `Contradiction`."""
        objective = np.zeros(len(self.ceilings))
        objective[list(wishes)] = -1
        lengths = [len(row[0]) for row in self.rows]
        places = np.array([place for row in self.rows for place in row[0]], dtype=int)
        coefficients = np.array([each for row in self.rows for each in row[1]], dtype=float)
        numbers = np.repeat(np.arange(len(self.rows)), lengths)
        matrix = csc_array((coefficients, (numbers, places)), shape=(len(self.rows), len(self.ceilings)))
        found = milp(
            objective,
            constraints=LinearConstraint(matrix, [row[2] for row in self.rows], [row[3] for row in self.rows]),
            integrality=np.ones(len(self.ceilings)),
            bounds=Bounds(np.zeros(len(self.ceilings)), np.array(self.ceilings)),
            options={"mip_rel_gap": 0},
        )
        if found.status == 2:
            raise Contradiction("nobody can have answered so that this was published")
        assert found.status == 0, found.message
        return np.rint(found.x).astype(int)


def find_worlds(wanted: Sequence[tuple[Puzzle, Needed]]) -> list[World | None]:
    """For each puzzle a world that fits it and has what is needed; None where there is none.

    All are asked at once. They have nothing to do with one another, so where as many of the wishes come true as can,
    one that doesn't come true never could. Raises `Contradiction` where a puzzle has no world at all.
    """
    programme, starts, wishes = Programme(), [], []
    for puzzle, needed in wanted:
        start = programme.append(_programme(puzzle))
        wish = programme.variable(1)
        for (cell, answer), number in needed.items():
            programme.row({start + _variable(cell, answer): 1, wish: -number}, 0, _ENDLESS)
        starts.append(start)
        wishes.append(wish)
    found = programme.maximise(wishes)
    worlds: list[World | None] = []
    for (puzzle, needed), start, wish in zip(wanted, starts, wishes, strict=True):
        shape = (len(puzzle.sizes), len(ANSWERS))
        world = found[start : start + shape[0] * shape[1]].reshape(shape)
        if found[wish]:
            assert tuple(world.sum(axis=1)) == puzzle.sizes, "the solver erred"
            assert all(holds(world, puzzle.sizes, each) for each in puzzle.statements), "the solver erred"
            assert all(world[cell, answer - 1] >= number for (cell, answer), number in needed.items())
        worlds.append(world if found[wish] else None)
    return worlds


def size_of(puzzle: Puzzle) -> int:
    """How many variables a puzzle takes."""
    return len(_programme(puzzle).ceilings) + 1


@lru_cache(maxsize=1024)
def _programme(puzzle: Puzzle) -> Programme:
    put = Programme()
    for cell, size in enumerate(puzzle.sizes):
        put.row(dict.fromkeys((put.variable(size) for _ in ANSWERS), 1.0), size, size)
        assert put.rows[-1][0][0] == _variable(cell, 1)
    blocks: dict[Cells, tuple[dict[int, float], dict[int, float]]] = {}
    for statement in puzzle.statements:
        _state(put, puzzle, statement, blocks)
    return put


def _state(
    put: Programme,
    puzzle: Puzzle,
    statement: Statement,
    blocks: dict[Cells, tuple[dict[int, float], dict[int, float]]],
) -> None:
    if isinstance(statement, Histogram):
        for answer, number in zip(ANSWERS, statement.numbers, strict=True):
            put.row({_variable(cell, answer): 1.0 for cell in statement.cells}, number, number)
    elif isinstance(statement, Added):
        for block in statement.blocks - blocks.keys():
            blocks[block] = _block(put, block, sum(puzzle.sizes[cell] for cell in block))
        for side, total in ((0, statement.low), (1, statement.high)):
            row: dict[int, float] = {}
            for block in statement.blocks:
                row |= blocks[block][side]
            put.row(row, total, total)
    else:
        put.row(_sum(statement.cells), statement.low, statement.high)


def _block(put: Programme, cells: Cells, people: int) -> tuple[dict[int, float], dict[int, float]]:
    """What a block adds to the least and to the greatest sum of its groups, in variables that the reader can't see.

    It is low, high or exact; the sum of its answers is that of the case which it is, and 0 in the others.
    """
    ranges = (
        (people, people + BAND),
        (5 * people - BAND, 5 * people),
        (people + BAND + 1, 5 * people - BAND - 1),
    )
    which = [put.variable(1) for _ in ranges]
    sums = [put.variable(5 * people) for _ in ranges]
    put.row(dict.fromkeys(which, 1.0), 1, 1)
    for case, total, (least, greatest) in zip(which, sums, ranges, strict=True):
        put.row({total: 1, case: -least}, 0, _ENDLESS)
        put.row({total: 1, case: -greatest}, -_ENDLESS, 0)
    put.row(_sum(cells) | dict.fromkeys(sums, -1.0), 0, 0)
    low, high, _ = which
    exact = {sums[2]: 1.0}
    return (
        exact | {low: ranges[0][0], high: ranges[1][0]},
        exact | {low: ranges[0][1], high: ranges[1][1]},
    )


def _sum(cells: Iterable[int]) -> dict[int, float]:
    return {_variable(cell, answer): float(answer) for cell in cells for answer in ANSWERS}


def _variable(cell: int, answer: int) -> int:
    return cell * len(ANSWERS) + answer - 1
