"""What measures hold, and for how long: the values stay, who gave them doesn't."""

from bot.services.ports import Retention
from storage import measure_people, measure_uploads

MEASURES = Retention(
    "measures",
    ("measure", "measure_point", "measure_correction", "measure_mark"),
    90,
    measure_people.forget_ended,
    measure_people.held,
    measure_people.erase,
)

VALUE_FILES = Retention(
    "value_files",
    ("measure_upload",),
    1,
    measure_uploads.forget_old,
    measure_uploads.held_of,
    measure_uploads.forget_of,
)
