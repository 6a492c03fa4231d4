"""What of tests of change belongs on the time axis of the measure that they are judged by."""

from sqlmodel import Session

from bot.domain.local_time import local_date
from bot.domain.measures.measure import Measure
from bot.domain.pdsa.cycle import Cycle, Phase
from bot.domain.pdsa.happening import TestMoved
from storage import initiative as initiatives
from storage import pdsa as stored


def phases(session: Session, measure: Measure) -> list[TestMoved]:
    """When each test that is judged by this measure passed from a phase into another, also back."""
    initiative = initiatives.find_initiative(session, measure.initiative_id)
    zone = initiative.zone if initiative else "UTC"
    cycles = [each for each in stored.cycles_of(session, measure.initiative_id) if each.plan.measure_id == measure.id]
    return [moved for cycle in cycles for moved in _moves(cycle, zone)]


def _moves(cycle: Cycle, zone: str) -> list[TestMoved]:
    return [
        TestMoved(
            on=local_date(line.at, zone),
            what=cycle.plan.change,
            number=cycle.number,
            into=line.after,
            decision=cycle.act.decision if cycle.act and line.after is Phase.CLOSED else None,
        )
        for line in cycle.history
        if line.before is not line.after
    ]
