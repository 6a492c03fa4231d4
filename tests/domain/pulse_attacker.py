"""A reader who wants to know who answered what, and has only what was published, who answered, and the rules.

Independent of the code that publishes: the rules are written down here a second time, from the statement on anonymity.
Groups are a parent map; `people` is how many gave the item a number directly in each group; `published` is
{group: (respondents, low, high)}. Answers 1 to 5 go in only as what a colleague knows of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

ANSWERS = (1, 2, 3, 4, 5)
Parents = Mapping[int, int | None]
Published = Mapping[int, tuple[int, int, int]]
Answers = Mapping[int, Sequence[int]]


class BrokenRules(AssertionError):
    """What was published can't come from the rules, so a reader learns something else from it."""


@dataclass(frozen=True)
class Seen:
    """One block as the reader sees it: its groups, its people, and the interval of their sum."""

    groups: tuple[int, ...]
    people: int
    low: int
    high: int


def seen_blocks(parents: Parents, people: Mapping[int, int], published: Published) -> dict[int, Seen]:
    """Take from each group's result those of the groups below: what remains is its own block. Raises `BrokenRules`."""
    pooled = {group: groups for group, groups in _pools(parents, people).items() if _count(groups, people) >= 5}
    remains = {group: _without_children(group, parents, published) for group in published}
    if any(rest != (0, 0, 0) and rest[0] < 5 for rest in remains.values()):
        raise BrokenRules(f"a result of fewer than five: {remains}")
    own = {group: rest for group, rest in remains.items() if rest != (0, 0, 0)}
    if {group: rest[0] for group, rest in own.items()} != {g: _count(groups, people) for g, groups in pooled.items()}:
        raise BrokenRules(f"the blocks {own} are not those of the rules {pooled}")
    return {group: Seen(tuple(pooled[group]), *rest) for group, rest in own.items()}


def possible_answers(people: int, low: int, high: int, known: int | None = None) -> set[int]:
    """The answers still possible for one of `people` whose sum is in [low, high], to a reader who knows one other's."""
    others = people - 1 if known is None else people - 2
    rest = known or 0
    return {v for v in ANSWERS if low - v - rest <= 5 * others and high - v - rest >= others}


def fewest_possible(parents: Parents, answers: Answers, published: Published) -> int:
    """The smallest number of answers left possible for anyone, to outsiders and to every colleague (closed form)."""
    blocks = seen_blocks(parents, {group: len(given) for group, given in answers.items()}, published)
    fewest = len(ANSWERS)
    for block in blocks.values():
        known = {answer for group in block.groups for answer in answers[group]}
        for own in (None, *known):
            fewest = min(fewest, len(possible_answers(block.people, block.low, block.high, own)))
    return fewest


Question = tuple[int, int | None, int | None]
"""Whose answer: someone's of a group, to a colleague in a group who gave an answer (None, None: to an outsider)."""


def questions(answers: Answers) -> Iterator[Question]:
    """Every question that an outsider or a colleague can ask."""
    for target, given in answers.items():
        if given:
            yield target, None, None
        for colleague, theirs in answers.items():
            if given and (colleague != target or len(theirs) > 1):
                yield from ((target, colleague, own) for own in set(theirs))


def possible_by_form(parents: Parents, answers: Answers, published: Published) -> dict[Question, set[int]]:
    """For each question the answers still possible, block by block; a colleague of another block is an outsider."""
    blocks = seen_blocks(parents, {group: len(given) for group, given in answers.items()}, published)
    home = {group: block for block in blocks.values() for group in block.groups}
    found: dict[Question, set[int]] = {}
    for target, colleague, own in questions(answers):
        block = home.get(target)
        known = own if colleague is not None and home.get(colleague) == block else None
        found[target, colleague, own] = (
            set(ANSWERS) if block is None else possible_answers(block.people, block.low, block.high, known)
        )
    return found


def possible_by_worlds(parents: Parents, answers: Answers, published: Published) -> dict[Question, set[int]]:
    """The same by listing every world that would have been published alike. People of one group are alike to a reader,
    so a world is the sum of answers in each group: 4n + 1 sums for n people."""
    groups = [group for group, given in answers.items() if given]
    people = {group: len(answers[group]) for group in groups}
    asked = list(questions(answers))
    found: dict[Question, set[int]] = {question: set() for question in asked}
    for sums in product(*(range(people[group], 5 * people[group] + 1) for group in groups)):
        world = dict(zip(groups, sums, strict=True))
        if publish_by_the_rules(parents, people, world) == dict(published):
            for question in asked:
                found[question].update(v for v in ANSWERS if _fits(question, v, world, people))
    return found


def publish_by_the_rules(
    parents: Parents, people: Mapping[int, int], sums: Mapping[int, int]
) -> dict[int, tuple[int, int, int]]:
    """What the rules would publish of a world."""
    results: dict[int, tuple[int, int, int]] = {}
    for group, groups in _pools(parents, people).items():
        count, total = _count(groups, people), sum(sums[member] for member in groups)
        if count < 5:
            continue
        low, high = (count, count + 6) if total <= count + 6 else (total, total)
        low, high = (5 * count - 6, 5 * count) if total >= 5 * count - 6 else (low, high)
        place: int | None = group
        while place is not None:
            before = results.get(place, (0, 0, 0))
            results[place] = (before[0] + count, before[1] + low, before[2] + high)
            place = parents[place]
    return results


def _fits(question: Question, answer: int, world: Mapping[int, int], people: Mapping[int, int]) -> bool:
    target, colleague, own = question
    rest, others = dict(world), dict(people)
    rest[target] -= answer
    others[target] -= 1
    if colleague is not None and own is not None:
        rest[colleague] -= own
        others[colleague] -= 1
    touched = {target} if colleague is None else {target, colleague}
    return all(others[group] <= rest[group] <= 5 * others[group] for group in touched)


def _count(groups: Sequence[int], people: Mapping[int, int]) -> int:
    return sum(people[group] for group in groups)


def _pools(parents: Parents, people: Mapping[int, int]) -> dict[int, list[int]]:
    """The groups whose people are pooled at each group, whether or not they are enough."""
    pools: dict[int, list[int]] = {}

    def pool(group: int) -> list[int]:
        found = [group] if people.get(group) else []
        for child in (child for child, parent in parents.items() if parent == group):
            below = pool(child)
            found += below if _count(below, people) < 5 else []
        pools[group] = found
        return found

    for top in (group for group, parent in parents.items() if parent is None):
        pool(top)
    return pools


def _without_children(group: int, parents: Parents, published: Published) -> tuple[int, int, int]:
    rest = published[group]
    for child, result in published.items():
        if parents[child] == group:
            rest = (rest[0] - result[0], rest[1] - result[1], rest[2] - result[2])
    return rest
