"""From what is published of a wave, nobody can tell what anybody answered: at least 3 of 5 answers stay possible.

Rules 1 and 2 of "Publication" in the project's statement on anonymity, for one item of one wave. Groups are a strict
tree; people may answer at any group. All that a reader can ever derive are unions of blocks of at least five people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.errors import Refusal

SMALLEST_BLOCK = 5
LOWEST, HIGHEST = 1, 5
# To a colleague who answered 5, a sum of n + 6 leaves the others 1, 2 and 3; one less would leave only 1 and 2.
BAND = 6

Tally = tuple[int, int, int, int, int]
"""How many people of one group gave each answer from 1 to 5 to one item."""


class BrokenTree(Refusal):
    """The groups are not a strict tree with one organisation at the top."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="parent")


class Tree:
    """Groups nested in one organisation, ready to be walked from the smallest groups up.

    `parents` gives each group's parent, None for the organisation. `bottom_up` has every group after all below it.
    Raises `BrokenTree` for a loop, an unknown parent, no top or more than one.
    """

    __slots__ = ("bottom_up", "parents")

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        self.parents = dict(parents)
        self.bottom_up = tuple(reversed(_top_down(self.parents)))


@dataclass(frozen=True, slots=True)
class Block:
    """People who are only ever counted together: how many, and the groups where they answered."""

    respondents: int
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A group's published result for an item: people counted, and the least and greatest sum their answers can have."""

    respondents: int
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether the sum itself is published, not only a band that holds it."""
        return self.low == self.high


def make_blocks(tree: Tree, counts: Mapping[int, int]) -> dict[int, Block]:
    """Which people count together, by the group they count in; groups without a block of their own are absent.

    `counts` is how many people gave the item a number directly in each group. Answers play no part, or the hiding
    itself would tell. At most four people, left at the top, are in no block. Raises `BrokenTree` for an unknown group.
    """
    pools = dict(counts)
    _expect_known(tree, pools)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for group, count in counts.items():
        if count:
            members[group].append(group)
    blocks: dict[int, Block] = {}
    for group in tree.bottom_up:
        pool = pools.get(group, 0)
        parent = tree.parents[group]
        if pool >= SMALLEST_BLOCK:
            blocks[group] = Block(pool, tuple(members[group]))
        elif pool and parent is not None:
            pools[parent] = pools.get(parent, 0) + pool
            members[parent] += members[group]
    return blocks


def publish_item(tree: Tree, tallies: Mapping[int, Tally]) -> dict[int, Shown]:
    """What everyone may see of one item: a result for each group with a block of its own or below it, and no other.

    `tallies` holds the numbers given directly in each group. Raises `BrokenTree` for a tally of no group.
    """
    blocks = make_blocks(tree, {group: sum(tally) for group, tally in tallies.items()})
    totals = {group: _interval(block, tallies) for group, block in blocks.items()}
    for group in tree.bottom_up:
        parent = tree.parents[group]
        if group in totals and parent is not None:
            _add(totals, parent, totals[group])
    return {group: Shown(*total) for group, total in totals.items()}


def mean_range(shown: Shown, reverse: bool = False) -> tuple[float, float]:
    """The least and greatest possible mean answer, from 1 to 5; `reverse` for an item where 1 is best (6 - mean)."""
    low, high = shown.low / shown.respondents, shown.high / shown.respondents
    if reverse:
        return LOWEST + HIGHEST - high, LOWEST + HIGHEST - low
    return low, high


def _interval(block: Block, tallies: Mapping[int, Tally]) -> list[int]:
    """People counted in a block, and the least and greatest sum that is published of it."""
    people = block.respondents
    total = sum(_sum(tallies[group]) for group in block.groups)
    lowest, highest = LOWEST * people, HIGHEST * people
    if total <= lowest + BAND:
        return [people, lowest, lowest + BAND]
    if total >= highest - BAND:
        return [people, highest - BAND, highest]
    return [people, total, total]


def _sum(tally: Tally) -> int:
    ones, twos, threes, fours, fives = tally
    return ones + 2 * twos + 3 * threes + 4 * fours + 5 * fives


def _add(totals: dict[int, list[int]], group: int, below: list[int]) -> None:
    """Intervals add up; a tighter band for the sum of two blocks would narrow both."""
    standing = totals.get(group)
    if standing is None:
        totals[group] = below.copy()
    else:
        for place, value in enumerate(below):
            standing[place] += value


def _top_down(parents: Mapping[int, int | None]) -> list[int]:
    """Every group before those directly below it."""
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for group, parent in parents.items():
        if parent is not None and parent not in parents:
            raise BrokenTree("A group is placed under one that doesn't exist. Pick its place from the list.")
        children[parent].append(group)
    if len(children[None]) > 1:
        raise BrokenTree("More than one group has no group above it. Place them all under one organisation.")
    order = list(children[None])
    for group in order:
        order.extend(children[group])
    if not order or len(order) < len(parents):
        raise BrokenTree("Every group must lead up to one organisation. Find the groups that contain each other.")
    return order


def _expect_known(tree: Tree, groups: Iterable[int]) -> None:
    if any(group not in tree.parents for group in groups):
        raise BrokenTree("Some answers belong to a group that is not in the organisation. Add the group first.")
