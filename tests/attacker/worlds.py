"""What a reader can still take for possible, by writing down every world and keeping those that publish the same.

People of one group are alike to a reader, so a world is the sum of the answers in each group: 4 n + 1 sums for n
people. Slow and plain: for organisations of up to ten people.
"""

from collections.abc import Mapping

import numpy as np
from attacker.records import Path, Shown
from attacker.rules import ANSWERS, BAND, blocks_of, counted

Asked = tuple[Path, Path | None, int | None]
"""Whose answer (somebody's of a group), to a colleague of a group who answered this; None, None: to an outsider."""
MOST = 4_000_000


def possible_by_listing(
    people: Mapping[Path, int], shown: Mapping[Path, Shown], own: Mapping[Path, set[int]]
) -> dict[Asked, frozenset[int]]:
    """For every question the answers that occur in some world that publishes the same."""
    groups = [group for group, number in people.items() if number]
    sums = worlds_that_publish(people, shown, groups)
    asked: list[Asked] = [(target, None, None) for target in groups]
    asked += [
        (target, colleague, answer)
        for target in groups
        for colleague in groups
        if colleague != target or people[target] > 1
        for answer in sorted(own[colleague])
    ]
    return {each: frozenset(v for v in ANSWERS if _occurs(each, v, sums, groups, people)) for each in asked}


def worlds_that_publish(people: Mapping[Path, int], shown: Mapping[Path, Shown], groups: list[Path]) -> np.ndarray:
    """A row for each group, a column for each world that publishes exactly this."""
    shape = tuple(4 * people[group] + 1 for group in groups)
    assert np.prod(shape, dtype=float) <= MOST, "too many worlds to list"
    sums = np.indices(shape, dtype=np.int16).reshape(len(groups), -1)
    sums += np.array([[people[group]] for group in groups], dtype=np.int16)
    low: dict[Path, np.ndarray] = {}
    high: dict[Path, np.ndarray] = {}
    blocks = blocks_of(people)
    for block, pooled in blocks.items():
        n, total = sum(people[each] for each in pooled), sum(sums[groups.index(each)] for each in pooled)
        is_low, is_high = total <= n + BAND, total >= 5 * n - BAND
        low[block] = np.where(is_low, n, np.where(is_high, 5 * n - BAND, total))
        high[block] = np.where(is_low, n + BAND, np.where(is_high, 5 * n, total))
    fits = np.full(sums.shape[1], counted(blocks).keys() == shown.keys())
    for group, added in counted(blocks).items():
        if group in shown:
            n = sum(people[each] for block in added for each in blocks[block])
            fits &= n == shown[group][0]
            fits &= sum(low[block] for block in added) == shown[group][1]
            fits &= sum(high[block] for block in added) == shown[group][2]
    return sums[:, fits]


def _occurs(asked: Asked, answer: int, sums: np.ndarray, groups: list[Path], people: Mapping[Path, int]) -> bool:
    """Whether, in some world, the rest of each group can make up its sum once the known answers are taken away."""
    target, colleague, own = asked
    taken = {target: [answer]}
    if colleague is not None and own is not None:
        taken.setdefault(colleague, []).append(own)
    fits = np.full(sums.shape[1], True)
    for group, answers in taken.items():
        rest, others = sums[groups.index(group)] - sum(answers), people[group] - len(answers)
        fits &= (others <= rest) & (rest <= 5 * others)
    return bool(fits.any())
