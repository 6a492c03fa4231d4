"""A lead puts people into another team by hand: told as a change of the tree first, as every list is."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.moving import BelowIt, Moving, moved, wanted_now
from bot.domain.privacy import ONE_TAKES_NO_PART
from bot.domain.settings import MembersFrom
from bot.domain.team_list import Checked
from bot.domain.teams import NAME_LENGTH, Path, Present, name_key, paths_of
from bot.domain.typed import is_blank
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.standing import initiative_held
from bot.services.team_lists import IMPORT
from bot.services.team_offers import offer
from storage import people, teams

MOVED, TEAM, NEW_TEAM = "moved", "team", "new_team"
A_NEW_ONE, NONE = "new", "none"
"""What can be chosen in place of a team: one that is named in the form, or none at all."""


class FollowsGroups(Refusal):
    """Teams that follow user groups aren't changed by hand."""

    def __init__(self) -> None:
        super().__init__("These teams follow user groups. Change the groups in Slack, and the teams follow.")


def moving(uses: Uses, initiative_id: int, user_id: str) -> Moving:
    """The teams that people can be put into. Raises NotStarted, Ended, NotYours or FollowsGroups."""
    with uses.writing() as session:
        initiative = initiative_held(session, IMPORT, initiative_id, user_id)
        here = _present(session, initiative_id)
        paths = {leaf.path for leaf in wanted_now(here) if leaf.path}
        places = [(team_id, path) for team_id, path in paths_of(here.teams).items() if path in paths]
        return Moving(initiative, tuple(sorted(places, key=lambda place: [name_key(name) for name in place[1]])))


def move(uses: Uses, initiative_id: int, user_id: str, moved_ids: Sequence[str], target: str, new_team: str) -> None:
    """Offer the lead the tree with these people elsewhere: in the team with the id `target`, a new one, or none.

    Raises FormRefusal, NotStarted, Ended, NotYours or FollowsGroups.
    """
    _check_people(uses, moved_ids)
    with uses.writing() as session:
        initiative = initiative_held(session, IMPORT, initiative_id, user_id)
        here = _present(session, initiative_id)
        person = people.find_person(session, user_id)
        assert person is not None
        try:
            wanted = moved(here, moved_ids, _path(here, target, " ".join(new_team.split())))
        except BelowIt as refusal:
            raise FormRefusal({NEW_TEAM: refusal.said(str)}) from None
        if not wanted:
            raise FormRefusal({TEAM: "Nobody would be left. End the initiative instead, with /uptake end."})
        offer(session, initiative, person, Checked(wanted, members_from=MembersFrom.FILE), uses.clock())


def _present(session: Session, initiative_id: int) -> Present:
    here = teams.present(session, initiative_id)
    if here.members_from is MembersFrom.GROUPS:
        raise FollowsGroups
    return here


def _check_people(uses: Uses, user_ids: Sequence[str]) -> None:
    if not user_ids:
        raise FormRefusal({MOVED: "Choose at least one person."})
    met = [meet_person(uses, each) for each in user_ids]
    unable = [who.profile.name or who.user_id for who in met if who and not who.profile.can_take_part]
    if unable:
        who = ", ".join(unable)
        raise FormRefusal({MOVED: f"Not possible, as guests, apps and closed accounts can't take part: {who}."})
    if None in met:
        raise FormRefusal({MOVED: ONE_TAKES_NO_PART})


def _path(here: Present, target: str, new_team: str) -> Path | None:
    """The path that is meant; a new team that has the name of one that is there is that one."""
    paths = paths_of(here.teams)
    if target == NONE:
        return None
    if target != A_NEW_ONE:
        if not target.isdecimal() or int(target) not in paths:
            raise FormRefusal({TEAM: "Choose a team. If yours was there before, somebody changed the teams meanwhile."})
        return paths[int(target)]
    if is_blank(new_team):
        raise FormRefusal({NEW_TEAM: "Type the name of the new team."})
    if len(new_team) > NAME_LENGTH:
        raise FormRefusal({NEW_TEAM: f"The name has {len(new_team)} characters. Use {NAME_LENGTH} at most."})
    same = [path for path in paths.values() if path and name_key(path[-1]) == name_key(new_team)]
    return same[0] if same else (new_team,)
