"""To look at the evaluation plan of an initiative, and for its lead to write it or change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain.errors import FormRefusal
from bot.domain.evaluation.plan import Evaluation, PlanForm, Planning, PlanShown, check_plan, differing
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.people import Person
from bot.domain.privacy import ONE_TAKES_NO_PART
from bot.services.evaluation.standing import FINISH, SEE, WRITE
from bot.services.measures import looking
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.standing import initiative_for, initiative_held, initiative_with, roles_of
from storage import audit, measures
from storage import evaluation as stored


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else changed the plan while this form was open: how it is now, and what was typed here.

    `parts` are those of the form that differ.
    """

    now: Planning
    typed: PlanForm
    parts: tuple[str, ...]


def shown(uses: Uses, channel_id: str, user_id: str) -> PlanShown:
    """The plan of the channel's initiative. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _shown(session, initiative_for(session, SEE, channel_id, user_id), user_id)


def shown_in(uses: Uses, initiative_id: int, user_id: str) -> PlanShown:
    """The plan of an initiative. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _shown(session, initiative_with(session, SEE, initiative_id, user_id), user_id)


def to_write(uses: Uses, initiative_id: int, user_id: str) -> Planning:
    """What the form of a plan needs. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        return _planning(session, uses, initiative_with(session, WRITE, initiative_id, user_id), user_id)


def write(uses: Uses, initiative_id: int, user_id: str, version: int, plan_form: PlanForm) -> PlanShown | Overtaken:
    """Keep a plan; where somebody else did so after `version`, nothing changes and both stand side by side.

    Raises FormRefusal with a sentence for each field, NotStarted, Ended or NotYours.
    """
    agreed = _met(uses, plan_form.agreed)
    with uses.writing() as session:
        initiative = initiative_held(session, WRITE, initiative_id, user_id)
        standing = stored.plan_of(session, initiative_id)
        today = local_date(uses.clock(), initiative.zone)
        known = {each.measure_id for each in looking.choices(session, initiative_id)}
        terms = check_plan(plan_form, today, standing.reviews if standing else (), known)
        if standing is not None and standing.version != version and standing.terms != terms:
            now = _planning(session, uses, initiative, user_id)
            return Overtaken(now, plan_form, differing(standing.terms, terms))
        stored.keep_plan(session, initiative_id, terms, agreed)
        audit.note_by(session, uses.clock(), user_id, WRITE.name, initiative_id)
        return _shown(session, initiative, user_id)


def names_of(session: Session, plan: Evaluation | None) -> dict[int, str]:
    """The names of a plan's measures by id, also of those that were put aside."""
    ids = dict.fromkeys(each for question in plan.terms.questions for each in question.measure_ids) if plan else {}
    found = {each: measures.find_measure(session, each) for each in ids}
    return {each: measure.terms.name for each, measure in found.items() if measure is not None}


def _met(uses: Uses, agreed: Sequence[str]) -> list[Person]:
    """Those who agreed, as we know them. Raises FormRefusal where one can't take part."""
    found = [meet_person(uses, each) for each in dict.fromkeys(agreed)]
    here = [person for person in found if person is not None and person.profile.can_take_part]
    if len(here) < len(found):
        raise FormRefusal({"agreed": ONE_TAKES_NO_PART})
    return here


def _planning(session: Session, uses: Uses, initiative: Initiative, user_id: str) -> Planning:
    today = local_date(uses.clock(), initiative.zone)
    choices = tuple(looking.choices(session, initiative.id))
    plan = stored.plan_of(session, initiative.id)
    return Planning(initiative.id, initiative.practice, today, user_id, choices, plan)


def _shown(session: Session, initiative: Initiative, user_id: str) -> PlanShown:
    plan = stored.plan_of(session, initiative.id)
    roles = roles_of(session, initiative, user_id)
    return PlanShown(
        initiative.id,
        initiative.practice,
        user_id,
        names_of(session, plan),
        plan,
        may_write=not WRITE.may.isdisjoint(roles),
        may_finish=not FINISH.may.isdisjoint(roles),
    )
