"""The tables of PDSA cycles."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from bot.domain.pdsa.cycle import Compare, Decision, NextStep, Phase, Step
from storage.columns import Owned, belongs_to, in_workspace, instant, one_of, whole


class CycleRow(Owned, table=True):
    """One test of change. `number` counts within the initiative, `previous_id` is the test that it builds on.

    `expected` and `expected_by` are the prediction's. A part that isn't written yet has null in its first column.
    `message_ts` is Slack's of the message in the channel that shows the cycle, '' before it was posted.
    """

    __tablename__ = "pdsa_cycle"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("workspace_id", "initiative_id", "number"),
        UniqueConstraint("workspace_id", "previous_id"),
        belongs_to("initiative", "initiative_id"),
        belongs_to("pdsa_cycle", "previous_id"),
        belongs_to("person", "lead_id"),
        belongs_to("measure", "measure_id"),
        one_of("phase", *Phase),
        one_of("compare", *Compare),
        one_of("step", *Step),
        one_of("decision", *Decision),
        one_of("next_step", *NextStep),
        whole("how_many", 1),
        CheckConstraint("study_on >= do_on AND act_on >= study_on AND expected_by >= do_on", name="dates_in_order"),
        CheckConstraint("phase = 'plan' OR began_on IS NOT NULL", name="begun_after_plan"),
        CheckConstraint("phase <> 'closed' OR decision IS NOT NULL", name="closed_with_decision"),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(index=True)
    number: int
    version: int = 1
    phase: str = Phase.PLAN.value
    previous_id: int | None = None
    lead_id: int
    answers: str
    aim: str
    question: str
    change: str
    measure_id: int | None = None
    measure: str
    compare: str
    expected: float
    expected_by: date
    step: str
    who: str
    how_many: int | None = None
    do_on: date
    study_on: date
    act_on: date
    began_on: date | None = None
    phase_on: date
    as_planned: bool | None = None
    observations: str = ""
    problems: str = ""
    has_data: bool = False
    learned: str | None = None
    observed: float | None = None
    decision: str | None = None
    because: str = ""
    next_step: str | None = None
    message_ts: str = ""


class CycleTaskRow(Owned, table=True):
    """Something that one person does for a test until a local date."""

    __tablename__ = "pdsa_task"
    __table_args__ = (
        belongs_to("pdsa_cycle", "cycle_id"),
        belongs_to("person", "owner_id"),
        whole("number", 1, 5),
    )

    cycle_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    what: str
    owner_id: int
    due_on: date
    is_done: bool = False


class CycleOriginRow(Owned, table=True):
    """What in a pulse a test answers: the item, and the wave in which it called for something, with its local date."""

    __tablename__ = "pdsa_origin"
    __table_args__ = (belongs_to("pdsa_cycle", "cycle_id"), belongs_to("wave", "wave_id"))

    cycle_id: int = Field(primary_key=True)
    wave_id: int
    item: str
    opens_on: date


class CycleChangeRow(Owned, table=True):
    """One line of a cycle's history. People in `old` and `new` stand there by our ids; `by_id` is None for Uptake."""

    __tablename__ = "pdsa_change"
    __table_args__ = (
        belongs_to("pdsa_cycle", "cycle_id"),
        belongs_to("person", "by_id"),
        UniqueConstraint("workspace_id", "cycle_id", "version"),
        one_of("before", *Phase),
        one_of("after", *Phase),
    )

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int
    version: int
    at: datetime = instant()
    by_id: int | None = None
    before: str
    after: str
    note: str = ""
    old: dict[str, str] = Field(sa_type=JSON)
    new: dict[str, str] = Field(sa_type=JSON)
