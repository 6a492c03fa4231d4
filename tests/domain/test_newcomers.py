"""Strict roster mode: whose answers count, and what two waves tell together."""

from random import Random

import pytest

from bot.domain.newcomers import admitted_teams, tallies_that_count
from bot.domain.publication import Tally, Tree, publish_item

ITEMS = ("fit", "help")
EAST, WEST = 1, 2
TREE = Tree({0: None, EAST: 0, WEST: 0})
REGULARS: Tally = (1, 1, 1, 1, 2)


def given(number: int) -> Tally:
    return (0, 0, number, 0, 0)


@pytest.mark.parametrize(
    ("newcomers", "admitted"),
    [
        pytest.param({"fit": {EAST: 5}, "help": {EAST: 5}}, {EAST}, id="five together"),
        pytest.param({"fit": {EAST: 4}, "help": {EAST: 4}}, set(), id="four wait"),
        pytest.param({"fit": {EAST: 6}, "help": {EAST: 4}}, set(), id="four for one item keep back the other"),
        pytest.param({"fit": {EAST: 6}}, set(), id="an item that no newcomer gave a number"),
        pytest.param({"fit": {EAST: 3, WEST: 3}, "help": {EAST: 3, WEST: 3}}, set(), id="of two teams, not together"),
        pytest.param({"fit": {EAST: 5, WEST: 1}, "help": {EAST: 5, WEST: 1}}, {EAST}, id="one team alone"),
        pytest.param({}, set(), id="no newcomers"),
    ],
)
def test_five_newcomers_of_a_team_are_admitted_together(
    newcomers: dict[str, dict[int, int]], admitted: set[int]
) -> None:
    tallies = {item: {team: given(n) for team, n in teams.items()} for item, teams in newcomers.items()}
    assert admitted_teams(tallies, ITEMS) == admitted


def test_what_counts_are_regulars_and_newcomers_who_are_enough() -> None:
    regulars = {item: {EAST: REGULARS} for item in ITEMS}
    newcomers = {item: {EAST: given(5), WEST: given(4)} for item in ITEMS}
    counted = tallies_that_count(regulars, newcomers, ITEMS)
    assert counted == {item: {EAST: (1, 1, 6, 1, 2)} for item in ITEMS}


def test_no_answers_change_who_is_admitted() -> None:
    def tallies(answer: int) -> dict[str, dict[int, Tally]]:
        values = [0] * 5
        values[answer] = 5
        ones, twos, threes, fours, fives = values
        return {item: {EAST: (ones, twos, threes, fours, fives)} for item in ITEMS}

    assert {admitted_teams(tallies(answer), ITEMS) for answer in range(5)} == {frozenset({EAST})}


@pytest.mark.parametrize("seed", range(20))
def test_where_nobody_leaves_a_result_never_grows_by_fewer_than_five(seed: int) -> None:
    """Teams begin with five regulars, so that no block changes; that is the case which strict roster mode protects."""
    random = Random(seed)
    regular = {EAST: random.randint(5, 9), WEST: random.randint(5, 9)}
    waiting = {EAST: 0, WEST: 0}
    before: dict[int, int] = {}
    for wave in range(8):
        for team in waiting:
            waiting[team] += random.randint(0, 3)
        regulars = {item: {team: given(n) for team, n in regular.items()} for item in ITEMS}
        newcomers = {item: {team: given(n) for team, n in waiting.items()} for item in ITEMS}
        counted = tallies_that_count(regulars, newcomers, ITEMS)
        shown = {group: each.respondents for group, each in publish_item(TREE, counted["fit"]).items()}
        if wave:
            assert all(n == before[group] or n - before[group] >= 5 for group, n in shown.items())
        before = shown
        for team in admitted_teams(newcomers, ITEMS):
            regular[team] += waiting[team]
            waiting[team] = 0
