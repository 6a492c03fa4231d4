"""Makes a puzzle small: people of whom the same is said become one cell, and what hangs not together is asked apart.

Nothing that was published tells apart two people to whom the same statements apply, so what is possible for one of them
is possible for the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from attacker.puzzle import Added, Cells, Histogram, Puzzle, Statement, Sum


@dataclass(frozen=True)
class Part:
    """A piece of a puzzle that has nothing to do with the rest.

    `cells` are those of the whole puzzle that make up each of its cells; `own` is what colleagues in each can know.
    """

    puzzle: Puzzle
    own: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[int, ...], ...]


def parts_of(puzzle: Puzzle, own: Mapping[int, set[int]]) -> list[Part]:
    """The parts of a puzzle; people of whom nothing was published are in none."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for cell in range(len(puzzle.sizes)):
        about = tuple(number for number, each in enumerate(puzzle.statements) if any(cell in c for c in _sets(each)))
        inside = tuple(
            place for number in about for place, c in enumerate(_sets(puzzle.statements[number])) if cell in c
        )
        if about:
            alike.setdefault((*about, -1, *inside), []).append(cell)
    members = list(alike.values())
    place = {cell: number for number, cells in enumerate(members) for cell in cells}
    statements = [_moved(each, place) for each in puzzle.statements if any(_sets(each))]
    return [_part(puzzle, own, members, together, statements) for together in _connected(len(members), statements)]


def _part(
    puzzle: Puzzle,
    own: Mapping[int, set[int]],
    members: list[list[int]],
    together: list[int],
    statements: list[Statement],
) -> Part:
    place = {cell: number for number, cell in enumerate(together)}
    mine = tuple(_moved(each, place) for each in statements if _cells(each) <= place.keys())
    sizes = tuple(sum(puzzle.sizes[cell] for cell in members[number]) for number in together)
    known = tuple(tuple(sorted(set[int]().union(*(own[cell] for cell in members[n])))) for n in together)
    return Part(Puzzle(sizes, mine), known, tuple(tuple(members[number]) for number in together))


def _connected(number: int, statements: list[Statement]) -> list[list[int]]:
    root = list(range(number))

    def find(cell: int) -> int:
        while root[cell] != cell:
            root[cell] = cell = root[root[cell]]
        return cell

    for statement in statements:
        first, *others = sorted(_cells(statement))
        for other in others:
            root[find(other)] = find(first)
    found: dict[int, list[int]] = {}
    for cell in range(number):
        found.setdefault(find(cell), []).append(cell)
    return list(found.values())


def _sets(statement: Statement) -> list[Cells]:
    return sorted(statement.blocks, key=sorted) if isinstance(statement, Added) else [statement.cells]


def _cells(statement: Statement) -> Cells:
    return Cells().union(*_sets(statement))


def _moved(statement: Statement, place: Mapping[int, int]) -> Statement:
    """The same statement about cells with other numbers."""
    moved = [frozenset(place[cell] for cell in cells) for cells in _sets(statement)]
    if isinstance(statement, Added):
        return Added(frozenset(moved), statement.low, statement.high)
    if isinstance(statement, Histogram):
        return Histogram(moved[0], statement.numbers)
    return Sum(moved[0], statement.low, statement.high)
