"""What a reader can still take for possible, by a formula: all that anybody can derive are unions of blocks."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from attacker.cases import Case
from attacker.records import Path, Shown
from attacker.rules import ANSWERS, blocks_of, check_rules


class Left(NamedTuple):
    """What is left of everyone in a block to a colleague of theirs who answered `own`, or to an outsider (None)."""

    block: Path
    own: int | None
    possible: frozenset[int]


@cache
def possible_answers(people: int, low: int, high: int, own: int | None = None) -> frozenset[int]:
    """The answers possible for one of `people` whose sum is in [low, high], to a reader who knows one other's."""
    others = people - 1 if own is None else people - 2
    rest = own or 0
    return frozenset(v for v in ANSWERS if low - v - rest <= 5 * others and high - v - rest >= others)


def what_is_left(case: Case) -> Iterator[Left]:
    """For every block: what outsiders, and colleagues in it by their own answer, can still take for possible.

    A colleague of another block is an outsider to this one, and of who is in no block nothing was published at all.
    Where the reader doesn't know a colleague's answer, every answer is tried that a colleague can have given.
    Raises `BrokenRules`.
    """
    (edition,) = case.editions
    people = edition.people
    own = own_answers(case)
    blocks = blocks_of(people)
    for block, shown in check_rules(people, edition.shown).items():
        yield Left(block, None, possible_answers(*shown))
        known = set[int]().union(*(own[group] for group in blocks[block]))
        yield from (Left(block, k, possible_answers(*shown, k)) for k in known & possible_answers(*shown))


def own_answers(case: Case) -> dict[Path, set[int]]:
    """By group: the answers that a colleague who answered there can know as their own."""
    known: dict[Path, set[int]] = {}
    for person, group in case.editions[-1].persons.items():
        number = case.own.get(person)
        known.setdefault(group, set()).update(ANSWERS if number is None else (number,))
    return known


def possible_for(
    people: Mapping[Path, int], shown: Mapping[Path, Shown], target: Path, colleague: Path | None, own: int | None
) -> frozenset[int]:
    """The answers possible for somebody of group `target`, to somebody of group `colleague` who answered `own`."""
    home = {group: block for block, groups in blocks_of(people).items() for group in groups}
    block = home.get(target)
    if block is None:
        return frozenset(ANSWERS)
    is_near = colleague is not None and home.get(colleague) == block
    return possible_answers(*check_rules(people, shown)[block], own if is_near else None)
