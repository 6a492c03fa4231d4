"""When the next wave opens, and an extra one with a moment to undo."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.lifecycle import check_goes_on
from bot.domain.local_time import instant, local_date, next_date
from bot.domain.roles import LEAD, Action
from bot.services.ports import Uses
from bot.services.pulse.approval import CHECK, ask_unless_agreed
from bot.services.pulse.inviting import closing_of, first_invitation
from bot.services.standing import initiative_for
from storage import due
from storage import pulse as waves

OPEN, OPEN_NOW = "pulse.open", "pulse.open_now"
OPEN_EXTRA = Action("pulse.open_extra", LEAD)
_TIME_TO_AGREE = timedelta(days=3)


class OpenedToday(Refusal):
    """One extra round a day is enough."""

    def __init__(self) -> None:
        super().__init__("A pulse was opened here today already. Start the next one tomorrow.")


class NoMoreDates(Refusal):
    """The pulse comes on dates, and the last of them is past."""

    def __init__(self) -> None:
        super().__init__("No pulse is planned after that. Type /pulse schedule to add dates.")


def plan_next(session: Session, uses: Uses, initiative: Initiative, after: date) -> date | None:
    """Plan the first pulse later than `after`; gives its local date, None where the last date is past."""
    day = next_date(initiative.rhythm, initiative.first_on, after)
    if day is not None:
        _plan(session, uses, initiative, day)
    return day


def plan_again(session: Session, uses: Uses, initiative: Initiative, now: datetime) -> date | None:
    """Plan the next pulse of an initiative that was paused; gives its local date, None where the last one is past.

    It is today's, where that lies ahead and hasn't been: a pulse that was missed isn't made up for.
    """
    today = local_date(now, initiative.zone)
    day = next_date(initiative.rhythm, initiative.first_on, today - timedelta(days=1))
    if day is None:
        return None
    moment = first_moment(session, uses, initiative, day)
    if moment > now and _plan(session, uses, initiative, day):
        return day
    return plan_next(session, uses, initiative, after=max(today, day))


def plan_anew(session: Session, uses: Uses, initiative: Initiative, now: datetime) -> date | None:
    """Move the planned pulse to where the rhythm as it is now wants it; gives its local date, None if there is none.

    It comes after the pulse that is open, and on no day on which one was planned before and has had its turn.
    """
    due.cancel(session, OPEN, initiative.id)
    due.cancel(session, CHECK, initiative.id)
    day = local_date(now, initiative.zone) - timedelta(days=1)
    standing = waves.latest_wave(session, initiative.id, state="open")
    if standing is not None:
        day = max(day, local_date(standing.closes_at, initiative.zone))
    while (found := next_date(initiative.rhythm, initiative.first_on, day)) is not None:
        if _plan(session, uses, initiative, found):
            return found
        day = found
    return None


def replan(session: Session, uses: Uses, initiative: Initiative) -> None:
    """Move the planned pulse to where the first of its people can now be invited."""
    for day, _ in due.waiting(session, OPEN, initiative.id):
        moment = first_moment(session, uses, initiative, day)
        due.move(session, OPEN, initiative.id, day, moment)
        due.move(session, CHECK, initiative.id, day, moment - _TIME_TO_AGREE)


def plan_now(uses: Uses, channel_id: str, user_id: str) -> datetime:
    """Plan an extra pulse for as soon as the time to undo is over; gives that moment.

    Raises NotStarted, Ended, NotYours, Paused, WaveIsOpen, OpenedToday, NotAgreed or NobodyToAgree.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_for(session, OPEN_EXTRA, channel_id, user_id)
        check_goes_on(initiative)
        if waves.latest_wave(session, initiative.id, state="open") is not None:
            raise pulse.WaveIsOpen
        missing = ask_unless_agreed(session, uses.instrument, initiative, now)
        moment = now + pulse.TIME_TO_UNDO
        if missing is None and not due.plan(session, OPEN_NOW, initiative.id, local_date(now, initiative.zone), moment):
            raise OpenedToday
    if missing is not None:
        raise missing
    return moment


def undo_now(uses: Uses, channel_id: str, user_id: str) -> bool:
    """Take back an extra pulse that hasn't begun; False where it has."""
    with uses.writing() as session:
        return due.cancel(session, OPEN_NOW, initiative_for(session, OPEN_EXTRA, channel_id, user_id).id) > 0


def next_opening(
    session: Session, uses: Uses, initiative: Initiative, later: int = 0
) -> tuple[date, datetime, datetime]:
    """The day of the pulse that comes next, or so many `later`; when it would open, and when it would close.

    Raises NoMoreDates where the last of its dates is past.
    """
    planned = due.waiting(session, OPEN, initiative.id)
    day = planned[0][0] if planned else local_date(uses.clock(), initiative.zone) - timedelta(days=1)
    for _ in range(later + (0 if planned else 1)):
        found = next_date(initiative.rhythm, initiative.first_on, day)
        if found is None:
            raise NoMoreDates
        day = found
    closes_at = closing_of(session, uses, initiative, day).moment(initiative.zone)
    return day, first_moment(session, uses, initiative, day), closes_at


def first_moment(session: Session, uses: Uses, initiative: Initiative, day: date) -> datetime:
    """When the first of the initiative's people can be invited on `day`; the local opening time where nobody can."""
    first = first_invitation(session, uses, initiative, day)
    return first or instant(day, initiative.rhythm.at, initiative.zone)


def _plan(session: Session, uses: Uses, initiative: Initiative, day: date) -> bool:
    moment = first_moment(session, uses, initiative, day)
    due.plan(session, CHECK, initiative.id, day, moment - _TIME_TO_AGREE)
    return due.plan(session, OPEN, initiative.id, day, moment)
