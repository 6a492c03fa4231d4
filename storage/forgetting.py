"""Takes one person out of every table: what is theirs is deleted, and of who they were only a keyed mark is left."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, delete, select, update

from bot.domain.people import Person
from bot.domain.privacy import RETIRED, retired
from storage import erasure
from storage.due import DueRow
from storage.held import changes_naming, concerned, lists
from storage.outbox_table import OutboxRow
from storage.people import MemberRow, PersonRow, RoleRow
from storage.rows import in_chunks
from storage.taking_part import MessageDayRow, OptOutRow
from storage.teams import StagedImportRow

_NOBODY: dict[str, Any] = {
    **dict.fromkeys(("name", "locale"), ""),
    "zone": "UTC",
    **dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_active"), False),
    **dict.fromkeys(("away_until", "work_days", "work_begins", "work_ends")),
}


def memberships(session: Session, person: Person) -> None:
    """They belong to no team and have no role."""
    session.exec(delete(MemberRow).where(col(MemberRow.person_id) == person.id))
    session.exec(delete(RoleRow).where(col(RoleRow.person_id) == person.id))


def opt_outs(session: Session, person: Person) -> None:
    """What they said is not for them."""
    session.exec(delete(OptOutRow).where(col(OptOutRow.person_id) == person.id))


def messages(session: Session, person: Person) -> None:
    """Every message to them or about them, sent or not; one that is being sent right now is settled nowhere."""
    _delete(session, OutboxRow, [row.id for row in concerned(session, person.user_id)])


def due_work(session: Session, person: Person) -> None:
    """What was planned for them; work under way for them finds nothing to finish, and is undone."""
    session.exec(delete(DueRow).where(col(DueRow.person) == person.user_id))


def message_days(session: Session, person: Person) -> None:
    """How many messages they got when."""
    session.exec(delete(MessageDayRow).where(col(MessageDayRow.person_id) == person.id))


def uploads(session: Session, person: Person) -> None:
    """Lists that they sent, or that name them and wait; whoever sent one sends it again."""
    _delete(session, StagedImportRow, [row.id for row in lists(session, person)])


def changes(session: Session, person: Person) -> None:
    """No change that waits asks them to agree to anything; what they agreed to holds, and their number stands there."""
    for row in changes_naming(session, person):
        if row.state == "waiting" and row.changes["approver"][1] == person.id:
            row.changes = {name: value for name, value in row.changes.items() if name != "approver"}
            row.state = row.state if row.changes else "cancelled"
            session.add(row)


def bury(session: Session, person: Person, erased_on: date) -> None:
    """Leave a mark in place of the person: our own number still stands where an act or a count needs one."""
    mark = erasure.new_mark(session, person.user_id)
    session.exec(
        update(PersonRow).where(col(PersonRow.id) == person.id).values(user_id=mark, erased_on=erased_on, **_NOBODY)
    )


def retire(session: Session, person_id: int) -> int:
    """Make a mere number of somebody, so that nothing leads to them any more; gives 0 where they were one already."""
    kept = update(PersonRow).where(col(PersonRow.id) == person_id, ~col(PersonRow.user_id).startswith(RETIRED))
    return int(session.exec(kept.values(user_id=retired(uuid4().hex), **_NOBODY)).rowcount)


def take_mark_away(session: Session, user_id: str) -> bool:
    """Let somebody who was erased be known anew, as somebody else than before; False where nobody was erased."""
    mark = erasure.marks(session, [user_id]).get(user_id, "")
    found = session.exec(select(PersonRow.id).where(PersonRow.user_id == mark)).first()
    return found is not None and retire(session, found) == 1


def _delete(session: Session, table: type[OutboxRow | StagedImportRow], ids: Sequence[int | None]) -> None:
    for some in in_chunks(ids):
        session.exec(delete(table).where(col(table.id).in_(some)))
