"""When each person is invited to a wave and reminded of it: in their own working hours, and never too often."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.delivery import Priority
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date, next_date
from bot.domain.opening import Closing, closing, closing_day
from bot.domain.pulse import Wave
from bot.domain.work_time import Hours, next_moment
from bot.services.allowance import Planned, Wish, plan_messages
from bot.services.ports import Uses
from bot.services.pulse.asking import INVITATION, REMINDER, REMINDERS, to_person
from bot.services.work_time import Reader, alike, members, windows
from storage import breaks, outbox
from storage import pulse as waves


def closing_of(session: Session, uses: Uses, initiative: Initiative, day: date) -> Closing:
    """When a wave of this day closes: never on a day on which nobody of the initiative works."""
    usual = closing(day, initiative.rhythm.open_days, initiative.zone)
    return _closing(initiative, day, {hours for _, hours in alike(session, uses, initiative.id, usual)})


def expected_closing(session: Session, initiative: Initiative, day: date) -> Closing:
    """The same as far as hours alone tell, without public holidays."""
    return _closing(initiative, day, {Hours(window) for window in windows(session, initiative.id)})


def _closing(initiative: Initiative, day: date, hours: Collection[Hours]) -> Closing:
    def works(on: date) -> bool:
        return not hours or any(each.begins_on(on) for each in hours)

    following = next_date(initiative.rhythm, initiative.first_on, day)
    return closing_day(day, initiative.rhythm.open_days, works, following)


def first_invitation(session: Session, uses: Uses, initiative: Initiative, day: date) -> datetime | None:
    """When the first of an initiative's people can be invited to a wave of this day; None where nobody can."""
    rhythm = initiative.rhythm
    usual = closing(day, rhythm.open_days, initiative.zone)
    people_alike = alike(session, uses, initiative.id, usual)
    closes_at = _closing(initiative, day, {hours for _, hours in people_alike}).moment(initiative.zone)
    moments = []
    for zone, hours in people_alike:
        earliest, until = pulse.invitation_span(rhythm, day, zone, None, closes_at)
        moments.append(next_moment(earliest, zone, hours, until))
    return min(filter(None, moments), default=None)


def invite(
    session: Session, initiative: Initiative, wave: Wave, roster: Sequence[Reader], *, at_once: bool
) -> dict[str, datetime]:
    """Queue an invitation for everyone in the roster; gives when the first of them should get each reminder, by kind.

    Each comes from the local opening time on (`at_once`: from now on), when its reader is at work and has had few
    other messages. Who finds no such moment while the wave is open gets none, nor who leaves pulses out for now; they
    can answer all the same.
    """
    wishes, resting = [], breaks.on_break(session, initiative.id, wave.opens_on)
    for reader in roster:
        if reader.person_id in resting:
            continue
        earliest, until = pulse.invitation_span(
            initiative.rhythm, wave.opens_on, reader.zone, wave.opens_at, wave.closes_at
        )
        post = to_person(INVITATION, wave, reader.user_id, Priority.INVITATION)
        wishes.append(Wish(post, reader, wave.opens_at if at_once else earliest, until, wave.closes_at))
    planned = plan_messages(session, wishes)
    outbox.queue(session, planned)
    invited_at = {post.recipient: moment for post, moment, _ in planned}
    firsts: dict[str, datetime] = {}
    for kind in REMINDERS[: initiative.rhythm.reminders]:
        moments = [wish.earliest for wish in _reminders(initiative, wave, roster, invited_at, kind)]
        firsts |= {kind: min(moments)} if moments else {}
    return firsts


def remind(session: Session, uses: Uses, initiative: Initiative, wave: Wave, kind: str, now: datetime) -> None:
    """Queue a reminder for everyone who hasn't answered, and charge one to everyone who was invited.

    `kind` is the last reminder or the one before it.
    """
    invited_at = outbox.moments_of(session, wave.id, INVITATION, now)
    roster = members(session, uses, initiative.id, now)
    planned = plan_messages(session, _reminders(initiative, wave, roster, invited_at, kind, now))
    silent = set(waves.silent_people(session, wave.id))
    outbox.queue(session, [one for one in planned if _recipient(one) in silent])


def _reminders(
    initiative: Initiative,
    wave: Wave,
    roster: Sequence[Reader],
    invited_at: dict[str, datetime],
    kind: str,
    now: datetime | None = None,
) -> list[Wish]:
    """A wish for each of the roster who was invited and works again before the wave closes.

    What can't come before the last reminder is dropped: two in a row would be one too many.
    """
    wishes, known = [], {}
    for reader in roster:
        if reader.user_id not in invited_at:
            continue
        case = (reader.zone, reader.hours, invited_at[reader.user_id])
        if case not in known:
            known[case] = _moments(initiative, wave, *case)
        early, last = known[case]
        moment, until = (last, wave.closes_at) if kind == REMINDER else (early, last or wave.closes_at)
        if moment is not None:
            post = to_person(kind, wave, reader.user_id, Priority.REMINDER)
            earliest = moment if now is None else max(moment, now)
            wishes.append(Wish(post, reader, earliest, until, until))
    return wishes


def _moments(
    initiative: Initiative, wave: Wave, zone: str, hours: Hours, invited_at: datetime
) -> tuple[datetime | None, datetime | None]:
    """When somebody gets the early reminder, and when the last."""
    last_day = local_date(wave.closes_at, initiative.zone)
    last = pulse.reminder_time(initiative.rhythm, last_day, zone, hours, invited_at, wave.closes_at)
    return pulse.early_reminder_time(initiative.rhythm, zone, hours, invited_at, last), last


def _recipient(planned: Planned) -> str:
    return planned[0].recipient
