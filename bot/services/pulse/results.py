"""What was published of a wave, and which waves there were."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted
from bot.domain.initiative import Initiative
from bot.domain.pulse import Result, Wave
from bot.domain.roles import COLLEAGUES, Action
from bot.domain.team_results import Before, TeamResult, find_team
from bot.domain.teams import Groups
from bot.services.ports import Uses
from bot.services.standing import initiative_for, initiative_of
from storage import initiative as initiatives
from storage import people, published
from storage import pulse as waves

RESULT = "pulse.result"
_MOST_BEFORE = 11
SEE_RESULTS = Action("pulse.see_results", COLLEAGUES, after_end=True)


def last_result(uses: Uses, channel_id: str, user_id: str) -> Result | None:
    """The result of the channel's last closed wave; None where none has closed yet.

    What an initiative that ended there left stays in sight until the next has a result. Raises NotStarted or NotYours.
    """
    with uses.reading() as session:
        newest_one = initiative_for(session, SEE_RESULTS, channel_id, user_id)
        for initiative in (newest_one, *initiatives.ended_in(session, channel_id)):
            wave = waves.latest_wave(session, initiative.id, state="closed")
            if wave is not None:
                return _result(session, initiative, wave)
    return None


def result_of_team(uses: Uses, channel_id: str, user_id: str, typed: str) -> TeamResult | None:
    """The last result of the team whose name somebody typed, with those before; None where no wave has closed yet.

    Teams are those of the last wave. Raises NotStarted, NotYours or NoSuchTeam.
    """
    with uses.reading() as session:
        initiative = initiative_for(session, SEE_RESULTS, channel_id, user_id)
        wave = waves.latest_wave(session, initiative.id, state="closed")
        if wave is None:
            return None
        tree = waves.tree_of(session, wave.id) or people.team_parents(session, initiative.id)
        names = published.names_of_groups(session, initiative.id)
        groups = {team_id: (names[team_id][0], parent) for team_id, parent in tree.items()}
        team_id = find_team(typed, groups)
        shown = waves.results(session, wave.id)
        of_team = {each.item: each for each in shown if each.group_id == team_id}
        people_of = {(each.group_id, each.item): each.respondents for each in shown}
        missing = [item for item in wave.items if item not in of_team]
        elsewhere = {_counted_in(team_id, item, groups, people_of) for item in missing} - {None}
        anchors = tuple(item.id for item in uses.instrument.items if item.is_anchor)
        return TeamResult(
            wave=wave,
            practice=initiative.practice,
            zone=initiative.zone,
            name=groups[team_id][0],
            items=tuple(of_team[item] for item in wave.items if item in of_team),
            counted_in=tuple(sorted("" if groups[each][1] is None else groups[each][0] for each in elsewhere if each)),
            asked_always=anchors,
            before=tuple(_before(session, initiative.id, wave, team_id)),
        )


def newest(session: Session, initiative: Initiative, state: str) -> Wave | None:
    """The initiative's newest wave that is 'open' or 'closed'."""
    return waves.latest_wave(session, initiative.id, state=state)


def result(session: Session, arguments: dict[str, int | str], _now: datetime) -> Result:
    """What was published of a wave."""
    wave = waves.find_wave(session, int(arguments["wave"]))
    if wave is None:
        raise NoLongerWanted("the wave is gone")
    return _result(session, initiative_of(session, wave), wave)


def _result(session: Session, initiative: Initiative, wave: Wave) -> Result:
    root = next(team for team, parent in people.team_parents(session, initiative.id).items() if parent is None)
    of_all = {shown.item: shown for shown in waves.results(session, wave.id) if shown.group_id == root}
    items = tuple(of_all[item] for item in wave.items if item in of_all)
    return Result(wave, initiative.practice, initiative.zone, items, tuple(waves.comments(session, wave.id)))


def _counted_in(team_id: int, item: str, groups: Groups, shown: Mapping[tuple[int, str], int]) -> int | None:
    """The next group above that counts more people than the groups below it: there the answers from here count too."""
    above = groups[team_id][1]
    while above is not None:
        below = sum(shown.get((child, item), 0) for child, (_, parent) in groups.items() if parent == above)
        if shown.get((above, item), 0) > below:
            return above
        above = groups[above][1]
    return None


def _before(session: Session, initiative_id: int, wave: Wave, team_id: int) -> Iterator[Before]:
    for earlier_id, opens_on in published.closed_before(session, initiative_id, wave.opens_on, _MOST_BEFORE):
        shown = [each for each in waves.results(session, earlier_id) if each.group_id == team_id]
        yield Before(opens_on, tuple(shown))
