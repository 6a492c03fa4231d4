"""The tables of evaluation plans: the plan of an initiative, who agreed to it, its reviews, and what was decided."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.columns import Owned, belongs_to, whole


class EvaluationRow(Owned, table=True):
    """The plan of an initiative; `questions` holds a text, an audience and ids of measures for each."""

    __tablename__ = "evaluation"
    __table_args__ = (belongs_to("initiative", "initiative_id"),)

    initiative_id: int = Field(primary_key=True)
    questions: list[Any] = Field(sa_type=JSON)
    agreed_on: date
    exists_already: str
    version: int = 1


class EvaluationAgreementRow(Owned, table=True):
    """Somebody agreed to the questions of a plan."""

    __tablename__ = "evaluation_agreement"
    __table_args__ = (belongs_to("initiative", "initiative_id"), belongs_to("person", "person_id"))

    initiative_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)


class ReviewRow(Owned, table=True):
    """A review on a local date; `held_on` is null until it was held."""

    __tablename__ = "evaluation_review"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("workspace_id", "initiative_id", "on_date"),
        belongs_to("initiative", "initiative_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int
    on_date: date
    held_on: date | None = None


class DecisionRow(Owned, table=True):
    """Something that was decided in a review, with who sees to it until a local date."""

    __tablename__ = "evaluation_decision"
    __table_args__ = (
        UniqueConstraint("workspace_id", "review_id", "number"),
        belongs_to("evaluation_review", "review_id"),
        belongs_to("person", "owner_id"),
        whole("number", 1),
    )

    id: int | None = Field(default=None, primary_key=True)
    review_id: int
    number: int
    what: str
    owner_id: int
    due_on: date
    is_done: bool = False
    version: int = 1
