"""From what was published to a puzzle for the solver: which people each record is about, and what it says of them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attacker.cases import Case, Edition
from attacker.puzzle import Added, Cells, Histogram, Puzzle, Statement, Sum
from attacker.records import Path
from attacker.rules import ANSWERS, Blocks, blocks_of, can_be_a_block, counted, remainders


class Cell(NamedTuple):
    """People about whom a reader knows the same: where they answered, and in which editions they are counted.

    With `person` it is one of them, for readers who trust no symmetry.
    """

    group: Path
    editions: tuple[int, ...]
    person: str = ""


class Reading(NamedTuple):
    """A puzzle, who is in each of its cells, and the answers that a colleague in each can know as their own."""

    puzzle: Puzzle
    cells: tuple[Cell, ...]
    own: Mapping[int, set[int]]


def read(case: Case, *, added: bool = False, by_person: bool = False) -> Reading:
    """What the solver is told. With `added`, groups' results stay as they are, and it is left to tell blocks apart."""
    members: dict[Cell, list[str]] = {}
    for person, group in {person: group for each in case.editions for person, group in each.persons.items()}.items():
        editions = tuple(number for number, each in enumerate(case.editions) if person in each.persons)
        members.setdefault(Cell(group, editions, person if by_person else ""), []).append(person)
    cells = tuple(members)
    statements: list[Statement] = []
    for number, edition in enumerate(case.editions):
        groups: dict[Path, set[int]] = {}
        for index, cell in enumerate(cells):
            if number in cell.editions:
                groups.setdefault(cell.group, set()).add(index)
        statements += _statements(edition, groups, added)
    own = {index: _known(case, members[cell]) for index, cell in enumerate(cells)}
    return Reading(Puzzle(tuple(len(members[cell]) for cell in cells), tuple(statements)), cells, own)


def follows_rule_two(edition: Edition, blocks: Blocks) -> bool:
    """Whether exactly these blocks were added up, and each of them can be shown as it is by rule 2."""
    seen = remainders(edition.shown)
    sizes = {block: sum(edition.people.get(each, 0) for each in groups) for block, groups in blocks.items()}
    smallest = min(sizes.values(), default=0)
    return (
        {block: shown[0] for block, shown in seen.items()} == sizes
        and edition.shown.keys() == counted(blocks).keys()
        and all(can_be_a_block(shown, smallest) for shown in seen.values())
    )


def likely_blocks(edition: Edition) -> Blocks | None:
    """The blocks that would give the published numbers of people; None if no way that a reader can think of gives them.

    Blocks by the rules come first, then by a smaller threshold, then of forms in place of answers to the item. With a
    threshold of one everybody is counted at once, as where there are no blocks at all.
    """
    ways = [(people, smallest) for people in (edition.people, edition.forms) for smallest in (5, 4, 3, 2, 1)]
    for people, smallest in ways:
        blocks = blocks_of(people, smallest)
        for numbers in (edition.people, edition.forms):
            sizes = {
                group: sum(numbers.get(each, 0) for block in added for each in blocks[block])
                for group, added in counted(blocks).items()
            }
            if all(sizes.get(group) == shown[0] for group, shown in edition.shown.items()):
                return blocks
    return None


def _statements(edition: Edition, groups: Mapping[Path, set[int]], added: bool) -> Iterator[Statement]:
    blocks = likely_blocks(edition)
    by_rules = blocks is not None and follows_rule_two(edition, blocks)
    blocks = blocks if blocks is not None else _everyone(edition)
    cells = {block: Cells().union(*(groups.get(each, ()) for each in blocks[block])) for block in blocks}
    covered = counted(blocks)
    if by_rules and not added:
        for block, (_, low, high) in remainders(edition.shown).items():
            yield Sum(cells[block], low, high)
    else:
        for group, (_, low, high) in edition.shown.items():
            of_group = frozenset(cells[block] for block in covered.get(group, ()))
            if by_rules:
                yield Added(of_group, low, high)
            elif of_group:
                yield Sum(Cells().union(*of_group), low, high)
    for group, numbers in edition.histograms.items():
        if group in covered:
            yield Histogram(Cells().union(*(cells[block] for block in covered[group])), numbers)


def _everyone(edition: Edition) -> Blocks:
    """Of results that no threshold explains, a reader still understands those that count everybody below the group."""
    people = edition.people
    everyone = blocks_of(people, 1)
    whole = {
        group
        for group, blocks in counted(everyone).items()
        if group in edition.shown and edition.shown[group][0] == sum(people[block] for block in blocks)
    }
    return {block: groups for block, groups in everyone.items() if any(block[: len(each)] == each for each in whole)}


def _known(case: Case, persons: list[str]) -> set[int]:
    known = {case.own.get(person) for person in persons}
    return set(ANSWERS) if None in known else {each for each in known if each is not None}
