"""Where an initiative's people come from, other than a file: Slack user groups, or the members of its channel."""

from collections.abc import Collection, Sequence

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.initiative import Initiative
from bot.domain.people import Group
from bot.domain.settings import MembersFrom
from bot.domain.team_list import Checked
from bot.domain.teams import NAME_LENGTH, Choice, Wanted, name_key, overlaps
from bot.services.capability import LACKING, note_missing
from bot.services.people import everyone
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.standing import initiative_held
from bot.services.team_lists import IMPORT, SlackIsAway
from bot.services.team_offers import offer
from storage import people, teams

GROUPS = "groups"
_MOST_NAMED = 3


class NoGroups(Refusal):
    """Slack tells of no user group."""

    def __init__(self) -> None:
        super().__init__(
            "Uptake finds no user groups here. Make some in Slack, or send a CSV file with the columns person and team."
        )


def choosing_groups(uses: Uses, initiative_id: int, user_id: str) -> Choice:
    """The workspace's user groups, and which of them are teams now.

    Raises NotStarted, Ended, NotYours, SlackIsAway or NoGroups.
    """
    initiative = _held(uses, initiative_id, user_id)
    groups = _groups(uses)
    if not groups:
        raise NoGroups
    with uses.reading() as session:
        chosen = {team.group_id for team in teams.present(session, initiative_id).teams}
    return Choice(initiative, tuple(groups), tuple(group.group_id for group in groups if group.group_id in chosen))


def take_from_groups(uses: Uses, initiative_id: int, user_id: str, group_ids: Collection[str]) -> None:
    """Offer the lead teams made of the people of these user groups, one each.

    Raises FormRefusal where none is chosen or somebody is in several, NotStarted, Ended, NotYours or SlackIsAway.
    """
    _held(uses, initiative_id, user_id)
    if not group_ids:
        raise FormRefusal({GROUPS: "Choose at least one user group. Each becomes a team."})
    groups = [group for group in _groups(uses) if group.group_id in set(group_ids)]
    if len(groups) < len(set(group_ids)):
        raise FormRefusal({GROUPS: "One of these groups is gone. Choose again."})
    _check_apart(uses, groups)
    wanted = tuple(Wanted((group.name[:NAME_LENGTH],), group.users, group.group_id) for group in groups)
    _offer(uses, initiative_id, user_id, Checked(wanted, members_from=MembersFrom.GROUPS))


def take_from_channel(uses: Uses, initiative_id: int, user_id: str) -> None:
    """Offer the lead one team made of the channel's members. Raises NotStarted, Ended, NotYours or SlackIsAway."""
    initiative = _held(uses, initiative_id, user_id)
    try:
        inside = set(uses.directory.members(initiative.channel_id))
        able = [who.user_id for who in everyone(uses, inside, initiative.zone) if who.can_take_part]
    except DirectoryUnavailable:
        raise SlackIsAway from None
    members = tuple(each for each in able if each in inside)
    _offer(uses, initiative_id, user_id, Checked((Wanted((), members),), members_from=MembersFrom.CHANNEL))


def _offer(uses: Uses, initiative_id: int, user_id: str, checked: Checked) -> None:
    with uses.writing() as session:
        initiative = initiative_held(session, IMPORT, initiative_id, user_id)
        person = people.find_person(session, user_id)
        assert person is not None
        offer(session, initiative, person, checked, uses.clock())


def _held(uses: Uses, initiative_id: int, user_id: str) -> Initiative:
    with uses.writing() as session:
        return initiative_held(session, IMPORT, initiative_id, user_id)


def _groups(uses: Uses) -> list[Group]:
    """The user groups; none where the app may not read them, which the leads hear once. Raises SlackIsAway."""
    try:
        return uses.directory.groups()
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            raise SlackIsAway from None
        note_missing(uses, unavailable.method, unavailable.reason)
        return []


def _check_apart(uses: Uses, groups: Sequence[Group]) -> None:
    """Raises FormRefusal where somebody is in several groups, or two have the same name."""
    if len({name_key(group.name) for group in groups}) < len(groups):
        raise FormRefusal(
            {GROUPS: "Two of these groups have the same name. Rename one in Slack, or choose one of them."}
        )
    torn = overlaps({group.name: group.users for group in groups})
    if not torn:
        return
    with uses.reading() as session:
        names = {who.user_id: who.profile.name for who in people.find_people(session, list(torn))}
    some = [names.get(user_id) or user_id for user_id in list(torn)[:_MOST_NAMED]]
    more = len(torn) - len(some)
    who = ", ".join(some) + (f" and {more} more" if more else "")
    sentence = f"In several of these groups: {who}. Everybody can be in one team only, or results could give them away."
    raise FormRefusal({GROUPS: sentence})
