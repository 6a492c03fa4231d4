"""The lead marks a day on a measure's time axis: what happened, or where middle and limits come from."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.measures.defining import check_marking
from bot.domain.measures.measure import Mark, Marking, Measure, NoSuchMeasure
from bot.services.measures.looking import points_of
from bot.services.measures.standing import DEFINE, measure_and_initiative
from bot.services.ports import Uses
from bot.services.standing import check_may
from storage import audit, measure_points, people

MARK = "measures.mark"


@dataclass(frozen=True, slots=True)
class ToMark:
    """What the form needs that marks a day."""

    measure: Measure
    marks: tuple[Mark, ...]
    today: date


def to_mark(uses: Uses, measure_id: int, user_id: str) -> ToMark:
    """What the form that marks a day needs. Raises NoSuchMeasure, Ended or NotYours."""
    with uses.reading() as session:
        measure, initiative = _marked(session, measure_id, user_id)
        marks = tuple(measure_points.marks(session, measure_id))
        return ToMark(measure, marks, local_date(uses.clock(), initiative.zone))


def mark(uses: Uses, measure_id: int, user_id: str, marking: Marking) -> Measure:
    """Mark a day. Raises FormRefusal with a sentence per field, NoSuchMeasure, Ended or NotYours."""
    with uses.writing() as session:
        measure, initiative = _marked(session, measure_id, user_id)
        kind, on, text = check_marking(marking, points_of(session, measure_id).points)
        by = people.find_person(session, user_id)
        assert by is not None
        measure_points.add_mark(session, measure_id, Mark(0, kind, on, text), by, uses.clock())
        audit.note(
            session, uses.clock(), by.id, MARK, initiative.id, measure=measure.number, mark=kind.value, day=str(on)
        )
        return measure


def take_back(uses: Uses, mark_id: int, user_id: str) -> Measure:
    """Take back what was marked; a second time changes nothing. Raises NoSuchMeasure, Ended or NotYours."""
    with uses.writing() as session:
        measure_id = measure_points.measure_of_mark(session, mark_id)
        if measure_id is None:
            raise NoSuchMeasure
        measure, initiative = _marked(session, measure_id, user_id)
        if measure_points.take_mark_back(session, mark_id):
            by = people.find_person(session, user_id)
            audit.note(session, uses.clock(), by.id if by else None, MARK, initiative.id, measure=measure.number)
        return measure


def _marked(session: Session, measure_id: int, user_id: str) -> tuple[Measure, Initiative]:
    measure, initiative = measure_and_initiative(session, measure_id)
    check_may(session, DEFINE, initiative, user_id)
    return measure, initiative
