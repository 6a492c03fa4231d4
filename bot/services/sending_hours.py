"""The last look before a message goes out: is its reader at work, and does the day still take it?"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.domain.delivery import Post, Priority, State, waits_for_work_time
from bot.domain.local_time import instant, local_date
from bot.domain.work_time import is_at_work, next_moment
from bot.services.allowance import Wish, replan
from bot.services.ports import Uses
from bot.services.work_time import AHEAD, Reader, readers
from storage import outbox
from storage.outbox import Claimed, Settlement


def hold_back(
    session: Session, uses: Uses, claimed: Sequence[Claimed], now: datetime
) -> tuple[list[Claimed], list[Settlement]]:
    """Part messages in hand into those that may go now, and how the others end: put back for later, or dropped.

    Nothing here asks whether a message is still wanted: charges move alike for those who have answered and those who
    haven't.
    """
    waiting = {row.id for row in claimed if waits_for_work_time(row.priority, is_unrequested=row.is_unrequested)}
    if not waiting:
        return list(claimed), []
    asked = {(row.recipient, row.initiative_id) for row in claimed if row.id in waiting}
    known = readers(session, uses, asked, now)
    free, held = [], []
    for row in claimed:
        reader = known.get((row.recipient, row.initiative_id)) if row.id in waiting else None
        ended = _judge(session, row, reader, now) if reader else None
        if ended is None:
            free.append(row)
        else:
            held.append(ended)
    return free, held


def _judge(session: Session, row: Claimed, reader: Reader, now: datetime) -> Settlement | None:
    """How a message ends that can't go now; None where it can, or where whoever writes it will see that it is late."""
    if row.expires is not None and now >= row.expires:
        return None
    if row.is_unrequested and reader.has_opted_out:
        return Settlement(row, State.DROPPED, "the person wants no messages about this")
    day = local_date(now, reader.zone)
    if is_at_work(now, reader.zone, reader.hours) and row.charged_on == (day if _is_charged(row) else None):
        return None
    found = _another_moment(session, row, reader, now)
    if found is None:
        return Settlement(row, State.DROPPED, "no working hours were left for it")
    moment, charged_on = found
    outbox.move(session, row, moment, charged_on)
    return Settlement(row, State.WAITING, doubt_since=row.doubt_since, was_tried=False) if moment > now else None


def _another_moment(
    session: Session, row: Claimed, reader: Reader, now: datetime
) -> tuple[datetime, date | None] | None:
    """When a message may go instead, and the day it counts on."""
    until = row.expires or now + AHEAD
    if row.is_unrequested and not _is_fixed(row):
        post = Post(row.kind, row.recipient, row.arguments, "", Priority.INVITATION, initiative_id=row.initiative_id)
        planned = replan(session, Wish(post, reader, now, until, until), row.charged_on)
        return (planned[1], planned[0].charged_on) if planned else None
    if row.charged_on is not None:
        now = max(now, instant(row.charged_on, time(), reader.zone))
        until = min(until, instant(row.charged_on + timedelta(days=1), time(), reader.zone))
    moment = next_moment(now, reader.zone, reader.hours, until)
    return (moment, row.charged_on) if moment else None


def _is_charged(row: Claimed) -> bool:
    """Whether a message counts on a day; a reminder that was queued without being charged is a duty's."""
    return row.charged_on is not None or (row.is_unrequested and not _is_fixed(row))


def _is_fixed(row: Claimed) -> bool:
    """Only those get a reminder who need it: if its charge moved, that would tell who they are."""
    return row.priority >= Priority.REMINDER
