"""The form of Study with the chart of the test's measure on top."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.measures.over_time import OverTime
from messages.charts import in_page
from messages.measure_chart import chart_of


@dataclass(frozen=True, slots=True)
class Charted:
    """A form with the drawings that it shows."""

    view: View
    pictures: Mapping[str, str]


def charted(form: View, over: OverTime, locale: str) -> Charted:
    """The same form with the measure's chart and its sentence below the first line."""
    drawn = in_page(chart_of(over, locale))
    blocks = list(form.blocks or ())
    form.blocks = [*blocks[:1], *Block.parse_all(drawn.blocks), *blocks[1:]]
    return Charted(form, drawn.pictures)
