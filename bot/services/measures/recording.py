"""People give values to a measure: several days at once, corrected with a reason, and never lost to one another."""

from sqlmodel import Session

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.measures.measure import WHY_LENGTH, Measure
from bot.domain.measures.recording import (
    Asking,
    Comparison,
    Recorded,
    RecordForm,
    Recording,
    compare,
    days_without,
    meanwhile,
)
from bot.domain.measures.typed_points import MOST_POINTS, Reading, read_paste
from bot.domain.measures.typed_values import Decimal, Order
from bot.domain.typed import is_blank, shorten
from bot.services.measures.standing import (
    RECORD,
    SEE,
    check_fillable,
    check_may_record,
    measure_and_initiative,
    measure_numbered,
    measure_to_fill,
)
from bot.services.ports import Uses
from bot.services.standing import initiative_for
from storage import audit, measure_points, people


class TooManyPoints(Refusal):
    """More values than a chart takes."""

    def __init__(self) -> None:
        super().__init__(f"A measure takes {MOST_POINTS:,} values. Define a new one and go on there.", "typed")


def to_record(uses: Uses, channel_id: str, user_id: str, number: int | None) -> Recording:
    """What the form that takes values needs, for the measure of that number in a channel, or the only one.

    Raises NotStarted, Ended, NotYours, NoSuchMeasure, FromPulse or Retired.
    """
    with uses.reading() as session:
        initiative = initiative_for(session, SEE, channel_id, user_id)
        measure = measure_numbered(session, initiative.id, number)
        return _recording(session, uses, measure, initiative, user_id)


def to_record_in(uses: Uses, measure_id: int, user_id: str) -> Recording:
    """The same, for a measure by its id."""
    with uses.reading() as session:
        measure, initiative = measure_and_initiative(session, measure_id)
        return _recording(session, uses, measure, initiative, user_id)


def record(uses: Uses, measure_id: int, user_id: str, record_form: RecordForm) -> Recorded | Asking:
    """Write down what somebody typed; where something must be asked first, nothing changes and it is asked.

    Raises FormRefusal, NoSuchMeasure, NotYours, Ended, FromPulse or Retired.
    """
    with uses.writing() as session:
        measure, initiative = measure_to_fill(session, measure_id, user_id)
        recording = _recording(session, uses, measure, initiative, user_id)
        reading = Reading(
            Order(record_form.order) if record_form.order else None,
            Decimal(record_form.decimal) if record_form.decimal else None,
        )
        try:
            given = read_paste(record_form.typed, measure.terms.data, recording.today, reading)
        except Refusal as refusal:
            raise FormRefusal({"typed": refusal.said(str)}) from None
        if given.question:
            return Asking(recording, record_form, given.question)
        found = compare(measure_points.points(session, measure_id), given.points)
        others = meanwhile(found.changed, record_form.stamp)
        if others or (found.changed and is_blank(record_form.why)):
            return Asking(recording, record_form, changed=found.changed, meanwhile=others)
        if len(record_form.why) > WHY_LENGTH:
            raise FormRefusal({"why": shorten(record_form.why, WHY_LENGTH)})
        return keep_values(session, uses, measure, initiative, found, user_id, record_form.why.strip())


def keep_values(
    session: Session,
    uses: Uses,
    measure: Measure,
    initiative: Initiative,
    found: Comparison,
    user_id: str,
    why: str,
) -> Recorded:
    """Write down new and corrected values of a measure that is held; nobody's, where `user_id` is ''.

    Raises TooManyPoints.
    """
    if len(measure_points.points(session, measure.id)) + len(found.added) > MOST_POINTS:
        raise TooManyPoints
    by, now = people.find_person(session, user_id), uses.clock()
    if found.all:
        measure_points.keep_points(session, measure, found.all, by, now, why)
        counts = {"measure": measure.number, "added": len(found.added), "corrected": len(found.changed)}
        audit.note(session, now, by.id if by else None, RECORD.name, initiative.id, **counts)
    return Recorded(measure, initiative.practice, len(found.added), len(found.changed), found.same)


def _recording(session: Session, uses: Uses, measure: Measure, initiative: Initiative, user_id: str) -> Recording:
    check_may_record(session, initiative, measure, user_id)
    check_fillable(measure)
    today = local_date(uses.clock(), initiative.zone)
    days = days_without(measure, measure_points.points(session, measure.id), today)
    return Recording(measure, initiative.practice, today, days)
