"""A rhythm as columns of an initiative: the dates of one that comes on dates stand in one of them, commas between."""

from datetime import date, time
from typing import Any, Protocol

from bot.domain.local_time import Every, Rhythm, read_dates


class HasRhythm(Protocol):
    """A row with these columns; where `dates` has some, `every` is what was before."""

    every: str
    weekday: int
    at: time
    open_days: int
    dates: str | None
    reminders: int


def columns_of(rhythm: Rhythm, first_on: date) -> dict[str, Any]:
    """The columns that say this rhythm, counted from `first_on`."""
    dates = ",".join(day.isoformat() for day in rhythm.dates) or None
    values = {"weekday": rhythm.weekday, "at": rhythm.at, "open_days": rhythm.open_days, "first_on": first_on}
    values |= {"dates": dates, "reminders": rhythm.reminders}
    return values if dates else values | {"every": rhythm.every.value}


def rhythm_of(row: HasRhythm) -> Rhythm:
    """The rhythm that these columns say."""
    dates = read_dates(row.dates or "")[0]
    return Rhythm(Every.DATES if dates else Every(row.every), row.weekday, row.at, row.open_days, dates, row.reminders)
