"""Somebody asks to be erased: every row of theirs goes, their answers stay in the totals, and a mark stays behind."""

from bot.domain.local_time import local_date
from bot.domain.privacy import StillLeads
from bot.domain.roles import COLLEAGUES, Action
from bot.services.ports import Uses
from bot.services.privacy.me import acting
from bot.services.pulse import approval
from storage import audit, due, erasure, forgetting, freed_space
from storage import initiative as initiatives
from storage.due import Work

ERASE = Action("me.erase", COLLEAGUES)
SWEEP = "privacy.sweep"


def check_erasable(uses: Uses, user_id: str) -> tuple[str, ...]:
    """The practices to whose questions this person must agree, if they can erase themselves now.

    Raises StillLeads, WasErased or NotForYou where they can't.
    """
    with uses.reading() as session:
        person = acting(session, user_id)
        led = initiatives.led_by(session, person.id)
        agrees = initiatives.approved_by(session, person.id)
    if led:
        raise StillLeads(tuple(initiative.channel_id for initiative in led))
    return tuple(initiative.practice for initiative in agrees)


def erase_me(uses: Uses, user_id: str) -> None:
    """Erase the person who asks, and plan that the space they leave is overwritten.

    In an open wave their place in the roster stays, as a number: their answers are in the totals already, and how many
    answered must stay right. Where they had to agree to the questions, the lead is told. Raises StillLeads, WasErased
    or NotForYou; then nothing has changed.
    """
    now = uses.clock()
    with uses.writing() as session:
        erasure.new_mark(session, user_id)
        person = acting(session, user_id)
        led = initiatives.led_by(session, person.id)
        if led:
            raise StillLeads(tuple(initiative.channel_id for initiative in led))
        for kind in uses.retention:
            if kind.erase is not None:
                kind.erase(session, person)
        approves = initiatives.approved_by(session, person.id)
        forgetting.bury(session, person, local_date(now, person.zone))
        for initiative in approves:
            approval.tell_gone(session, uses.instrument, initiative, now)
        audit.note(session, now, person.id, ERASE.name)
        due.plan(session, SWEEP, person.id, local_date(now, "UTC"), now)


def sweep(uses: Uses, work: Work) -> None:
    """Due work: overwrite the space that somebody left. Raises StillInUse while the database is read as it was."""
    tables = {table for kind in uses.retention if kind.erase for table in kind.tables}
    freed_space.empty(uses.database, ["person", *sorted(tables)])
    with uses.writing() as session:
        due.finish(session, work)
