"""A review: its agenda from what happened, what was decided in it, and what became of that."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.domain.errors import FormRefusal
from bot.domain.evaluation.agenda import Agenda, Promised, has_moved, passed_since, since_of
from bot.domain.evaluation.decisions import Deciding, NewDecision, Redeciding, check_decision, check_decisions
from bot.domain.evaluation.plan import Decision
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.privacy import TAKES_NO_PART
from bot.services.evaluation.planning import names_of
from bot.services.evaluation.standing import FINISH, SEE, WRITE, decision_meant, review_meant
from bot.services.measures import looking
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.pulse.series import published_since
from bot.services.standing import initiative_held, roles_of
from storage import audit, measures, pdsa
from storage import evaluation as stored
from storage import settings as settings_stored


def agenda(uses: Uses, review_id: int, user_id: str) -> Agenda:
    """What there is to talk about in a review. Raises NoPlan or NotYours."""
    with uses.reading() as session:
        initiative, plan, review = review_meant(session, SEE, review_id, user_id)
        today, since = local_date(uses.clock(), initiative.zone), since_of(plan)
        every = [looking.points_of(session, each.id, today) for each in measures.measures_of(session, initiative.id)]
        asked = names_of(session, plan)
        applied = settings_stored.applied_changes(session, initiative.id)
        changes = [Promised(local_date(at, initiative.zone), changed) for at, changed in applied]
        return Agenda(
            initiative.practice,
            initiative.zone,
            review,
            since,
            plan,
            measures={each: looking.points_of(session, each, today) for each in asked},
            moved=tuple(each for each in every if has_moved(each, since)),
            pulses=tuple(published_since(session, initiative.id, since, initiative.zone)),
            passed=passed_since(pdsa.cycles_of(session, initiative.id), since, initiative.zone),
            promised=tuple(each for each in changes if each.on > since),
            may_write=not WRITE.may.isdisjoint(roles_of(session, initiative, user_id)),
        )


def to_decide(uses: Uses, review_id: int, user_id: str) -> Deciding:
    """What the form needs that takes decisions. Raises NoPlan, Ended or NotYours."""
    with uses.reading() as session:
        initiative, _, review = review_meant(session, WRITE, review_id, user_id)
        return Deciding(initiative.practice, local_date(uses.clock(), initiative.zone), review)


def decide(uses: Uses, review_id: int, user_id: str, texts: dict[str, str]) -> Deciding:
    """A review was held: keep what was decided, which may be nothing. One that was held already takes more decisions.

    Raises FormRefusal with a sentence for each field, NoPlan, Ended or NotYours.
    """
    _check_owners(uses, texts)
    with uses.writing() as session:
        initiative, _, _ = review_meant(session, WRITE, review_id, user_id)
        initiative_held(session, WRITE, initiative.id, user_id)
        _, _, review = review_meant(session, WRITE, review_id, user_id)
        today = local_date(uses.clock(), initiative.zone)
        wanted = check_decisions(texts, today, len(review.decisions))
        stored.hold_review(session, review_id, today, wanted)
        _log(session, uses, initiative, user_id, decisions=len(wanted))
        _, _, held = review_meant(session, WRITE, review_id, user_id)
        return Deciding(initiative.practice, today, held)


def to_redecide(uses: Uses, decision_id: int, user_id: str) -> Redeciding:
    """What the form needs that changes a decision. Raises NoDecision, Ended or NotYours."""
    with uses.reading() as session:
        initiative, decision = decision_meant(session, WRITE, decision_id, user_id)
        return Redeciding(initiative.practice, decision)


def redecide(uses: Uses, decision_id: int, user_id: str, version: int, texts: dict[str, str]) -> Decision:
    """Change what was decided, whose it is, or until when.

    Raises FormRefusal with a sentence for each field, also where somebody changed it meanwhile, NoDecision, Ended or
    NotYours.
    """
    _check_owners(uses, texts)
    with uses.writing() as session:
        initiative, standing = decision_meant(session, WRITE, decision_id, user_id)
        wanted = check_decision(texts, local_date(uses.clock(), initiative.zone), standing)
        if NewDecision(standing.what, standing.owner_user_id, standing.due_on) != wanted:
            if not stored.change_decision(session, decision_id, version, wanted):
                raise FormRefusal({"what_1": "Somebody changed this meanwhile. Close the form and look at it again."})
            _log(session, uses, initiative, user_id, decision=standing.number)
        return decision_meant(session, WRITE, decision_id, user_id)[1]


def finish(uses: Uses, decision_id: int, user_id: str) -> Decision:
    """What was decided is done; saying so twice changes nothing. Raises NoDecision, Ended or NotYours."""
    with uses.writing() as session:
        initiative, decision = decision_meant(session, FINISH, decision_id, user_id)
        if stored.finish_decision(session, decision_id):
            _log(session, uses, initiative, user_id, done=decision.number)
        return decision


def _check_owners(uses: Uses, texts: dict[str, str]) -> None:
    """Raises FormRefusal beside each owner who can't take part."""
    errors = {}
    for name, owner in _owners(texts):
        person = meet_person(uses, owner)
        if person is None or not person.profile.can_take_part:
            errors[name] = TAKES_NO_PART
    if errors:
        raise FormRefusal(errors)


def _owners(texts: dict[str, str]) -> Iterable[tuple[str, str]]:
    return ((name, owner) for name, owner in texts.items() if name.startswith("owner_") and owner)


def _log(session: Session, uses: Uses, initiative: Initiative, user_id: str, **about: int) -> None:
    audit.note_by(session, uses.clock(), user_id, WRITE.name, initiative.id, **about)
