"""A reader attacks what is published, in generated organisations; the whole attack is `prove.anonymity`."""

import ast
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path as File
from random import Random

import pytest
from attacker.audit import Kind, audit, main
from attacker.cases import cases
from attacker.closed_form import possible_answers
from attacker.mutants import MUTANTS, Mutant, hiding_extremes
from attacker.organisations import INITIATIVE, WAVE, Wave, make_wave, permuted
from attacker.programme import Contradiction, find_worlds
from attacker.publishing import publish
from attacker.puzzle import Histogram, Puzzle, Question, Sum
from attacker.reading import read
from attacker.records import Publication, Respondent, Unreadable, read_publication
from attacker.solver import solve
from attacker.splitting import parts_of
from prove.anonymity import Figures, attack_by_form, attack_by_solver, decisions
from source_code import ROOT

SMALL = [f"small {number}" for number in range(80)]


def all_of(found: list[Figures]) -> Figures:
    total = Figures()
    for each in found:
        total.add(each)
    return total


def small(seed: str) -> Wave:
    return make_wave(Random(seed), 5, 30, groups=10, items=2)


def test_everybody_is_left_with_three_answers_in_organisations_of_every_size() -> None:
    total = all_of([attack_by_form(f"sample {number}") for number in range(600)])
    assert total.faults == []
    assert min(total.left_to_colleagues) == 3, "nobody answered near an end of the scale"
    assert total.uncounted == 4
    assert total.respondents > 20_000


@pytest.mark.parametrize(("least", "most", "number"), [(5, 10, 24), (20, 40, 10)])
def test_the_solver_finds_what_the_closed_form_finds(least: int, most: int, number: int) -> None:
    total = all_of([attack_by_solver(f"sample {each}", least, most) for each in range(number)])
    assert total.faults == []
    assert total.questions > 100


def test_the_solver_finds_the_same_where_everybody_is_asked_about_by_name() -> None:
    total = all_of([attack_by_solver(f"by name {each}", 6, 12, by_person=True) for each in range(3)])
    assert total.faults == []
    assert total.questions > 100


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_each_change_of_the_rules_is_caught(mutant: Mutant) -> None:
    for seed in SMALL:
        wave = small(seed)
        findings = audit(mutant.publish(wave))
        if any(finding.kind == mutant.kind for finding in findings):
            assert audit(publish(wave)) == []
            return
    pytest.fail(f"not caught in {len(SMALL)} organisations")


def test_hiding_extremes_is_caught_by_other_peoples_answers_too() -> None:
    def tells(publish: Callable[[Wave], list[Publication]], seed: str) -> bool:
        other = permuted(Random(seed), small(seed))
        return decisions(publish(small(seed))) != decisions(publish(other))

    assert any(tells(hiding_extremes, seed) for seed in SMALL)
    assert not any(tells(publish, seed) for seed in SMALL)


def test_nobody_can_have_answered_what_is_published_of_forms() -> None:
    """Of one number and six forms, the band of six lies above every answer."""
    (mutant,) = (each for each in MUTANTS if each.name == "counting forms: as respondents")
    numbers = [{"fit": 1}, {}, {}, {}, {}, {}]
    found = audit(mutant.publish(wave_of(numbers)))
    assert {finding.kind for finding in found} == {Kind.RULES, Kind.CONTRADICTION}


def wave_of(numbers: list[dict[str, int]]) -> Wave:
    """An organisation without teams."""
    root = ("Organisation",)
    people = (Respondent(INITIATIVE, WAVE, f"person {index}", root, each) for index, each in enumerate(numbers))
    return Wave((root,), ("fit",), tuple(people))


def test_an_organisation_of_two_hundred_is_audited_in_under_a_second() -> None:
    wave = make_wave(Random("two hundred 9"), 200, 200, groups=60, items=5)
    published = publish(wave)
    assert len(wave.items) >= 4
    assert len(published[0].records) > 40
    began = time.process_time()
    assert audit(published) == []
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("people", "low", "high", "own", "left"),
    [
        pytest.param(5, 5, 11, None, {1, 2, 3, 4, 5}, id="a band, to an outsider"),
        pytest.param(5, 5, 11, 5, {1, 2, 3}, id="a band, to the colleague who answered 5"),
        pytest.param(5, 19, 25, 1, {3, 4, 5}, id="the upper band, to the colleague who answered 1"),
        pytest.param(5, 12, 12, 5, {1, 2, 3, 4}, id="the first exact sum"),
        pytest.param(5, 5, 10, 5, {1, 2}, id="a band that is too narrow"),
        pytest.param(5, 5, 5, None, {1}, id="all alike"),
        pytest.param(5, 7, 7, 5, set(), id="no colleague can have answered 5"),
        pytest.param(1, 1, 5, None, {1, 2, 3, 4, 5}, id="one person"),
    ],
)
def test_what_a_sum_leaves_possible(people: int, low: int, high: int, own: int | None, left: set[int]) -> None:
    assert possible_answers(people, low, high, own) == left
    puzzle = Puzzle((people,), (Sum(frozenset({0}), low, high),))
    (found,) = solve([(puzzle, {0: {own} if own else set()})])
    assert found is not None
    assert found[Question(0, 0, own) if own else Question(0)] == left


def test_the_solver_puts_statements_together() -> None:
    everyone, first = frozenset({0, 1}), frozenset({0})
    puzzle = Puzzle((2, 3), (Sum(everyone, 17, 17), Histogram(first, (0, 0, 0, 1, 1)), Sum(first, 2, 9)))
    (found,) = solve([(puzzle, {0: {4}, 1: {1}})])
    assert found is not None
    assert found[Question(0)] == {4, 5}
    assert found[Question(0, 0, 4)] == {5}
    assert found[Question(1)] == {1, 2, 3, 4, 5}
    assert found[Question(1, 1, 1)] == {2, 3, 4, 5}


def test_a_contradiction_is_told_from_its_neighbours() -> None:
    sound, broken = (Puzzle((5,), (Sum(frozenset({0}), total, total),)) for total in (9, 4))
    assert [found is None for found in solve([(sound, {}), (broken, {}), (sound, {})])] == [False, True, False]
    with pytest.raises(Contradiction):
        find_worlds([(broken, {})])


@pytest.mark.parametrize("seed", SMALL[:6])
def test_making_a_puzzle_small_changes_no_answer(seed: str) -> None:
    for case in cases(publish(small(seed))):
        reading = read(case)
        (whole,) = solve([(reading.puzzle, reading.own)])
        assert whole is not None
        for part in parts_of(reading.puzzle, reading.own):
            (found,) = solve([(part.puzzle, dict(enumerate(map(set, part.own))))])
            assert found is not None
            for question, possible in found.items():
                inside = [(t, c) for t in part.cells[question.target] for c in part.cells[question.colleague or 0]]
                same = [Question(t, None if question.own is None else c, question.own) for t, c in inside]
                assert {whole[each] for each in same if each in whole} <= {possible}


LINE = {
    "initiative": "I",
    "wave": "W",
    "group": ["O"],
    "item": "fit",
    "scale": 5,
    "respondents": 5,
    "low": 5,
    "high": 5,
}
PERSON = {"initiative": "I", "wave": "W", "person": "U1", "group": ["O"], "items": ["fit"]}


def test_anybody_can_audit_an_export(tmp_path: File, capsys: pytest.CaptureFixture[str]) -> None:
    records, answered = tmp_path / "published.json", tmp_path / "answered.json"
    answered.write_text(json.dumps([PERSON | {"person": f"U{number}"} for number in range(5)]))
    records.write_text(json.dumps([LINE | {"low": 5, "high": 11}]))
    assert main([str(records), str(answered)]) == 0
    assert capsys.readouterr().out == "Nothing is given away: 1 results, 5 people.\n"
    records.write_text(json.dumps([LINE]))
    assert main([str(records)]) == 0, "who answered isn't known, and five are enough"
    capsys.readouterr()
    assert main([str(records), str(answered)]) == 1
    assert "narrow: I, W, fit: O: anybody knows of each of 5 people counted together that they answered 1" in (
        capsys.readouterr().out
    )


def test_a_colleagues_answer_is_guessed_where_it_is_not_known() -> None:
    band = [LINE | {"low": 5, "high": 10}]
    unknown = [PERSON | {"person": f"U{number}"} for number in range(5)]
    alike = [each | {"items": {"fit": 2}} for each in unknown]
    narrow = [f.sentence for f in audit([read_publication(band, unknown)]) if f.kind is Kind.NARROW]
    assert narrow == ["a colleague who answered 5 knows of each of 5 people counted together that they answered 1 or 2"]
    assert [f.kind for f in audit([read_publication(band, alike)])] == [Kind.RULES]


@pytest.mark.parametrize(
    ("records", "people", "kind"),
    [
        pytest.param([LINE | {"respondents": 4}], 0, Kind.FEW, id="four people"),
        pytest.param([LINE | {"respondents": 9}, LINE | {"group": ["O", "T"]}], 0, Kind.FEW, id="four people beside"),
        pytest.param([LINE, LINE | {"group": ["O", "T"], "respondents": 6}], 0, Kind.RULES, id="more in a team"),
        pytest.param([LINE, LINE | {"group": ["O", "T"], "low": 6}], 0, Kind.RULES, id="the same people, another sum"),
        pytest.param([LINE | {"low": 12, "high": 12}], 6, Kind.RULES, id="somebody is missing"),
        pytest.param([LINE | {"low": 12, "high": 13}], 5, Kind.RULES, id="a band of its own"),
        pytest.param([LINE | {"item": "nobody gave this a number"}], 5, Kind.RULES, id="of nobody"),
        pytest.param([], 5, Kind.RULES, id="nothing is shown"),
        pytest.param([LINE | {"low": 12, "high": 12, "histogram": [1, 1, 1, 1, 1]}], 5, Kind.RULES, id="a histogram"),
    ],
)
def test_what_breaks_the_rules_is_found(records: list[dict[str, object]], people: int, kind: Kind) -> None:
    answered = [PERSON | {"person": f"U{number}"} for number in range(people)]
    assert kind in {finding.kind for finding in audit([read_publication(records, answered)])}


@pytest.mark.parametrize(
    ("records", "answered", "sentence"),
    [
        pytest.param([LINE, LINE | {"group": "O / T"}], [], "record 2", id="a path that is no list"),
        pytest.param([LINE | {"scale": 7}], [], "record 1", id="another scale"),
        pytest.param([{}], [], "record 1", id="an empty line"),
        pytest.param([LINE], [PERSON, {"person": "U2"}], "person 2", id="somebody without a group"),
        pytest.param([LINE, LINE | {"low": 6}], [], "O has two results for fit of W", id="two results"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    records: list[dict[str, object]], answered: list[dict[str, object]], sentence: str
) -> None:
    with pytest.raises(Unreadable, match=sentence):
        audit([read_publication(records, answered)])


def imports_of(path: File) -> set[str]:
    """The packages that a module takes something from."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    froms = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    plain = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    return {name.split(".")[0] for name in froms | plain}


def test_the_attacker_shares_nothing_with_the_product() -> None:
    """Only what makes its targets may import the product: the publisher, and the mutants of the rules."""
    modules = (ROOT / "tests" / "attacker").glob("*.py")
    reaching = {path.name for path in modules if imports_of(path) & {"bot", "storage", "messages"}}
    assert reaching == {"publishing.py", "mutants.py"}


LARGE = """
import random
from bot.domain.publication import Tree, publish_item
randomly = random.Random(7)
parents = {0: None} | {group: (group - 1) // 10 for group in range(1, 11_112)}
def tally():
    answers = randomly.choices(range(1, 6), k=10)
    return tuple(answers.count(value) for value in range(1, 6))
items = [{leaf: tally() for leaf in range(1_112, 11_112)} for _ in range(5)]
tree = Tree(parents)
shown = [publish_item(tree, item) for item in items]
assert all(item[0].respondents == 100_000 for item in shown)
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # ru_maxrss begins with the parent's
print(int(own.split()[1]) // 1024)
"""


def test_a_hundred_thousand_people_in_ten_thousand_teams_are_published_in_300_mib() -> None:
    run = [sys.executable, "-c", LARGE]
    mebibytes = subprocess.run(run, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True).stdout
    assert int(mebibytes) < 300
