"""When messages that nobody asked for may go out: at work, and never more than the cap in any seven days.

Whoever is meant to get one is charged for its day when it is planned. A reminder is charged to all who were asked,
whether they will need it or not: else the count would tell who answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.allowance import first_fitting
from bot.domain.delivery import Post
from bot.domain.local_time import local_date
from bot.domain.settings import MESSAGES_A_WEEK
from bot.services.work_time import Reader
from storage import taking_part
from storage.settings import settings_of

Counts = Mapping[int, dict[date, int]]
_NEAR = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Wish:
    """A message to be planned: to whom, from which moment on, and before which one; after `expires` it is stale."""

    post: Post
    reader: Reader
    earliest: datetime
    until: datetime
    expires: datetime


Planned = tuple[Post, datetime, datetime]
"""A message with its moment and the one after which it is stale, as the outbox takes it."""


def plan_messages(session: Session, wishes: Sequence[Wish]) -> list[Planned]:
    """Find a moment for each message, and charge it to its reader.

    That is the first at which the reader is at work, on a date that leaves them no more than the cap of the message's
    initiative in any seven days, messages of all initiatives counted. What finds no moment is left out. Wishes are
    met in their order; the caller queues what it gets.
    """
    if not wishes:
        return []
    taking_part.hold_ledger(session)
    ledger = _Ledger(session, wishes)
    planned = [found for wish in wishes if (found := ledger.plan(wish))]
    taking_part.charge(session, ledger.charged)
    return planned


def replan(session: Session, wish: Wish, charged_on: date | None) -> Planned | None:
    """Find another moment for a message that couldn't go out on the day it was charged for; its charge goes along."""
    taking_part.hold_ledger(session)
    if charged_on is not None:
        taking_part.take_back(session, wish.reader.person_id, charged_on)
    return next(iter(plan_messages(session, [wish])), None)


class _Ledger:
    """The days on which messages are meant for some people, with what is added meanwhile."""

    def __init__(self, session: Session, wishes: Sequence[Wish]) -> None:
        self._session = session
        self._caps: dict[int | None, int] = {None: MESSAGES_A_WEEK}
        self._found: dict[object, datetime | None] = {}
        self.charged: list[tuple[int, date]] = []
        first = min(wish.earliest for wish in wishes).date() - _NEAR
        last = max(wish.until for wish in wishes).date() + _NEAR
        person_ids = sorted({wish.reader.person_id for wish in wishes})
        self._counts = taking_part.message_days(session, person_ids, first, last)

    def plan(self, wish: Wish) -> Planned | None:
        moment = self._moment(wish, self._cap(wish.post.initiative_id))
        if moment is None:
            return None
        reader, day = wish.reader, local_date(moment, wish.reader.zone)
        counts = self._counts.setdefault(reader.person_id, {})
        counts[day] = counts.get(day, 0) + 1
        self.charged.append((reader.person_id, day))
        return replace(wish.post, charged_on=day), moment, wish.expires

    def _moment(self, wish: Wish, cap: int) -> datetime | None:
        """Most people of a roster are alike: each case is reckoned once."""
        reader, counts = wish.reader, self._counts.get(wish.reader.person_id, {})
        case = (wish.earliest, wish.until, reader.zone, reader.hours, cap, tuple(sorted(counts.items())))
        if case not in self._found:
            self._found[case] = first_fitting(wish.earliest, wish.until, reader.zone, reader.hours, counts, cap)
        return self._found[case]

    def _cap(self, initiative_id: int | None) -> int:
        if initiative_id not in self._caps:
            assert initiative_id is not None
            self._caps[initiative_id] = settings_of(self._session, initiative_id).message_cap
        return self._caps[initiative_id]
