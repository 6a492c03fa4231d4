"""When waves come and close: dates, no closing on a day when nobody works, and reminders that leave a day between."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.errors import Refusal
from bot.domain.local_time import Every, Rhythm, next_date, read_dates
from bot.domain.opening import check_rhythm, closing_day
from bot.domain.pulse import early_reminder_time, reminder_time
from bot.domain.work_time import Hours

MONDAY = date(2026, 3, 2)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("opens", "days", "next_on", "closes"),
    [
        (0, 3, 7, 2),
        (0, 5, 7, 4),
        (0, 6, 7, 4),
        (0, 7, 7, 4),
        (1, 5, 8, 7),
        (1, 6, 8, 7),
        (3, 3, 10, 7),
        (4, 2, 11, 7),
        (0, 13, 14, 11),
        (0, 14, None, 11),
        (1, 13, None, 14),
    ],
)
def test_a_wave_closes_on_the_next_working_day_or_where_there_is_no_room_on_the_one_before(
    opens: int, days: int, next_on: int | None, closes: int
) -> None:
    def day(number: int) -> date:
        return MONDAY + timedelta(days=number)

    found = closing_day(day(opens), days, weekdays, None if next_on is None else day(next_on))
    assert (found.on, found.usual) == (day(closes), day(opens + days - 1))


def test_where_nobody_ever_works_it_closes_on_its_last_day() -> None:
    assert closing_day(MONDAY, 6, lambda _: False, None).on == date(2026, 3, 7)


def test_a_closing_is_never_on_a_day_off_never_in_the_next_wave_and_never_before_the_opening() -> None:
    for weekday in range(7):
        for stride in (7, 14, 28):
            for days in range(1, min(stride, 14) + 1):
                opens = MONDAY + timedelta(days=weekday)
                closes = closing_day(opens, days, weekdays, opens + timedelta(days=stride)).on
                assert opens <= closes < opens + timedelta(days=stride)
                assert (closes - opens).days < 14
                works = [n for n in range(days) if weekdays(opens + timedelta(days=n))]
                assert weekdays(closes) or not works


DATES = tuple(date(2026, 3, day) for day in (3, 10, 24))


def test_dates_come_one_after_the_other_and_then_none() -> None:
    rhythm = Rhythm(Every.DATES, 1, time(10), 3, DATES)
    day, found = date(2026, 1, 1), []
    while (after := next_date(rhythm, MONDAY, day)) is not None:
        found.append(after)
        day = after
    assert tuple(found) == DATES


@pytest.mark.parametrize(("every", "dates"), [(Every.DATES, ()), (Every.WEEKLY, DATES)])
def test_a_rhythm_of_dates_has_some_and_no_other_has_any(every: Every, dates: tuple[date, ...]) -> None:
    with pytest.raises(Refusal, match="Write at least one date"):
        Rhythm(every, 1, time(10), 3, dates)


@pytest.mark.parametrize(
    ("text", "dates", "line"),
    [
        ("2026-03-03\n2026-03-10", DATES[:2], 0),
        (" 2026-03-10 , 2026-03-03;2026-03-03\n\n", DATES[:2], 0),
        ("2026-03-03\n3 March", (), 2),
        ("2026-02-30", (), 1),
        ("", (), 0),
    ],
)
def test_dates_are_read_in_order_and_the_line_that_is_none_is_named(
    text: str, dates: tuple[date, ...], line: int
) -> None:
    assert read_dates(text) == (dates, line)


@pytest.mark.parametrize(
    ("dates", "open_days", "words"),
    [
        ((), 3, "Write at least one date"),
        ((date(2026, 3, 1), DATES[1]), 3, "has passed"),
        ((DATES[0], date(2027, 4, 1)), 3, "more than a year"),
        (tuple(MONDAY + timedelta(days=4 * n) for n in range(70)), 3, "more than 60 dates"),
        ((MONDAY, MONDAY + timedelta(days=2)), 3, "closer than the 3 days"),
        (DATES, 7, ""),
        ((MONDAY, MONDAY + timedelta(days=3)), 3, ""),
    ],
)
def test_dates_that_do_not_fit_get_a_sentence(dates: tuple[date, ...], open_days: int, words: str) -> None:
    errors = check_rhythm(None, time(10), "dates", open_days, MONDAY, dates)
    assert list(errors) == (["dates"] if words else [])
    assert words in errors.get("dates", "")


def test_a_rhythm_that_can_not_come_on_dates_refuses_them() -> None:
    assert list(check_rhythm(MONDAY, time(10), "dates", 3, MONDAY)) == ["every"]


@pytest.mark.parametrize(("open_days", "early"), [(1, None), (2, None), (3, 4), (4, 4), (7, 6), (14, 9)])
def test_the_first_of_two_reminders_comes_halfway_and_a_day_from_the_others(open_days: int, early: int | None) -> None:
    rhythm = Rhythm(Every.MONTHLY, 1, time(10), open_days, reminders=2)
    opens, hours = date(2026, 3, 3), Hours()
    invited = datetime(2026, 3, 3, 10, tzinfo=UTC)
    last_day = opens + timedelta(days=open_days - 1)
    closes = datetime(last_day.year, last_day.month, last_day.day, 18, tzinfo=UTC)
    last = reminder_time(rhythm, last_day, "Europe/London", hours, invited, closes)
    moment = early_reminder_time(rhythm, "Europe/London", hours, invited, last)
    assert moment == (datetime(2026, 3, early, 10, tzinfo=UTC) if early else None)
