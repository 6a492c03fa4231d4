"""When a team may be written to at times that are new to it."""

from datetime import date, time

import pytest

from bot.domain.promised_hours import hours_key, is_of_hours, reach_of, widens
from bot.domain.work_time import OFFICE_HOURS, Hours, Plan, Window

FIRST, LAST = date(2026, 3, 3), date(2027, 12, 31)
EASTER = date(2026, 4, 3)


def window(days: str, begins: int, ends: int, minute: int = 0) -> Window:
    return Window(frozenset(map(int, days)), time(begins, minute), time(ends))


NIGHTS = window("0123456", 20, 7)

NARROWER: list[tuple[Window, Window]] = [
    (OFFICE_HOURS, OFFICE_HOURS),
    (OFFICE_HOURS, window("01234", 8, 16)),
    (OFFICE_HOURS, window("024", 9, 17)),
    (NIGHTS, window("0123456", 21, 6)),
    (NIGHTS, window("0123456", 0, 7)),  # the end of a night, said as a morning
    (window("0123456", 8, 8), OFFICE_HOURS),  # around the clock
    (window("0123456", 8, 8), window("0123456", 9, 9)),
    (window("0", 8, 8), window("1", 0, 8)),  # from Monday, 08:00, for 24 hours
    (window("01", 20, 7), window("2", 0, 7)),
]
WIDER: list[tuple[Window, Window]] = [
    (OFFICE_HOURS, window("01234", 7, 18, minute=59)),
    (OFFICE_HOURS, window("012345", 8, 18)),
    (OFFICE_HOURS, window("5", 8, 9)),
    (OFFICE_HOURS, window("01234", 9, 19)),
    (OFFICE_HOURS, NIGHTS),
    (NIGHTS, OFFICE_HOURS),
    (window("01", 20, 7), window("0", 0, 7)),  # no night ends on a Monday
    (window("6", 20, 7), window("1", 0, 7)),
    (window("0", 8, 8), window("1", 8, 9)),
]


@pytest.mark.parametrize(("old", "new"), NARROWER)
def test_what_has_no_new_minute_is_no_wider(old: Window, new: Window) -> None:
    assert not widens(Hours(old), Hours(new), FIRST, LAST)


@pytest.mark.parametrize(("old", "new"), WIDER)
def test_one_minute_on_one_weekday_is_wider(old: Window, new: Window) -> None:
    assert widens(Hours(old), Hours(new), FIRST, LAST)


def test_a_holiday_fewer_is_wider_and_one_more_is_not() -> None:
    free, usual = Hours(OFFICE_HOURS, frozenset({EASTER})), Hours(OFFICE_HOURS)
    assert widens(free, usual, FIRST, LAST)
    assert not widens(usual, free, FIRST, LAST)
    assert not widens(free, usual, date(2026, 4, 4), LAST)
    on_saturday = Hours(OFFICE_HOURS, frozenset({date(2026, 4, 4)}))
    assert not widens(on_saturday, usual, FIRST, LAST)


def test_holidays_are_judged_to_the_end_of_the_following_year() -> None:
    late = {"X": frozenset({date(2027, 12, 31)}), "Y": frozenset({date(2028, 1, 3)})}

    def hours(plan: Plan) -> Hours:
        return Hours(plan.window, late.get(plan.region or "", frozenset()))

    assert reach_of(hours, [(Plan(region="X"), Plan())], FIRST)
    assert not reach_of(hours, [(Plan(region="Y"), Plan())], FIRST)
    assert not reach_of(hours, [(Plan(), Plan(region="X"))], FIRST)


def test_a_change_of_hours_has_a_name_of_its_own() -> None:
    assert is_of_hours(hours_key(12))
    assert not is_of_hours("at")
