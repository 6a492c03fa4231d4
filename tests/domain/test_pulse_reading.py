"""What is said of results holds whatever their bands stand for, and is a change only where the rules say so."""

from itertools import product
from random import Random
from statistics import median

import pytest

from bot.domain.measures.runs import FEWEST_USEFUL, runs
from bot.domain.pulse import ItemResult
from bot.domain.pulse_reading import Average, Move, average, highest, lowest, move, unbroken


def exact(*values: float) -> list[Average | None]:
    return [(value, value) for value in values]


def test_an_item_of_which_a_low_answer_is_good_is_turned_round() -> None:
    assert average(ItemResult(1, "x", 10, 20, 20), turned=False) == (2.0, 2.0)
    assert average(ItemResult(1, "x", 10, 40, 50), turned=True) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("averages", "best", "worst"),
    [
        ({"a": (3.0, 3.0), "b": (3.1, 3.1), "c": (3.5, 3.5)}, "c", "a"),
        ({"a": (3.02, 3.02), "b": (3.04, 3.04), "c": (3.5, 3.5)}, "c", None),
        ({"a": (3.0, 3.0), "b": (4.0, 5.0), "c": (3.9, 5.0)}, None, "a"),
        ({"a": (1.0, 2.0), "b": (1.0, 2.5), "c": (3.0, 3.0)}, "c", None),
        ({"a": (3.0, 3.0), "b": (3.0, 4.0)}, None, None),
        ({"a": (3.0, 3.0)}, None, None),
        ({}, None, None),
    ],
    ids=["plain", "alike as people read them", "two bands on top", "two bands below", "touching", "alone", "nothing"],
)
def test_an_item_stands_out_only_where_what_is_published_orders_it(
    averages: dict[str, Average], best: str | None, worst: str | None
) -> None:
    assert (highest(averages), lowest(averages)) == (best, worst)


LOW, HIGH = exact(*[3.0, 3.1] * 4), exact(*[3.8, 3.9] * 4)
FLAT = exact(3.1, 3.4, 3.2, 3.5, 3.3, 3.1, 3.4, 3.6, 3.2, 3.5, 3.3, 3.4)


@pytest.mark.parametrize(
    ("series", "found"),
    [
        ([*LOW, *HIGH], Move.RISEN),
        ([*HIGH, *LOW], Move.FALLEN),
        (FLAT, Move.USUAL),
        ([*FLAT[:9]], Move.TOO_FEW),
        (exact(3.0, 5.0), Move.TOO_FEW),
        (exact(*[3.4] * 20), Move.TOO_FEW),
        ([None] * 20, Move.TOO_FEW),
        ([], Move.TOO_FEW),
        ([*LOW, None, None, *HIGH], Move.RISEN),
        ([*HIGH, *LOW, (4.9, 4.9)], Move.MOVED),
        ([*HIGH, *LOW, *LOW, (3.0, 5.0)], Move.MOVED),
    ],
    ids=[
        "risen", "fallen", "flat", "nine points", "two points", "constant", "all hidden", "nothing", "a gap",
        "back up", "an open end",
    ],
)  # fmt: skip
def test_a_change_is_one_only_where_the_rules_say_so(series: list[Average | None], found: Move) -> None:
    assert move(series) is found


def test_a_number_that_differs_is_no_change() -> None:
    assert move([*FLAT[:-1], (1.2, 1.2)]) is Move.USUAL


def test_exact_series_give_the_signals_of_the_run_chart() -> None:
    random, signals = Random(4), 0
    for _ in range(400):
        drift = random.choice([0.0, 0.05, 0.1])
        values = [round(random.gauss(3 + drift * place, 0.4), 2) for place in range(random.randint(10, 20))]
        found = runs(values, median(values))
        expected = found.useful >= FEWEST_USEFUL and found.is_signal
        assert (move(exact(*values)) not in (Move.USUAL, Move.TOO_FEW)) is expected, values
        signals += expected
    assert 40 < signals < 360


def test_with_bands_a_signal_is_one_in_every_case_that_is_still_possible() -> None:
    """Each band is tried at both ends and in its middle: where a change is claimed, all of these have the signal."""
    random, claimed = Random(9), 0
    for _ in range(300):
        values = [round(random.gauss(2.2 + 0.16 * place, 0.1), 2) for place in range(14)]
        bands = {place: (values[place] - 0.5, values[place] + 0.5) for place in random.sample(range(14), 3)}
        series: list[Average | None] = [bands.get(place, (value, value)) for place, value in enumerate(values)]
        if move(series) in (Move.USUAL, Move.TOO_FEW):
            continue
        claimed += 1
        for ends in product((0.0, 0.5, 1.0), repeat=3):
            world = list(values)
            for (place, (low, high)), share in zip(bands.items(), ends, strict=True):
                world[place] = low + share * (high - low)
            assert runs(world, median(world)).is_signal, (series, world)
    assert claimed > 30


@pytest.mark.parametrize(
    ("asked", "before", "found"),
    [
        ("ab", ["acd", "abc", "a"], (("a",), 4)),
        ("ab", ["ab", "ab"], (("a", "b"), 3)),
        ("ab", ["cd", "ab"], ((), 1)),
        ("ab", [], ((), 1)),
    ],
    ids=["an anchor", "all", "another instrument", "the first"],
)
def test_a_series_is_of_items_that_every_wave_of_late_has_asked(asked: str, before: list[str], found: object) -> None:
    assert unbroken(asked, before) == found
