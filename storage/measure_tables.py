"""The tables of measures: definitions, points with every correction, and what is marked on the time axis."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from bot.domain.measures.measure import HAND, Data, MarkKind, Often, Purpose
from bot.domain.measures.shewhart import Kind
from bot.domain.measures.xmr import Direction
from storage.columns import Owned, belongs_to, instant, one_of


class MeasureRow(Owned, table=True):
    """What an initiative measures; `source` is 'hand' or the id of a pulse's question.

    Nobody owns it once its owner was erased. `drawn_as` is the
    chart that was chosen, null where the one is drawn that suits the data. `stamp` counts the changes of its points.
    """

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("initiative_id", "number"),
        belongs_to("initiative", "initiative_id"),
        belongs_to("person", "owner_id"),
        one_of("purpose", *Purpose),
        one_of("data", *Data),
        one_of("direction", *Direction),
        one_of("often", *Often),
        one_of("drawn_as", *Kind),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int
    number: int
    name: str
    purpose: str
    definition: str
    data: str
    unit: str = ""
    per: str = ""
    direction: str
    target: float | None = None
    owner_id: int | None = None
    often: str
    first_on: date
    lies_where: str = ""
    source: str = HAND
    is_retired: bool = False
    drawn_as: str | None = None
    stamp: int = 0
    version: int = 1


class MeasurePointRow(Owned, table=True):
    """A dated value of a measure; one without a value says that there is none. `stamp` is the measure's of then."""

    __tablename__ = "measure_point"
    __table_args__ = (
        UniqueConstraint("measure_id", "on_date"),
        belongs_to("measure", "measure_id"),
        belongs_to("person", "recorded_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int
    on_date: date
    value: float | None = None
    size: float | None = None
    note: str = ""
    recorded_by: int | None = None
    recorded_at: datetime = instant()
    stamp: int = 0


class MeasureCorrectionRow(Owned, table=True):
    """A change of a point: what stood there before, what since, who changed it and why. Nothing changes it."""

    __tablename__ = "measure_correction"
    __table_args__ = (belongs_to("measure", "measure_id"), belongs_to("person", "changed_by"))

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(index=True)
    on_date: date
    old_value: float | None = None
    old_size: float | None = None
    new_value: float | None = None
    new_size: float | None = None
    why: str
    changed_by: int | None = None
    changed_at: datetime = instant()


class MeasureMarkRow(Owned, table=True):
    """A freeze, a re-base or a note on the time axis of a measure, with its reason."""

    __tablename__ = "measure_mark"
    __table_args__ = (
        belongs_to("measure", "measure_id"),
        belongs_to("person", "marked_by"),
        one_of("kind", *MarkKind),
    )

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(index=True)
    kind: str
    on_date: date
    text: str
    marked_by: int | None = None
    marked_at: datetime = instant()
    is_taken_back: bool = False


class MeasureUploadRow(Owned, table=True):
    """A file of values that waits for a yes, forgotten after a day; before it is sent, the word that it will be.

    One that was applied stays for its day without its lines, so that an old button finds nothing else in its place.

    `lines` holds its cells, `problems` what needs a look instead. Of one that is only expected, `file_id` is empty.
    """

    __tablename__ = "measure_upload"
    __table_args__ = (belongs_to("measure", "measure_id"), belongs_to("person", "uploaded_by"))

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(index=True)
    uploaded_by: int
    uploaded_at: datetime = instant()
    file_id: str = ""
    date_order: str = ""
    decimal: str = ""
    lines: list[Any] = Field(sa_type=JSON, default_factory=list)
    problems: list[Any] = Field(sa_type=JSON, default_factory=list)
