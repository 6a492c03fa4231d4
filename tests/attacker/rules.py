"""The rules of publication, written down a second time from the statement on anonymity, as a reader knows them."""

from collections.abc import Mapping

from attacker.records import Path, Shown

ANSWERS = (1, 2, 3, 4, 5)
SMALLEST = 5
BAND = 6

Blocks = dict[Path, tuple[Path, ...]]
"""By the group where they count: the groups whose people are only ever counted together."""


class BrokenRules(AssertionError):
    """What was published can't come from the rules."""


def blocks_of(people: Mapping[Path, int], smallest: int = SMALLEST) -> Blocks:
    """Rule 1: people are carried up from group to group until they are `smallest` or more."""
    waiting = {group: (group,) for group, number in people.items() if number}
    blocks: Blocks = {}
    for group in from_below(waiting):
        pool = waiting.pop(group, ())
        if sum(people[each] for each in pool) >= smallest:
            blocks[group] = pool
        elif len(group) > 1:
            waiting[group[:-1]] = waiting.get(group[:-1], ()) + pool
    return blocks


def from_below(groups: Mapping[Path, object]) -> list[Path]:
    """The groups and all above them, each after those below it."""
    every = {group[:length] for group in groups for length in range(1, len(group) + 1)}
    return sorted(every, key=lambda group: (-len(group), group))


def band_of(people: int, total: int) -> tuple[int, int]:
    """Rule 2: what is shown of a block whose answers add up to `total`."""
    if total <= people + BAND:
        return people, people + BAND
    if total >= 5 * people - BAND:
        return 5 * people - BAND, 5 * people
    return total, total


def can_be_a_block(shown: Shown, smallest: int = SMALLEST) -> bool:
    """Whether rule 2 can show this of a block."""
    people, low, high = shown
    inside = people + BAND < low and high < 5 * people - BAND
    bands = ((people, people + BAND), (5 * people - BAND, 5 * people))
    return people >= smallest and ((low, high) in bands or (low == high and inside))


def counted(blocks: Blocks) -> dict[Path, set[Path]]:
    """By group that is shown: the blocks that it adds up, named by the groups where they count."""
    found: dict[Path, set[Path]] = {}
    for group in blocks:
        for length in range(1, len(group) + 1):
            found.setdefault(group[:length], set()).add(group)
    return found


def publish_by_rules(people: Mapping[Path, int], sums: Mapping[Path, int]) -> dict[Path, Shown]:
    """What the rules publish where the answers given directly in each group add up to `sums`."""
    shown: dict[Path, Shown] = {}
    for block, groups in blocks_of(people).items():
        number, total = sum(people[each] for each in groups), sum(sums[each] for each in groups)
        low, high = band_of(number, total)
        for length in range(1, len(block) + 1):
            before = shown.get(block[:length], (0, 0, 0))
            shown[block[:length]] = (before[0] + number, before[1] + low, before[2] + high)
    return shown


def remainders(shown: Mapping[Path, Shown]) -> dict[Path, Shown]:
    """What is left of each group's result without those of the groups below it; groups with nothing left are absent."""
    left = {group: list(result) for group, result in shown.items()}
    for group, result in shown.items():
        above = next((group[:n] for n in range(len(group) - 1, 0, -1) if group[:n] in shown), None)
        if above is not None:
            left[above] = [rest - part for rest, part in zip(left[above], result, strict=True)]
    return {group: (rest[0], rest[1], rest[2]) for group, rest in left.items() if any(rest)}


def check_rules(people: Mapping[Path, int], shown: Mapping[Path, Shown]) -> dict[Path, Shown]:
    """Each block as it can be seen: people, least and greatest sum.

    Raises `BrokenRules` where other groups are shown, other people counted, or other bands made than by the rules.
    """
    expected = blocks_of(people)
    seen = remainders(shown)
    numbers = {block: sum(people[each] for each in groups) for block, groups in expected.items()}
    if shown.keys() != counted(expected).keys():
        odd_ones = sorted(shown.keys() ^ counted(expected).keys())
        raise BrokenRules(f"other groups are shown than by the rules: {odd_ones}")
    if {block: result[0] for block, result in seen.items()} != numbers:
        raise BrokenRules(f"the blocks {seen} are not those of the rules, {numbers}")
    if odd := {block: result for block, result in seen.items() if not can_be_a_block(result)}:
        raise BrokenRules(f"no rule shows this of a block: {odd}")
    return seen
