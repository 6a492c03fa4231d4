"""What cycles need of measures: which there are, and their points."""

from sqlmodel import Session

from bot.domain.measures.measure import Data, NoSuchMeasure
from bot.domain.measures.over_time import OverTime
from bot.domain.pdsa.cycle import Cycle
from bot.domain.pdsa.shown import Measured
from bot.domain.pdsa.verdict import Point
from bot.services.measures import looking
from bot.services.ports import Uses


def measures(session: Session, initiative_id: int) -> tuple[Measured, ...]:
    """The measures of an initiative that can be picked."""
    return tuple(Measured(each.measure_id, each.name) for each in looking.choices(session, initiative_id))


def points_of(session: Session, cycle: Cycle) -> list[Point]:
    """The values of a cycle's measure, oldest first, shares in per cent; none where it has no measure."""
    if cycle.plan.measure_id is None:
        return []
    try:
        over_time = looking.points_of(session, cycle.plan.measure_id)
    except NoSuchMeasure:
        return []
    times = 100 if over_time.measure.terms.data is Data.SHARE else 1
    plotted = [None if value is None else value * times for value in over_time.plotted]
    return [Point(one.on, value) for one, value in zip(over_time.points, plotted, strict=True)]


def over_time_of(uses: Uses, cycle: Cycle) -> OverTime | None:
    """A cycle's measure over time, ready for its chart; None where it has none, or no values."""
    if cycle.plan.measure_id is None:
        return None
    with uses.reading() as session:
        try:
            over = looking.points_of(session, cycle.plan.measure_id)
        except NoSuchMeasure:
            return None
    return over if over.known else None


def unit_of(session: Session, cycle: Cycle) -> str:
    """What the numbers of a cycle's measure are of; '' where that isn't known."""
    if cycle.plan.measure_id is None:
        return ""
    try:
        terms = looking.points_of(session, cycle.plan.measure_id).measure.terms
    except NoSuchMeasure:
        return ""
    return {Data.SHARE: "%", Data.RATE: ""}.get(terms.data, terms.unit)
