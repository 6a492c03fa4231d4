"""When a team works and whose public holidays it has, as its lead sees it: now, and once what is planned holds."""

from dataclasses import replace

from sqlmodel import Session

from bot.domain.hours_form import NoSuchTeam, TeamTime
from bot.domain.initiative import Initiative, NotStarted
from bot.domain.promised_hours import hours_key, team_named, team_time
from bot.domain.roles import LEAD, Action
from bot.domain.settings import Changes
from bot.services.ports import Uses
from bot.services.standing import check_may
from storage import initiative as initiatives
from storage import settings as settings_stored
from storage import work_time as stored

CHANGE_TEAM = Action("work_time.change_team", LEAD)


def teams(uses: Uses, initiative_id: int, user_id: str) -> list[TeamTime]:
    """The teams of an initiative with their hours: everybody first, then by name.

    Raises NotStarted, Ended or NotYours.
    """
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, initiative_id)
        if initiative is None:
            raise NotStarted
        check_may(session, CHANGE_TEAM, initiative, user_id)
        return all_teams(session, initiative)


def everyone(session: Session, initiative: Initiative) -> TeamTime:
    """The hours of everybody's team: those of all who have no others. Raises NoSuchTeam where there is none."""
    for first in all_teams(session, initiative):
        return first
    raise NoSuchTeam


def team(uses: Uses, initiative_id: int, team_id: int, user_id: str) -> TeamTime:
    """One team with its hours. Raises NotStarted, Ended, NotYours or NoSuchTeam."""
    return team_named(teams(uses, initiative_id, user_id), team_id)


def all_teams(session: Session, initiative: Initiative) -> list[TeamTime]:
    """The teams of an initiative with their hours: everybody first, then by name."""
    hours = stored.team_hours(session, initiative.id)
    planned = settings_stored.planned_change(session, initiative.id)
    changes: Changes = planned.changes if planned else {}
    found = [
        replace(
            team_time(initiative.id, team_id, name, hours), planned=changes.get(hours_key(team_id), (None, None))[1]
        )
        for team_id, name in stored.team_names(session, initiative.id).items()
    ]
    return sorted(found, key=lambda one: (not one.is_all, one.name.casefold(), one.team_id))
