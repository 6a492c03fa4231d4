"""A lead puts a team's own questions in the place of the built-in ones, or of other own ones, or goes back to those."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative, Stage
from bot.domain.instrument_file import OwnItem
from bot.domain.lifecycle import check_has_not_ended
from bot.domain.people import Person
from bot.domain.questions import QUESTIONS, QuestionChange, asks_other, change_of, check_same_words
from bot.domain.roles import LEAD, Action
from bot.domain.teams import name_key
from bot.services.ports import Uses
from bot.services.pulse.questions import asked_before, has_begun
from bot.services.settings import make_changes
from bot.services.standing import initiative_held
from storage import audit, people
from storage import initiative as initiatives
from storage import questions as stored
from storage import settings as settings_stored

CHANGE_QUESTIONS = Action("pulse.change_questions", LEAD)


def check_questions(session: Session, uses: Uses, initiative: Initiative, items: Sequence[OwnItem]) -> None:
    """Raises Ended, or BadFile where a question that was asked has other words now."""
    check_has_not_ended(initiative)
    check_same_words(items, asked_before(session, uses.instrument, initiative, tuple(items)))


def change_for(
    session: Session, initiative: Initiative, items: Sequence[OwnItem], staged_id: int = 0
) -> QuestionChange:
    """What it would change to ask these questions, those of the file with this id; none are the built-in ones."""
    before = stored.in_use(session, initiative.id)
    return replace(
        change_of(initiative.practice, before, items),
        waits=has_begun(session, initiative) and asks_other(before, items),
        needs_agreement=bool(settings_stored.settings_of(session, initiative.id).approver_user_id),
        initiative_id=initiative.id,
        staged_id=staged_id,
    )


def meant(uses: Uses, practice: str, channel_id: str) -> Initiative:
    """The initiative of this name or in this channel that goes on, or the only one there is. Raises Refusal."""
    with uses.reading() as session:
        going_on = [one for one in initiatives.all_initiatives(session) if one.state is not Stage.ENDED]
    found = [
        one
        for one in going_on
        if (not practice or name_key(one.practice) == name_key(practice))
        and (not channel_id or one.channel_id == channel_id)
    ]
    if not going_on:
        raise Refusal("No initiative goes on here. Start one in its channel with /uptake start.")
    if len(found) != 1:
        named = ", ".join(f"{one.channel_id} ({one.practice})" for one in going_on)
        raise Refusal("Say for which initiative, with --channel and one of: {named}.", named=named)
    return found[0]


def look_at_questions(uses: Uses, initiative_id: int, items: Sequence[OwnItem]) -> QuestionChange:
    """The same, for who works at the server. Keeps nothing."""
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, initiative_id)
        assert initiative is not None
        check_questions(session, uses, initiative, items)
        return change_for(session, initiative, items)


def use_questions(uses: Uses, initiative_id: int, items: Sequence[OwnItem]) -> QuestionChange:
    """Ask these questions, for who works at the server; staff are told of it first once they have been asked others.

    Raises Ended or BadFile; nothing has changed then.
    """
    with uses.writing() as session:
        return put(session, uses, initiative_id, items, None)


def go_back(uses: Uses, initiative_id: int, user_id: str) -> QuestionChange:
    """The lead wants the built-in questions asked again. Raises NotStarted, Ended or NotYours."""
    with uses.writing() as session:
        initiative = initiative_held(session, CHANGE_QUESTIONS, initiative_id, user_id)
        return put(session, uses, initiative.id, (), people.find_person(session, user_id))


def put(
    session: Session, uses: Uses, initiative_id: int, items: Sequence[OwnItem], actor: Person | None
) -> QuestionChange:
    """Ask these questions in an initiative: at once where nobody was asked yet, else once staff have been told.

    The lead answers for it before staff, whoever did it. Raises Ended or BadFile.
    """
    initiative = initiatives.hold_initiative(session, initiative_id)
    assert initiative is not None
    check_questions(session, uses, initiative, items)
    change = change_for(session, initiative, items)
    settings_stored.hold_settings(session, initiative.id)
    pair = (stored.in_use(session, initiative.id), tuple(items))
    planned = settings_stored.planned_change(session, initiative.id)
    later = dict(planned.changes) if planned else {}
    was_planned = later.pop(QUESTIONS, None) is not None
    at_once = {} if change.waits or change.is_same else {QUESTIONS: pair}
    if change.waits:
        later[QUESTIONS] = pair
    lead = people.find_person(session, initiative.lead_user_id)
    assert lead is not None
    make_changes(session, uses, initiative, at_once, later, lead, actor_id=actor.id if actor else None)
    if change.is_same and not was_planned:
        return change
    counts = {"questions": len(items), "new": change.new, "retired": change.retired}
    audit.note(session, uses.clock(), actor.id if actor else None, CHANGE_QUESTIONS.name, initiative.id, **counts)
    return change
