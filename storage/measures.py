"""What initiatives measure: defined, changed, put aside, and found."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import Select

from bot.domain.initiative import Stage
from bot.domain.measures.measure import Data, Measure, Often, Purpose, Terms
from bot.domain.measures.shewhart import Kind
from bot.domain.measures.xmr import Direction
from bot.domain.people import Person
from storage.initiative import InitiativeRow
from storage.measure_tables import MeasureRow
from storage.people import PersonRow, as_person


def add_measure(session: Session, initiative_id: int, terms: Terms, owner: Person) -> Measure:
    """Write down a measure with the next number of its initiative, which must be held."""
    highest = session.exec(select(func.max(MeasureRow.number)).where(MeasureRow.initiative_id == initiative_id)).one()
    row = MeasureRow(initiative_id=initiative_id, number=(highest or 0) + 1, **_columns(terms, owner))
    session.add(row)
    session.flush()
    return _measure(row, owner)


def change_measure(session: Session, measure_id: int, terms: Terms, owner: Person) -> None:
    """Change the terms of a measure that is held; who has an older version open hears of it."""
    session.exec(
        update(MeasureRow)
        .where(col(MeasureRow.id) == measure_id)
        .values(version=col(MeasureRow.version) + 1, **_columns(terms, owner))
    )


def retire(session: Session, measure_id: int, *, is_retired: bool) -> None:
    """Put a measure aside, or take it up again."""
    session.exec(
        update(MeasureRow)
        .where(col(MeasureRow.id) == measure_id)
        .values(is_retired=is_retired, version=col(MeasureRow.version) + 1)
    )


def draw_as(session: Session, measure_id: int, kind: Kind | None) -> None:
    """Keep which chart is drawn of a measure; None for the one that suits its data."""
    session.exec(
        update(MeasureRow)
        .where(col(MeasureRow.id) == measure_id)
        .values(drawn_as=kind.value if kind else None, version=col(MeasureRow.version) + 1)
    )


def find_measure(session: Session, measure_id: int) -> Measure | None:
    """The measure with this id."""
    return _first(session, _with_owner().where(MeasureRow.id == measure_id))


def hold_measure(session: Session, measure_id: int) -> Measure | None:
    """The measure, held against every other change of it or its points until the transaction ends."""
    session.exec(select(MeasureRow.id).where(MeasureRow.id == measure_id).with_for_update(key_share=True)).all()
    query = _with_owner().where(MeasureRow.id == measure_id).execution_options(populate_existing=True)
    return _first(session, query)


def numbered(session: Session, initiative_id: int, number: int) -> Measure | None:
    """The measure of an initiative with the number that people see."""
    return _first(session, _with_owner().where(MeasureRow.initiative_id == initiative_id, MeasureRow.number == number))


def measures_of(session: Session, initiative_id: int) -> list[Measure]:
    """The measures of an initiative that aren't put aside, by number."""
    rows = session.exec(
        _with_owner()
        .where(MeasureRow.initiative_id == initiative_id, col(MeasureRow.is_retired).is_(False))
        .order_by(col(MeasureRow.number))
    )
    return [_measure(row, owner) for row, owner in rows]


def owned_by(session: Session, person_id: int) -> list[Measure]:
    """The measures that somebody sees to, of initiatives that go on, by initiative and number."""
    rows = session.exec(
        _with_owner()
        .join(InitiativeRow, col(InitiativeRow.id) == col(MeasureRow.initiative_id))
        .where(
            MeasureRow.owner_id == person_id,
            col(MeasureRow.is_retired).is_(False),
            InitiativeRow.state != Stage.ENDED.value,
        )
        .order_by(col(MeasureRow.initiative_id), col(MeasureRow.number))
    )
    return [_measure(row, owner) for row, owner in rows]


def _with_owner() -> Select[MeasureRow, PersonRow]:
    return select(MeasureRow, PersonRow).outerjoin(PersonRow, col(PersonRow.id) == col(MeasureRow.owner_id))


def _first(session: Session, query: Select[MeasureRow, PersonRow]) -> Measure | None:
    found: Sequence[Any] | None = session.exec(query).first()
    return _measure(found[0], found[1]) if found else None


def _columns(terms: Terms, owner: Person) -> dict[str, Any]:
    return {
        "name": terms.name,
        "purpose": terms.purpose.value,
        "definition": terms.definition,
        "data": terms.data.value,
        "unit": terms.unit,
        "per": terms.per,
        "direction": terms.direction.value,
        "target": terms.target,
        "owner_id": owner.id,
        "often": terms.often.value,
        "first_on": terms.first_on,
        "lies_where": terms.lies_where,
        "source": terms.source,
    }


def _measure(row: MeasureRow, owner: Person | PersonRow | None) -> Measure:
    assert row.id is not None
    terms = Terms(
        name=row.name,
        purpose=Purpose(row.purpose),
        definition=row.definition,
        data=Data(row.data),
        unit=row.unit,
        per=row.per,
        direction=Direction(row.direction),
        target=row.target,
        owner_user_id=owner.user_id if owner else "",
        often=Often(row.often),
        first_on=row.first_on,
        lies_where=row.lies_where,
        source=row.source,
    )
    is_gone = owner is None or (isinstance(owner, PersonRow) and not as_person(owner).profile.can_take_part)
    return Measure(
        row.id,
        row.initiative_id,
        row.number,
        terms,
        row.version,
        row.stamp,
        row.is_retired,
        owner_is_gone=is_gone,
        drawn_as=Kind(row.drawn_as) if row.drawn_as else None,
    )
