"""One change of a cycle, whatever it is: the version, the history, the log and the message in the channel."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.pdsa.cycle import Changed, Cycle, Phase
from bot.domain.pdsa.editing import difference, texts_of
from bot.services.pdsa.living import show
from storage import audit
from storage import pdsa as stored


def begun(session: Session, initiative: Initiative, cycle: Cycle, user_id: str, now: datetime) -> Cycle:
    """Write down that a cycle was planned, and show it in the channel."""
    _note(session, cycle, cycle, user_id, now, "", texts_of(cycle))
    show(session, initiative, cycle, now)
    _log(session, initiative, cycle, user_id, now, "pdsa.plan")
    return cycle


def changed(
    session: Session,
    initiative: Initiative,
    before: Cycle,
    after: Cycle,
    user_id: str,
    now: datetime,
    *,
    action: str,
    note: str = "",
) -> Cycle:
    """Write down a cycle that is held as it is from now on; where nothing changed, nothing is written.

    A cycle that enters Do for the first time began on the initiative's date of now.
    """
    today = local_date(now, initiative.zone)
    if after.phase is not before.phase:
        began_on = after.began_on or (today if after.phase is Phase.DO else None)
        after = replace(after, phase_on=today, began_on=began_on)
    _, new = difference(texts_of(before), texts_of(after))
    if after.phase is before.phase and not new:
        return before
    after = replace(after, version=before.version + 1)
    stored.keep_cycle(session, after)
    _note(session, before, after, user_id, now, note, None)
    show(session, initiative, after, now)
    _log(session, initiative, after, user_id, now, action)
    return after


def _note(
    session: Session, before: Cycle, after: Cycle, user_id: str, now: datetime, note: str, whole: dict[str, str] | None
) -> None:
    old, new = difference(texts_of(before), texts_of(after))
    if whole is not None:
        old, new = {}, {name: text for name, text in whole.items() if text}
    line = Changed(after.version, now, user_id, before.phase, after.phase, note, old, new)
    stored.note_change(session, after.id, line)


def _log(session: Session, initiative: Initiative, cycle: Cycle, user_id: str, now: datetime, action: str) -> None:
    """Who did what with which test; the words stand in the test itself."""
    audit.note_by(session, now, user_id, action, initiative.id, test=cycle.number, phase=cycle.phase.value)
