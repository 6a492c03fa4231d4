"""Local times, local dates and rhythms, by table and by property."""

import random
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.local_time import REGULAR, Every, Rhythm, UnknownZone, instant, known_zone, local_date, next_date
from tests.prove.zones import FIRST_YEAR, LAST_YEAR, Figures, distinct_zones, prove_zone

DATES = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        pytest.param("2026-01-15", "09:00", "Europe/London", "2026-01-15T09:00", id="an ordinary winter morning"),
        pytest.param("2026-07-15", "09:00", "Europe/London", "2026-07-15T08:00", id="an ordinary summer morning"),
        pytest.param("2026-03-29", "01:59", "Europe/Berlin", "2026-03-29T00:59", id="the last minute before a gap"),
        pytest.param("2026-03-29", "02:00", "Europe/Berlin", "2026-03-29T01:00", id="a gap's first minute means 03:00"),
        pytest.param("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:00", id="02:30 in a gap means 03:00"),
        pytest.param("2026-03-29", "02:59:59.5", "Europe/Berlin", "2026-03-29T01:00", id="a gap's last half second"),
        pytest.param("2026-03-29", "03:00", "Europe/Berlin", "2026-03-29T01:00", id="the first minute after a gap"),
        pytest.param("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30", id="the first of two 02:30"),
        pytest.param("2026-10-25", "03:00", "Europe/Berlin", "2026-10-25T02:00", id="the first minute after a repeat"),
        pytest.param("2026-03-08", "00:30", "America/Havana", "2026-03-08T05:00", id="a gap at midnight means 01:00"),
        pytest.param("2026-10-04", "02:10", "Australia/Lord_Howe", "2026-10-03T15:30", id="a gap of half an hour"),
        pytest.param("2011-12-30", "00:00", "Pacific/Apia", "2011-12-30T10:00", id="the start of a skipped day"),
        pytest.param("2011-12-30", "09:00", "Pacific/Apia", "2011-12-30T10:00", id="any time of a skipped day"),
        pytest.param("2011-12-31", "00:00", "Pacific/Apia", "2011-12-30T10:00", id="the day after a skipped day"),
        pytest.param("2011-12-29", "23:59", "Pacific/Apia", "2011-12-30T09:59", id="the day before a skipped day"),
        pytest.param("1993-08-21", "12:00", "Pacific/Kwajalein", "1993-08-21T12:00", id="another skipped day"),
        pytest.param("2026-07-15", "09:00", "Pacific/Kiritimati", "2026-07-14T19:00", id="14 hours ahead of UTC"),
        pytest.param("2026-07-15", "20:00", "Pacific/Niue", "2026-07-16T07:00", id="11 hours behind UTC"),
    ],
)
def test_a_local_time_is_one_moment(day: str, at: str, zone: str, moment: str) -> None:
    found = instant(date.fromisoformat(day), time.fromisoformat(at), zone)
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


def test_the_fold_of_the_given_time_is_ignored() -> None:
    assert instant(date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin").hour == 0


def test_every_zone_fires_once_a_date_in_a_sampled_year_at_every_seventeenth_minute() -> None:
    randomly = random.Random(2015)
    total = Figures(0, 0, 0, [])
    for name in distinct_zones():
        year = randomly.randint(FIRST_YEAR, LAST_YEAR)
        total.add(prove_zone(name, year, year, stride=17))
    assert total.faults == []
    assert total.tables > 300
    assert total.transitions > 150


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "America", "../etc/passwd", "europe/london", "é", "a\0b", "posixrules"]
)
def test_a_name_that_is_no_zone_is_refused_with_its_field(name: str) -> None:
    with pytest.raises(UnknownZone) as refusal:
        instant(date(2026, 1, 1), time(9), name)
    assert refusal.value.field == "zone"
    assert name in refusal.value.said(str)
    assert isinstance(refusal.value, Refusal)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-07-14T23:30", "Europe/London", "2026-07-15"),
        ("2026-01-14T23:30", "Europe/London", "2026-01-14"),
        ("2026-07-14T10:00", "Pacific/Kiritimati", "2026-07-15"),
        ("2026-07-15T10:59", "Pacific/Niue", "2026-07-14"),
        ("2011-12-30T09:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00", "Pacific/Apia", "2011-12-31"),
    ],
)
def test_a_moment_has_a_date_in_each_zone(moment: str, zone: str, day: str) -> None:
    assert local_date(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone) == date.fromisoformat(day)


def test_a_moment_without_a_zone_has_no_local_date() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local_date(datetime(2026, 1, 1), "Europe/London")  # noqa: DTZ001


@given(DATES, st.times(), st.sampled_from(distinct_zones()))
def test_the_moment_of_a_local_time_falls_on_its_date(day: date, at: time, zone: str) -> None:
    assert local_date(instant(day, at, zone), zone) == day


@pytest.mark.parametrize(
    ("name", "fallback", "zone"),
    [
        ("Asia/Tokyo", "UTC", "Asia/Tokyo"),
        ("Nowhere", "Europe/London", "Europe/London"),
        ("", "UTC", "UTC"),
        (None, "UTC", "UTC"),
    ],
)
def test_an_unknown_zone_gives_way_to_the_fallback(name: str | None, fallback: str, zone: str) -> None:
    assert known_zone(name, fallback) == zone


def test_a_fallback_that_is_no_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        known_zone("Nowhere", "Elsewhere")


def rhythm(every: Every, weekday: int) -> Rhythm:
    return Rhythm(every, weekday, time(9), 5)


@pytest.mark.parametrize(
    ("every", "weekday", "first", "after", "following"),
    [
        pytest.param(Every.WEEKLY, 1, "2026-06-02", "2026-06-02", "2026-06-09", id="a week later"),
        pytest.param(Every.WEEKLY, 1, "2026-06-02", "2026-06-08", "2026-06-09", id="later in the same week"),
        pytest.param(Every.WEEKLY, 1, "2026-06-02", "2026-01-01", "2026-06-02", id="nothing before the first"),
        pytest.param(Every.WEEKLY, 4, "2026-06-02", "2026-06-02", "2026-06-05", id="the first Friday from a Tuesday"),
        pytest.param(Every.FORTNIGHTLY, 1, "2026-06-02", "2026-06-02", "2026-06-16", id="a fortnight later"),
        pytest.param(Every.FORTNIGHTLY, 1, "2026-06-02", "2026-06-09", "2026-06-16", id="not in the week between"),
        pytest.param(
            Every.FORTNIGHTLY, 4, "2026-06-02", "2026-06-05", "2026-06-19", id="counted from its first Friday"
        ),
        pytest.param(
            Every.FORTNIGHTLY, 1, "2026-12-22", "2026-12-22", "2027-01-05", id="a fortnight over the new year"
        ),
        pytest.param(Every.MONTHLY, 1, "2026-06-02", "2026-06-02", "2026-07-07", id="the first Tuesday"),
        pytest.param(Every.MONTHLY, 1, "2026-06-16", "2026-07-01", "2026-07-21", id="the third Tuesday"),
        pytest.param(Every.MONTHLY, 1, "2026-06-23", "2026-06-23", "2026-07-28", id="the fourth stays the fourth"),
        pytest.param(
            Every.MONTHLY, 1, "2026-06-30", "2026-06-30", "2026-07-28", id="a fifth is the last, here a fourth"
        ),
        pytest.param(
            Every.MONTHLY, 1, "2026-06-30", "2026-09-01", "2026-09-29", id="a fifth is the last, here a fifth"
        ),
        pytest.param(Every.MONTHLY, 0, "2026-06-30", "2026-06-30", "2026-07-06", id="its first Monday is a first"),
        pytest.param(Every.MONTHLY, 1, "2026-11-03", "2026-12-01", "2027-01-05", id="over the new year"),
        pytest.param(Every.MONTHLY, 1, "2026-12-08", "2026-11-30", "2026-12-08", id="December is a month"),
        pytest.param(Every.MONTHLY, 1, "2026-06-02", "2026-11-30", "2026-12-01", id="on into December"),
    ],
)
def test_a_rhythm_knows_its_next_date(every: Every, weekday: int, first: str, after: str, following: str) -> None:
    found = next_date(rhythm(every, weekday), date.fromisoformat(first), date.fromisoformat(after))
    assert found == date.fromisoformat(following)


@given(st.sampled_from(REGULAR), st.integers(0, 6), DATES, DATES)
def test_the_next_date_is_later_on_its_weekday_and_not_before_the_first(
    every: Every, weekday: int, first: date, after: date
) -> None:
    found = next_date(rhythm(every, weekday), first, after)
    assert found > after
    assert found >= first
    assert found.weekday() == weekday


@given(st.sampled_from(REGULAR), st.integers(0, 6), DATES, st.integers(0, 4000))
def test_asking_on_any_day_finds_the_same_dates_as_going_from_one_to_the_next(
    every: Every, weekday: int, first: date, days: int
) -> None:
    asked = first + timedelta(days)
    found = next_date(rhythm(every, weekday), first, first - timedelta(1))
    while found <= asked:
        found = next_date(rhythm(every, weekday), first, found)
    assert next_date(rhythm(every, weekday), first, asked) == found


@given(st.integers(0, 6), DATES)
def test_a_monthly_rhythm_comes_once_in_every_month(weekday: int, first: date) -> None:
    found = next_date(rhythm(Every.MONTHLY, weekday), first, first - timedelta(1))
    place = (found.day - 1) // 7
    for _ in range(30):
        following = next_date(rhythm(Every.MONTHLY, weekday), first, found)
        assert (following.year * 12 + following.month) - (found.year * 12 + found.month) == 1
        is_last = following.day + 7 > monthrange(following.year, following.month)[1]
        assert (following.day - 1) // 7 == place or (place == 4 and is_last)
        found = following


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"every": "daily"}, "every"),
        ({"every": "weekly"}, "every"),
        ({"weekday": -1}, "weekday"),
        ({"weekday": 7}, "weekday"),
        ({"at": time(9, tzinfo=UTC)}, "at"),
        ({"open_days": 0}, "open_days"),
        ({"open_days": 15}, "open_days"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_by_field(changes: dict[str, object], field: str) -> None:
    fields: dict[str, object] = {"every": Every.WEEKLY, "weekday": 0, "at": time(9), "open_days": 5}
    with pytest.raises(Refusal) as refusal:
        Rhythm(**(fields | changes))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert refusal.value.said(str)


@pytest.mark.parametrize("open_days", [1, 14])
def test_a_rhythm_stays_open_from_one_day_to_two_weeks(open_days: int) -> None:
    assert Rhythm(Every.FORTNIGHTLY, 6, time(23, 59), open_days).open_days == open_days
