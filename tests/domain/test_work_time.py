"""When somebody works: day and night, on holidays and away, through gaps and folds of the clock, in every zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from prove.zones import distinct_zones, transitions

from bot.domain.work_time import (
    OFFICE_HOURS,
    Hours,
    TeamHours,
    Window,
    hours_of_team,
    is_at_work,
    last_beginning,
    next_moment,
    shift_of,
)

LONDON, NEW_YORK, HAVANA, LORD_HOWE = "Europe/London", "America/New_York", "America/Havana", "Australia/Lord_Howe"
EVERY_DAY = frozenset(range(7))
OFFICE = Hours()
NIGHTS = Hours(Window(EVERY_DAY, time(20), time(7)))
WEEKDAY_NIGHTS = Hours(Window(frozenset(range(5)), time(20), time(7)))
PART_TIME = Hours(Window(frozenset({1, 3}), time(9), time(13)))
ALWAYS = Hours(Window(EVERY_DAY, time(0), time(0)))
TUESDAY = date(2026, 3, 10)
AROUND = (*range(-1200, -90, 120), *range(-90, 90, 30), *range(90, 1500, 120))
"""Minutes before and after a change of clocks."""


def utc(day: int, hour: int, minute: int = 0, month: int = 3, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "hours", "works"),
    [
        (utc(10, 7, 59), OFFICE, False),
        (utc(10, 8), OFFICE, True),
        (utc(10, 17, 59), OFFICE, True),
        (utc(10, 18), OFFICE, False),
        (utc(14, 12), OFFICE, False),
        (utc(10, 12), NIGHTS, False),
        (utc(10, 20), NIGHTS, True),
        (utc(11, 6, 59), NIGHTS, True),
        (utc(11, 7), NIGHTS, False),
        (utc(13, 23), WEEKDAY_NIGHTS, True),
        (utc(14, 3), WEEKDAY_NIGHTS, True),
        (utc(14, 23), WEEKDAY_NIGHTS, False),
        (utc(16, 3), WEEKDAY_NIGHTS, False),
        (utc(10, 9), PART_TIME, True),
        (utc(10, 13), PART_TIME, False),
        (utc(11, 9), PART_TIME, False),
        (utc(15, 0), ALWAYS, True),
        (utc(15, 23, 59), ALWAYS, True),
    ],
)
def test_who_works_when_in_a_week_without_surprises(moment: datetime, hours: Hours, works: bool) -> None:
    assert is_at_work(moment, LONDON, hours) is works


@pytest.mark.parametrize(
    ("hours", "earliest", "moment"),
    [
        (Hours(free=frozenset({TUESDAY})), utc(10, 10), utc(11, 8)),
        (Hours(away_until=TUESDAY), utc(10, 10), utc(11, 8)),
        (Hours(away_until=date(2026, 3, 13)), utc(10, 10), utc(16, 8)),
        (Hours(NIGHTS.window, free=frozenset({TUESDAY})), utc(10, 10), utc(11, 20)),
        (Hours(NIGHTS.window, free=frozenset({TUESDAY})), utc(10, 3), utc(10, 3)),
        (Hours(NIGHTS.window, free=frozenset({TUESDAY})), utc(11, 3), utc(11, 20)),
        (Hours(NIGHTS.window, away_until=TUESDAY), utc(11, 3), utc(11, 20)),
        (Hours(WEEKDAY_NIGHTS.window, away_until=date(2026, 3, 13)), utc(14, 3), utc(16, 20)),
        (Hours(PART_TIME.window, free=frozenset({date(2026, 3, 12)})), utc(10, 13), None),
    ],
)
def test_holidays_and_absences_are_those_of_the_day_on_which_work_begins(
    hours: Hours, earliest: datetime, moment: datetime | None
) -> None:
    assert next_moment(earliest, LONDON, hours, utc(17, 0)) == moment


@pytest.mark.parametrize(
    ("hours", "earliest", "until", "moment"),
    [
        (OFFICE, utc(10, 10), utc(12, 17), utc(10, 10)),
        (OFFICE, utc(10, 6), utc(12, 17), utc(10, 8)),
        (OFFICE, utc(10, 19), utc(12, 17), utc(11, 8)),
        (OFFICE, utc(13, 19), utc(16, 8), None),
        (OFFICE, utc(13, 19), utc(16, 8, 1), utc(16, 8)),
        (OFFICE, utc(10, 10), utc(10, 10), None),
        (NIGHTS, utc(10, 10), utc(12, 17), utc(10, 20)),
        (NIGHTS, utc(10, 10), utc(10, 20), None),
        (NIGHTS, utc(10, 5), utc(12, 17), utc(10, 5)),
        (PART_TIME, utc(10, 10), utc(12, 17), utc(10, 10)),
        (PART_TIME, utc(10, 13), utc(12, 17), utc(12, 9)),
        (Hours(Window(frozenset(), time(8), time(18))), utc(10, 10), utc(31, 10), None),
    ],
)
def test_the_next_moment_at_work_is_the_first_one_before_it_is_too_late(
    hours: Hours, earliest: datetime, until: datetime, moment: datetime | None
) -> None:
    assert next_moment(earliest, LONDON, hours, until) == moment


@pytest.mark.parametrize(
    ("hours", "earliest", "until", "moment"),
    [
        (NIGHTS, utc(10, 21), utc(12, 18), utc(11, 20)),
        (NIGHTS, utc(11, 20), utc(12, 18), utc(11, 20)),
        (NIGHTS, utc(11, 21), utc(12, 18), None),
        (OFFICE, utc(10, 22), utc(12, 18), utc(12, 8)),
        (OFFICE, utc(10, 22), utc(12, 8), utc(11, 8)),
        (PART_TIME, utc(10, 22), utc(12, 18), utc(12, 9)),
        (PART_TIME, utc(10, 22), utc(12, 9), None),
    ],
)
def test_the_last_shift_is_the_last_that_begins_in_the_span(
    hours: Hours, earliest: datetime, until: datetime, moment: datetime | None
) -> None:
    assert last_beginning(earliest, LONDON, hours, until) == moment


@pytest.mark.parametrize(
    ("zone", "day", "window", "begins", "ends"),
    [
        # London springs forward at 01:00 on 29 March: a night is an hour shorter, and 01:30 is 02:00.
        (LONDON, date(2026, 3, 28), (time(20), time(7)), utc(28, 20), utc(29, 6)),
        (LONDON, date(2026, 3, 29), (time(1, 30), time(9)), utc(29, 1), utc(29, 8)),
        (LONDON, date(2026, 3, 28), (time(22), time(1, 30)), utc(28, 22), utc(29, 1)),
        (LONDON, date(2026, 3, 29), (time(1, 10), time(1, 50)), None, None),
        # It falls back at 02:00 on 25 October: a night is an hour longer, and of two 01:30 the first counts.
        (LONDON, date(2026, 10, 24), (time(20), time(7)), utc(24, 19, month=10), utc(25, 7, month=10)),
        (LONDON, date(2026, 10, 25), (time(1, 30), time(9)), utc(25, 0, 30, 10), utc(25, 9, month=10)),
        (LONDON, date(2026, 10, 24), (time(22), time(1, 30)), utc(24, 21, month=10), utc(25, 0, 30, 10)),
        # New York: 8 March at 02:00, 1 November at 02:00.
        (NEW_YORK, date(2026, 3, 7), (time(23), time(7)), utc(8, 4), utc(8, 11)),
        (NEW_YORK, date(2026, 10, 31), (time(23), time(7)), utc(1, 3, month=11), utc(1, 12, month=11)),
        # Havana skipped midnight itself on 8 March 2020 and had it twice on 1 November.
        (HAVANA, date(2020, 3, 7), (time(16), time(0)), utc(7, 21, year=2020), utc(8, 5, year=2020)),
        (HAVANA, date(2020, 3, 8), (time(0), time(8)), utc(8, 5, year=2020), utc(8, 12, year=2020)),
        (HAVANA, date(2020, 11, 1), (time(0), time(8)), utc(1, 4, 0, 11, 2020), utc(1, 13, 0, 11, 2020)),
        # Lord Howe's clocks move by half an hour.
        (LORD_HOWE, date(2026, 4, 4), (time(20), time(7)), utc(4, 9, month=4), utc(4, 20, 30, month=4)),
    ],
)
def test_a_shift_keeps_to_the_clock_on_the_wall_when_clocks_change(
    zone: str, day: date, window: tuple[time, time], begins: datetime | None, ends: datetime | None
) -> None:
    shift = shift_of(day, zone, Hours(Window(EVERY_DAY, *window)))
    assert shift == (None if begins is None else (begins, ends))
    if begins is not None and ends is not None:
        hours, minute = Hours(Window(frozenset({day.weekday()}), *window)), timedelta(minutes=1)
        around = (begins - minute, begins, ends - minute, ends)
        assert [is_at_work(moment, zone, hours) for moment in around] == [False, True, True, False]
        assert next_moment(begins - minute, zone, hours, ends) == begins


def test_a_day_that_a_zone_skips_has_no_work_by_day() -> None:
    """Samoa went from 29 to 31 December 2011."""
    assert shift_of(date(2011, 12, 30), "Pacific/Apia", Hours(Window(EVERY_DAY, time(8), time(18)))) is None


def test_nights_are_worked_by_the_clock_on_the_wall_in_every_zone() -> None:
    """Around a change of clocks in 2026, or some other day, against what a clock on the wall would say."""
    start, end = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    tried = 0
    for name in distinct_zones():
        place = ZoneInfo(name)
        change = next(transitions(place, start, end), start + timedelta(days=len(name)))
        for minutes in AROUND:
            moment = change + timedelta(minutes=minutes)
            wall = moment.astimezone(place)
            day = wall.date() if wall.time() >= time(20) else wall.date() - timedelta(days=1)
            works = (wall.time() >= time(20) or wall.time() < time(7)) and day.weekday() < 5
            assert is_at_work(moment, name, WEEKDAY_NIGHTS) is works, (name, moment)
            following = next_moment(moment, name, WEEKDAY_NIGHTS, moment + timedelta(days=4))
            assert following is not None
            assert (following == moment) is works, (name, moment)
            assert is_at_work(following, name, WEEKDAY_NIGHTS), (name, moment)
            tried += 1
    assert tried > 300 * 25


NIGHT_WINDOW = NIGHTS.window
TREE = {
    1: TeamHours(None, None, "GB-ENG"),
    2: TeamHours(1, NIGHT_WINDOW, None),
    3: TeamHours(2, None, "DE-BY"),
    4: TeamHours(2, PART_TIME.window, None),
    5: TeamHours(None, None, None),
}


@pytest.mark.parametrize(
    ("team", "window", "region"),
    [
        (1, OFFICE_HOURS, "GB-ENG"),
        (2, NIGHT_WINDOW, "GB-ENG"),
        (3, NIGHT_WINDOW, "DE-BY"),
        (4, PART_TIME.window, "GB-ENG"),
        (5, OFFICE_HOURS, None),
        (None, OFFICE_HOURS, None),
        (99, OFFICE_HOURS, None),
    ],
)
def test_a_team_without_hours_or_region_has_those_of_the_team_above(
    team: int | None, window: Window, region: str | None
) -> None:
    assert hours_of_team(team, TREE) == (window, region)
