"""Whoever sees to a measure owes its values: what is due and missing is told in the one note a day."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.domain.duties import Duty
from bot.domain.initiative import Initiative
from bot.domain.measures.over_time import due_on, is_missing
from storage import measure_points, measures

VALUE = "measures.value"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDuty(Duty):
    """A value of a measure that is due; `is_orphan` where nobody sees to it any more and the lead is asked."""

    is_orphan: bool = False


def owed(session: Session, initiative: Initiative, day: date) -> list[Duty]:
    """A value for each measure whose latest due day up to `day` has none; who has left owes nothing, the lead does."""
    found: list[Duty] = []
    for measure in measures.measures_of(session, initiative.id):
        due = due_on(measure, day) if measure.is_by_hand else None
        if due is None or not is_missing(measure, measure_points.points(session, measure.id), due):
            continue
        owner = initiative.lead_user_id if measure.owner_is_gone else measure.terms.owner_user_id
        found.append(
            ValueDuty(
                kind=VALUE,
                initiative_id=initiative.id,
                subject=measure.id,
                user_id=owner,
                title=measure.terms.name,
                due_on=due,
                is_orphan=measure.owner_is_gone,
            )
        )
    return found
