"""That somebody's agreement to the questions is awaited: a duty of theirs, with the next pulse as its date."""

from datetime import date

from sqlmodel import Session

from bot.domain.duties import Duty
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.settings import Agreement
from bot.services.pulse.approval import REQUEST
from bot.services.pulse.planning import OPEN
from storage import due, fate
from storage.settings import settings_of

AGREE = "pulse.agree"


def owed(session: Session, initiative: Initiative, _day: date) -> list[Duty]:
    """One duty where somebody was asked and has said neither yes nor not yet, and a pulse is planned; else none."""
    settings = settings_of(session, initiative.id)
    if not settings.asked_items or settings.agreement(settings.asked_items) is not Agreement.AWAITED:
        return []
    asked_at = fate.last_meant_for(session, f"{REQUEST}:{initiative.id}:", settings.approver_user_id)
    since = local_date(asked_at, initiative.zone) if asked_at else None
    return [
        Duty(
            kind=AGREE,
            initiative_id=initiative.id,
            subject=initiative.id,
            user_id=settings.approver_user_id,
            title=initiative.practice,
            due_on=opens_on,
            since=since,
        )
        for opens_on, _ in due.waiting(session, OPEN, initiative.id)[:1]
    ]
