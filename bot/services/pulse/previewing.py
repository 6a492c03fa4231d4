"""A pulse as staff will see it, for its lead: the next one, the one after it, or one with questions not yet in use."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.initiative import Initiative
from bot.domain.instrument_file import OwnItem
from bot.domain.preview import Asked, Preview, Source
from bot.domain.pulse import Invitation, Wave
from bot.domain.questions import QUESTIONS, FileGone, as_instrument
from bot.domain.roles import LEAD, Action
from bot.services.ports import Uses
from bot.services.pulse.approval import agreed_by
from bot.services.pulse.planning import next_opening
from bot.services.standing import initiative_for, initiative_with
from storage import people, questions
from storage import pulse as waves
from storage import settings as settings_stored

PREVIEW = Action("pulse.preview", LEAD)


def preview_next(uses: Uses, channel_id: str, user_id: str) -> Preview:
    """The channel's next pulse as staff will see it. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        initiative = initiative_for(session, PREVIEW, channel_id, user_id)
        return _preview(session, uses, initiative, Asked(Source.TODAY, initiative.id), user_id)


def preview(uses: Uses, which: str, user_id: str) -> Preview:
    """The pulse that the value of a button names. Raises FileGone, NotStarted, Ended or NotYours."""
    asked = Asked.read(which)
    with uses.reading() as session:
        initiative_id = asked.number
        if asked.source is Source.FILE:
            staged = questions.find_staged(session, asked.number)
            if staged is None or not staged.items:
                raise FileGone
            initiative_id = staged.initiative_id
        initiative = initiative_with(session, PREVIEW, initiative_id, user_id)
        return _preview(session, uses, initiative, asked, user_id)


def preview_file(uses: Uses, staged_id: int, user_id: str) -> Preview:
    """A pulse with the questions of a file that waits. Raises FileGone, NotStarted, Ended or NotYours."""
    return preview(uses, str(Asked(Source.FILE, staged_id)), user_id)


def _preview(session: Session, uses: Uses, initiative: Initiative, asked: Asked, user_id: str) -> Preview:
    own = _questions(session, initiative, asked)
    wave = _wave(session, uses, initiative, own, asked.later)
    person = people.find_person(session, user_id)
    by_id = {each.id: each for each in as_instrument(own, uses.instrument).items}
    invitation = Invitation(
        wave,
        initiative.practice,
        person.zone if person else initiative.zone,
        agreed_by=agreed_by(session, uses.instrument, initiative.id) if asked.source is Source.TODAY else "",
        own=tuple(by_id[item] for item in wave.items) if own else (),
    )
    others = [Asked(asked.source, asked.number, 1 - asked.later)]
    planned = settings_stored.planned_change(session, initiative.id)
    if asked.source is Source.TODAY and planned and QUESTIONS in planned.changes:
        others.append(Asked(Source.PLANNED, initiative.id))
    return Preview(invitation, asked, tuple(others), is_own=bool(questions.in_use(session, initiative.id)))


def _questions(session: Session, initiative: Initiative, asked: Asked) -> Sequence[OwnItem]:
    if asked.source is Source.FILE:
        staged = questions.find_staged(session, asked.number)
        return staged.items if staged else ()
    planned = settings_stored.planned_change(session, initiative.id)
    if asked.source is Source.PLANNED and planned and QUESTIONS in planned.changes:
        return tuple(planned.changes[QUESTIONS][1])
    return questions.in_use(session, initiative.id)


def _wave(session: Session, uses: Uses, initiative: Initiative, own: Sequence[OwnItem], later: int) -> Wave:
    """The wave as it would open; it has no number of its own yet."""
    day, opens_at, closes_at = next_opening(session, uses, initiative, later)
    number = waves.next_number(session, initiative.id) + later
    items = pulse.items_for(as_instrument(own, uses.instrument), number)
    return Wave(0, initiative.id, number, day, opens_at, closes_at, items, "open")
