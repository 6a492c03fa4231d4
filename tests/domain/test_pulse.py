"""Which items a wave asks, when it opens, reminds and closes, and what counts as an answer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.errors import FormRefusal
from bot.domain.local_time import Every, Rhythm
from bot.domain.opening import closing
from bot.domain.pulse import (
    COMMENT_LENGTH,
    Instrument,
    Item,
    Wave,
    check_checkin,
    invitation_span,
    items_for,
    reminder_time,
)
from bot.domain.work_time import Hours, Window, next_moment
from messages.pulse import instrument

LONDON, TOKYO, NEW_YORK, HONOLULU = "Europe/London", "Asia/Tokyo", "America/New_York", "Pacific/Honolulu"
DAY = date(2026, 3, 10)
OFFICE, NIGHTS = Hours(), Hours(Window(frozenset(range(7)), time(20), time(7)))
AFTERNOONS = Hours(Window(frozenset(range(5)), time(13), time(18)))
WEDNESDAYS = Hours(Window(frozenset({2}), time(9), time(17)))


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def rhythm(open_days: int = 3, at: time = time(10, 0)) -> Rhythm:
    return Rhythm(Every.WEEKLY, DAY.weekday(), at, open_days)


def test_anchors_are_asked_always_and_the_others_in_turn() -> None:
    items = tuple(Item(name, "climate", is_anchor=name in "ah") for name in "abcdefgh")
    made = Instrument("test", items)
    assert ["".join(items_for(made, number)) for number in (1, 2, 3, 4)] == ["abcdh", "aefgh", "abcdh", "aefgh"]


def test_the_built_in_pulse_asks_five_of_eight_items_and_each_at_least_every_second_wave() -> None:
    made = instrument()
    assert len(made.items) == 8
    for number in (1, 2, 3):
        one, next_one = items_for(made, number), items_for(made, number + 1)
        assert len(one) == 5
        assert set(one) | set(next_one) == {item.id for item in made.items}
    assert sum(item.is_anchor for item in made.items) == 2


@pytest.mark.parametrize(
    ("day", "days", "zone", "moment"),
    [
        (DAY, 1, LONDON, utc(10, 18)),
        (DAY, 3, LONDON, utc(12, 18)),
        (date(2026, 3, 27), 3, LONDON, utc(29, 17)),
        (DAY, 3, TOKYO, utc(12, 9)),
        (DAY, 3, NEW_YORK, utc(12, 22)),
        (date(2026, 3, 30), 3, LONDON, utc(1, 17, month=4)),
    ],
)
def test_a_wave_closes_at_six_in_the_evening_of_its_last_day(day: date, days: int, zone: str, moment: datetime) -> None:
    assert closing(day, days, zone) == moment


def invited(zone: str, hours: Hours, closes_at: datetime, opens_at: datetime | None = None) -> datetime | None:
    """When somebody is invited to a wave of `DAY` at 10:00."""
    earliest, until = invitation_span(rhythm(), DAY, zone, opens_at, closes_at)
    return next_moment(earliest, zone, hours, until)


@pytest.mark.parametrize(
    ("zone", "hours", "closes_at", "moment"),
    [
        (LONDON, OFFICE, utc(12, 18), utc(10, 10)),
        (TOKYO, OFFICE, utc(12, 18), utc(10, 1)),
        (HONOLULU, OFFICE, utc(10, 21, 1), utc(10, 20)),
        (HONOLULU, OFFICE, utc(10, 21), None),
        (HONOLULU, OFFICE, utc(10, 18), None),
        (LONDON, NIGHTS, utc(12, 18), utc(10, 20)),
        (LONDON, NIGHTS, utc(10, 18), None),
        (LONDON, AFTERNOONS, utc(12, 18), utc(10, 13)),
        (LONDON, WEDNESDAYS, utc(12, 18), utc(11, 9)),
        (LONDON, WEDNESDAYS, utc(10, 18), None),
        (LONDON, Hours(away_until=date(2026, 3, 11)), utc(12, 18), utc(12, 8)),
        (LONDON, Hours(away_until=date(2026, 3, 12)), utc(12, 18), None),
        (LONDON, Hours(free=frozenset({DAY})), utc(12, 18), utc(11, 8)),
    ],
)
def test_an_invitation_comes_at_work_from_the_local_time_on_and_an_hour_before_closing_at_the_latest(
    zone: str, hours: Hours, closes_at: datetime, moment: datetime | None
) -> None:
    assert invited(zone, hours, closes_at) == moment


def test_nobody_is_invited_before_the_wave_has_opened_however_late_that_is() -> None:
    closes_at = utc(12, 18)
    assert invited(LONDON, OFFICE, closes_at, opens_at=utc(11, 15)) == utc(11, 15)
    assert invited(TOKYO, OFFICE, closes_at, opens_at=utc(11, 15)) == utc(11, 23)
    assert invited(TOKYO, OFFICE, closes_at, opens_at=utc(12, 11)) is None


@pytest.mark.parametrize(
    ("days", "zone", "hours", "closes_at", "moment"),
    [
        (3, LONDON, OFFICE, utc(12, 18), utc(12, 10)),
        (3, TOKYO, OFFICE, utc(12, 18), utc(12, 1)),
        (2, LONDON, OFFICE, utc(11, 18), utc(11, 10)),
        (1, LONDON, OFFICE, utc(10, 18), None),
        (3, HONOLULU, OFFICE, utc(12, 18), utc(11, 18)),
        (3, HONOLULU, OFFICE, utc(12, 20), utc(12, 18)),
        (3, HONOLULU, OFFICE, utc(12, 20, 1), utc(12, 20)),
        (3, LONDON, NIGHTS, utc(12, 18), utc(11, 20)),
        (2, LONDON, NIGHTS, utc(11, 18), None),
        (3, LONDON, AFTERNOONS, utc(12, 18), utc(12, 13)),
        (3, LONDON, AFTERNOONS, utc(12, 13), utc(11, 13)),
        (3, LONDON, WEDNESDAYS, utc(12, 18), None),
        (3, LONDON, Hours(free=frozenset({date(2026, 3, 12)})), utc(12, 18), utc(11, 8)),
        (7, LONDON, Hours(away_until=date(2026, 3, 11)), utc(16, 18), utc(16, 10)),
    ],
)
def test_a_reminder_comes_on_the_last_day_or_else_with_the_last_shift_before_closing(
    days: int, zone: str, hours: Hours, closes_at: datetime, moment: datetime | None
) -> None:
    invited_at = invited(zone, hours, closes_at)
    at = (
        reminder_time(rhythm(days), DAY + timedelta(days - 1), zone, hours, invited_at, closes_at)
        if invited_at
        else None
    )
    assert at == moment


def test_no_reminder_comes_on_the_heels_of_a_late_invitation() -> None:
    two_days, closes_at = rhythm(2), utc(10, 18)
    day = date(2026, 3, 9)

    def reminded(zone: str, invited_at: datetime) -> datetime | None:
        return reminder_time(two_days, day + timedelta(1), zone, OFFICE, invited_at, closes_at)

    assert reminded(LONDON, utc(9, 15)) == utc(10, 10)
    assert reminded(LONDON, utc(9, 22)) == utc(10, 10)
    assert reminded(LONDON, utc(9, 22, 1)) is None
    assert reminded(LONDON, utc(10, 9)) is None
    assert reminded(TOKYO, utc(9, 23)) is None  # 08:00 there: it had waited for the morning


def test_answers_count_until_just_before_closing() -> None:
    wave = Wave(1, 1, 1, DAY, utc(10, 10), utc(12, 18), ("one",), "open")
    assert wave.is_open(wave.closes_at - timedelta(microseconds=1))
    assert not wave.is_open(wave.closes_at)
    closed = Wave(1, 1, 1, DAY, utc(10, 10), utc(12, 18), ("one",), "closed")
    assert not closed.is_open(utc(11, 0))


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ({"one": "1", "two": "5"}, {"one": 1, "two": 5}),
        ({"one": "3", "two": "none"}, {"one": 3, "two": None}),
        ({"one": "3", "two": None}, {"one": 3, "two": None}),
        ({"one": "3"}, {"one": 3, "two": None}),
        ({"one": "3", "two": "6"}, {"one": 3, "two": None}),
        ({"one": "3", "two": "0"}, {"one": 3, "two": None}),
        ({"one": "3", "two": "٣"}, {"one": 3, "two": None}),
        ({"one": "3", "two": "12"}, {"one": 3, "two": None}),
        ({"one": "3", "two": ""}, {"one": 3, "two": None}),
        ({"one": "3", "three": "4"}, {"one": 3, "two": None}),
    ],
)
def test_an_answer_is_a_whole_number_from_one_to_five_to_an_item_of_the_wave(
    given: dict[str, str | None], answers: dict[str, int | None]
) -> None:
    assert check_checkin(("one", "two"), given, "").answers == answers


@pytest.mark.parametrize("given", [{}, {"one": "none", "two": "none"}, {"one": None}, {"three": "3"}])
def test_a_form_that_says_nothing_to_every_item_is_a_form_all_the_same(given: dict[str, str | None]) -> None:
    assert check_checkin(("one", "two"), given, "").answers == {"one": None, "two": None}


def test_a_comment_is_stripped_and_may_be_as_long_as_the_limit() -> None:
    assert check_checkin(("one",), {"one": "1"}, "  hello \n").comment == "hello"
    assert check_checkin(("one",), {"one": "1"}, " \n ").comment == ""
    assert len(check_checkin(("one",), {"one": "1"}, "x" * COMMENT_LENGTH).comment) == COMMENT_LENGTH
    with pytest.raises(FormRefusal, match="It has 1001") as refused:
        check_checkin(("one",), {"one": "1"}, "x" * (COMMENT_LENGTH + 1))
    assert list(refused.value.errors) == ["comment"]
