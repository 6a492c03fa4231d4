"""Who sees to measures and who recorded what: shown to them, and taken out when they go."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select, update

from bot.domain.initiative import Stage
from bot.domain.people import Person
from storage.initiative import InitiativeRow
from storage.measure_tables import MeasureCorrectionRow, MeasureMarkRow, MeasurePointRow, MeasureRow

_WHO = (
    (MeasurePointRow, "recorded_by", MeasurePointRow.measure_id),
    (MeasureCorrectionRow, "changed_by", MeasureCorrectionRow.measure_id),
    (MeasureMarkRow, "marked_by", MeasureMarkRow.measure_id),
    (MeasureRow, "owner_id", MeasureRow.id),
)
_COUNTED = {"measure_point": "points", "measure_correction": "corrections", "measure_mark": "marks"}


def held(session: Session, person: Person) -> list[dict[str, Any]]:
    """Each measure that somebody sees to or gave values to: how many, and how much they corrected or marked."""
    found: dict[int, dict[str, Any]] = {}
    query = select(MeasureRow, InitiativeRow.practice).join(
        InitiativeRow, col(InitiativeRow.id) == col(MeasureRow.initiative_id)
    )
    counts = {
        _COUNTED[str(table.__tablename__)]: dict(
            session.exec(
                select(measure, func.count()).where(getattr(table, column) == person.id).group_by(measure)  # type: ignore[arg-type]
            ).all()
        )
        for table, column, measure in _WHO[:3]
    }
    for row, practice in session.exec(query.order_by(col(MeasureRow.initiative_id), col(MeasureRow.number))):
        mine = {name: int(of.get(row.id or 0, 0)) for name, of in counts.items()}
        owns = row.owner_id == person.id
        if owns or any(mine.values()):
            found[row.id or 0] = {"initiative": practice, "measure": row.name, "owner": owns, **mine}
    return list(found.values())


def erase(session: Session, person: Person) -> None:
    """Nobody recorded their values any more, and nobody sees to their measures: the lead is asked who will."""
    for table, column, _ in _WHO:
        session.exec(update(table).where(getattr(table, column) == person.id).values({column: None}))


def forget_ended(session: Session, now: datetime, days: int, most: int) -> int:
    """Who recorded what, so many days after the initiative ended; the values stay. Gives how many rows it was."""
    long_ago = now.date() - timedelta(days=days)
    ended = (
        select(MeasureRow.id)
        .join(InitiativeRow, col(InitiativeRow.id) == col(MeasureRow.initiative_id))
        .where(InitiativeRow.state == Stage.ENDED.value, col(InitiativeRow.ended_on) <= long_ago)
    )
    gone = 0
    for table, column, measure in _WHO:
        named = select(table.id).where(getattr(table, column).is_not(None), col(measure).in_(ended)).limit(most)
        statement = update(table).where(col(table.id).in_(named)).values({column: None})
        gone += session.exec(statement.execution_options(synchronize_session=False)).rowcount
    return gone
