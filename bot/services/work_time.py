"""Whose hours hold: a person's own, else their team's, with the public holidays of the team's region."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.duties import FORGOTTEN_AFTER
from bot.domain.work_time import Hours, Plan, TeamHours, Window, hours_of_team
from bot.services.ports import Uses
from storage import people, taking_part
from storage import work_time as stored
from storage.work_time import OwnHours

AHEAD = timedelta(days=16)
"""How far ahead messages are planned: two weeks of an open wave, and a shift that began the day before."""

BEHIND = FORGOTTEN_AFTER + AHEAD
"""How far back working days are counted: as long as anybody is reminded of a duty."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to whom a message goes, and when they work; `team_id` is 0 where they belong to no team."""

    person_id: int
    user_id: str
    zone: str
    team_id: int
    hours: Hours
    has_opted_out: bool = False


class Holidays:
    """Plans with their holidays around one moment; each is looked up once."""

    def __init__(self, uses: Uses, now: datetime, ahead: timedelta = AHEAD) -> None:
        self._calendar = uses.calendar
        self._years = range((now - BEHIND).year, (now + ahead).year + 1)
        self._known: dict[Plan, Hours] = {}

    def looked_up(self, plan: Plan) -> Hours:
        """The plan as hours, with the public holidays of this time of year."""
        if plan not in self._known:
            free: frozenset[date] = frozenset()
            if plan.region is not None:
                free = free.union(*(self._calendar.free_days(plan.region, year) for year in self._years))
            self._known[plan] = Hours(plan.window, free, plan.away_until)
        return self._known[plan]


def members(session: Session, uses: Uses, initiative_id: int, now: datetime) -> list[Reader]:
    """The people of an initiative who can take part and want its messages, in order of their ids."""
    teams, own = stored.team_hours(session, initiative_id), stored.own_hours(session, initiative_id)
    holidays, no_thanks = Holidays(uses, now), taking_part.opted_out(session, initiative_id)
    plans: dict[int, Plan] = {}
    found = []
    for person, team_id in people.members(session, initiative_id):
        if person.id in no_thanks:
            continue
        if team_id not in plans:
            plans[team_id] = plan_of(OwnHours(), team_id, teams)
        plan = plan_of(own[person.id], team_id, teams) if person.id in own else plans[team_id]
        found.append(Reader(person.id, person.user_id, person.zone, team_id, holidays.looked_up(plan)))
    return found


def alike(session: Session, uses: Uses, initiative_id: int, now: datetime) -> set[tuple[str, Hours]]:
    """Every zone and hours that some of these people have."""
    teams, holidays = stored.team_hours(session, initiative_id), Holidays(uses, now)
    plans = {(zone, plan_of(own, team_id, teams)) for zone, team_id, own in stored.alike(session, initiative_id)}
    return {(zone, holidays.looked_up(plan)) for zone, plan in plans}


def windows(session: Session, initiative_id: int) -> set[Window]:
    """The working hours of an initiative's people, without holidays."""
    teams = stored.team_hours(session, initiative_id)
    return {plan_of(own, team_id, teams).window for _, team_id, own in stored.alike(session, initiative_id)}


def readers(
    session: Session, uses: Uses, asked: Collection[tuple[str, int | None]], now: datetime
) -> dict[tuple[str, int | None], Reader]:
    """The people among these recipients, each with the initiative that a message is about (None: about none)."""
    user_ids = {user_id for user_id, _ in asked}
    rows = stored.readers(session, user_ids, {about for _, about in asked if about is not None})
    rows = {key: row for key, row in rows.items() if key in asked}
    teams = stored.teams_above(session, {row.team_id for row in rows.values() if row.team_id is not None})
    holidays = Holidays(uses, now)
    return {
        key: Reader(
            person_id=row.person_id,
            user_id=row.user_id,
            zone=row.zone,
            team_id=row.team_id or 0,
            hours=holidays.looked_up(plan_of(row.own, row.team_id, teams)),
            has_opted_out=row.has_opted_out,
        )
        for key, row in rows.items()
    }


def plan_of(own: OwnHours, team_id: int | None, teams: dict[int, TeamHours]) -> Plan:
    """A person's own hours and absence, the rest as their team has it."""
    window, region = hours_of_team(team_id, teams)
    return Plan(own.window or window, region, own.away_until)
