"""What a PDSA cycle is: its plan with a prediction, what was done, what was learned, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

TEXT_LENGTH = 500
TASK_LENGTH = 150
MOST_TASKS = 5


class Phase(StrEnum):
    """Where a cycle stands. In `PLAN` it is being planned, in `DO` the test runs; `CLOSED` is after the decision.

    Plan, Do, Study, Act: Langley et al., The Improvement Guide, 2nd ed. 2009, chapter 5.
    """

    PLAN = "plan"
    DO = "do"
    STUDY = "study"
    ACT = "act"
    CLOSED = "closed"


class Compare(StrEnum):
    """How the number that was measured must stand to the one that was predicted."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Step(StrEnum):
    """How large a test is. Each step is a few times the one before: a change grows only as it proves itself.

    Small first tests, then more people under more conditions: The Improvement Guide, chapters 7 and 9.
    """

    ONE = "one"
    FEW = "few"
    TEAM = "team"
    SEVERAL = "several"
    ALL = "all"


class Decision(StrEnum):
    """What follows from a test."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


class NextStep(StrEnum):
    """How large the next test is, beside this one."""

    UP = "up"
    SAME = "same"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be tested. Dates are local dates of the initiative; `measure_id` is None where no measure is kept.

    The prediction is `compare`, `number`, `by` and the measure: once Do has begun none of them changes any more.
    """

    answers: str
    aim: str
    question: str
    change: str
    measure_id: int | None
    measure: str
    compare: Compare
    number: float
    by: date
    step: Step
    who: str
    how_many: int | None
    do_on: date
    study_on: date
    act_on: date
    lead_user_id: str


@dataclass(frozen=True, slots=True)
class Done:
    """What happened in Do."""

    as_planned: bool
    observations: str
    problems: str
    has_data: bool


@dataclass(frozen=True, slots=True)
class Study:
    """What came of it: `observed` is a number that somebody typed, for where no measure holds it."""

    learned: str
    observed: float | None


@dataclass(frozen=True, slots=True)
class Act:
    """What was decided, and why; `next_step` is about the next test, where there is one."""

    decision: Decision
    because: str
    next_step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do for the test, by one person until a local date."""

    number: int
    what: str
    owner_user_id: str
    due_on: date
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of a cycle's history: who did it when, from and to which phase, and what changed in it.

    `old` and `new` map the names of fields to what stood there, as text; `note` is the reason for going back.
    `by_user_id` is '' for Uptake itself.
    """

    version: int
    at: datetime
    by_user_id: str
    before: Phase
    after: Phase
    note: str
    old: Mapping[str, str]
    new: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """The item of a pulse that a test answers, in the wave that opened on this local date."""

    wave_id: int
    item: str
    opens_on: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """One test of change; `number` counts within the initiative, `previous` and `following` are its neighbours' ids.

    `began_on` is the local date on which Do began for the first time, `phase_on` that on which this phase did. `origin`
    is None where nothing in a pulse called for the test.
    """

    id: int
    initiative_id: int
    number: int
    version: int
    phase: Phase
    plan: Plan
    began_on: date | None = None
    phase_on: date | None = None
    done: Done | None = None
    study: Study | None = None
    act: Act | None = None
    previous: int | None = None
    following: int | None = None
    tasks: tuple[Task, ...] = ()
    history: tuple[Changed, ...] = ()
    origin: Origin | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether the prediction can't be changed any more: Do has begun, once."""
        return self.began_on is not None
