"""The lead chooses which chart is drawn of a measure, or leaves it to what suits the data."""

from bot.domain.errors import FormRefusal
from bot.domain.measures.measure import CHARTS
from bot.domain.measures.over_time import OverTime
from bot.services.measures.looking import points_of
from bot.services.measures.standing import DEFINE, measure_and_initiative
from bot.services.ports import Uses
from bot.services.standing import check_may
from storage import audit, measures

SUITS = "suits"
"""The choice of whatever chart suits the data."""


def to_draw(uses: Uses, measure_id: int, user_id: str) -> OverTime:
    """What the form needs that chooses a chart. Raises NoSuchMeasure, Ended or NotYours."""
    with uses.reading() as session:
        _, initiative = measure_and_initiative(session, measure_id)
        check_may(session, DEFINE, initiative, user_id)
        return points_of(session, measure_id)


def draw_as(uses: Uses, measure_id: int, user_id: str, typed: str) -> OverTime:
    """Keep which chart is drawn. Raises FormRefusal, NoSuchMeasure, Ended or NotYours."""
    with uses.writing() as session:
        measure, initiative = measure_and_initiative(session, measure_id)
        check_may(session, DEFINE, initiative, user_id)
        chosen = next((kind for kind in CHARTS[measure.terms.data] if kind.value == typed), None)
        if chosen is None and typed != SUITS:
            raise FormRefusal({"drawn_as": "This chart can't be drawn of such values. Pick another one."})
        measures.draw_as(session, measure_id, chosen)
        number = measure.number
        audit.note_by(session, uses.clock(), user_id, DEFINE.name, initiative.id, measure=number, chart=typed)
        return points_of(session, measure_id)
