"""Somebody answers a pulse, or leaves it out. Nothing here keeps who answered what."""

from dataclasses import replace

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.local_time import local_date
from bot.domain.people import Person
from bot.domain.pulse import Break, Invitation, Wave
from bot.domain.roles import COLLEAGUES, Action
from bot.domain.taking_part import TakingPart
from bot.services.ports import Uses
from bot.services.pulse.approval import agreed_by
from bot.services.pulse.asking import invitation_for, open_for, waiting_for
from bot.services.standing import initiative_with
from storage import breaks, people
from storage import pulse as waves

ANSWER = Action("pulse.answer", COLLEAGUES)
"""The roster of the wave decides beyond that: whoever was asked may answer, whatever they are today."""


def wave_to_answer(uses: Uses, user_id: str) -> Invitation:
    """The open wave that this person can answer now.

    Raises AlreadyAnswered, NotInRoster where a wave is open but began without them, or NoOpenWave.
    """
    now = uses.clock()
    with uses.reading() as session:
        person = people.find_person(session, user_id)
        standing = [(wave, done) for wave, done in waves.open_waves_for(session, user_id) if wave.is_open(now)]
        for wave, done in standing:
            if not done:
                return _to_answer(session, uses, wave, person)
        if standing:
            raise pulse.AlreadyAnswered
        if person is not None and waves.open_beside(session, person.id):
            raise pulse.NotInRoster
    raise pulse.NoOpenWave


def check_answerable(uses: Uses, wave_id: int, user_id: str) -> Invitation:
    """The wave with this id, if this person can answer it now.

    Raises WaveClosed, NotInRoster or AlreadyAnswered.
    """
    with uses.reading() as session:
        wave = open_for(session, wave_id, user_id, uses.clock())
        return _to_answer(session, uses, wave, people.find_person(session, user_id))


def record_checkin(uses: Uses, wave_id: int, user_id: str, given: dict[str, str | None], comment: str) -> Invitation:
    """Count a form once, in the tallies of the person's team.

    Raises FormRefusal, WaveClosed, NotInRoster or AlreadyAnswered; then nothing has changed.
    """
    with uses.writing() as session:
        wave = waves.hold_wave_for_answer(session, wave_id)
        if wave is None:
            raise pulse.WaveClosed
        open_for(session, wave_id, user_id, uses.clock())
        person = people.find_person(session, user_id)
        checkin = pulse.check_checkin(wave.items, given, comment)
        if person is None or not waves.record(session, wave, person.id, checkin):
            raise pulse.AlreadyAnswered
        return invitation_for(session, wave, person)


def take_break(uses: Uses, wave_id: int, user_id: str) -> Break:
    """Leave out a wave, and those of the next four weeks; answering after all stays possible.

    Raises WaveClosed, NotInRoster or AlreadyAnswered.
    """
    with uses.writing() as session:
        wave = open_for(session, wave_id, user_id, uses.clock())
        person = people.find_person(session, user_id)
        if person is None:
            raise pulse.NotInRoster
        waves.decline(session, wave_id, person.id)
        until = local_date(uses.clock(), person.zone) + pulse.TIME_OFF
        breaks.begin(session, wave.initiative_id, person.id, until)
        return Break(invitation_for(session, wave, person), until)


def end_break(uses: Uses, initiative_id: int, user_id: str) -> TakingPart:
    """Pulses of this initiative are sent to somebody again, from the next one on. Raises NotStarted or NotYours."""
    with uses.writing() as session:
        initiative = initiative_with(session, ANSWER, initiative_id, user_id)
        person = people.find_person(session, user_id)
        assert person is not None
        breaks.end(session, initiative.id, person.id)
        waiting = [one for one in waiting_for(session, person, uses.clock()) if one.wave.initiative_id == initiative.id]
        return TakingPart(initiative.id, initiative.practice, person.zone, waiting[0] if waiting else None)


def decline(uses: Uses, wave_id: int, user_id: str) -> Invitation:
    """Leave a wave out: no reminder comes, and answering after all stays possible.

    Raises WaveClosed, NotInRoster or AlreadyAnswered.
    """
    with uses.writing() as session:
        wave = open_for(session, wave_id, user_id, uses.clock())
        person = people.find_person(session, user_id)
        if person is not None:
            waves.decline(session, wave.id, person.id)
        return invitation_for(session, wave, person)


def _to_answer(session: Session, uses: Uses, wave: Wave, person: Person | None) -> Invitation:
    asked = invitation_for(session, wave, person)
    return replace(asked, agreed_by=agreed_by(session, uses.instrument, wave.initiative_id))
