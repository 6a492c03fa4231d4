"""When a team may be written to, as a promise: what widens it is announced first, what narrows it holds at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.hours_form import NoSuchTeam, TeamTime
from bot.domain.work_time import Hours, Plan, TeamHours, hours_of_team

_BEGINS = "team_hours:"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HoursSaid:
    """What became of a team's form: the team as it is now, and for how long staff know of what is planned for it.

    `waits` is None where what was said holds already; `is_changed` is False where it says what it said before, and
    `is_taken_back` true where nothing that was planned remains.
    """

    team: TeamTime
    waits: timedelta | None = None
    is_changed: bool = True
    is_taken_back: bool = False


def hours_key(team_id: int) -> str:
    """The name of a change of a team's hours among the changes of an initiative's settings."""
    return f"{_BEGINS}{team_id}"


def is_of_hours(name: str) -> bool:
    """Whether a change of this name is one of a team's hours."""
    return name.startswith(_BEGINS)


def team_time(initiative_id: int, team_id: int, name: str, hours: dict[int, TeamHours]) -> TeamTime:
    """One team's time, where all teams say this of their hours."""
    window, region = hours_of_team(team_id, hours)
    says = hours[team_id]
    return TeamTime(
        initiative_id=initiative_id,
        team_id=team_id,
        name=name,
        is_all=says.parent_id is None,
        own=says.window,
        own_region=says.region,
        window=window,
        region=region,
    )


def team_named(found: Iterable[TeamTime], team_id: int) -> TeamTime:
    """The team with this id among these. Raises NoSuchTeam."""
    for one in found:
        if one.team_id == team_id:
            return one
    raise NoSuchTeam


def reach_of(hours: Callable[[Plan], Hours], plans: Iterable[tuple[Plan, Plan]], first: date) -> bool:
    """Whether anybody could be written to at a time at which they couldn't before.

    `plans` are pairs of before and after, `hours` looks up their holidays; judged are the days from `first` on to the
    end of the following year, since holidays differ from year to year.
    """
    last = date(first.year + 1, 12, 31)
    return any(widens(hours(old), hours(new), first, last) for old, new in set(plans) if old != new)


def widens(old: Hours, new: Hours, first: date, last: date) -> bool:
    """Whether work by `new` has any minute, in shifts that begin from `first` to `last`, that has none by `old`."""
    before = _spans(old, first - _DAY, last + _DAY)
    at = 0
    for begins, ends in _spans(new, first, last):
        while at < len(before) and before[at][1] <= begins:
            at += 1
        if at == len(before) or begins < before[at][0] or ends > before[at][1]:
            return True
    return False


def _spans(hours: Hours, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """Times at work by the clock on the wall, in order; those that touch are one."""
    window, found, day = hours.window, list[tuple[datetime, datetime]](), first
    while day <= last:
        if hours.begins_on(day):
            begins = datetime.combine(day, window.begins)
            ends = datetime.combine(day if window.ends > window.begins else day + _DAY, window.ends)
            if found and begins <= found[-1][1]:
                begins, ends = found.pop()[0], ends
            found.append((begins, ends))
        day += _DAY
    return found
