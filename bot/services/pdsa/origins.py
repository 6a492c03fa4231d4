"""What in a pulse calls for a test of change, and what came of it: "you said, we did" in the next result."""

from datetime import date

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.pdsa.cycle import Cycle, Decision, Origin, Phase
from bot.domain.pulse import Came, Deed
from bot.services.pulse.questions import asked_on
from storage import pdsa as stored

_CAME = {Decision.ADOPT: Came.KEPT, Decision.ADAPT: Came.CHANGED, Decision.ABANDON: Came.DROPPED}


def origin_in(session: Session, initiative: Initiative, wave_id: int, item: str) -> Origin | None:
    """This item of this wave; None where the initiative has no such wave, or it asked something else."""
    opens_on = asked_on(session, initiative.id, wave_id, item)
    return Origin(wave_id, item, opens_on) if opens_on else None


def done(session: Session, initiative_id: int, since: date) -> list[Deed]:
    """The tests that answer an item and began or were decided from this local day on: once each, as they stand."""
    deeds = []
    for cycle in stored.cycles_of(session, initiative_id):
        deed = _deed(cycle)
        if deed is not None and deed.on >= since:
            deeds.append(deed)
    return deeds


def _deed(cycle: Cycle) -> Deed | None:
    if cycle.origin is None or cycle.began_on is None:
        return None
    what = cycle.plan.change
    if cycle.act is not None and cycle.phase is Phase.CLOSED and cycle.phase_on is not None:
        return Deed(cycle.origin.item, what, cycle.phase_on, _CAME[cycle.act.decision])
    return Deed(cycle.origin.item, what, cycle.began_on, Came.TRYING)
