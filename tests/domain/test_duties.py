"""When people are reminded of what they have taken on, and when they may get the note of a day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.domain.duties import Duty, Turn, in_order, is_lead_told, is_reminded, is_shown, key_of, turn_of
from bot.domain.duties import Told as Reads
from bot.domain.local_time import local_date
from bot.domain.work_time import OFFICE_HOURS, Hours, Window, is_at_work, shift_of

MONDAY = date(2026, 3, 9)
WEEKDAYS = frozenset(range(5))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def a_duty(due_on: date, since: date | None = None, subject: int = 1) -> Duty:
    return Duty(kind="test.duty", initiative_id=1, subject=subject, user_id="U1", title="", due_on=due_on, since=since)


def working(days: frozenset[int], free: frozenset[date], day: date) -> bool:
    return day.weekday() in days and day not in free


def reminded(duty: Duty, days: frozenset[int] = WEEKDAYS, free: frozenset[date] = frozenset()) -> list[int]:
    """On which days after its date, or before it, the owner of a duty hears of it who never does it."""
    span = [duty.due_on + number * DAY for number in range(-20, 200)]
    return [(day - duty.due_on).days for day in span if is_reminded(duty, day, partial(working, days, free))]


def test_the_day_before_the_date_and_then_every_second_working_day_and_after_a_week_every_fifth() -> None:
    wednesday = MONDAY + 2 * DAY
    assert reminded(a_duty(wednesday))[:9] == [-1, 0, 2, 6, 13, 20, 27, 34, 41]
    assert max(reminded(a_duty(wednesday))) <= 90


def test_a_date_on_a_free_day_is_told_on_the_last_working_day_before_it_and_the_first_after() -> None:
    saturday = MONDAY + 5 * DAY
    assert reminded(a_duty(saturday))[:4] == [-1, 2, 4, 6]
    good_friday = frozenset({MONDAY + 4 * DAY, MONDAY + 7 * DAY})
    assert reminded(a_duty(saturday), free=good_friday)[:3] == [-2, 3, 5]


def test_who_works_every_day_hears_at_most_every_second_day() -> None:
    assert reminded(a_duty(MONDAY), frozenset(range(7)))[:7] == [-1, 0, 2, 4, 9, 14, 19]


def test_who_works_one_day_a_week_hears_every_second_week_at_first() -> None:
    assert reminded(a_duty(MONDAY + 3 * DAY), frozenset({0}))[:4] == [-3, 4, 18, 32]


def test_nobody_is_reminded_on_the_day_on_which_they_took_it_on() -> None:
    assert reminded(a_duty(MONDAY, since=MONDAY - 3 * DAY))[:2] == [0, 2]
    assert reminded(a_duty(MONDAY, since=MONDAY))[:2] == [2, 4]


def test_who_comes_back_hears_on_the_first_day() -> None:
    for last_day in range(30):
        hours = Hours(OFFICE_HOURS, away_until=MONDAY + last_day * DAY)
        days = [MONDAY + number * DAY for number in range(60)]
        heard = [day for day in days if is_reminded(a_duty(MONDAY), day, hours.begins_on)]
        assert heard[0] == next(day for day in days if hours.begins_on(day))


def told_to_lead(duty: Duty, days: frozenset[int] = WEEKDAYS) -> list[int]:
    span = [duty.due_on + number * DAY for number in range(-20, 200)]
    works_on = partial(working, days, frozenset())
    return [(day - duty.due_on).days for day in span if is_lead_told(duty, day, works_on)]


def test_the_lead_hears_after_a_week_and_then_once_a_week() -> None:
    assert told_to_lead(a_duty(MONDAY))[:3] == [7, 14, 21]
    assert told_to_lead(a_duty(MONDAY + 5 * DAY))[:3] == [9, 16, 23]
    assert max(told_to_lead(a_duty(MONDAY))) <= 90


def test_a_duty_is_shown_from_a_week_before_its_date() -> None:
    assert is_shown(a_duty(MONDAY), MONDAY - 7 * DAY)
    assert not is_shown(a_duty(MONDAY), MONDAY - 8 * DAY)
    assert is_shown(a_duty(MONDAY), MONDAY + 400 * DAY)


def test_one_s_own_come_first_and_then_what_was_due_first() -> None:
    late, soon = a_duty(MONDAY, subject=1), a_duty(MONDAY - DAY, subject=2)
    told = [Reads(soon, "", "", is_for_lead=True), Reads(late, "", ""), Reads(soon, "", "")]
    assert in_order(told) == (told[2], told[1], told[0])


def test_a_duty_that_was_moved_is_another_one() -> None:
    keys = {key_of(a_duty(day), is_for_lead=lead) for day in (MONDAY, MONDAY + DAY) for lead in (True, False)}
    assert len(keys) == 4


NIGHTS = Hours(Window(frozenset(range(7)), time(20), time(7)))


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hours", "turn"),
    [
        (utc(9, 6), Hours(), None),
        (utc(9, 7), Hours(), None),
        (utc(9, 7, 30), Hours(), Turn(MONDAY, utc(9, 8), utc(9, 18))),
        (utc(9, 8), Hours(), Turn(MONDAY, utc(9, 8), utc(9, 18))),
        (utc(9, 12, 5), Hours(), Turn(MONDAY, utc(9, 12, 5), utc(9, 18))),
        (utc(9, 18), Hours(), None),
        (utc(8, 12), Hours(), None),
        (utc(9, 12), Hours(free=frozenset({MONDAY})), None),
        (utc(9, 12), Hours(away_until=MONDAY), None),
        (utc(9, 19, 30), NIGHTS, Turn(MONDAY, utc(9, 20), utc(10, 0))),
        (utc(10, 3), NIGHTS, None),
        (utc(8, 23, 30), Hours(Window(frozenset({0}), time(0), time(8))), Turn(MONDAY, utc(9, 0), utc(9, 8))),
    ],
)
def test_the_note_of_a_date_comes_in_the_hours_that_begin_on_it(now: datetime, hours: Hours, turn: Turn | None) -> None:
    assert turn_of(now, HOUR, "UTC", hours) == turn


ZONES = ["Asia/Tokyo", "Europe/London", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe", "Africa/Cairo"]
TIMES = some.times().map(lambda at: at.replace(second=0, microsecond=0))
WINDOWS = some.builds(Window, some.frozensets(some.integers(0, 6), min_size=1), TIMES, TIMES)
DATES = some.dates(date(2026, 2, 24), date(2026, 3, 14))
CALENDARS = some.builds(Hours, WINDOWS, some.frozensets(DATES, max_size=8), some.none() | DATES)
PLANS = some.lists(some.tuples(DATES, some.none() | DATES, some.integers(0, 24 * 12)), min_size=1, max_size=5)


@settings(deadline=None)
@given(plans=PLANS, hours=CALENDARS, zone=some.sampled_from(ZONES), offset=some.integers(0, 59))
def test_whatever_is_planned_one_note_a_day_comes_at_work_and_never_of_what_is_done(
    plans: list[tuple[date, date | None, int]], hours: Hours, zone: str, offset: int
) -> None:
    """Two weeks, looked at each hour; the third of each plan is the hour in which it is done."""
    begin = datetime(2026, 3, 1, 0, offset, tzinfo=UTC)
    got: dict[date, tuple[datetime, list[int]]] = {}
    for number in range(24 * 14):
        now = begin + number * HOUR
        turn = turn_of(now, HOUR, zone, hours)
        if turn is None:
            continue
        works_on = partial(_works_on, zone, hours)
        open_now = [place for place, (_, _, done) in enumerate(plans) if number < done]
        called = [place for place in open_now if is_reminded(a_duty(*plans[place][:2]), turn.day, works_on)]
        if called and turn.day not in got:
            got[turn.day] = turn.begins, called
    for day, (moment, _) in got.items():
        assert is_at_work(moment, zone, hours)
        assert local_date(moment, zone) == day
    working_days = [begin.date() + number * DAY for number in range(-2, 18)]
    working_days = [day for day in working_days if _works_on(zone, hours, day)]
    for place, (due_on, since, done) in enumerate(plans):
        heard = [day for day, (_, called) in got.items() if place in called]
        assert all(got[day][0] < begin + done * HOUR + HOUR for day in heard)
        assert since is None or all(day > since for day in heard)
        overdue = [working_days.index(day) for day in heard if day > due_on]
        assert all(later - earlier > 1 for earlier, later in pairwise(overdue))


def _works_on(zone: str, hours: Hours, day: date) -> bool:
    return shift_of(day, zone, hours) is not None
