"""Reads published results and who answered, and finds what they give away. Anybody can run it on an export.

    PYTHONPATH=tests python -m attacker.audit published.json answered.json

Both files hold a list of the lines that `attacker.records` describes. Without the second, only numbers of people are
looked at. Exit code 1 where there is a finding.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path as File

from attacker.cases import Case, Key, cases
from attacker.reading import Reading, read
from attacker.records import Path, Publication, read_publication
from attacker.rules import BrokenRules, check_rules, remainders
from attacker.solver import Possible, solve
from attacker.splitting import Part, parts_of

FEWEST_POSSIBLE = 3
FEWEST_PEOPLE = 5


class Kind(StrEnum):
    """What is wrong: a result of fewer than five; under three answers left; not by the rules; it can't be at all."""

    FEW = "few"
    NARROW = "narrow"
    RULES = "rules"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was given away, or that can't come from the rules. `possible` is what a reader is left with."""

    kind: Kind
    case: Key
    group: Path
    sentence: str
    possible: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.case)}: {' / '.join(self.group) or 'everywhere'}: {self.sentence}"


def audit(publications: Sequence[Publication]) -> list[Finding]:
    """Everything that is wrong with what was published; several publications of one wave are read together.

    Raises `Unreadable` where a group has two results for an item in one publication.
    """
    found: list[Finding] = []
    known = []
    for case in cases(publications):
        found += _too_few(case)
        if any(edition.forms for edition in case.editions):
            found += _not_by_the_rules(case)
            known.append(case)
    return found + _narrow(known)


def _too_few(case: Case) -> Iterator[Finding]:
    """From numbers of people alone: no group, and no difference of groups or of editions, is one to four people."""
    for edition in case.editions:
        for group, (people, low, high) in remainders(edition.shown).items():
            if people < 0 or (people == 0 and (low or high)):
                yield _finding(Kind.RULES, case, group, "the groups below it don't add up to it")
            elif people < FEWEST_PEOPLE:
                yield _finding(Kind.FEW, case, group, f"a result of {people} can be derived by taking results away")
    for before, after in zip(case.editions, case.editions[1:], strict=False):
        for group in before.shown.keys() & after.shown.keys():
            people = abs(after.shown[group][0] - before.shown[group][0])
            if 0 < people < FEWEST_PEOPLE:
                yield _finding(Kind.FEW, case, group, f"two editions differ by {people}, whose result can be derived")


def _not_by_the_rules(case: Case) -> Iterator[Finding]:
    if len(case.editions) > 1:
        yield _finding(Kind.RULES, case, (), "it was published more than once")
    for edition in case.editions:
        if edition.histograms:
            yield _finding(Kind.RULES, case, (), "it shows how often each answer was given")
        try:
            check_rules(edition.people, edition.shown)
        except BrokenRules as broken:
            yield _finding(Kind.RULES, case, (), str(broken))


def _narrow(known: Sequence[Case]) -> list[Finding]:
    """By the solver: of everyone, every reader must be left with three answers. All cases are asked together."""
    readings = [read(case) for case in known]
    parts = [
        (case, reading, part)
        for case, reading in zip(known, readings, strict=True)
        for part in parts_of(reading.puzzle, reading.own)
    ]
    alike = {(part.puzzle, part.own): None for _, _, part in parts}
    solved = solve([(puzzle, {cell: set(answers) for cell, answers in enumerate(own)}) for puzzle, own in alike])
    possible = dict(zip(alike, solved, strict=True))
    found: list[Finding] = []
    for case, reading, part in parts:
        found += _narrow_part(case, reading, part, possible[part.puzzle, part.own])
    return found


def _narrow_part(case: Case, reading: Reading, part: Part, solved: Possible | None) -> Iterator[Finding]:
    if solved is None:
        sentence = "nobody can have answered so that this was published"
        yield _finding(Kind.CONTRADICTION, case, _groups(reading, part, 0)[0], sentence)
        return
    for question, possible in solved.items():
        if 0 < len(possible) < FEWEST_POSSIBLE:
            who = "anybody" if question.own is None else f"a colleague who answered {question.own}"
            left = " or ".join(map(str, sorted(possible)))
            people = part.puzzle.sizes[question.target]
            for group in _groups(reading, part, question.target):
                sentence = f"{who} knows of each of {people} people counted together that they answered {left}"
                yield _finding(Kind.NARROW, case, group, sentence, possible)


def _groups(reading: Reading, part: Part, cell: int) -> list[Path]:
    return sorted({reading.cells[each].group for each in part.cells[cell]})


def _finding(kind: Kind, case: Case, group: Path, sentence: str, possible: frozenset[int] = frozenset()) -> Finding:
    return Finding(kind, case.key, group, sentence, possible)


def main(arguments: Sequence[str]) -> int:
    """Audit the files named, print every finding, and give 1 if there was one."""
    records, answered = ([*(json.loads(File(name).read_text("utf-8")) for name in arguments), []])[:2]
    found = audit([read_publication(records, answered)])
    print("\n".join(map(str, found)) or f"Nothing is given away: {len(records)} results, {len(answered)} people.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
