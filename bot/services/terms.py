"""The settings that hold in an initiative, and what follows when some of them change."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import Every, Rhythm, local_date, next_date
from bot.domain.promised_hours import is_of_hours
from bot.domain.questions import QUESTIONS
from bot.domain.settings import DAY_TAKEN, Changes, Settings, Terms
from bot.services.ports import Uses
from bot.services.pulse import planning
from bot.services.pulse.approval import ask_unless_agreed
from storage import audit, due, people, questions, work_time
from storage import initiative as initiatives
from storage import settings as stored

_OF_RHYTHM = frozenset({"every", "first_on", "at", "open_days", "dates", "reminders"})


def terms_of(session: Session, initiative: Initiative, settings: Settings, now: datetime) -> Terms:
    """All that the lead of an initiative can change, as it holds now."""
    rhythm = initiative.rhythm
    return Terms(
        every=rhythm.every,
        first_on=next_on(session, initiative) or _next_by_rhythm(initiative, now),
        at=rhythm.at,
        open_days=rhythm.open_days,
        message_cap=settings.message_cap,
        digest_weekday=settings.digest_weekday,
        digest_at=settings.digest_at,
        is_reviewed=settings.is_reviewed,
        is_strict=settings.is_strict,
        approver=settings.approver_user_id,
        dates=tuple(day for day in rhythm.dates if day >= local_date(now, initiative.zone)),
        reminders=rhythm.reminders,
    )


def next_on(session: Session, initiative: Initiative) -> date | None:
    """The local date of the next pulse; None where none is planned."""
    planned = due.waiting(session, planning.OPEN, initiative.id)
    return planned[0][0] if planned else None


def put_in_force(
    session: Session, uses: Uses, initiative: Initiative, changes: Changes, now: datetime, first_on: date | None
) -> None:
    """Let changes of an initiative's settings hold from now on, in the transaction that holds the initiative.

    Where the rhythm changes, `first_on` is the day from which it counts; None: as until now. Raises FormRefusal where a
    pulse had its turn on that day.
    """
    new = {name: value for name, (_, value) in changes.items()}
    hours = [new.pop(name) for name in list(new) if is_of_hours(name)]
    columns = {name: value for name, value in new.items() if name not in _OF_RHYTHM | {QUESTIONS}}
    if "approver" in columns:
        columns |= _of_approver(session, columns.pop("approver"))
    stored.change_settings(session, initiative.id, **columns)
    if new.keys() & _OF_RHYTHM:
        _change_rhythm(session, uses, initiative, new, first_on, now)
    if QUESTIONS in new:
        questions.put_in_use(session, initiative.id, new[QUESTIONS], local_date(now, initiative.zone))
    for team in hours:
        work_time.set_team_hours(session, team.team_id, team.own, team.own_region)
    if hours:
        planning.replan(session, uses, initiative)
    if new.keys() & {"approver", QUESTIONS} and initiative.state == "active":
        ask_unless_agreed(session, uses.instrument, initiative, now)


def log_changes(
    session: Session, now: datetime, actor_id: int | None, action: str, initiative_id: int, changes: Changes
) -> None:
    """Write down who changed which settings, from what to what; people are not named."""
    lines = [_logged(name, old, new) for name, (old, new) in changes.items()]
    audit.note(session, now, actor_id, action, initiative_id, changes=lines)


def _logged(name: str, old: Any, new: Any) -> str:
    if name == QUESTIONS:
        return f"{name}: {len(old)} -> {len(new)} of their own"
    if is_of_hours(name):
        return f"{name}: {old.mark} -> {new.mark}"
    if name != "approver":
        return f"{name}: {old} -> {new}"
    return f"{name}: {'set' if not old else 'changed' if new else 'removed'}"


def _of_approver(session: Session, user_id: str) -> dict[str, Any]:
    """Whoever must agree from now on has agreed to nothing yet."""
    person = people.find_person(session, user_id)
    blank = {"approved_items": "", "asked_items": "", "declined_items": ""}
    return {"approver_id": person.id if person else None, **blank}


def _change_rhythm(
    session: Session, uses: Uses, initiative: Initiative, new: dict[str, Any], first_on: date | None, now: datetime
) -> None:
    before = initiative.rhythm
    counts_from, every = first_on or new.get("first_on"), new.get("every", before.every)
    rhythm = Rhythm(
        every=every,
        weekday=counts_from.weekday() if counts_from else before.weekday,
        at=new.get("at", before.at),
        open_days=new.get("open_days", before.open_days),
        dates=new.get("dates", before.dates) if every is Every.DATES else (),
        reminders=new.get("reminders", before.reminders),
    )
    fresh = replace(initiative, rhythm=rhythm, first_on=counts_from or initiative.first_on)
    initiatives.set_rhythm(session, initiative.id, rhythm, fresh.first_on)
    if initiative.state != "active":
        return
    planned = planning.plan_anew(session, uses, fresh, now)
    if first_on is not None and planned != first_on:
        raise FormRefusal({"first_on": DAY_TAKEN})


def _next_by_rhythm(initiative: Initiative, now: datetime) -> date:
    yesterday = local_date(now, initiative.zone) - timedelta(days=1)
    return next_date(initiative.rhythm, initiative.first_on, yesterday) or initiative.first_on
