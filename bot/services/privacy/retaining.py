"""Once a day, at a quiet hour, what has been kept for long enough is deleted."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.domain.local_time import instant, local_date
from bot.services.ports import Retention, Uses
from storage import due
from storage import initiative as initiatives
from storage.due import Work

RETAIN = "privacy.retain"
AT = time(3, 10)
BATCH = 2000
"""Rows in one transaction: so few that nobody waits for them."""


def begin(uses: Uses) -> None:
    """Plan the first day's work, unless some is planned already: once it runs, it plans itself."""
    with uses.writing() as session:
        if not due.waiting(session, RETAIN, 0):
            _plan(session, uses.clock(), local_date(uses.clock(), _zone(session)))


def retain(uses: Uses, work: Work) -> None:
    """Due work: plan the next day's, then delete what is over, kind by kind, in small transactions."""
    now = uses.clock()
    with uses.writing() as session:
        _plan(session, now, max(work.local_date, local_date(now, _zone(session))))
    gone = sum(_purge(uses, kind, now) for kind in uses.retention)
    with uses.writing() as session:
        due.finish(session, work, f"{gone} rows")


def _plan(session: Session, now: datetime, after: date) -> None:
    """Plan the work for the first day later than `after`."""
    day, zone = after + timedelta(days=1), _zone(session)
    due.plan(session, RETAIN, 0, day, max(now, instant(day, AT, zone)))


def _purge(uses: Uses, kind: Retention, now: datetime) -> int:
    gone = 0
    while kind.purge is not None and kind.days is not None:
        with uses.writing() as session:
            some = kind.purge(session, now, kind.days, BATCH)
        gone += some
        if some < BATCH:
            break
    return gone


def _zone(session: Session) -> str:
    """Where it should be night: with the oldest initiative that is under way."""
    return next((initiative.zone for initiative in initiatives.active_initiatives(session)), "UTC")
