"""Earlier surveys from a file: published as every pulse is, by the same rules, and never kept answer by answer."""

from collections.abc import Callable, Sequence
from datetime import date, time

from sqlmodel import Session

from bot.domain.delimited import BadFile, Problem
from bot.domain.errors import Refusal
from bot.domain.initiative import PRACTICE_LENGTH, CaseForChange, Initiative, Stage
from bot.domain.instrument_file import OwnItem
from bot.domain.local_time import Every, Rhythm, local_date
from bot.domain.past_rounds import Brought, PastRound, PastRounds
from bot.domain.people import Profile
from bot.domain.privacy import retired
from bot.domain.publication import Tree, publish_item
from bot.domain.pulse import FEWEST_FOR_A_RESULT, FEWEST_FOR_COMMENTS
from bot.domain.questions import check_same_words
from bot.domain.teams import Path, name_key
from bot.domain.typed import is_blank
from bot.services.ports import Uses
from bot.services.pulse.questions import asked_before
from storage import audit, people, published, questions, teams
from storage import initiative as initiatives
from storage import pulse as waves

IMPORTED = "pulse.import"
_NOBODY = retired("past rounds")
"""Leads an initiative that only past rounds are known of."""


class _OnlyTried(Exception):
    """Nothing of a dry run is kept."""


def bring_rounds(
    uses: Uses,
    practice: str,
    past: PastRounds,
    own: Sequence[OwnItem] = (),
    *,
    keep: bool = True,
    after_each: Callable[[], None] = lambda: None,
) -> Brought:
    """Publish past rounds under the initiative of this name, which is made if there is none; all of them or none.

    `own` are the questions that they asked, where these weren't the built-in ones; their words are kept.
    `after_each` is called after each round. Without `keep` everything is tried and nothing is kept. Raises Refusal, or
    BadFile for a round that the initiative has already, or for a question that was asked with other words.
    """
    if is_blank(practice) or len(practice) > PRACTICE_LENGTH:
        raise Refusal(f"Name the initiative with 1 to {PRACTICE_LENGTH} characters.", "initiative")
    brought: list[Brought] = []
    try:
        with uses.writing() as session:
            brought.append(_bring(session, uses, practice, past, own, after_each))
            if not keep:
                raise _OnlyTried
    except _OnlyTried:
        pass
    return brought[0]


def _bring(
    session: Session,
    uses: Uses,
    practice: str,
    past: PastRounds,
    own: Sequence[OwnItem],
    after_each: Callable[[], None],
) -> Brought:
    initiative = _known(session, practice)
    is_new = initiative is None
    organisation = next(iter(past.groups.values()))[0]
    if initiative is None:
        initiative = _made(session, practice, organisation, local_date(uses.clock(), "UTC"))
    _check_days(session, initiative, past)
    today = local_date(uses.clock(), initiative.zone)
    check_same_words(own, asked_before(session, uses.instrument, initiative, tuple(own)))
    questions.keep_words(session, initiative.id, own, today)
    ids = teams.add_past(session, initiative.id, past.groups, today)
    parents = {team_id: ids.get(key[:-1]) for key, team_id in ids.items()}
    number = published.lowest_number(session, initiative.id) - len(past.rounds)
    for place, each in enumerate(past.rounds):
        _publish(session, uses, initiative.id, number + place, each, ids, Tree(parents))
        after_each()
    forms = sum(each.answered for each in past.rounds)
    audit.note(session, uses.clock(), None, IMPORTED, initiative.id, rounds=len(past.rounds), forms=forms)
    return Brought(initiative.practice, is_new, len(past.rounds), len(past.groups), forms)


def _publish(
    session: Session, uses: Uses, initiative_id: int, number: int, past: PastRound, ids: dict[Path, int], tree: Tree
) -> None:
    results = {}
    for item in past.tallies:
        shown = publish_item(tree, {ids[key]: tally for key, tally in past.tally(item).items()})
        if shown:
            results[item] = shown
    wave_id = published.add_past_wave(
        session,
        initiative_id=initiative_id,
        number=number,
        on=past.on,
        answered=past.answered if past.answered >= FEWEST_FOR_A_RESULT else None,
        tree=tree.parents,
        results=results,
    )
    if past.answered >= FEWEST_FOR_COMMENTS:
        waves.add_comments(session, wave_id, past.comments, uses.random)


def _known(session: Session, practice: str) -> Initiative | None:
    """The initiative of this name; one that goes on before those that have ended. Raises Refusal where several do."""
    named = [one for one in initiatives.all_initiatives(session) if name_key(one.practice) == name_key(practice)]
    living = [one for one in named if one.state is not Stage.ENDED]
    if len(living) > 1:
        raise Refusal("Several initiatives have this name. Rename all but one, so that the rounds find theirs.")
    found = living or named
    return found[-1] if found else None


def _made(session: Session, practice: str, organisation: str, today: date) -> Initiative:
    """An initiative that has ended: its rounds stay readable, and nobody is asked or told anything."""
    people.keep_profiles(session, [Profile(_NOBODY, "", "UTC", is_active=False)])
    lead = people.find_person(session, _NOBODY)
    assert lead is not None
    made = initiatives.add_initiative(
        session,
        channel_id="",
        practice=practice,
        case=CaseForChange("", ""),
        zone="UTC",
        rhythm=Rhythm(Every.MONTHLY, 0, time(9), 1),
        first_on=today,
        lead=lead,
    )
    initiatives.end(session, made, today)
    people.add_team(session, made.id, organisation)
    return made


def _check_days(session: Session, initiative: Initiative, past: PastRounds) -> None:
    there = published.days_of_waves(session, initiative.id)
    problems = [
        Problem(each.line, f"date: the initiative has a round of {each.on} already. Leave its rows out.")
        for each in past.rounds
        if each.on in there
    ]
    if problems:
        raise BadFile(problems)
