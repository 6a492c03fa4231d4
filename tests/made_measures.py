"""Measures made up for tests of messages: with whatever somebody typed in every place, and values of every kind."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.measures.measure import (
    Correction,
    Data,
    Defining,
    Mark,
    MarkKind,
    Measure,
    Often,
    Point,
    Purpose,
    Terms,
)
from bot.domain.measures.over_time import Listed, Listing, Shown, over_time
from bot.domain.measures.recording import Asking, RecordForm, Recording
from bot.domain.measures.typed_points import NewPoint, Question
from bot.domain.measures.typed_values import Unclear
from bot.domain.measures.upload import Preview
from bot.domain.measures.xmr import Direction

FIRST = date(2026, 3, 2)
WHO = "U0123456789"


def a_measure(typed: str, data: Data = Data.COUNT, purpose: Purpose = Purpose.OUTCOME) -> Measure:
    per = typed[:60] if data.has_size else ""
    target = 0.9 if data is Data.SHARE else 4.0
    direction = Direction.INCREASE if data is Data.SHARE else Direction.DECREASE
    terms = Terms(typed, purpose, typed, data, typed[:60], per, direction, target, WHO, Often.WEEKLY, FIRST, typed)
    return Measure(7, 1, 3, terms)


def some_marks(typed: str) -> tuple[Mark, ...]:
    days = {MarkKind.FREEZE: 5, MarkKind.NOTE: 8, MarkKind.REBASE: 9}
    return tuple(
        Mark(place, kind, FIRST + timedelta(weeks=weeks), typed) for place, (kind, weeks) in enumerate(days.items())
    )


def points(data: Data, count: int) -> list[Point]:
    size = 40.0 if data.has_size else None
    return [
        Point(FIRST + timedelta(weeks=week), float(20 + week % 5 + week // 6), size, by_user_id=WHO)
        for week in range(count)
        if week != 3
    ]


def a_shown(typed: str, data: Data, count: int) -> Shown:
    over = over_time(a_measure(typed, data), points(data, count), some_marks(typed) if count > 12 else ())
    when = datetime(2026, 3, 10, 9, tzinfo=UTC)
    changed = (Correction(FIRST, 3, None, 4, None, typed, WHO, when),)
    return Shown(over, typed, "Europe/London", changed, may_record=True, may_define=True)


def a_listing(typed: str) -> Listing:
    every = [
        Listed(over_time(a_measure(typed, data, purpose), points(data, count), ()), FIRST, may_record=True)
        for data in Data
        for purpose in Purpose
        for count in (0, 5, 24)
    ]
    return Listing(1, typed, tuple(every[:16]), may_define=True)


def a_defining(typed: str, *, is_new: bool = False) -> Defining:
    return Defining(1, typed, ("expected", "supported"), FIRST, WHO, None if is_new else a_measure(typed, Data.SHARE))


def a_recording(typed: str, data: Data = Data.COUNT) -> Recording:
    return Recording(a_measure(typed, data), typed, FIRST, (FIRST, FIRST + timedelta(weeks=1)))


def an_asking(typed: str, about: Unclear | None = None) -> Asking:
    given = RecordForm(typed, 3)
    if about:
        return Asking(a_recording(typed), given, Question(about, typed))
    old = Point(FIRST, 3, by_user_id=WHO)
    return Asking(a_recording(typed), given, changed=((old, NewPoint(FIRST, 4)),) * 30, meanwhile=(old,) * 12)


def a_preview(typed: str) -> Preview:
    changed = ((Point(FIRST, 3, by_user_id=WHO), NewPoint(FIRST, None)),) * 30
    return Preview(7, a_measure(typed), typed, 12, changed, 3)
