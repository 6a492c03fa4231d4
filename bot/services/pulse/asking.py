"""Invitations and reminders: to whom, and what they say at the moment they are sent."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import Refusal
from bot.domain.local_time import Every
from bot.domain.people import Person
from bot.domain.pulse import Invitation, Wave
from bot.services.ports import Uses
from bot.services.pulse.questions import own_items
from bot.services.standing import initiative_of
from storage import outbox, people
from storage import pulse as waves

INVITATION, REMINDER, EARLY_REMINDER = "pulse.invitation", "pulse.reminder", "pulse.early_reminder"
REMINDERS = (REMINDER, EARLY_REMINDER)
"""Where people get one reminder it is the last; with two, another comes before it."""


def invitation(session: Session, arguments: dict[str, int | str], now: datetime) -> Invitation:
    """What an invitation says now; pointless once the person has answered or the wave has closed."""
    user_id = str(arguments["user"])
    try:
        wave = open_for(session, int(arguments["wave"]), user_id, now)
    except Refusal as refusal:
        raise NoLongerWanted(type(refusal).__name__) from None
    person = people.find_person(session, user_id)
    if person is None or not person.profile.can_take_part:
        raise NoLongerWanted("the person can't take part any more")
    return invitation_for(session, wave, person)


def reminder(session: Session, arguments: dict[str, int | str], now: datetime) -> Invitation:
    """What a reminder says now; pointless in the same cases as an invitation."""
    reminded = replace(invitation(session, arguments, now), is_reminder=True)
    if waves.has_declined(session, reminded.wave.id, str(arguments["user"])):
        raise NoLongerWanted("the person leaves this wave out")
    return reminded


def waiting_for(session: Session, person: Person, now: datetime) -> list[Invitation]:
    """The open waves that this person can still answer, oldest first."""
    standing = waves.open_waves_for(session, person.user_id)
    return [invitation_for(session, wave, person) for wave, done in standing if wave.is_open(now) and not done]


def invitations_sent(uses: Uses, wave_id: int, user_id: str) -> list[tuple[str, str, Invitation]]:
    """Where this person was invited and reminded: channel and ts of each message, with what it was about."""
    with uses.reading() as session:
        wave = waves.find_wave(session, wave_id)
        if wave is None:
            return []
        about = invitation_for(session, wave, people.find_person(session, user_id))
        kinds = (INVITATION, *REMINDERS)
        keys = [to_person(kind, wave, user_id, Priority.INVITATION).unique_key for kind in kinds]
        return [(channel, ts, about) for channel, ts in outbox.where_posted(session, keys)]


def to_person(kind: str, wave: Wave, user_id: str, priority: Priority) -> Post:
    """A message about a wave to one person; the same kind for the same wave is queued once."""
    return Post(
        kind=kind,
        recipient=user_id,
        arguments={"wave": wave.id, "user": user_id},
        unique_key=f"{kind}:{wave.id}:{user_id}",
        priority=priority,
        is_unrequested=True,
        initiative_id=wave.initiative_id,
        wave_id=wave.id,
    )


def invitation_for(session: Session, wave: Wave, person: Person | None) -> Invitation:
    """What this person is asked to answer."""
    initiative = initiative_of(session, wave)
    zone = person.zone if person else initiative.zone
    is_monthly = initiative.rhythm.every is Every.MONTHLY
    return Invitation(wave, initiative.practice, zone, own=own_items(session, wave), is_monthly=is_monthly)


def open_for(session: Session, wave_id: int, user_id: str, now: datetime) -> Wave:
    """The wave, if this person can answer it at `now`. Raises WaveClosed, NotInRoster or AlreadyAnswered."""
    wave = waves.find_wave(session, wave_id)
    if wave is None or not wave.is_open(now):
        raise pulse.WaveClosed
    answered = waves.has_answered(session, wave_id, user_id)
    if answered is None:
        raise pulse.NotInRoster
    if answered:
        raise pulse.AlreadyAnswered
    return wave
