"""Who is in which team: read from channel or user groups, or kept as a list says, daily and before each pulse."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.initiative import Initiative, Stage
from bot.domain.local_time import instant, local_date
from bot.domain.people import Group, Profile
from bot.domain.settings import MembersFrom
from bot.domain.teams import GroupTrouble, Overlap, Present, overlaps, settle
from bot.services.capability import LACKING, note_missing
from bot.services.people import everyone
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.pulse import planning
from bot.services.vacancy import note_gone
from storage import due, outbox, people, teams
from storage import initiative as initiatives
from storage.due import Work

REFRESH, REREAD = "people.refresh", "people.reread"
OVERLAP, GROUP_GONE = "people.overlap", "people.group_gone"

_QUIET = time(3)
_SPREAD = 120
_SOON = 5
_PATIENCE = 5
_MOST_NAMED = 10
_WORTH_TELLING = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reading:
    """What Slack says of an initiative's people: `teams` has the user ids of each team that was read.

    `names` are those of user groups, by team; `gone` the teams whose user group is gone.
    """

    members_from: MembersFrom
    profiles: tuple[Profile, ...]
    teams: Mapping[int, Collection[str]]
    names: Mapping[int, str]
    gone: tuple[int, ...] = ()


def plan_refresh(session: Session, initiative: Initiative, after: date) -> None:
    """Plan the next daily reading, in the small hours of the day after `after`; initiatives don't all come at once."""
    minutes = initiative.id * 17 % _SPREAD
    at = time(_QUIET.hour + minutes // 60, minutes % 60)
    day = after + timedelta(days=1)
    due.plan(session, REFRESH, initiative.id, day, instant(day, at, initiative.zone))


def plan_lost_refresh(session: Session, initiative: Initiative, now: datetime) -> None:
    """Plan a daily reading where none waits: it began in an earlier version, or was given up."""
    if not due.waiting(session, REFRESH, initiative.id):
        plan_refresh(session, initiative, local_date(now, initiative.zone))


def refresh(uses: Uses, work: Work) -> None:
    """Due work, once a local day and at the start: who is in the teams now, and what Slack says of them.

    Where Slack is away for long it is left to the next day.
    """
    initiative = _standing(uses, work)
    if initiative is None:
        return
    reading = read_patiently(uses, initiative, work)
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiatives.hold_initiative(session, initiative.id) or initiative
        if reading is not None:
            keep_members(session, initiative, reading, now)
            planning.replan(session, uses, initiative)
        if work.what == REFRESH:
            plan_refresh(session, initiative, max(work.local_date, local_date(now, initiative.zone)))
        due.finish(session, work, "" if reading else "Slack was away")


def read_patiently(uses: Uses, initiative: Initiative, work: Work) -> Reading | None:
    """Who is in the teams now; after a few failed attempts at this work None, and the members that we know must do.

    Raises DirectoryUnavailable before that.
    """
    try:
        return read_members(uses, initiative)
    except DirectoryUnavailable:
        if work.attempt < _PATIENCE:
            raise
        return None


def read_members(uses: Uses, initiative: Initiative) -> Reading:
    """What Slack says of the initiative's people now; where it can't tell, the lead hears so once.

    Raises DirectoryUnavailable.
    """
    with uses.reading() as session:
        here = teams.present(session, initiative.id)
        holders = {initiative.lead_user_id, *people.concerned(session, initiative.id)}
    try:
        groups, gone = _groups(uses, here)
        inside = _inside(uses, initiative, here, groups)
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            raise
        note_missing(uses, unavailable.method, unavailable.reason, initiative.id)
        groups, gone, inside = {}, (), {}
    wanted = {*here.placed, *holders, *(user_id for users in inside.values() for user_id in users)}
    listed = everyone(uses, wanted, initiative.zone)
    note_gone(uses, listed)
    profiles = tuple(who for who in listed if who.user_id in wanted)
    able = {who.user_id for who in profiles if who.can_take_part}
    read_teams = {team_id: [user_id for user_id in users if user_id in able] for team_id, users in inside.items()}
    names = {team_id: group.name for team_id, group in groups.items()}
    return Reading(here.members_from, profiles, read_teams, names, gone)


def keep_members(session: Session, initiative: Initiative, reading: Reading, now: datetime) -> None:
    """Write down what was read, but no teams if somebody changed where people come from meanwhile.

    Whoever is in several user groups stays where they were, and the lead is told once.
    """
    people.keep_profiles(session, reading.profiles)
    here = teams.present(session, initiative.id)
    if here.members_from is not reading.members_from or not reading.teams.keys() <= {team.id for team in here.teams}:
        return
    if reading.teams:
        goals = settle(reading.teams, here.placed)
        ids = people.ids_of(session, list(goals))
        teams.place_people(session, initiative.id, {ids[who]: team for who, team in goals.items() if who in ids})
    for team in here.teams:
        if reading.names.get(team.id, team.name) != team.name:
            teams.rename_team(session, team.id, reading.names[team.id])
    found = overlaps(reading.teams)
    erased = people.erased_among(session, found)
    _tell_overlaps(session, initiative, {who: found[who] for who in found.keys() - erased}, now)
    for team in here.teams:
        if team.id in reading.gone:
            _tell_lead(session, GROUP_GONE, initiative, f"{team.id}:{team.group_id}", now, team=team.id)


def note_group(uses: Uses, group_id: str) -> None:
    """Slack says that a user group changed: whoever's teams come from it reads them anew within five minutes.

    Somebody who changes groups leaves one and joins another by two events, so neither is taken for the whole.
    """
    now = uses.clock()
    with uses.writing() as session:
        for initiative_id in sorted({initiative_id for initiative_id, _ in teams.teams_of_group(session, group_id)}):
            initiative = initiatives.find_initiative(session, initiative_id)
            if initiative is not None:
                moment = now.replace(minute=now.minute - now.minute % _SOON, second=0, microsecond=0)
                moment += timedelta(minutes=_SOON)
                today = local_date(now, initiative.zone)
                due.plan(session, REREAD, initiative_id, today, moment, person=moment.strftime("%H:%M"))


def overlap(session: Session, arguments: dict[str, int | str], _now: datetime) -> GroupTrouble:
    """What the lead is told about people who are in several user groups."""
    initiative = _known(session, arguments)
    names = {team.id: team.name for team in teams.present(session, initiative.id).teams}
    found = []
    for one in str(arguments["who"]).split():
        user_id, _, several = one.partition(":")
        found.append(Overlap(user_id, tuple(names[int(each)] for each in several.split(",") if int(each) in names)))
    return GroupTrouble(initiative.practice, tuple(found), more=int(arguments["more"]))


def group_gone(session: Session, arguments: dict[str, int | str], _now: datetime) -> GroupTrouble:
    """What the lead is told about a team whose user group is gone."""
    initiative = _known(session, arguments)
    names = {team.id: team.name for team in teams.present(session, initiative.id).teams}
    if arguments["team"] not in names:
        raise NoLongerWanted("the team is gone too")
    return GroupTrouble(initiative.practice, team=names[int(arguments["team"])])


def _standing(uses: Uses, work: Work) -> Initiative | None:
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, work.subject)
    if initiative is not None and initiative.state is not Stage.ENDED:
        return initiative
    with uses.writing() as session:
        due.finish(session, work, "the initiative is over")
    return None


def _groups(uses: Uses, here: Present) -> tuple[dict[int, Group], tuple[int, ...]]:
    """The teams' user groups as they are now, and the teams whose group is gone."""
    if here.members_from is not MembersFrom.GROUPS:
        return {}, ()
    known = {group.group_id: group for group in uses.directory.groups()}
    ours = [team for team in here.teams if team.group_id]
    groups = {team.id: known[team.group_id] for team in ours if team.group_id in known}
    return groups, tuple(team.id for team in ours if team.group_id not in known)


def _inside(
    uses: Uses, initiative: Initiative, here: Present, groups: Mapping[int, Group]
) -> dict[int, Collection[str]]:
    """The user ids of each team that Slack can tell of."""
    if here.members_from is MembersFrom.CHANNEL:
        return {here.top: uses.directory.members(initiative.channel_id)}
    return {team_id: group.users for team_id, group in groups.items()}


def _tell_overlaps(
    session: Session, initiative: Initiative, found: Mapping[str, tuple[int, ...]], now: datetime
) -> None:
    if not found:
        return
    each = [f"{user_id}:{','.join(map(str, several))}" for user_id, several in sorted(found.items())]
    same = sha256(" ".join(each).encode()).hexdigest()[:16]
    more = max(len(each) - _MOST_NAMED, 0)
    _tell_lead(session, OVERLAP, initiative, same, now, who=" ".join(each[:_MOST_NAMED]), more=more)


def _tell_lead(
    session: Session, kind: str, initiative: Initiative, once: str, now: datetime, **arguments: int | str
) -> None:
    post = Post(
        kind,
        initiative.lead_user_id,
        {"initiative": initiative.id, **arguments},
        f"{kind}:{initiative.id}:{once}",
        Priority.TROUBLE,
        initiative_id=initiative.id,
    )
    outbox.queue(session, [(post, now, now + _WORTH_TELLING)])


def _known(session: Session, arguments: dict[str, int | str]) -> Initiative:
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return initiative
