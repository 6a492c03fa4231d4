"""When somebody works: the days and hours in which Uptake may write to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.local_time import instant, local_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Working hours: `days` count from 0 = Monday and are those on which work begins; local times without zone.

    Where `ends` isn't later than `begins`, work ends on the following day: a night shift, or 24 hours where both are
    the same.
    """

    days: frozenset[int]
    begins: time
    ends: time


OFFICE_HOURS = Window(frozenset(range(5)), time(8), time(18))
"""What holds for everybody for whom nothing else is said: Monday to Friday, 08:00 to 18:00."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where public holidays are the same: 'GB-ENG', and its name, 'England, United Kingdom'."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class TeamHours:
    """What a team says of working hours; `window` and `region` are None where they are as in the team above it."""

    parent_id: int | None = None
    window: Window | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """When somebody works as a rule: hours, whose public holidays are free, and the last day of an absence."""

    window: Window = OFFICE_HOURS
    region: str | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A plan with its holidays looked up: no work begins on the dates in `free`, nor up to and on `away_until`."""

    window: Window = OFFICE_HOURS
    free: frozenset[date] = frozenset()
    away_until: date | None = None

    def begins_on(self, day: date) -> bool:
        """Whether work begins on this date. A night shift is its first day's: a holiday after it changes nothing."""
        is_back = self.away_until is None or day > self.away_until
        return is_back and day.weekday() in self.window.days and day not in self.free


def shift_of(day: date, zone: str, hours: Hours) -> tuple[datetime, datetime] | None:
    """First moment, and the one after the last, of the work that begins on `day`; None where none does."""
    if not hours.begins_on(day):
        return None
    window = hours.window
    last_day = day if window.ends > window.begins else day + _DAY
    begins, ends = instant(day, window.begins, zone), instant(last_day, window.ends, zone)
    return (begins, ends) if begins < ends else None


def is_at_work(moment: datetime, zone: str, hours: Hours) -> bool:
    """Whether somebody in `zone` works at `moment`."""
    today = local_date(moment, zone)
    shifts = (shift_of(day, zone, hours) for day in (today, today - _DAY))
    return any(begins <= moment < ends for begins, ends in filter(None, shifts))


def next_moment(earliest: datetime, zone: str, hours: Hours, until: datetime) -> datetime | None:
    """The first moment from `earliest` on, and before `until`, at which somebody in `zone` works; None without one."""
    for begins, ends in _shifts(earliest, zone, hours, until):
        if ends > earliest:
            moment = max(begins, earliest)
            return moment if moment < until else None
    return None


def last_beginning(earliest: datetime, zone: str, hours: Hours, until: datetime) -> datetime | None:
    """When the last shift begins of those that begin from `earliest` on and before `until`; None without one."""
    begun = [begins for begins, _ in _shifts(earliest, zone, hours, until) if earliest <= begins < until]
    return begun[-1] if begun else None


def hours_of_team(team_id: int | None, teams: dict[int, TeamHours]) -> tuple[Window, str | None]:
    """A team's window and region: its own, else those of the nearest team above that has its own, else office hours."""
    window: Window | None = None
    region: str | None = None
    at = team_id
    while at is not None and at in teams and (window is None or region is None):
        team = teams[at]
        window, region, at = window or team.window, region or team.region, team.parent_id
    return window or OFFICE_HOURS, region


def _shifts(earliest: datetime, zone: str, hours: Hours, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The shifts that may touch the span, in order: from the day before `earliest` to the day of `until`."""
    day, last = local_date(earliest, zone) - _DAY, local_date(until, zone)
    while day <= last:
        if shift := shift_of(day, zone, hours):
            yield shift
        day += _DAY
