"""Charts of measures: every number as the two published programs give it, and the same whatever the unit.

`charts_of_qicharts2.json` and `charts_of_nhsr.json` hold series with the answers of qicharts2 0.8.1 and
NHSRplotthedots 0.2.2.
"""

import json
from collections.abc import Iterable, Sequence
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.domain.measures.ihi import ihi
from bot.domain.measures.numbers import Value, median
from bot.domain.measures.runs import crossings_min, longest_run_max, runs
from bot.domain.measures.shewhart import Chart, Kind, chart
from bot.domain.measures.xmr import Direction, Xmr, xmr

HERE = Path(__file__).parent
QICHARTS = json.loads((HERE / "charts_of_qicharts2.json").read_text())["cases"]
NHSR = json.loads((HERE / "charts_of_nhsr.json").read_text())["cases"]


def same(found: Iterable[Value], wanted: Iterable[Value]) -> bool:
    """Equal to a millionth; nothing only where nothing is wanted."""
    return all(
        a is b if a is None or b is None else isclose(a, b, rel_tol=1e-6, abs_tol=1e-12)
        for a, b in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize("case", QICHARTS, ids=lambda case: f"{case['id']}-{case['chart']}-{case['scenario']}")
def test_run_and_control_charts_are_those_of_qicharts2(case: dict[str, Any]) -> None:
    wanted = case["expected"]
    found = chart(Kind(case["chart"]), case["y"], case["n"], freeze=case["freeze"], parts=case["part"] or ())
    assert same(found.plotted, wanted["plotted"])
    assert same(found.centre, wanted["cl"])
    for lines, low, high in ((found.limits, "lcl", "ucl"), (found.limits95, "lcl95", "ucl95")):
        assert same([line[0] for line in lines], wanted[low])
        assert same([line[1] for line in lines], wanted[high])
    assert list(found.outside) == wanted["sigma_signal_points"]
    for phase, part in zip(found.phases, wanted["parts"], strict=True):
        assert same([phase.centre], [part["cl"]])
        assert (phase.first, phase.last, phase.points) == (part["first"], part["last"], part["n_obs"])
        assert phase.runs.useful == part["n_useful"]
        assert (phase.runs.longest, phase.runs.longest_max) == (part["longest_run"], part["longest_run_max"])
        assert (phase.runs.crossings, phase.runs.crossings_min) == (part["n_crossings"], part["n_crossings_min"])
        assert phase.runs.is_signal is part["runs_signal"]
        assert len(phase.outside) == part["sigma_signal_count"]


@pytest.mark.parametrize("case", NHSR, ids=lambda case: f"{case['id']}-{case['scenario']}")
def test_xmr_charts_are_those_of_the_nhs(case: dict[str, Any]) -> None:
    wanted = case["expected"]
    found = xmr(
        case["y"],
        Direction(case["improvement_direction"]),
        target=case["target"],
        fix=case["fix_after_n_points"],
        parts=[case["rebase_at"] - 1] if case["rebase_at"] else (),
        screened=case["screen_outliers"],
    )
    assert same(found.mean, wanted["mean"])
    assert same(found.lower, wanted["lpl"])
    assert same(found.upper, wanted["upl"])
    assert list(found.causes) == wanted["special_cause_type"]
    assert list(found.types) == wanted["point_type"]
    assert found.variation == wanted["variation_type"]
    assert found.assurance == wanted["assurance_type"]
    assert found.has_short_phase is wanted["short_group_warning"]


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(10, 6, 2), (11, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10), (100, 10, 41)],
)
def test_the_limits_of_runs_are_those_of_the_paper(useful: int, longest: int, crossings: int) -> None:
    """Anhøj & Olesen 2014, table 1."""
    assert (longest_run_max(useful), crossings_min(useful)) == (longest, crossings)


def test_points_on_the_centre_and_missing_ones_neither_break_nor_extend_a_run() -> None:
    assert runs([1, 2, None, 0, 3, -1], 0).longest == 3
    assert runs([1, 2, None, 0, 3, -1], 0).crossings == 1


WHOLE = some.integers(-1000, 1000).map(float)
SERIES = some.lists(some.one_of(some.none(), WHOLE), min_size=1, max_size=60)


def moved(values: Sequence[Value], by: float, times: float) -> list[Value]:
    return [None if value is None else value * times + by for value in values]


def shape_of(one: Chart) -> list[object]:
    """What a chart says, but for its unit."""
    return [(phase.runs, phase.outside) for phase in one.phases]


def causes_of(one: Xmr) -> tuple[object, ...]:
    return one.causes, one.types, one.assurance


@given(SERIES, some.integers(-500, 500), some.sampled_from([0.25, 2.0, 1024.0]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_what_a_chart_says_is_the_same_in_every_unit(values: list[Value], by: int, times: float) -> None:
    other = moved(values, by, times)
    for kind in (Kind.RUN, Kind.INDIVIDUALS):
        assert shape_of(chart(kind, values)) == shape_of(chart(kind, other))
    assert causes_of(xmr(values, Direction.INCREASE, target=3.0)) == causes_of(
        xmr(other, Direction.INCREASE, target=3.0 * times + by)
    )
    assert ihi(values, median(v for v in values if v is not None)) == ihi(
        other, median(v for v in other if v is not None)
    )


@given(SERIES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_mirrored_chart_says_the_mirrored_thing(values: list[Value]) -> None:
    other = moved(values, 0, -1)
    for kind in (Kind.RUN, Kind.INDIVIDUALS):
        assert shape_of(chart(kind, values)) == shape_of(chart(kind, other))
    here, there = xmr(values, Direction.INCREASE, target=5.0), xmr(other, Direction.DECREASE, target=-5.0)
    assert (here.types, here.assurance) == (there.types, there.assurance)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("value", [0.1, 0.3, 1 / 3, 0.0])
def test_where_nothing_varies_nothing_is_a_signal(kind: Kind, value: float) -> None:
    for count in (1, 2, 3, 7, 49, 10_000):
        found = chart(kind, [value] * count, [1.0] * count)
        assert found.outside == ()
        assert not any(phase.runs.is_signal for phase in found.phases)
    assert set(xmr([value] * 49, Direction.NEUTRAL).causes) == {"Common Cause"}


@pytest.mark.parametrize("kind", Kind)
def test_a_chart_of_nothing_is_empty_and_one_of_gaps_says_nothing(kind: Kind) -> None:
    assert chart(kind, [], []).phases == ()
    assert xmr([], Direction.NEUTRAL).mean == ()
    gaps = chart(kind, [None] * 5, [None] * 5)
    assert gaps.centre == (None,) * 5
    assert gaps.limits == ((None, None),) * 5
    assert xmr([None] * 5, Direction.NEUTRAL).causes == (None,) * 5


def test_each_phase_has_its_own_centre_and_a_freeze_counts_only_without_phases() -> None:
    found = chart(Kind.RUN, [1, 2, 3, 10, 20, 30], parts=[3], freeze=2)
    assert [(phase.first, phase.last, phase.centre) for phase in found.phases] == [(1, 3, 2), (4, 6, 20)]
    assert chart(Kind.RUN, [1, 2, 3, 10, 20, 30], freeze=3).centre == (2,) * 6


def test_shares_and_rates_need_denominators() -> None:
    with pytest.raises(ValueError, match="denominator"):
        chart(Kind.SHARES, [1, 2])
    with pytest.raises(ValueError, match="2 values and 1"):
        chart(Kind.RATES, [1, 2], [3])
    found = chart(Kind.SHARES, [1, 2, None, 3], [2, None, 4, 0])
    assert found.plotted == (0.5, None, None, None)
    assert found.limits[1:] == ((None, None),) * 3


@pytest.mark.parametrize(
    ("values", "shift", "trend"),
    [
        ([1, 1, 1, 1, 1, 1, -1], (1, 2, 3, 4, 5, 6), ()),
        ([1, 1, 0, 1, 1, 1, -1], (), ()),
        ([1, 1, 0, 1, 1, 1, 1, -1], (1, 2, 4, 5, 6, 7), ()),
        ([5, 4, 3, 2, 1], (), (1, 2, 3, 4, 5)),
        ([-1, 1, 1, 2, None, 3, 4], (), (1, 2, 4, 6, 7)),
        ([1, 2, 3, 4, 3, 2, 1], (1, 2, 3, 4, 5, 6, 7), ()),
        ([1, 2, 3, 4, 5, 4, 3, 2, 1], (1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    ],
)
def test_shifts_and_trends_are_as_perla_describes_them(
    values: list[Value], shift: tuple[int, ...], trend: tuple[int, ...]
) -> None:
    found = ihi(values, 0)
    assert (found.shift_points, found.trend_points) == (shift, trend)
