"""Deletes what has been kept for long enough, a bounded number of rows at a time; each function gives how many it was.

`now` is product time, `days` how long a kind is kept, `most` how many rows may go in one transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, tuple_
from sqlmodel import Session, SQLModel, col, delete, exists, or_, select, update

from bot.domain.delivery import State
from bot.domain.privacy import is_retired
from storage import forgetting
from storage.audit import AuditRow
from storage.columns import Owned
from storage.due import DueRow
from storage.inbox import InboxRow
from storage.initiative import InitiativeRow
from storage.outbox_table import OutboxRow
from storage.people import MemberRow, PersonRow, RoleRow
from storage.pictures import PictureRow
from storage.rows import in_chunks
from storage.settings import SettingChangeRow, SettingsRow
from storage.taking_part import MessageDayRow, OptOutRow
from storage.teams import StagedImportRow

_STAYING = frozenset(
    {"initiative", "pdsa_cycle", "pdsa_task", "pdsa_change", "evaluation_agreement", "evaluation_decision"}
)
"""Tables whose rows stay: of a person who is needed for nothing else only a number is left in them."""

_SETTLED = (State.SENT, State.DROPPED, State.FAILED, State.UNSURE)


def profiles(session: Session, now: datetime, days: int, most: int) -> int:
    """People who have belonged to no initiative for so many days, once nothing that they did is kept any more.

    Who led an initiative that has ended stays as a number. Of somebody who was erased the mark stays.
    """
    today, needed = now.date(), _needed(session)
    idle: list[int] = []
    busy: list[int] = []
    over: list[int] = []
    about = (col(PersonRow.id), col(PersonRow.user_id), col(PersonRow.erased_on), col(PersonRow.unneeded_since))
    rows = session.exec(select(*about))
    for person_id, user_id, erased_on, since in rows:
        assert person_id is not None
        if erased_on is not None:
            over += [person_id] if is_retired(user_id) else []
        elif person_id in needed:
            busy += [person_id] if since is not None else []
        elif since is None:
            idle.append(person_id)
        elif since <= today - timedelta(days=days):
            over.append(person_id)
    _note_unneeded(session, idle, today)
    _note_unneeded(session, busy, None)
    return _let_go(session, over, most)


def memberships(session: Session, now: datetime, days: int, most: int) -> int:
    """Who belonged to an initiative and had which role in it, so many days after it ended."""
    return sum(_delete_some(session, table, _ended(table, now, days), most) for table in (MemberRow, RoleRow))


def opt_outs(session: Session, now: datetime, days: int, most: int) -> int:
    """Who wanted no messages about an initiative, so many days after it ended."""
    return _delete_some(session, OptOutRow, _ended(OptOutRow, now, days), most)


def messages(session: Session, now: datetime, days: int, most: int, told_once: Sequence[str] = ()) -> int:
    """Messages that were sent or will never be. Kinds that are `told_once` stay while their initiative goes on.

    A key may go because whatever queued the message can't queue it again: its wave has closed, its day has passed.
    """
    goes_on = exists().where(col(InitiativeRow.id) == col(OutboxRow.initiative_id), col(InitiativeRow.state) != "ended")
    return _delete_some(
        session,
        OutboxRow,
        (
            col(OutboxRow.state).in_(_SETTLED),
            OutboxRow.not_before < now - timedelta(days=days),
            or_(col(OutboxRow.kind).not_in(told_once), ~goes_on),
        ),
        most,
    )


def due_work(session: Session, now: datetime, days: int, most: int) -> int:
    """Work that was done or won't be: what is planned again lies in the future, so its key can go."""
    over = (DueRow.state != "waiting", DueRow.due_at < now - timedelta(days=days))
    return _delete_some(session, DueRow, over, most)


def payloads(session: Session, now: datetime, days: int, most: int) -> int:
    """Keys of payloads; Slack delivers one again within minutes, or never."""
    return _delete_some(session, InboxRow, (InboxRow.handled_at < now - timedelta(days=days),), most)


def pictures(session: Session, now: datetime, days: int, most: int) -> int:
    """Which drawings Slack has as a file; one that is shown again later is uploaded anew."""
    return _delete_some(session, PictureRow, (PictureRow.made_at < now - timedelta(days=days),), most)


def message_days(session: Session, now: datetime, days: int, most: int) -> int:
    """How many messages were meant for people on days that no longer count."""
    over = (MessageDayRow.local_date < now.date() - timedelta(days=days),)
    return _delete_some(session, MessageDayRow, over, most)


def uploads(session: Session, now: datetime, days: int, most: int) -> int:
    """Lists of people that nobody said yes to."""
    return _delete_some(session, StagedImportRow, (StagedImportRow.uploaded_at < now - timedelta(days=days),), most)


def changes(session: Session, now: datetime, days: int, most: int) -> int:
    """Changes of settings that apply by now, or were taken back."""
    over = (SettingChangeRow.state != "waiting", SettingChangeRow.changed_at < now - timedelta(days=days))
    return _delete_some(session, SettingChangeRow, over, most)


def log(session: Session, now: datetime, days: int, most: int) -> int:
    """Old lines of the log."""
    return _delete_some(session, AuditRow, (AuditRow.at < now - timedelta(days=days),), most)


def _ended(table: Any, now: datetime, days: int) -> tuple[Any, ...]:
    """That a row's initiative ended so many days ago."""
    long_ago = now.date() - timedelta(days=days)
    over = select(InitiativeRow.id).where(InitiativeRow.state == "ended", col(InitiativeRow.ended_on) <= long_ago)
    return (col(table.initiative_id).in_(over),)


def _delete_some(session: Session, table: type[Owned], over: Iterable[Any], most: int) -> int:
    keys = [getattr(table, column.name) for column in SQLModel.metadata.tables[str(table.__tablename__)].primary_key]
    key = tuple_(*keys) if len(keys) > 1 else keys[0]
    some = select(*keys).where(*over).limit(most)
    statement = delete(table).where(key.in_(some)).execution_options(synchronize_session=False)
    return int(session.exec(statement).rowcount)


def _needed(session: Session) -> set[int | None]:
    """Everybody who belongs to an initiative, has a part in one, or said that one is not for them."""
    return {
        person_id
        for query in (
            select(MemberRow.person_id),
            select(RoleRow.person_id),
            select(OptOutRow.person_id),
            select(SettingsRow.approver_id),
            select(InitiativeRow.lead_id).where(InitiativeRow.state != "ended"),
        )
        for person_id in session.exec(query.distinct())
    }


def _note_unneeded(session: Session, people: Sequence[int], since: date | None) -> None:
    for some in in_chunks(people):
        session.exec(update(PersonRow).where(col(PersonRow.id).in_(some)).values(unneeded_since=since))


def _let_go(session: Session, people: Sequence[int], most: int) -> int:
    """Delete those to whom no row points, and let those to whom only what stays does be a number."""
    gone = 0
    for some in in_chunks(people[:most]):
        named = _named(session, some)
        free = [person_id for person_id in some if person_id not in named]
        gone += session.exec(delete(PersonRow).where(col(PersonRow.id).in_(free))).rowcount
        for person_id in (person_id for person_id, tables in named.items() if tables <= _STAYING):
            gone += forgetting.retire(session, person_id)
    return gone


def _named(session: Session, people: Sequence[int]) -> dict[int, set[str]]:
    """To whom of these which tables point."""
    found: dict[int, set[str]] = {}
    for column in _pointing_to_people():
        query = select(column).where(column.in_(people)).distinct()
        for person_id in session.connection().execute(query).scalars():
            found.setdefault(int(person_id), set()).add(column.table.name)
    return found


def _pointing_to_people() -> list[Column[Any]]:
    """Every column of every table that holds our own number of a person."""
    return [
        key.parent
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.target_fullname == "person.id"
    ]
