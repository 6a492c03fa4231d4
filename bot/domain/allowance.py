"""How many messages that nobody asked for a person may get, and the next moment at which one more is fine."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.domain.local_time import WEEK, instant, local_date
from bot.domain.work_time import Hours, next_moment

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def fits(counts: Mapping[date, int], day: date, cap: int) -> bool:
    """Whether one more message on `day` leaves at most `cap` in each seven days in a row that hold it.

    `counts` are messages by local date; those of six days before and after matter.
    """
    near = [counts.get(day + offset * _DAY, 0) for offset in range(1 - WEEK, WEEK)]
    return all(sum(near[first : first + WEEK]) < cap for first in range(WEEK))


def first_fitting(
    earliest: datetime, until: datetime, zone: str, hours: Hours, counts: Mapping[date, int], cap: int
) -> datetime | None:
    """The first moment from `earliest` on, and before `until`, at work and on a date that takes one message more.

    None where there is no such moment.
    """
    while (moment := next_moment(earliest, zone, hours, until)) is not None:
        day = local_date(moment, zone)
        if fits(counts, day, cap):
            return moment
        earliest = max(instant(day + _DAY, time(), zone), moment + _MINUTE)
    return None
