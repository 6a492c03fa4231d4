"""The lead says when a team works: fewer hours hold at once, and of times that are new to people these hear first."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from bot.domain.hours_form import HoursChanged, HoursForm, TeamTime, UnknownRegion, check_team_hours
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.people import Person
from bot.domain.promised_hours import HoursSaid, hours_key, reach_of, team_named, team_time
from bot.domain.settings import Changes, Outcome
from bot.domain.work_time import Region, TeamHours
from bot.services import promises
from bot.services.ports import Uses
from bot.services.settings import make_changes
from bot.services.standing import initiative_held
from bot.services.team_hours import CHANGE_TEAM, all_teams
from bot.services.work_time import Holidays, plan_of
from storage import audit, people
from storage import settings as settings_stored
from storage import work_time as stored
from storage.work_time import OwnHours

_JUDGED = timedelta(days=366)
"""How far ahead holidays are looked at; the following year at least."""


def change(
    uses: Uses, initiative_id: int, team_id: int, user_id: str, seen: str, hours: HoursForm, region: str
) -> HoursSaid:
    """Write down when a team works and whose holidays it has, or plan it where that reaches people at new times.

    `seen` is the team's mark when the form was opened, `region` as it was typed, '' for none of its own. What was
    planned for the team before is replaced. Raises NotStarted, Ended, NotYours, NoSuchTeam, or FormRefusal with a
    sentence per field.
    """
    found, in_channel = _region(uses, region), promises.in_channel(uses, initiative_id)
    with uses.writing() as session:
        initiative = initiative_held(session, CHANGE_TEAM, initiative_id, user_id)
        settings_stored.hold_settings(session, initiative.id)
        present = team_named(all_teams(session, initiative), team_id)
        if present.wanted.mark != seen:
            raise HoursChanged
        own = check_team_hours(present, hours)
        before = stored.team_hours(session, initiative.id)
        says = replace(before[team_id], window=own, region=found.code if found else None)
        wanted = team_time(initiative.id, team_id, present.name, {**before, team_id: says})
        if wanted.mark == present.wanted.mark:
            return HoursSaid(present, is_changed=False)
        lead = people.find_person(session, user_id)
        assert lead is not None
        waits = _reaches_further(session, uses, initiative, team_id, says)
        outcome = _say(session, uses, initiative, replace(present, planned=None), wanted, lead, in_channel, waits=waits)
        about: dict[str, int | str] = {"team": team_id, "was": present.mark, "is": wanted.mark}
        audit.note(session, uses.clock(), lead.id, CHANGE_TEAM.name, initiative_id, **about)
        now = team_named(all_teams(session, initiative), team_id)
        return HoursSaid(now, outcome.notice if waits else None, is_taken_back=outcome.taken_back)


def _say(
    session: Session,
    uses: Uses,
    initiative: Initiative,
    present: TeamTime,
    wanted: TeamTime,
    lead: Person,
    in_channel: frozenset[str],
    *,
    waits: bool,
) -> Outcome:
    """Let a team's hours hold, or announce them, beside whatever else is planned."""
    key, pair = hours_key(wanted.team_id), (present, wanted)
    planned = settings_stored.planned_change(session, initiative.id)
    others = {name: each for name, each in (planned.changes if planned else {}).items() if name != key}
    at_once: Changes = {} if waits or wanted.mark == present.mark else {key: pair}
    later: Changes = {**others, key: pair} if waits else others
    return make_changes(session, uses, initiative, at_once, later, lead, lead.id, in_channel=in_channel)


def _reaches_further(session: Session, uses: Uses, initiative: Initiative, team_id: int, says: TeamHours) -> bool:
    """Whether anybody, or a team that may get people yet, could be written to at times that are new to them."""
    before = stored.team_hours(session, initiative.id)
    after = {**before, team_id: says}
    kinds = {(each, OwnHours()) for each in before}
    kinds |= {(each, OwnHours(own.window)) for _, each, own in stored.alike(session, initiative.id)}
    plans = {(plan_of(own, each, before), plan_of(own, each, after)) for each, own in kinds}
    now = uses.clock()
    return reach_of(Holidays(uses, now, _JUDGED).looked_up, plans, local_date(now, initiative.zone))


def _region(uses: Uses, typed: str) -> Region | None:
    typed = typed.strip()
    if not typed:
        return None
    found = uses.calendar.region(typed)
    if found is None:
        raise UnknownRegion(typed, uses.calendar.nearest(typed))
    return found
