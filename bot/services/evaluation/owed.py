"""What people owe an evaluation plan: the lead its reviews, and everybody what they took on in one."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.domain.duties import Duty
from bot.domain.initiative import Initiative
from storage import evaluation as stored

REVIEW, DECISION = "evaluation.review", "evaluation.decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDuty(Duty):
    """Something that was decided; `is_orphan` where whoever saw to it left, and the lead is asked."""

    is_orphan: bool = False


def reviews(session: Session, initiative: Initiative, _day: date) -> list[Duty]:
    """The reviews that aren't held yet, the lead's."""
    plan = stored.plan_of(session, initiative.id)
    planned = [each for each in plan.reviews if each.held_on is None] if plan else []
    return [
        Duty(
            kind=REVIEW,
            initiative_id=initiative.id,
            subject=each.id,
            user_id=initiative.lead_user_id,
            title=initiative.practice,
            due_on=each.on,
        )
        for each in planned
    ]


def decisions(session: Session, initiative: Initiative, _day: date) -> list[DecisionDuty]:
    """What was decided and isn't done, its owner's; the lead's where that one left."""
    plan = stored.plan_of(session, initiative.id)
    return [
        DecisionDuty(
            kind=DECISION,
            initiative_id=initiative.id,
            subject=one.id,
            user_id=initiative.lead_user_id if one.owner_is_gone else one.owner_user_id,
            title=one.what,
            due_on=one.due_on,
            is_orphan=one.owner_is_gone,
        )
        for one in (plan.open_decisions if plan else ())
    ]
