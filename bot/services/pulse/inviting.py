"""When each person is invited to a wave and reminded of it: in their own working hours, and never too often."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.delivery import Priority
from bot.domain.initiative import Initiative
from bot.domain.pulse import Wave
from bot.domain.work_time import next_moment
from bot.services.allowance import Planned, Wish, plan_messages
from bot.services.ports import Uses
from bot.services.pulse.asking import INVITATION, REMINDER, to_person
from bot.services.work_time import Reader, alike, members
from storage import outbox
from storage import pulse as waves


def first_invitation(session: Session, uses: Uses, initiative: Initiative, day: date) -> datetime | None:
    """When the first of an initiative's people can be invited to a wave of this day; None where nobody can."""
    rhythm = initiative.rhythm
    closes_at = pulse.closing(day, rhythm.open_days, initiative.zone)
    moments = []
    for zone, hours in alike(session, uses, initiative.id, closes_at):
        earliest, until = pulse.invitation_span(rhythm, day, zone, None, closes_at)
        moments.append(next_moment(earliest, zone, hours, until))
    return min(filter(None, moments), default=None)


def invite(
    session: Session, initiative: Initiative, wave: Wave, roster: Sequence[Reader], *, at_once: bool
) -> datetime | None:
    """Queue an invitation for everyone in the roster; gives when the first of them should be reminded.

    Each comes from the local opening time on (`at_once`: from now on), when its reader is at work and has had few
    other messages. Who finds no such moment while the wave is open gets none; they can answer all the same.
    """
    wishes = []
    for reader in roster:
        earliest, until = pulse.invitation_span(
            initiative.rhythm, wave.opens_on, reader.zone, wave.opens_at, wave.closes_at
        )
        post = to_person(INVITATION, wave, reader.user_id, Priority.INVITATION)
        wishes.append(Wish(post, reader, wave.opens_at if at_once else earliest, until, wave.closes_at))
    planned = plan_messages(session, wishes)
    outbox.queue(session, planned)
    invited_at = {post.recipient: moment for post, moment, _ in planned}
    return min((wish.earliest for wish in _reminders(initiative, wave, roster, invited_at)), default=None)


def remind(session: Session, uses: Uses, initiative: Initiative, wave: Wave, now: datetime) -> None:
    """Queue a reminder for everyone who hasn't answered, and charge one to everyone who was invited."""
    invited_at = outbox.moments_of(session, wave.id, INVITATION, now)
    roster = members(session, uses, initiative.id, now)
    planned = plan_messages(session, _reminders(initiative, wave, roster, invited_at, now))
    silent = set(waves.silent_people(session, wave.id))
    outbox.queue(session, [one for one in planned if _recipient(one) in silent])


def _reminders(
    initiative: Initiative,
    wave: Wave,
    roster: Sequence[Reader],
    invited_at: dict[str, datetime],
    now: datetime | None = None,
) -> list[Wish]:
    """A wish for each of the roster who was invited and works again before the wave closes."""
    wishes, known = [], {}
    for reader in roster:
        if reader.user_id not in invited_at:
            continue
        case = (reader.zone, reader.hours, invited_at[reader.user_id])
        if case not in known:
            known[case] = pulse.reminder_time(initiative.rhythm, wave.opens_on, *case, wave.closes_at)
        moment = known[case]
        if moment is not None:
            post = to_person(REMINDER, wave, reader.user_id, Priority.REMINDER)
            earliest = moment if now is None else max(moment, now)
            wishes.append(Wish(post, reader, earliest, wave.closes_at, wave.closes_at))
    return wishes


def _recipient(planned: Planned) -> str:
    return planned[0].recipient
