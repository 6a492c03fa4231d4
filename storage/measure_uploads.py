"""Files of values that wait for a yes, and those that somebody said they would send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select, update

from bot.domain.delimited import Problem
from bot.domain.measures.typed_points import Cell, Formula, Line, Reading
from bot.domain.measures.typed_values import Decimal, Order
from bot.domain.people import Person
from storage.measure_tables import MeasureRow, MeasureUploadRow

_DAY, _FORMULA = "day", "formula"
_APPLIED = "-"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of values that waits, with its lines or with what is wrong with it."""

    id: int
    measure_id: int
    uploaded_by: int
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    reading: Reading


def expect(session: Session, measure_id: int, person: Person, at: datetime) -> None:
    """Note that the next file that somebody sends is for this measure."""
    forget_expected(session, person)
    session.add(MeasureUploadRow(measure_id=measure_id, uploaded_by=person.id, uploaded_at=at))


def expected(session: Session, person: Person, since: datetime) -> int | None:
    """The measure for which somebody said, not before `since`, that they would send a file."""
    return session.exec(
        select(MeasureUploadRow.measure_id)
        .where(
            MeasureUploadRow.uploaded_by == person.id,
            MeasureUploadRow.file_id == "",
            MeasureUploadRow.uploaded_at >= since,
        )
        .order_by(col(MeasureUploadRow.id).desc())
    ).first()


def forget_expected(session: Session, person: Person) -> None:
    """Somebody has sent what they said they would, or means another measure."""
    theirs = (col(MeasureUploadRow.uploaded_by) == person.id, col(MeasureUploadRow.file_id) == "")
    session.exec(delete(MeasureUploadRow).where(*theirs))


def keep_upload(
    session: Session,
    measure_id: int,
    person: Person,
    at: datetime,
    file_id: str,
    lines: Sequence[Line] = (),
    problems: Sequence[Problem] = (),
) -> int:
    """Keep a file until somebody says yes; gives its id."""
    row = MeasureUploadRow(
        measure_id=measure_id,
        uploaded_by=person.id,
        uploaded_at=at,
        file_id=file_id,
        lines=[[line.number, [_stored(cell) for cell in line.cells]] for line in lines],
        problems=[[each.line, each.sentence] for each in problems],
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def find_upload(session: Session, upload_id: int) -> Waiting | None:
    """The file with this id, while it waits."""
    row = session.exec(select(MeasureUploadRow).where(MeasureUploadRow.id == upload_id)).first()
    if row is None or row.file_id in ("", _APPLIED):
        return None
    lines = tuple(Line(number, tuple(map(_cell, cells))) for number, cells in row.lines)
    reading = Reading(Order(row.date_order) if row.date_order else None, Decimal(row.decimal) if row.decimal else None)
    problems = tuple(Problem(line, sentence) for line, sentence in row.problems)
    return Waiting(upload_id, row.measure_id, row.uploaded_by, lines, problems, reading)


def read_as(session: Session, upload_id: int, reading: Reading) -> None:
    """Write down how a file is to be read where it can be read two ways."""
    told = {"date_order": reading.order or "", "decimal": reading.decimal or ""}
    known = {name: str(value) for name, value in told.items() if value}
    if known:
        session.exec(update(MeasureUploadRow).where(col(MeasureUploadRow.id) == upload_id).values(known))


def drop_upload(session: Session, upload_id: int) -> bool:
    """A file was applied; False where it was before."""
    waits = (col(MeasureUploadRow.id) == upload_id, col(MeasureUploadRow.file_id).not_in(("", _APPLIED)))
    applied = update(MeasureUploadRow).where(*waits).values(file_id=_APPLIED, lines=[], problems=[])
    return int(session.exec(applied).rowcount) == 1


def forget_old(session: Session, now: datetime, days: int, most: int) -> int:
    """Files of values that nobody said yes to."""
    old = select(MeasureUploadRow.id).where(MeasureUploadRow.uploaded_at < now - timedelta(days=days)).limit(most)
    statement = delete(MeasureUploadRow).where(col(MeasureUploadRow.id).in_(old))
    return int(session.exec(statement.execution_options(synchronize_session=False)).rowcount)


def held_of(session: Session, person: Person) -> list[dict[str, Any]]:
    """Files of values that somebody sent and that wait."""
    rows = session.exec(
        select(col(MeasureUploadRow.uploaded_at), MeasureRow.name)
        .join(MeasureRow, col(MeasureRow.id) == col(MeasureUploadRow.measure_id))
        .where(MeasureUploadRow.uploaded_by == person.id)
        .order_by(col(MeasureUploadRow.id))
    )
    return [{"measure": name, "uploaded_at": at} for at, name in rows]


def forget_of(session: Session, person: Person) -> None:
    """Files of values that somebody sent; whoever comes next sends one again."""
    session.exec(delete(MeasureUploadRow).where(col(MeasureUploadRow.uploaded_by) == person.id))


def _stored(cell: Cell | Formula) -> Any:
    if isinstance(cell, Formula):
        return {_FORMULA: True}
    return {_DAY: cell.isoformat()} if isinstance(cell, date) else cell


def _cell(stored: Any) -> Cell | Formula:
    if isinstance(stored, dict):
        return date.fromisoformat(stored[_DAY]) if _DAY in stored else Formula()
    return float(stored) if isinstance(stored, int | float) else stored
