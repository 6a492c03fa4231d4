"""When waves of a pulse come and close: the lead's rhythm checked, and no closing on a day when nobody works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bot.domain.local_time import LONGEST_OPEN_DAYS, REGULAR, WEEK, Every, instant

FURTHEST_START = timedelta(days=366)
MOST_DATES = 60
_CLOSING_TIME = time(18)


@dataclass(frozen=True, slots=True)
class Closing:
    """The day on which a wave closes, and the one on which it would if somebody worked then."""

    on: date
    usual: date

    def moment(self, zone: str) -> datetime:
        """The one moment a wave ends: 18:00 in the initiative's zone."""
        return instant(self.on, _CLOSING_TIME, zone)


def closing_day(opens_on: date, open_days: int, works: Callable[[date], bool], next_on: date | None) -> Closing:
    """When a wave closes: on its last day (the opening day is the first), if anybody works then.

    Else on the next day on which somebody does, unless that is when the next wave opens (`next_on`) or the wave would
    be open for more than two weeks: then on the last working day before. Where nobody ever works it stays.
    """
    usual = opens_on + timedelta(days=open_days - 1)
    longest = min(opens_on + timedelta(days=LONGEST_OPEN_DAYS), next_on or date.max)
    later = (usual + timedelta(days=more) for more in range(WEEK) if usual + timedelta(days=more) < longest)
    earlier = (usual - timedelta(days=less) for less in range(1, open_days))
    return Closing(next((day for day in (*later, *earlier) if works(day)), usual), usual)


def closing(day: date, rhythm_days: int, zone: str) -> datetime:
    """The one moment a wave ends if anybody works on its last day (the opening day is the first)."""
    last = day + timedelta(days=rhythm_days - 1)
    return Closing(last, last).moment(zone)


def check_rhythm(
    first_on: date | None,
    at: time | None,
    every: str,
    open_days: int,
    today: date,
    dates: Sequence[date] | None = None,
) -> dict[str, str]:
    """A sentence for each field of a pulse's rhythm that needs a change. `today` is the lead's local date.

    `dates` are those of a pulse that comes on dates; None where it can't.
    """
    errors: dict[str, str] = {}
    if every == Every.DATES and dates is not None:
        errors |= _check_dates(dates, open_days, today)
    elif first_on is None:
        errors["first_on"] = "Pick the day on which the pulse opens."
    elif first_on < today:
        errors["first_on"] = "That day has passed. Pick today or a later day."
    elif first_on > today + FURTHEST_START:
        errors["first_on"] = "That is more than a year away. Pick an earlier day."
    if at is None:
        errors["at"] = "Pick the time at which the pulse arrives."
    if every not in tuple(REGULAR if dates is None else Every):
        errors["every"] = "Pick how often the pulse comes."
    if not 1 <= open_days <= LONGEST_OPEN_DAYS:
        errors["open_days"] = f"Pick between 1 and {LONGEST_OPEN_DAYS} days."
    elif every == Every.WEEKLY and open_days > WEEK:
        errors["open_days"] = "A weekly pulse can be open for 7 days at most. Pick fewer days, or ask less often."
    return errors


def _check_dates(dates: Sequence[date], open_days: int, today: date) -> dict[str, str]:
    if not dates:
        return {"dates": "Write at least one date, such as 2026-03-02. Put each on a line of its own."}
    if dates[0] < today:
        return {"dates": "The first date has passed. Leave out what is past."}
    if dates[-1] > today + FURTHEST_START:
        return {"dates": "The last date is more than a year away. Leave it out for now."}
    if len(dates) > MOST_DATES:
        return {"dates": f"These are more than {MOST_DATES} dates. Leave some out."}
    gaps = [(later - earlier).days for earlier, later in pairwise(dates)]
    if gaps and min(gaps) < open_days:
        return {
            "dates": f"Two dates are closer than the {open_days} days that people have. Move one, or give fewer days."
        }
    return {}
