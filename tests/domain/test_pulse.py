"""Which items a wave asks, when it opens, reminds and closes, and what counts as an answer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.errors import FormRefusal
from bot.domain.local_time import Every, Rhythm, instant
from bot.domain.pulse import (
    COMMENT_LENGTH,
    Instrument,
    Item,
    Wave,
    check_checkin,
    closing,
    decent_moment,
    invitation_time,
    items_for,
    opening,
    reminder_time,
)
from messages.pulse import instrument

LONDON, TOKYO, NEW_YORK, APIA, HONOLULU = (
    "Europe/London", "Asia/Tokyo", "America/New_York", "Pacific/Apia", "Pacific/Honolulu",
)  # fmt: skip
DAY = date(2026, 3, 10)


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
    ("zones", "moment"),
    [
        ([LONDON], utc(10, 10)),
        ([LONDON, TOKYO, NEW_YORK], utc(10, 1)),
        ([NEW_YORK, LONDON], utc(10, 10)),
        ([HONOLULU, APIA], utc(9, 21)),
    ],
)
def test_a_wave_opens_when_the_first_of_its_people_reach_their_time(zones: list[str], moment: datetime) -> None:
    assert opening(DAY, time(10, 0), zones) == moment


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


@pytest.mark.parametrize(
    ("zone", "closes_at", "moment"),
    [
        (LONDON, utc(12, 18), utc(10, 10)),
        (TOKYO, utc(12, 18), utc(10, 1)),
        (HONOLULU, utc(10, 21, 1), utc(10, 20)),
        (HONOLULU, utc(10, 21), utc(10, 1)),
        (HONOLULU, utc(10, 18), utc(10, 1)),
    ],
)
def test_an_invitation_comes_at_the_local_time_or_at_once_where_that_is_too_late(
    zone: str, closes_at: datetime, moment: datetime
) -> None:
    assert invitation_time(rhythm(), DAY, zone, closes_at, utc(10, 1)) == moment


@pytest.mark.parametrize(
    ("days", "zone", "closes_at", "moment"),
    [
        (3, LONDON, utc(12, 18), utc(12, 10)),
        (3, TOKYO, utc(12, 18), utc(12, 1)),
        (2, LONDON, utc(11, 18), utc(11, 10)),
        (1, LONDON, utc(10, 18), None),
        (3, HONOLULU, utc(12, 18), None),
        (3, HONOLULU, utc(12, 20), None),
        (3, HONOLULU, utc(12, 20, 1), utc(12, 20)),
    ],
)
def test_a_reminder_comes_on_the_last_day_if_that_is_not_the_first_and_the_wave_is_still_open(
    days: int, zone: str, closes_at: datetime, moment: datetime | None
) -> None:
    opens_at = instant(DAY, rhythm(days).at, zone)
    assert reminder_time(rhythm(days), DAY, zone, closes_at, opens_at) == moment


def test_no_reminder_comes_on_the_heels_of_a_late_invitation() -> None:
    two_days, closes_at = rhythm(2), datetime(2026, 3, 10, 18, tzinfo=UTC)
    late = {"in time": datetime(2026, 3, 9, 15, tzinfo=UTC), "on the last day": datetime(2026, 3, 10, 9, tzinfo=UTC)}
    day = date(2026, 3, 9)
    assert reminder_time(two_days, day, "Europe/London", closes_at, late["in time"]) is not None
    assert reminder_time(two_days, day, "Europe/London", closes_at, late["on the last day"]) is None
    evening_in_tokyo = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)  # the invitation waits for the next morning there
    assert reminder_time(two_days, day, "Asia/Tokyo", closes_at, evening_in_tokyo) is None


@pytest.mark.parametrize(
    ("now", "zone", "moment"),
    [
        (utc(10, 8), LONDON, utc(10, 8)),
        (utc(10, 17, 59), LONDON, utc(10, 17, 59)),
        (utc(10, 18), LONDON, utc(11, 8)),
        (utc(10, 7, 59), LONDON, utc(10, 8)),
        (utc(10, 12), TOKYO, utc(10, 23)),
        (utc(10, 12), HONOLULU, utc(10, 18)),
        (utc(28, 20), LONDON, utc(29, 7)),
    ],
)
def test_nobody_is_asked_between_six_in_the_evening_and_eight_in_the_morning(
    now: datetime, zone: str, moment: datetime
) -> None:
    assert decent_moment(now, zone) == moment


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
