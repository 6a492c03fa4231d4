"""A team's own questions: their words stay as long as results speak of them; files of them wait here for a yes."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, false
from sqlmodel import Field, Session, col, delete, select, update

from bot.domain.delimited import Problem
from bot.domain.instrument_file import OwnItem
from bot.domain.people import Person
from storage.columns import Owned, belongs_to, instant, whole
from storage.database import seen_once
from storage.rows import insert_new, upsert_many

_KEY = ("initiative_id", "item")


class OwnItemRow(Owned, table=True):
    """One question of a team's own; asked at its `place` until it is retired, never reworded once it was asked.

    `measures` is its construct.
    """

    __tablename__ = "own_item"
    __table_args__ = (belongs_to("initiative", "initiative_id"), whole("place", 1))

    initiative_id: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    measures: str
    text: str
    reverse: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    source: str = ""
    place: int
    retired_on: date | None = None


class StagedQuestionsRow(Owned, table=True):
    """A file of questions: used when the lead who sent it says so, forgotten after a day.

    `items` holds the questions, `problems` what needs a look instead.
    """

    __tablename__ = "staged_questions"
    __table_args__ = (belongs_to("initiative", "initiative_id"), belongs_to("person", "sent_by"))

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(index=True)
    sent_by: int
    sent_at: datetime = instant()
    items: list[dict[str, Any]] = Field(sa_type=JSON)
    problems: list[dict[str, Any]] = Field(sa_type=JSON)


@dataclass(frozen=True, slots=True)
class StagedQuestions:
    """A file of questions that waits, or what is wrong with it; `sent_by` is our id of the person."""

    id: int
    initiative_id: int
    sent_by: int
    items: tuple[OwnItem, ...]
    problems: tuple[Problem, ...]


def in_use(session: Session, initiative_id: int) -> tuple[OwnItem, ...]:
    """An initiative's own questions in the order in which they are asked; none where it asks the built-in ones."""
    query = select(OwnItemRow).where(OwnItemRow.initiative_id == initiative_id, col(OwnItemRow.retired_on).is_(None))
    return tuple(_item(row) for row in session.exec(query.order_by(col(OwnItemRow.place))))


def known(session: Session, initiative_id: int) -> dict[str, OwnItem]:
    """Every question of its own that an initiative has or had, by id."""

    def find() -> dict[str, OwnItem]:
        rows = session.exec(select(OwnItemRow).where(OwnItemRow.initiative_id == initiative_id))
        return {row.item: _item(row) for row in rows}

    return seen_once(session, ("own questions", initiative_id), find)


def put_in_use(session: Session, initiative_id: int, items: Sequence[OwnItem], today: date) -> None:
    """These questions are asked from now on, in this order, and all others are retired."""
    retire = update(OwnItemRow).where(
        col(OwnItemRow.initiative_id) == initiative_id,
        col(OwnItemRow.retired_on).is_(None),
        col(OwnItemRow.item).not_in([each.id for each in items]),
    )
    session.exec(retire.values(retired_on=today))
    rows = [_row(initiative_id, place, each) | {"retired_on": None} for place, each in enumerate(items, 1)]
    upsert_many(
        session, OwnItemRow, rows, key=_KEY, update=[name for name in rows[0] if name not in _KEY] if rows else ()
    )


def keep_words(session: Session, initiative_id: int, items: Sequence[OwnItem], today: date) -> None:
    """Keep the words of questions that were asked in the past, and aren't now; what is known already stays as it is."""
    rows = [_row(initiative_id, place, each) | {"retired_on": today} for place, each in enumerate(items, 1)]
    insert_new(session, OwnItemRow, rows, key=_KEY)


def stage(
    session: Session,
    *,
    initiative_id: int,
    sent_by: int,
    at: datetime,
    items: Iterable[OwnItem] = (),
    problems: Iterable[Problem] = (),
) -> int:
    """Keep a file of questions until somebody says yes; gives its id."""
    row = StagedQuestionsRow(
        initiative_id=initiative_id,
        sent_by=sent_by,
        sent_at=at,
        items=[asdict(each) for each in items],
        problems=[asdict(each) for each in problems],
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def find_staged(session: Session, staged_id: int) -> StagedQuestions | None:
    """A file of questions that waits; None where it was used or forgotten."""
    row = session.exec(select(StagedQuestionsRow).where(StagedQuestionsRow.id == staged_id)).one_or_none()
    if row is None:
        return None
    items = tuple(OwnItem(**each) for each in row.items)
    return StagedQuestions(
        staged_id, row.initiative_id, row.sent_by, items, tuple(Problem(**each) for each in row.problems)
    )


def drop_staged(session: Session, staged_id: int) -> None:
    """Forget a file of questions."""
    session.exec(delete(StagedQuestionsRow).where(col(StagedQuestionsRow.id) == staged_id))


def drop_old(session: Session, now: datetime, days: int, most: int) -> int:
    """Forget files of questions that nobody said yes to for so many days; gives how many, at most so many."""
    old = select(StagedQuestionsRow.id).where(StagedQuestionsRow.sent_at < now - timedelta(days=days)).limit(most)
    return int(session.exec(delete(StagedQuestionsRow).where(col(StagedQuestionsRow.id).in_(old))).rowcount)


def held_on(session: Session, person: Person) -> list[dict[str, Any]]:
    """Files of questions that this person sent and that wait for their yes."""
    rows = session.exec(select(StagedQuestionsRow).where(StagedQuestionsRow.sent_by == person.id))
    return [{"sent_at": row.sent_at, "questions": len(row.items)} for row in rows]


def forget_files_of(session: Session, person: Person) -> None:
    """Files of questions that this person sent; the next lead sends theirs."""
    session.exec(delete(StagedQuestionsRow).where(col(StagedQuestionsRow.sent_by) == person.id))


def _row(initiative_id: int, place: int, item: OwnItem) -> dict[str, Any]:
    said = {"measures": item.construct, "text": item.text, "reverse": item.reverse, "source": item.source}
    return {"initiative_id": initiative_id, "item": item.id, "place": place, **said}


def _item(row: OwnItemRow) -> OwnItem:
    return OwnItem(row.item, row.measures, row.text, row.reverse, row.source)
