"""What measures hold, and for how long: the values stay, who gave them doesn't."""

from bot.services.ports import Retention
from storage import measure_people

MEASURES = Retention(
    "measures",
    ("measure", "measure_point", "measure_correction", "measure_mark"),
    90,
    measure_people.forget_ended,
    measure_people.held,
    measure_people.erase,
)
