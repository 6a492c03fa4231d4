"""Never more messages than the cap in any seven days in a row, and else the first moment at work."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.domain.allowance import first_fitting, fits
from bot.domain.work_time import Hours, Window

LONDON = "Europe/London"
DAY = date(2026, 3, 10)
OFFICE, NIGHTS = Hours(), Hours(Window(frozenset(range(7)), time(20), time(7)))


def on(*days: int) -> dict[date, int]:
    """So many messages on days of March 2026."""
    return {date(2026, 3, day): days.count(day) for day in days}


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counts", "cap", "fit"),
    [
        ({}, 1, True),
        (on(10), 1, False),
        (on(4), 1, False),
        (on(3), 1, True),
        (on(16), 1, False),
        (on(17), 1, True),
        (on(3, 17), 1, True),
        (on(9, 10), 3, True),
        (on(8, 9, 10), 3, False),
        (on(10, 10, 10), 3, False),
        (on(4, 5, 16), 3, True),
        (on(4, 9, 9), 3, False),
        (on(7, 8, 13), 3, False),
        (on(7, 13, 14), 3, True),
        (on(6, 7, 8, 13, 14), 3, False),
        (on(4, 5, 15, 16), 3, True),
        (on(7, 7, 7, 7), 3, False),
    ],
)
def test_a_day_takes_one_more_if_no_seven_days_around_it_are_full(counts: dict[date, int], cap: int, fit: bool) -> None:
    assert fits(counts, DAY, cap) is fit


def test_whatever_is_asked_for_no_seven_days_ever_hold_more_than_the_cap() -> None:
    random = Random(1729)
    for _ in range(50):
        cap, counts = random.randint(1, 5), dict[date, int]()
        for _ in range(60):
            day = DAY + timedelta(days=random.randrange(30))
            if fits(counts, day, cap):
                counts[day] = counts.get(day, 0) + 1
            elif all(_in_week(counts, day - timedelta(days=back)) < cap for back in range(7)):
                raise AssertionError("a day was refused that had room")
        assert max(_in_week(counts, DAY + timedelta(days=first)) for first in range(-7, 31)) <= cap


def _in_week(counts: dict[date, int], first: date) -> int:
    return sum(count for day, count in counts.items() if first <= day < first + timedelta(days=7))


@pytest.mark.parametrize(
    ("hours", "earliest", "until", "counts", "moment"),
    [
        (OFFICE, utc(10, 10), utc(12, 17), {}, utc(10, 10)),
        (OFFICE, utc(10, 10), utc(12, 17), on(10), utc(10, 10)),
        (OFFICE, utc(10, 10), utc(12, 17), on(10, 10), None),
        (OFFICE, utc(10, 10), utc(12, 17), on(4, 5), utc(11, 8)),
        (OFFICE, utc(10, 10), utc(12, 17), on(5, 5), utc(12, 8)),
        (OFFICE, utc(10, 10), utc(12, 8), on(5, 5), None),
        (OFFICE, utc(13, 10), utc(18, 17), on(7, 7), utc(16, 8)),
        (NIGHTS, utc(10, 10), utc(12, 17), on(4, 4), utc(11, 0)),
        (NIGHTS, utc(10, 10), utc(12, 17), on(5, 5), utc(12, 0)),
    ],
)
def test_what_does_not_fit_moves_to_the_first_later_day_that_takes_it(
    hours: Hours, earliest: datetime, until: datetime, counts: dict[date, int], moment: datetime | None
) -> None:
    assert first_fitting(earliest, until, LONDON, hours, counts, 2) == moment
