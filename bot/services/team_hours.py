"""The lead says when a team works and whose public holidays it has."""

from sqlmodel import Session

from bot.domain.hours_form import HoursChanged, HoursForm, NoSuchTeam, TeamTime, UnknownRegion, check_team_hours
from bot.domain.initiative import Initiative, NotStarted
from bot.domain.roles import LEAD, Action
from bot.domain.work_time import Region, TeamHours, hours_of_team
from bot.services.ports import Uses
from bot.services.pulse import planning
from bot.services.standing import check_may, initiative_held
from storage import audit, people
from storage import initiative as initiatives
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
        return _teams(session, initiative)


def everyone(session: Session, initiative: Initiative) -> TeamTime:
    """The hours of everybody's team: those of all who have no others. Raises NoSuchTeam where there is none."""
    for first in _teams(session, initiative):
        return first
    raise NoSuchTeam


def team(uses: Uses, initiative_id: int, team_id: int, user_id: str) -> TeamTime:
    """One team with its hours. Raises NotStarted, Ended, NotYours or NoSuchTeam."""
    return _one(teams(uses, initiative_id, user_id), team_id)


def change(
    uses: Uses, initiative_id: int, team_id: int, user_id: str, seen: str, hours: HoursForm, region: str
) -> TeamTime:
    """Write down when a team works and whose holidays it has; messages from the next one on keep to it.

    `seen` is the team's mark when the form was opened, `region` as it was typed, '' for none of its own. The next pulse
    is planned anew. Raises NotStarted, Ended, NotYours, NoSuchTeam, or FormRefusal with a sentence per field.
    """
    found = _region(uses, region)
    with uses.writing() as session:
        initiative = initiative_held(session, CHANGE_TEAM, initiative_id, user_id)
        present = _one(_teams(session, initiative), team_id)
        if present.mark != seen:
            raise HoursChanged
        own = check_team_hours(present, hours)
        stored.set_team_hours(session, team_id, own, found.code if found else None)
        planning.replan(session, uses, initiative)
        changed = _one(_teams(session, initiative), team_id)
        person = people.find_person(session, user_id)
        about: dict[str, int | str] = {"team": team_id, "was": present.mark, "is": changed.mark}
        audit.note(session, uses.clock(), person.id if person else None, CHANGE_TEAM.name, initiative_id, **about)
        return changed


def _region(uses: Uses, typed: str) -> Region | None:
    typed = typed.strip()
    if not typed:
        return None
    found = uses.calendar.region(typed)
    if found is None:
        raise UnknownRegion(typed, uses.calendar.nearest(typed))
    return found


def _teams(session: Session, initiative: Initiative) -> list[TeamTime]:
    hours = stored.team_hours(session, initiative.id)
    found = [
        _team(initiative, team_id, name, hours) for team_id, name in stored.team_names(session, initiative.id).items()
    ]
    return sorted(found, key=lambda one: (not one.is_all, one.name.casefold(), one.team_id))


def _team(initiative: Initiative, team_id: int, name: str, hours: dict[int, TeamHours]) -> TeamTime:
    window, region = hours_of_team(team_id, hours)
    says = hours[team_id]
    return TeamTime(
        initiative_id=initiative.id,
        team_id=team_id,
        name=name,
        is_all=says.parent_id is None,
        own=says.window,
        own_region=says.region,
        window=window,
        region=region,
    )


def _one(found: list[TeamTime], team_id: int) -> TeamTime:
    for one in found:
        if one.team_id == team_id:
            return one
    raise NoSuchTeam
