"""Organisations and waves to attack: of every size and shape; many answer alike, or near an end of the scale."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from random import Random

from attacker.cases import count
from attacker.records import Path, Respondent
from attacker.rules import blocks_of

INITIATIVE, WAVE = "bedside handover", "2026-03-02"
MOODS = ([1], [5], [1, 1, 1, 2], [5, 5, 5, 4], [1, 1, 5], [3], [1, 2, 3, 4, 5])


@dataclass(frozen=True, slots=True)
class Wave:
    """Everybody who sent a form, what they answered, and all groups, also those where nobody answered."""

    groups: tuple[Path, ...]
    items: tuple[str, ...]
    respondents: tuple[Respondent, ...]

    def answers(self, item: str) -> dict[Path, list[int]]:
        """The numbers that an item was given directly in each group."""
        given: dict[Path, list[int]] = {}
        for each in self.respondents:
            number = each.numbers.get(item)
            if number is not None:
                given.setdefault(each.group, []).append(number)
        return given


def make_wave(random: Random, least: int = 2, most: int = 300, groups: int = 80, items: int = 3) -> Wave:
    """A wave of `least` to `most` people in an organisation one to five groups deep."""
    people = round(exp(random.uniform(log(least), log(most))))
    paths = _tree(random, random.randint(1, 5), random.randint(1, max(1, min(groups, people // random.randint(1, 8)))))
    homes = _homes(random, paths, people)
    names = tuple(f"item {number}" for number in range(random.randint(1, items)))
    numbers: list[dict[str, int]] = [{} for _ in homes]
    for name in names:
        silent = random.choice([0, 0, 0.1, 0.5])
        who = [index for index in range(people) if random.random() >= silent]
        answers = random.choice(_WAYS)(random, [homes[index] for index in who])
        for index, answer in zip(who, answers, strict=True):
            numbers[index][name] = answer
    respondents = tuple(
        Respondent(INITIATIVE, WAVE, f"person {index}", home, numbers[index]) for index, home in enumerate(homes)
    )
    return Wave(tuple(paths), names, respondents)


def permuted(random: Random, wave: Wave) -> Wave:
    """The same people, who gave numbers to the same items, but other people's numbers."""
    numbers: list[dict[str, int | None]] = [dict(each.numbers) for each in wave.respondents]
    for item in wave.items:
        who = [index for index, each in enumerate(numbers) if item in each]
        answers = [numbers[index][item] for index in who]
        random.shuffle(answers)
        for index, answer in zip(who, answers, strict=True):
            numbers[index][item] = answer
    respondents = tuple(
        Respondent(each.initiative, each.wave, each.person, each.group, numbers[index])
        for index, each in enumerate(wave.respondents)
    )
    return Wave(wave.groups, wave.items, respondents)


def _tree(random: Random, depth: int, groups: int) -> list[Path]:
    paths: list[Path] = [("Organisation",)]
    for number in range(1, groups):
        above = random.choice([path for path in paths if len(path) < depth] or paths[:1])
        if depth == 1:
            break
        paths.append((*above, f"Group {number}"))
    return paths


def _homes(random: Random, paths: list[Path], people: int) -> list[Path]:
    """Where each person answers: mostly at the ends of the tree, in teams of very different size."""
    above = {path[:-1] for path in paths}
    inner = random.choice([0.0, 0.1, 0.5, 1.0])
    weights = [random.expovariate(1) * (inner if path in above else 1) + 1e-9 for path in paths]
    return random.choices(paths, weights, k=people)


def _any(random: Random, homes: list[Path]) -> list[int]:
    return [random.randint(1, 5) for _ in homes]


def _alike(random: Random, homes: list[Path]) -> list[int]:
    return [random.randint(1, 5)] * len(homes)


def _by_team(random: Random, homes: list[Path]) -> list[int]:
    """Each team has a mood of its own."""
    moods = {home: random.choice(MOODS) for home in homes}
    return [random.choice(moods[home]) for home in homes]


def _near_an_end(random: Random, homes: list[Path]) -> list[int]:
    """In each block the sum is 4 to 9 points from an end of the scale, where bands begin; often one stands apart.

    Who stands apart learns the most about the others.
    """
    answers = [1] * len(homes)
    for groups in blocks_of(count(homes)).values():
        who = [index for index, home in enumerate(homes) if home in groups]
        points = random.randint(4, 9)
        if random.random() < 0.5:
            answers[random.choice(who)] += 4
            points -= 4
        for _ in range(points):
            answers[random.choice([index for index in who if answers[index] < 5])] += 1
        if random.random() < 0.5:
            for index in who:
                answers[index] = 6 - answers[index]
    return answers


_WAYS: list[Callable[[Random, list[Path]], list[int]]] = [_any, _alike, _by_team, _near_an_end]
