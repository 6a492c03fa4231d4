"""A measure of a ward, defined and filled by the real services."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from wards import LEAD

from bot.domain.measures.measure import Measure, MeasureForm
from bot.domain.measures.recording import Asking, Recorded, RecordForm
from bot.services.measures import defining, recording
from bot.services.ports import Uses

FORM = MeasureForm(
    lies_where="The incident book",
    name="Falls",
    purpose="outcome",
    definition="Each fall that is written in the incident book counts.",
    data="count",
    unit="falls",
    direction="decrease",
    target="2",
    owner=LEAD,
    often="weekly",
    first_on=date(2026, 1, 5),
)
SHARE: Mapping[str, Any] = {"name": "Handed over at the bed", "data": "share", "per": "all handovers", "target": "90"}


def define(uses: Uses, initiative_id: int, **other: Any) -> Measure:
    """Falls a week, or another measure that differs in what is given."""
    return defining.define(uses, initiative_id, LEAD, replace(FORM, **other))


def record(uses: Uses, measure: Measure, typed: str, user_id: str = LEAD, **other: Any) -> Recorded | Asking:
    """What somebody types, who has just opened the form unless another `stamp` is given."""
    with uses.reading() as session:
        now = recording.measure_and_initiative(session, measure.id)[0]
    return recording.record(uses, measure.id, user_id, RecordForm(**{"typed": typed, "stamp": now.stamp, **other}))
