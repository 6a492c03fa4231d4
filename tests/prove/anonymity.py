"""Proof that from what is published nobody can tell what anybody answered, in organisations of every size and shape.

By the closed form in 10,000 waves of 2 to 300 people; by a solver in 240 of up to 40 people, which must find the same;
by listing every world too where there are at most ten people. Then each mutant of the rules must be caught.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from random import Random

from attacker.audit import audit
from attacker.cases import Case, cases
from attacker.closed_form import own_answers, possible_for, what_is_left
from attacker.mutants import MUTANTS, Mutant
from attacker.organisations import Wave, make_wave, permuted
from attacker.publishing import publish
from attacker.reading import read
from attacker.records import Path, Publication
from attacker.rules import SMALLEST, BrokenRules, remainders
from attacker.solver import solve
from attacker.worlds import Asked, possible_by_listing
from prove import verdict

BY_FORM, TINY, SMALL, BY_PERSON, ATTACKED = 10_000, 120, 120, 20, 200
FEWEST_POSSIBLE, MOST_UNCOUNTED = 3, 4

Publish = Callable[[Wave], list[Publication]]


@dataclass
class Figures:
    """What was attacked, and what was found: `left` counts answers by how many of five an outsider can't rule out.

    `left_to_colleagues` counts them for the colleague who can rule out the most.
    """

    organisations: int = 0
    items: int = 0
    respondents: int = 0
    answers: int = 0
    questions: int = 0
    uncounted: int = 0
    left: Counter[int] = field(default_factory=Counter)
    left_to_colleagues: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        self.organisations += other.organisations
        self.items += other.items
        self.respondents += other.respondents
        self.answers += other.answers
        self.questions += other.questions
        self.uncounted = max(self.uncounted, other.uncounted)
        self.left += other.left
        self.left_to_colleagues += other.left_to_colleagues
        self.faults += other.faults


def attack_by_form(seed: str, publish: Publish = publish) -> Figures:
    """One wave of 2 to 300 people: is everybody left with three answers, and do answers change what is shown?"""
    random = Random(seed)
    wave = make_wave(random)
    figures = Figures(1, len(wave.items), len(wave.respondents))
    published = publish(wave)
    for case in cases(published):
        try:
            _attack_case(figures, case)
        except BrokenRules as broken:
            figures.faults.append(f"{seed}: {broken}")
    if decisions(published) != decisions(publish(permuted(random, wave))):
        figures.faults.append(f"{seed}: other people's answers change what is shown")
    figures.faults += [f"{seed}: {each}" for each in _not_shown(wave, published)]
    return figures


def attack_by_solver(seed: str, least: int, most: int, *, by_person: bool = False) -> Figures:
    """One small wave: the solver, which tells blocks apart by itself, must find what the closed form finds.

    Of up to ten people, listing every world must find it too. With `by_person` everybody is a cell of their own.
    """
    random = Random(seed)
    wave = make_wave(random, least, most, groups=6 if most <= 10 else 10, items=2)
    figures = Figures(1, len(wave.items), len(wave.respondents))
    for case in cases(publish(wave)):
        reading = read(case, added=True, by_person=by_person)
        (solved,) = solve([(reading.puzzle, reading.own)])
        if solved is None:
            figures.faults.append(f"{seed}: {case.key}: no world fits")
            continue
        figures.questions += len(solved)
        found = {
            (
                reading.cells[question.target].group,
                None if question.colleague is None else reading.cells[question.colleague].group,
                question.own,
            ): possible
            for question, possible in solved.items()
        }
        figures.faults += [f"{seed}: {case.key}: {each}" for each in _disagreements(case, found, most <= 10)]
    return figures


def decisions(published: Iterable[Publication]) -> list[tuple[str, Path, int]]:
    """What is shown, and of how many people."""
    return sorted((each.item, each.group, each.respondents) for one in published for each in one.records)


def is_caught(mutant: Mutant, seed: str) -> bool:
    """Whether the attacker finds in one small wave what this change of the rules gives away."""
    wave = make_wave(Random(seed), 5, 30, groups=10, items=2)
    return any(finding.kind == mutant.kind for finding in audit(mutant.publish(wave)))


def _attack_case(figures: Figures, case: Case) -> None:
    (edition,) = case.editions
    shown = remainders(edition.shown)
    fewest: dict[Path, int] = {}
    for left in what_is_left(case):
        figures.questions += 1
        people, possible = shown[left.block][0], len(left.possible)
        fewest[left.block] = min(fewest.get(left.block, 5), possible)
        if left.own is None:
            figures.left[possible] += people
        if possible < FEWEST_POSSIBLE:
            figures.faults.append(f"{case.key}: {possible} answers left in {left}")
    for block, possible in fewest.items():
        figures.left_to_colleagues[possible] += shown[block][0]
    uncounted = len(edition.persons) - sum(people for people, _, _ in shown.values())
    figures.left[5] += uncounted
    figures.left_to_colleagues[5] += uncounted
    figures.answers += len(edition.persons)
    figures.uncounted = max(figures.uncounted, uncounted)
    if uncounted > MOST_UNCOUNTED:
        figures.faults.append(f"{case.key}: {uncounted} people are counted nowhere")
    if any(people < SMALLEST for people, _, _ in shown.values()):
        figures.faults.append(f"{case.key}: a result of fewer than five: {shown}")


def _not_shown(wave: Wave, published: Iterable[Publication]) -> list[str]:
    shown = {(item, group) for item, group, _ in decisions(published)}
    return [
        f"{group} isn't shown, though {len(given)} answered {item}"
        for item in wave.items
        for group, given in wave.answers(item).items()
        if len(given) >= SMALLEST and (item, group) not in shown
    ]


def _disagreements(case: Case, found: Mapping[Asked, frozenset[int]], is_listed: bool) -> list[str]:
    people, shown = case.editions[0].people, case.editions[0].shown
    others = {"the closed form": {asked: possible_for(people, shown, *asked) for asked in found}}
    if is_listed:
        others["listing"] = possible_by_listing(people, shown, own_answers(case))
    faults = [f"{asked}: only {left} stay possible" for asked, left in found.items() if 0 < len(left) < FEWEST_POSSIBLE]
    for name, theirs in others.items():
        asked = [each for each in found.keys() | theirs.keys() if found.get(each) != theirs.get(each)]
        faults += [f"{each}: {name} finds {theirs.get(each)}, the solver {found.get(each)}" for each in asked]
    return faults


def prove(seed: int) -> list[str]:
    """Print the figures, and give the faults."""
    with ProcessPoolExecutor() as pool:
        faults = [
            *_all("closed form", pool.map(attack_by_form, _seeds(seed, "form", BY_FORM), chunksize=100)),
            *_all("solver, listing", pool.map(partial(attack_by_solver, least=5, most=10), _seeds(seed, "tiny", TINY))),
            *_all("solver", pool.map(partial(attack_by_solver, least=11, most=40), _seeds(seed, "small", SMALL))),
            *_all(
                "solver by person",
                pool.map(partial(attack_by_solver, least=6, most=14, by_person=True), _seeds(seed, "one", BY_PERSON)),
            ),
        ]
        for mutant in MUTANTS:
            caught = sum(pool.map(partial(is_caught, mutant), _seeds(seed, "mutant", ATTACKED), chunksize=10))
            verdict.say(f"  {mutant.name}: caught in {caught} of {ATTACKED} small organisations")
            faults += [f"{mutant.name} was never caught"] if not caught else []
    return faults


def _seeds(seed: int, name: str, number: int) -> list[str]:
    return [f"{seed} {name} {each}" for each in range(number)]


def _all(name: str, found: Iterable[Figures]) -> list[str]:
    began, total = time.monotonic(), Figures()
    for figures in found:
        total.add(figures)
    verdict.say(
        f"  {name}: {total.organisations:,} organisations, {total.items:,} items, {total.respondents:,} respondents, "
        f"{total.questions:,} questions, {len(total.faults)} faults, {time.monotonic() - began:.0f} s"
    )
    if total.answers:
        for reader, left in (("outsiders", total.left), ("the colleague who learns most", total.left_to_colleagues)):
            shares = ", ".join(f"{n} of 5 for {left[n] / total.answers:.1%}" for n in sorted(left))
            verdict.say(f"    to {reader} there stay possible {shares} of {total.answers:,} answers")
        verdict.say(f"    at most {total.uncounted} answers to an item are counted nowhere")
    return total.faults


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
