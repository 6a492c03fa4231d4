"""Which review or decision is meant, and what somebody may do with it."""

from sqlmodel import Session

from bot.domain.evaluation.plan import Decision, Evaluation, NoDecision, NoPlan, Review
from bot.domain.initiative import Initiative
from bot.domain.people import Role
from bot.domain.roles import COLLEAGUES, LEAD, MEMBERS, Action
from bot.services.standing import check_may, initiative_with, roles_of
from storage import evaluation as stored

SEE = Action("evaluation.see", COLLEAGUES, after_end=True)
WRITE = Action("evaluation.write", LEAD)
FINISH = Action("evaluation.finish", MEMBERS)
"""To say that a decision is done; whoever sees to it may too."""


def review_meant(
    session: Session, action: Action, review_id: int, user_id: str
) -> tuple[Initiative, Evaluation, Review]:
    """The review with this id in its plan, if this person may do this. Raises NoPlan, Ended or NotYours."""
    initiative_id = stored.initiative_of_review(session, review_id)
    if initiative_id is None:
        raise NoPlan
    initiative = initiative_with(session, action, initiative_id, user_id)
    plan = stored.plan_of(session, initiative_id)
    review = next((each for each in plan.reviews if each.id == review_id), None) if plan else None
    if plan is None or review is None:
        raise NoPlan
    return initiative, plan, review


def decision_meant(session: Session, action: Action, decision_id: int, user_id: str) -> tuple[Initiative, Decision]:
    """The decision with this id, if this person may do this with it. Raises NoDecision, Ended or NotYours."""
    initiative_id = stored.initiative_of_decision(session, decision_id)
    plan = stored.plan_of(session, initiative_id) if initiative_id is not None else None
    every = [one for review in plan.reviews for one in review.decisions] if plan else []
    decision = next((one for one in every if one.id == decision_id), None)
    if decision is None or initiative_id is None:
        raise NoDecision
    initiative = initiative_with(session, SEE, initiative_id, user_id)
    sees_to_it = action == FINISH and decision.owner_user_id == user_id
    is_here = Role.COLLEAGUE in roles_of(session, initiative, user_id)
    check_may(session, Action(action.name, COLLEAGUES) if sees_to_it and is_here else action, initiative, user_id)
    return initiative, decision
