"""Which measure is meant, and whether somebody may look at it, give it values, or change what it is."""

from sqlmodel import Session

from bot.domain.initiative import Initiative, NotStarted
from bot.domain.lifecycle import check_has_not_ended
from bot.domain.measures.measure import FromPulse, Measure, NoSuchMeasure, Retired
from bot.domain.people import Role
from bot.domain.roles import COLLEAGUES, LEAD, Action
from bot.services.standing import check_may, roles_of
from storage import initiative as initiatives
from storage import measures

SEE = Action("measures.see", COLLEAGUES, after_end=True)
RECORD = Action("measures.record", frozenset({Role.LEAD, Role.CHAMPION}))
DEFINE = Action("measures.define", LEAD)


def check_may_record(session: Session, initiative: Initiative, measure: Measure, user_id: str) -> None:
    """Leads and champions give values, and whoever sees to the measure. Raises NotYours or Ended."""
    if measure.terms.owner_user_id == user_id and roles_of(session, initiative, user_id):
        check_has_not_ended(initiative)
        return
    check_may(session, RECORD, initiative, user_id)


def may_record(session: Session, initiative: Initiative, measure: Measure, user_id: str) -> bool:
    """Whether somebody gives values to this measure."""
    roles = roles_of(session, initiative, user_id)
    return not RECORD.may.isdisjoint(roles) or (bool(roles) and measure.terms.owner_user_id == user_id)


def measure_numbered(session: Session, initiative_id: int, number: int | None) -> Measure:
    """The measure of that number; without one, the only one that there is. Raises NoSuchMeasure."""
    found = measures.numbered(session, initiative_id, number) if number is not None else None
    if found is not None:
        return found
    every = measures.measures_of(session, initiative_id)
    if number is None and len(every) == 1:
        return every[0]
    raise NoSuchMeasure(has_some=bool(every))


def measure_and_initiative(session: Session, measure_id: int) -> tuple[Measure, Initiative]:
    """The measure with this id and what it belongs to. Raises NoSuchMeasure."""
    measure = measures.find_measure(session, measure_id)
    if measure is None:
        raise NoSuchMeasure
    initiative = initiatives.find_initiative(session, measure.initiative_id)
    if initiative is None:
        raise NotStarted
    return measure, initiative


def measure_to_fill(session: Session, measure_id: int, user_id: str) -> tuple[Measure, Initiative]:
    """The measure, held until the transaction ends, if this person may give it values now.

    Raises NoSuchMeasure, NotYours, Ended, FromPulse or Retired.
    """
    measure, initiative = measure_and_initiative(session, measure_id)
    check_may_record(session, initiative, measure, user_id)
    held = measures.hold_measure(session, measure_id)
    assert held is not None
    check_fillable(held)
    return held, initiative


def check_fillable(measure: Measure) -> None:
    """Raises FromPulse or Retired where nobody can give values to it."""
    if not measure.is_by_hand:
        raise FromPulse
    if measure.is_retired:
        raise Retired
