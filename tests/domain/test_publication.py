"""What is published of a pulse: by table, by property, and against a reader who attacks it."""

import random
import time
from collections.abc import Mapping, Sequence

import pytest
from attacker.closed_form import possible_answers, possible_for
from attacker.records import Path
from attacker.rules import blocks_of, check_rules, publish_by_rules
from attacker.worlds import possible_by_listing
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.publication import BrokenTree, Shown, Tally, Tree, make_blocks, mean_range, publish_item

Answers = dict[int, list[int]]
Organisation = tuple[dict[int, int | None], Answers]
Result = tuple[int, int, int]
MOODS = [[1], [5], [1, 1, 1, 2], [5, 5, 5, 4], [1, 1, 5], [3], [1, 2, 3, 4, 5]]


@st.composite
def organisations(draw: st.DrawFn, groups: int = 9, team: int = 8) -> Organisation:
    """A tree of any shape with people at any of its groups; many answer alike, at an end of the scale."""
    size = draw(st.integers(1, groups))
    names = draw(st.permutations(range(1, size + 1)))
    parents: dict[int, int | None] = {names[0]: None}
    for place in range(1, size):
        parents[names[place]] = names[draw(st.integers(0, place - 1))]
    answers = {
        name: draw(st.lists(st.sampled_from(draw(st.sampled_from(MOODS))), max_size=draw(st.integers(0, team))))
        for name in names
    }
    return parents, answers


@st.composite
def tiny_organisations(draw: st.DrawFn) -> Organisation:
    """At most 10 people in at most four of up to six groups: few enough to list every world."""
    parents, _ = draw(organisations(groups=6, team=0))
    groups = draw(st.lists(st.sampled_from(sorted(parents)), min_size=1, max_size=4, unique=True))
    mood = st.sampled_from(draw(st.sampled_from(MOODS)))
    people = draw(st.lists(st.tuples(st.sampled_from(groups), mood), min_size=5, max_size=10))
    return parents, {group: [answer for home, answer in people if home == group] for group in groups}


def tally(answers: Sequence[int]) -> Tally:
    ones, twos, threes, fours, fives = (answers.count(value) for value in range(1, 6))
    return ones, twos, threes, fours, fives


def publish(parents: Mapping[int, int | None], answers: Mapping[int, Sequence[int]]) -> dict[int, Shown]:
    return publish_item(Tree(parents), {group: tally(given) for group, given in answers.items()})


def as_read(shown: Mapping[int, Shown]) -> dict[int, tuple[int, int, int]]:
    return {group: (result.respondents, result.low, result.high) for group, result in shown.items()}


def as_paths(
    organisation: Organisation,
) -> tuple[dict[int, Path], dict[Path, list[int]], dict[Path, tuple[int, int, int]]]:
    """What the attacker reads: each group's path, the answers given there, and what the product shows of them."""
    parents, answers = organisation
    paths: dict[int, Path] = {}
    for group in reversed(Tree(parents).bottom_up):
        above = parents[group]
        paths[group] = (*(paths[above] if above is not None else ()), f"Group {group}")
    shown = as_read(publish(parents, answers))
    given = {paths[group]: each for group, each in answers.items() if each}
    return paths, given, {paths[group]: each for group, each in shown.items()}


ORGANISATION, EAST, WEST, E1, E2, W1, W2 = range(7)
TWO_DIVISIONS: dict[int, int | None] = {
    ORGANISATION: None,
    EAST: ORGANISATION,
    WEST: ORGANISATION,
    E1: EAST,
    E2: EAST,
    W1: WEST,
    W2: WEST,
}


@pytest.mark.parametrize(
    ("counts", "blocks"),
    [
        pytest.param({E1: 5}, {E1: (5, {E1})}, id="five are a block"),
        pytest.param({E1: 4}, {}, id="four alone are counted nowhere"),
        pytest.param({E1: 4, E2: 1}, {EAST: (5, {E1, E2})}, id="two small teams count in their division"),
        pytest.param({E1: 9, E2: 3}, {E1: (9, {E1})}, id="a small team waits though its sister is large"),
        pytest.param({E1: 4, W1: 4}, {ORGANISATION: (8, {E1, W1})}, id="two divisions count in the organisation"),
        pytest.param({E1: 4, EAST: 3}, {EAST: (7, {E1, EAST})}, id="people of the division itself join in"),
        pytest.param({E1: 2, EAST: 2, W2: 1}, {ORGANISATION: (5, {E1, EAST, W2})}, id="a division passes on too"),
        pytest.param({EAST: 6, E1: 6, E2: 2}, {EAST: (8, {EAST, E2}), E1: (6, {E1})}, id="own people above a block"),
        pytest.param({E1: 0, E2: 5}, {E2: (5, {E2})}, id="a team where nobody answered is in no block"),
        pytest.param({EAST: 0, E1: 2, E2: 3}, {EAST: (5, {E1, E2})}, id="a division that only pools is in no block"),
        pytest.param({}, {}, id="nobody answered"),
    ],
)
def test_people_are_pooled_upwards_until_they_are_five(
    counts: dict[int, int], blocks: dict[int, tuple[int, set[int]]]
) -> None:
    found = make_blocks(Tree(TWO_DIVISIONS), counts)
    assert {group: (block.respondents, set(block.groups)) for group, block in found.items()} == blocks


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        pytest.param([1, 1, 1, 1, 1], (5, 11), id="all at the lower end"),
        pytest.param([3, 3, 3, 1, 1], (5, 11), id="the last sum of the lower band"),
        pytest.param([3, 3, 3, 2, 1], (12, 12), id="the first exact sum"),
        pytest.param([3, 3, 3, 4, 5], (18, 18), id="the last exact sum"),
        pytest.param([3, 3, 3, 5, 5], (19, 25), id="the first sum of the upper band"),
        pytest.param([5, 5, 5, 5, 5], (19, 25), id="all at the upper end"),
        pytest.param([1] * 18 + [4, 5], (27, 27), id="twenty people, just exact"),
        pytest.param([1] * 18 + [4, 4], (20, 26), id="twenty people, just a band"),
        pytest.param([5] * 18 + [2, 2], (94, 100), id="twenty people, just the upper band"),
    ],
)
def test_a_block_shows_its_sum_or_a_band(answers: list[int], shown: tuple[int, int]) -> None:
    result = publish({0: None}, {0: answers})[0]
    assert (result.low, result.high) == shown
    assert result.is_exact == (shown[0] == shown[1])
    assert result.respondents == len(answers)


def test_a_group_adds_the_bands_of_its_blocks() -> None:
    shown = publish(TWO_DIVISIONS, {E1: [1] * 5, E2: [5] * 6, W1: [3] * 5, W2: [3, 3], EAST: [3] * 4})
    assert as_read(shown) == {
        E1: (5, 5, 11),
        E2: (6, 24, 30),
        EAST: (11, 29, 41),
        W1: (5, 15, 15),
        WEST: (5, 15, 15),
        ORGANISATION: (22, 29 + 15 + 18, 41 + 15 + 18),
    }


@pytest.mark.parametrize(("people", "lowest", "highest"), [(5, 2.4, 3.6), (8, 15 / 8, 33 / 8), (20, 1.35, 4.65)])
def test_exact_means_lie_between_those_of_the_statement(people: int, lowest: float, highest: float) -> None:
    exact = []
    for total in range(people, 5 * people + 1):
        fives, rest = divmod(total - people, 4)
        answers = ([5] * fives + [1 + rest] + [1] * people)[:people]
        result = publish({0: None}, {0: answers})[0]
        if result.is_exact:
            exact.append(mean_range(result)[0])
    assert (min(exact), max(exact)) == (lowest, highest)


def test_a_mean_turns_round_for_a_reversed_item() -> None:
    band = Shown(5, 5, 11)
    assert mean_range(band) == (1.0, 2.2)
    assert mean_range(band, reverse=True) == (3.8, 5.0)
    assert mean_range(Shown(10, 35, 35), reverse=True) == (2.5, 2.5)


@pytest.mark.parametrize(
    ("parents", "reason"),
    [
        pytest.param({}, "lead up to one", id="no group at all"),
        pytest.param({1: None, 2: None}, "More than one", id="two organisations"),
        pytest.param({1: None, 2: 9}, "doesn't exist", id="a parent that doesn't exist"),
        pytest.param({1: 1}, "contain each other", id="a group in itself"),
        pytest.param({1: 2, 2: 1}, "contain each other", id="two groups in each other"),
        pytest.param({1: None, 2: 3, 3: 4, 4: 2}, "contain each other", id="a loop beside the organisation"),
    ],
)
def test_groups_that_are_no_tree_are_refused(parents: dict[int, int | None], reason: str) -> None:
    with pytest.raises(BrokenTree, match=reason) as refusal:
        Tree(parents)
    assert refusal.value.field == "parent"
    assert isinstance(refusal.value, Refusal)


def test_answers_of_an_unknown_group_are_refused() -> None:
    with pytest.raises(BrokenTree):
        publish({1: None}, {2: [3] * 5})


@given(organisations())
def test_a_tree_is_walked_from_below(organisation: Organisation) -> None:
    parents, _ = organisation
    order = Tree(parents).bottom_up
    place = {group: number for number, group in enumerate(order)}
    assert set(order) == set(parents)
    assert all(place[group] < place[parent] for group, parent in parents.items() if parent is not None)


@settings(max_examples=400)
@given(organisations())
def test_three_of_five_answers_stay_possible_for_everyone(organisation: Organisation) -> None:
    _, answers, shown = as_paths(organisation)
    people = {group: len(given) for group, given in answers.items()}
    for block, seen in check_rules(people, shown).items():
        known = {answer for group in blocks_of(people)[block] for answer in answers[group]}
        assert all(len(possible_answers(*seen, own)) >= 3 for own in (None, *known))


@settings(max_examples=60, deadline=None)
@given(tiny_organisations())
def test_listing_every_world_finds_what_the_closed_form_finds(organisation: Organisation) -> None:
    _, answers, shown = as_paths(organisation)
    people = {group: len(given) for group, given in answers.items()}
    listed = possible_by_listing(people, shown, {group: set(given) for group, given in answers.items()})
    assert listed == {asked: possible_for(people, shown, *asked) for asked in listed}
    assert all(len(possible) >= 3 for possible in listed.values())


@settings(max_examples=400)
@given(organisations())
def test_the_same_is_published_as_by_the_rules_written_down_a_second_time(organisation: Organisation) -> None:
    _, answers, shown = as_paths(organisation)
    people = {group: len(given) for group, given in answers.items()}
    assert shown == publish_by_rules(people, {group: sum(given) for group, given in answers.items()})
    assert all(seen[0] >= 5 for seen in check_rules(people, shown).values())


@given(organisations(), st.randoms(use_true_random=False))
def test_other_answers_change_no_decision_to_show(organisation: Organisation, randomly: random.Random) -> None:
    parents, answers = organisation
    pool = [answer for given in answers.values() for answer in given]
    randomly.shuffle(pool)
    permuted = {group: [pool.pop() for _ in given] for group, given in answers.items()}
    before, after = publish(parents, answers), publish(parents, permuted)
    assert {g: s.respondents for g, s in before.items()} == {g: s.respondents for g, s in after.items()}


@given(organisations())
def test_every_group_where_five_answered_is_shown_and_at_most_four_are_uncounted(organisation: Organisation) -> None:
    parents, answers = organisation
    shown = publish(parents, answers)
    top = next(group for group, parent in parents.items() if parent is None)
    everyone = sum(len(given) for given in answers.values())
    counted = shown[top].respondents if top in shown else 0
    assert all(group in shown for group, given in answers.items() if len(given) >= 5)
    assert everyone - 4 <= counted <= everyone


@given(organisations())
def test_what_is_shown_holds_the_true_sum(organisation: Organisation) -> None:
    parents, answers = organisation
    shown = publish(parents, answers)
    for block_group, block in make_blocks(Tree(parents), {g: len(a) for g, a in answers.items()}).items():
        total = sum(sum(answers[group]) for group in block.groups)
        children = [result for group, result in shown.items() if parents[group] == block_group]
        low = shown[block_group].low - sum(child.low for child in children)
        high = shown[block_group].high - sum(child.high for child in children)
        assert low <= total <= high


def test_a_chain_of_ten_thousand_groups_is_no_deeper_than_a_tree_can_be() -> None:
    parents: dict[int, int | None] = {0: None} | {group: group - 1 for group in range(1, 10_000)}
    shown = publish(parents, {9_999: [3] * 4, 5_000: [3]})
    assert len(shown) == 5_001


@pytest.mark.alone
def test_a_hundred_thousand_people_in_ten_thousand_teams_are_published_in_under_two_seconds() -> None:
    randomly = random.Random(7)
    parents: dict[int, int | None] = {0: None} | {group: (group - 1) // 10 for group in range(1, 11_112)}
    leaves = range(1_112, 11_112)
    items = [
        {leaf: tally(randomly.choices(range(1, 6), k=randomly.randint(2, 18))) for leaf in leaves} for _ in range(8)
    ]
    began = time.process_time()
    tree = Tree(parents)
    shown = [publish_item(tree, item) for item in items]
    assert time.process_time() - began < 2
    assert all(0 in item for item in shown)
