"""The points of measures with every correction, what is marked on the time axis, and what goes when somebody does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from bot.domain.measures.measure import Correction, Mark, MarkKind, Measure, Point
from bot.domain.measures.typed_points import NewPoint
from bot.domain.people import Person
from storage.measure_tables import MeasureCorrectionRow, MeasureMarkRow, MeasurePointRow, MeasureRow
from storage.people import PersonRow
from storage.rows import in_chunks, insert_many


def points(session: Session, measure_id: int) -> list[Point]:
    """The points of a measure, by day."""
    rows = session.exec(
        select(MeasurePointRow, PersonRow.user_id)
        .outerjoin(PersonRow, col(PersonRow.id) == col(MeasurePointRow.recorded_by))
        .where(MeasurePointRow.measure_id == measure_id)
        .order_by(col(MeasurePointRow.on_date))
    )
    return [Point(row.on_date, row.value, row.size, row.note, row.stamp, by or "") for row, by in rows]


def keep_points(
    session: Session, measure: Measure, new: Sequence[NewPoint], by: Person | None, at: datetime, why: str = ""
) -> None:
    """Write down points of a measure that is held; where one stands already, it is corrected and the old one kept."""
    stamp = measure.stamp + 1
    session.exec(update(MeasureRow).where(col(MeasureRow.id) == measure.id).values(stamp=stamp))
    there = {point.on: point for point in points(session, measure.id)}
    stored = {"recorded_by": by.id if by else None, "recorded_at": at, "stamp": stamp}
    fresh = [{"measure_id": measure.id, **_stored(each), **stored} for each in new if each.on not in there]
    for some in in_chunks(fresh):
        insert_many(session, MeasurePointRow, some)
    changed = [each for each in new if each.on in there]
    for each in changed:
        found = (col(MeasurePointRow.measure_id) == measure.id, col(MeasurePointRow.on_date) == each.on)
        session.exec(update(MeasurePointRow).where(*found).values(**_stored(each), **stored))
    told = {"measure_id": measure.id, "why": why, "changed_by": by.id if by else None, "changed_at": at}
    insert_many(session, MeasureCorrectionRow, [told | _change(there[each.on], each) for each in changed])


def corrections(session: Session, measure_id: int) -> list[Correction]:
    """Every correction of a measure's points, the latest first."""
    rows = session.exec(
        select(MeasureCorrectionRow, PersonRow.user_id)
        .outerjoin(PersonRow, col(PersonRow.id) == col(MeasureCorrectionRow.changed_by))
        .where(MeasureCorrectionRow.measure_id == measure_id)
        .order_by(col(MeasureCorrectionRow.id).desc())
    )
    return [
        Correction(
            row.on_date, row.old_value, row.old_size, row.new_value, row.new_size, row.why, by or "", row.changed_at
        )
        for row, by in rows
    ]


def add_mark(session: Session, measure_id: int, mark: Mark, by: Person, at: datetime) -> int:
    """Mark a day on a measure's time axis; gives the mark's id."""
    row = MeasureMarkRow(
        measure_id=measure_id, kind=mark.kind.value, on_date=mark.on, text=mark.text, marked_by=by.id, marked_at=at
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def marks(session: Session, measure_id: int) -> list[Mark]:
    """What is marked on a measure's time axis, in the order in which it was."""
    rows = session.exec(
        select(MeasureMarkRow, PersonRow.user_id)
        .outerjoin(PersonRow, col(PersonRow.id) == col(MeasureMarkRow.marked_by))
        .where(MeasureMarkRow.measure_id == measure_id, col(MeasureMarkRow.is_taken_back).is_(False))
        .order_by(col(MeasureMarkRow.id))
    )
    return [Mark(row.id or 0, MarkKind(row.kind), row.on_date, row.text, by or "") for row, by in rows]


def measure_of_mark(session: Session, mark_id: int) -> int | None:
    """The id of the measure on whose time axis something is marked."""
    return session.exec(select(MeasureMarkRow.measure_id).where(MeasureMarkRow.id == mark_id)).first()


def take_mark_back(session: Session, mark_id: int) -> bool:
    """Take back what was marked; False, and no change, where it was already."""
    taken = update(MeasureMarkRow).where(
        col(MeasureMarkRow.id) == mark_id, col(MeasureMarkRow.is_taken_back).is_(False)
    )
    return int(session.exec(taken.values(is_taken_back=True)).rowcount) == 1


def _stored(point: NewPoint) -> dict[str, Any]:
    return {"on_date": point.on, "value": point.value, "size": point.size, "note": point.note}


def _change(old: Point, new: NewPoint) -> dict[str, Any]:
    return {
        "on_date": new.on,
        "old_value": old.value,
        "old_size": old.size,
        "new_value": new.value,
        "new_size": new.size,
    }
