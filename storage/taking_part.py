"""Who wants no messages about an initiative, and how many unrequested ones people get on which day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Field, Session, col, delete, func, select, update

from storage.columns import Owned, belongs_to, whole
from storage.database import workspace_of
from storage.people import WorkspaceRow
from storage.rows import increase, upsert_many

_CHUNK = 5000


class OptOutRow(Owned, table=True):
    """Somebody said "not for me": nothing unrequested about this initiative reaches them any more."""

    __tablename__ = "opt_out"
    __table_args__ = (belongs_to("initiative", "initiative_id"), belongs_to("person", "person_id"))

    initiative_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    since: date


class MessageDayRow(Owned, table=True):
    """How many unrequested messages are meant for a person on a local date.

    A reminder counts for everyone who was asked, whether they need it or not: else the count would tell who answered.
    """

    __tablename__ = "message_day"
    __table_args__ = (belongs_to("person", "person_id"), whole("count", 0))

    person_id: int = Field(primary_key=True)
    local_date: date = Field(primary_key=True)
    count: int


def opt_out(session: Session, initiative_id: int, person_id: int, since: date) -> None:
    """The person wants nothing unrequested about this initiative; saying so twice changes nothing."""
    row = {"initiative_id": initiative_id, "person_id": person_id, "since": since}
    upsert_many(session, OptOutRow, [row], key=("initiative_id", "person_id"), update=())


def opt_in(session: Session, initiative_id: int, person_id: int) -> None:
    """The person takes part again; they may never have said otherwise."""
    session.exec(
        delete(OptOutRow).where(col(OptOutRow.initiative_id) == initiative_id, col(OptOutRow.person_id) == person_id)
    )


def opted_out(session: Session, initiative_id: int) -> set[int]:
    """Ids of those who want nothing unrequested about this initiative: to leave them out, never to show."""
    return set(session.exec(select(OptOutRow.person_id).where(OptOutRow.initiative_id == initiative_id)))


def opted_out_by(session: Session, person_id: int) -> set[int]:
    """Ids of the initiatives that a person wants nothing unrequested about: for their own eyes."""
    return set(session.exec(select(OptOutRow.initiative_id).where(OptOutRow.person_id == person_id)))


def count_opted_out(session: Session, initiative_id: int) -> int:
    """How many want nothing unrequested about this initiative; who they are is nobody's business."""
    return session.exec(
        select(func.count()).select_from(OptOutRow).where(OptOutRow.initiative_id == initiative_id)
    ).one()


def hold_ledger(session: Session) -> None:
    """Keep others from planning messages until the transaction ends: two at once would both find the last free place.

    On SQLite every writing transaction is alone already.
    """
    mine = select(WorkspaceRow.id).where(WorkspaceRow.id == workspace_of(session))
    session.exec(mine.with_for_update(key_share=True)).one()


def message_days(session: Session, person_ids: Sequence[int], first: date, last: date) -> dict[int, dict[date, int]]:
    """How many messages are meant for each of these people from `first` to `last`, by local date."""
    found: dict[int, dict[date, int]] = {}
    for some in _chunks(person_ids):
        rows = session.exec(
            select(col(MessageDayRow.person_id), col(MessageDayRow.local_date), col(MessageDayRow.count)).where(
                col(MessageDayRow.person_id).in_(some), col(MessageDayRow.local_date).between(first, last)
            )
        )
        for person_id, day, count in rows:
            found.setdefault(person_id, {})[day] = count
    return found


def charge(session: Session, messages: Iterable[tuple[int, date]]) -> None:
    """Count a message for each person id and local date."""
    rows = [{"person_id": person_id, "local_date": day, "count": 1} for person_id, day in messages]
    increase(session, MessageDayRow, rows, key=("person_id", "local_date"), column="count")


def take_back(session: Session, person_id: int, day: date) -> None:
    """Count one message less for a person on a local date."""
    session.exec(
        update(MessageDayRow)
        .where(
            col(MessageDayRow.person_id) == person_id,
            col(MessageDayRow.local_date) == day,
            col(MessageDayRow.count) > 0,
        )
        .values(count=col(MessageDayRow.count) - 1)
    )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
