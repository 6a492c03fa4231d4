"""What was published of a wave, and which waves there were."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.acting import Call, Calls, calls_of
from bot.domain.delivery import NoLongerWanted
from bot.domain.initiative import Initiative, NotStarted
from bot.domain.pulse import Before, Item, ItemResult, OwnGroup, Result, Wave
from bot.domain.roles import COLLEAGUES, LEAD, Action
from bot.domain.team_results import TeamResult, find_team
from bot.domain.teams import Groups
from bot.services.ports import Offer, Uses
from bot.services.pulse.questions import own_among
from bot.services.standing import initiative_for, initiative_of, initiative_with
from storage import initiative as initiatives
from storage import people, published
from storage import pulse as waves

RESULT = "pulse.result"
Arguments = dict[str, int | str]
_MOST_BEFORE = 19
"""With the newest, as many waves as Slack's own chart takes points."""

SEE_RESULTS = Action("pulse.see_results", COLLEAGUES, after_end=True)
SEE_SUGGESTIONS = Action("pulse.see_suggestions", LEAD)


def last_result(uses: Uses, channel_id: str, user_id: str) -> Result | None:
    """The result of the channel's last closed wave; None where none has closed yet.

    What an initiative that ended there left stays in sight until the next has a result. Raises NotStarted or NotYours.
    """
    with uses.reading() as session:
        newest_one = initiative_for(session, SEE_RESULTS, channel_id, user_id)
        for initiative in (newest_one, *initiatives.ended_in(session, channel_id)):
            wave = waves.latest_wave(session, initiative.id, state="closed")
            if wave is not None:
                shown = _result(session, initiative, wave)
                may_act = user_id == initiative.lead_user_id and initiative.state != "ended"
                calls = len(_calls(uses, shown)) if may_act else 0
                return replace(shown, groups=_groups_of(session, initiative.id, user_id), calls=calls)
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
        return _of_team(session, initiative, wave, find_team(typed, groups), groups)


def result_of_group(uses: Uses, initiative_id: int, team_id: int, user_id: str) -> TeamResult | None:
    """The same of a group that somebody chose; of everybody's where there is no such group any more.

    Raises NotStarted or NotYours.
    """
    with uses.reading() as session:
        initiative = initiative_with(session, SEE_RESULTS, initiative_id, user_id)
        wave = waves.latest_wave(session, initiative.id, state="closed")
        if wave is None:
            return None
        tree = waves.tree_of(session, wave.id) or people.team_parents(session, initiative.id)
        wanted = team_id if team_id in tree else published.whole_group(session, initiative.id)
        names = published.names_of(session, {wanted, *_above(wanted, tree)})
        groups = {each: (names.get(each, ""), parent) for each, parent in tree.items()}
        return _of_team(session, initiative, wave, wanted, groups)


def _groups_of(session: Session, initiative_id: int, user_id: str) -> tuple[OwnGroup, ...]:
    """The team of somebody and the groups above it, but for everybody's."""
    path = published.path_of(session, initiative_id, user_id)
    return tuple(OwnGroup(team_id, name) for team_id, name in path[:-1])


def _above(team_id: int, tree: Mapping[int, int | None]) -> list[int]:
    """The groups above a team, the nearest first."""
    found, parent = [], tree.get(team_id)
    while parent is not None:
        found.append(parent)
        parent = tree.get(parent)
    return found


def newest(session: Session, initiative: Initiative, state: str) -> Wave | None:
    """The initiative's newest wave that is 'open' or 'closed'."""
    return waves.latest_wave(session, initiative.id, state=state)


def result(session: Session, arguments: Arguments, _now: datetime, offers: Sequence[Offer] = ()) -> Result:
    """What was published of a wave, and what was done since the one before it."""
    wave = _wave_of(session, arguments)
    initiative = initiative_of(session, wave)
    shown = _result(session, initiative, wave)
    since = shown.before[0].opens_on if shown.before else None
    done = [deed for offer in offers if since and offer.done for deed in offer.done(session, initiative.id, since)]
    asked = initiative.lead_user_id if arguments.get("calls") else ""
    return replace(shown, done=tuple(sorted(done, key=lambda deed: deed.on)), ask_lead=asked)


def what_calls(session: Session, uses: Uses, wave: Wave) -> tuple[Call, ...]:
    """What in the result of a wave calls for something."""
    return _calls(uses, _result(session, initiative_of(session, wave), wave))


def suggestions(uses: Uses, wave_id: int, user_id: str) -> Calls:
    """What could help after a wave, for the lead alone. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        wave = waves.find_wave(session, wave_id)
        if wave is None:
            raise NotStarted
        initiative = initiative_with(session, SEE_SUGGESTIONS, wave.initiative_id, user_id)
        shown = _result(session, initiative, wave)
    return Calls(shown, _calls(uses, shown), tuple(offer.way for offer in uses.offers))


def _calls(uses: Uses, shown: Result) -> tuple[Call, ...]:
    return calls_of(shown, {item.id for item in (*uses.instrument.items, *shown.own) if item.reverse})


def _wave_of(session: Session, arguments: Arguments) -> Wave:
    wave = waves.find_wave(session, int(arguments["wave"]))
    if wave is None:
        raise NoLongerWanted("the wave is gone")
    return wave


def _result(session: Session, initiative: Initiative, wave: Wave) -> Result:
    items, before = _history(session, initiative.id, wave, published.whole_group(session, initiative.id))
    comments = tuple(waves.comments(session, wave.id))
    return Result(wave, initiative.practice, initiative.zone, items, comments, _own(session, wave, before), before)


def _of_team(session: Session, initiative: Initiative, wave: Wave, team_id: int, groups: Groups) -> TeamResult:
    items, before = _history(session, initiative.id, wave, team_id)
    missing = [item for item in wave.items if item not in {each.item for each in items}]
    counts = published.counted(session, wave.id, _around(team_id, groups)) if missing else {}
    elsewhere = {_counted_in(team_id, item, groups, counts) for item in missing} - {None}
    return TeamResult(
        wave=wave,
        practice=initiative.practice,
        zone=initiative.zone,
        name=groups[team_id][0],
        items=items,
        counted_in=tuple(sorted("" if groups[each][1] is None else groups[each][0] for each in elsewhere if each)),
        before=before,
        own=_own(session, wave, before),
    )


def _history(
    session: Session, initiative_id: int, wave: Wave, team_id: int
) -> tuple[tuple[ItemResult, ...], tuple[Before, ...]]:
    """What was published of a group in a wave, in the order of its questions, and in those before it."""
    earlier = published.closed_before(session, initiative_id, wave.opens_on, _MOST_BEFORE)
    shown = published.of_group(session, [wave.id, *(wave_id for wave_id, _, _ in earlier)], team_id)
    of_wave = {each.item: each for each in shown[wave.id]}
    before = tuple(Before(day, tuple(shown[wave_id]), tuple(asked)) for wave_id, day, asked in earlier)
    return tuple(of_wave[item] for item in wave.items if item in of_wave), before


def _own(session: Session, wave: Wave, before: Sequence[Before]) -> tuple[Item, ...]:
    """What of all that was asked, here and before, is a team's own."""
    asked = dict.fromkeys([*wave.items, *(item for each in before for item in each.asked)])
    return own_among(session, wave.initiative_id, tuple(asked))


def _around(team_id: int, groups: Groups) -> set[int]:
    """The groups above a team, and those right below each of them."""
    above = set(_above(team_id, {each: parent for each, (_, parent) in groups.items()}))
    return above | {each for each, (_, over) in groups.items() if over in above}


def _counted_in(team_id: int, item: str, groups: Groups, shown: Mapping[tuple[int, str], int]) -> int | None:
    """The next group above that counts more people than the groups below it: there the answers from here count too."""
    above = groups[team_id][1]
    while above is not None:
        below = sum(shown.get((child, item), 0) for child, (_, parent) in groups.items() if parent == above)
        if shown.get((above, item), 0) > below:
            return above
        above = groups[above][1]
    return None
