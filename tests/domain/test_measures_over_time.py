"""A measure's points in order: gaps for what is missing, baselines frozen or begun anew, and the fitting chart."""

from datetime import date, timedelta
from itertools import islice

import pytest
from made_measures import FIRST, a_measure, points

from bot.domain.measures.measure import Data, Mark, MarkKind, Often, Point
from bot.domain.measures.over_time import due_days, due_on, is_missing, next_due, over_time
from bot.domain.measures.recording import compare, days_without
from bot.domain.measures.shewhart import Kind, chart
from bot.domain.measures.typed_points import NewPoint
from messages.measures import chart_says


@pytest.mark.parametrize(
    ("often", "days"),
    [
        (Often.DAILY, [(1, 31), (2, 1), (2, 2)]),
        (Often.WEEKLY, [(1, 31), (2, 7), (2, 14)]),
        (Often.FORTNIGHTLY, [(1, 31), (2, 14), (2, 28)]),
        (Often.MONTHLY, [(1, 31), (2, 28), (3, 31)]),
        (Often.QUARTERLY, [(1, 31), (4, 30), (7, 31)]),
    ],
)
def test_values_are_due_in_step_also_at_the_end_of_months(often: Often, days: list[tuple[int, int]]) -> None:
    assert list(islice(due_days(often, date(2026, 1, 31)), 3)) == [date(2026, *day) for day in days]


def test_a_value_counts_for_the_period_it_lies_in() -> None:
    measure = a_measure("Falls")
    given = [Point(FIRST + timedelta(days=2), 3)]
    assert not is_missing(measure, given, FIRST)
    assert is_missing(measure, given, FIRST + timedelta(days=7))
    assert due_on(measure, FIRST - timedelta(days=1)) is None
    assert due_on(measure, FIRST + timedelta(days=13)) == FIRST + timedelta(days=7)
    assert next_due(measure, FIRST) == FIRST + timedelta(days=7)
    assert days_without(measure, given, FIRST + timedelta(days=15)) == tuple(
        FIRST + timedelta(days=days) for days in (7, 14)
    )


def test_a_gap_is_no_zero_and_the_period_that_goes_on_is_no_gap() -> None:
    measure = a_measure("Falls")
    over = over_time(measure, [Point(FIRST, 3), Point(FIRST + timedelta(days=14), 4)], (), FIRST + timedelta(days=25))
    assert over.values == (3, None, 4)
    assert over.known == 2
    assert over_time(measure, [], (), FIRST - timedelta(days=3)).points == ()


def test_the_chart_suits_the_data() -> None:
    kinds = {Data.NUMBER: Kind.INDIVIDUALS, Data.COUNT: Kind.COUNTS, Data.SHARE: Kind.SHARES, Data.RATE: Kind.RATES}
    for data, kind in kinds.items():
        assert over_time(a_measure("x", data), points(data, 24), ()).kind is kind
        assert over_time(a_measure("x", data), points(data, 11), ()).kind is Kind.RUN
        assert len(over_time(a_measure("x", data), points(data, 24), ()).chart().plotted) == 24


def test_a_freeze_fixes_the_baseline_and_a_rebase_begins_a_phase() -> None:
    measure, given = a_measure("Falls"), points(Data.COUNT, 24)
    frozen = over_time(measure, given, [Mark(1, MarkKind.FREEZE, FIRST + timedelta(weeks=9), "before")])
    assert frozen.freeze == 10
    assert frozen.chart().centre == frozen.chart().centre[:1] * 24
    rebased = over_time(measure, given, [Mark(1, MarkKind.REBASE, FIRST + timedelta(weeks=12), "the new list")])
    assert rebased.parts == (12,)
    assert [phase.first for phase in rebased.chart().phases] == [1, 13]
    assert over_time(measure, given, [Mark(1, MarkKind.REBASE, FIRST - timedelta(weeks=1), "x")]).parts == ()


def test_new_points_are_told_from_corrections() -> None:
    there = [Point(FIRST, 3), Point(FIRST + timedelta(days=7), 4, note="calm")]
    new = [NewPoint(FIRST, 3.0), NewPoint(FIRST + timedelta(days=7), 5), NewPoint(FIRST + timedelta(days=14), 6)]
    found = compare(there, new)
    assert (len(found.added), len(found.changed), found.same) == (1, 1, 1)
    assert compare(there, [NewPoint(FIRST, None)]).changed, "to say that there is none is a correction"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, 2] * 5 + [9] * 9, "The last 9 weeks all lie above the median: that is more than chance."),
        ([9, 8] * 5 + [1] * 9 + [5, 1], "10 of the last 11 weeks lie below the median, the rest on it"),
        ([1] * 9 + [9, 8, 2] * 4, "9 weeks in a row lie on one side"),
        ([1, 9] * 8, "No more than the usual ups and downs. That doesn't mean that nothing has changed"),
        ([1, 2, 3], "Too few points to tell yet"),
    ],
)
def test_the_sentence_says_what_the_chart_tells(values: list[float], said: str) -> None:
    assert said in chart_says(chart(Kind.RUN, values), "en-GB", "weekly")
