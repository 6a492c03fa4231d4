"""Evaluation plans: one for an initiative, with its reviews and what was decided in them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, delete, select, update

from bot.domain.evaluation.decisions import NewDecision
from bot.domain.evaluation.plan import Decision, Evaluation, Question, Review, Terms
from bot.domain.people import Person
from storage.evaluation_tables import DecisionRow, EvaluationAgreementRow, EvaluationRow, ReviewRow
from storage.initiative import InitiativeRow
from storage.people import PersonRow, as_person, ids_of
from storage.rows import in_chunks, insert_many, upsert_many


def plan_of(session: Session, initiative_id: int) -> Evaluation | None:
    """The plan of an initiative with its reviews and their decisions."""
    query = select(EvaluationRow).where(EvaluationRow.initiative_id == initiative_id)
    row = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return None
    reviews = _reviews(session, initiative_id)
    agreed = session.exec(
        select(PersonRow.user_id)
        .join(EvaluationAgreementRow, col(EvaluationAgreementRow.person_id) == col(PersonRow.id))
        .where(EvaluationAgreementRow.initiative_id == initiative_id)
        .order_by(col(PersonRow.id))
    )
    questions = tuple(Question(text, audience, tuple(ids)) for text, audience, ids in row.questions)
    dates = tuple(each.on for each in reviews if each.held_on is None)
    terms = Terms(questions, tuple(agreed), row.agreed_on, row.exists_already, dates)
    return Evaluation(initiative_id, terms, row.version, tuple(reviews))


def keep_plan(session: Session, initiative_id: int, terms: Terms, agreed: Collection[Person]) -> None:
    """Write down a plan, anew or in place of the one that stands; hold its initiative before.

    Reviews that were planned and aren't in it go; those that were held stay.
    """
    standing = session.exec(select(EvaluationRow.version).where(EvaluationRow.initiative_id == initiative_id)).first()
    row = {
        "initiative_id": initiative_id,
        "questions": [[each.text, each.audience, list(each.measure_ids)] for each in terms.questions],
        "agreed_on": terms.agreed_on,
        "exists_already": terms.exists,
        "version": (standing or 0) + 1,
    }
    upsert_many(session, EvaluationRow, [row], ("initiative_id",), tuple(row)[1:])
    session.exec(delete(EvaluationAgreementRow).where(col(EvaluationAgreementRow.initiative_id) == initiative_id))
    of = [{"initiative_id": initiative_id, "person_id": person.id} for person in agreed]
    insert_many(session, EvaluationAgreementRow, of)
    there = {each.on for each in _reviews(session, initiative_id)}
    session.exec(
        delete(ReviewRow).where(
            col(ReviewRow.initiative_id) == initiative_id,
            col(ReviewRow.held_on).is_(None),
            col(ReviewRow.on_date).not_in(terms.reviews),
        )
    )
    insert_many(
        session,
        ReviewRow,
        [{"initiative_id": initiative_id, "on_date": on} for on in terms.reviews if on not in there],
    )


def initiative_of_review(session: Session, review_id: int) -> int | None:
    """The id of the initiative that a review belongs to."""
    return session.exec(select(ReviewRow.initiative_id).where(ReviewRow.id == review_id)).first()


def initiative_of_decision(session: Session, decision_id: int) -> int | None:
    """The id of the initiative in whose review something was decided."""
    query = select(ReviewRow.initiative_id).join(DecisionRow, col(DecisionRow.review_id) == col(ReviewRow.id))
    return session.exec(query.where(DecisionRow.id == decision_id)).first()


def hold_review(session: Session, review_id: int, on: date, decisions: Sequence[NewDecision]) -> None:
    """A review was held on a local date, or had been already; these decisions come to those that it has."""
    session.exec(
        update(ReviewRow).where(col(ReviewRow.id) == review_id, col(ReviewRow.held_on).is_(None)).values(held_on=on)
    )
    highest = session.exec(select(func.max(DecisionRow.number)).where(DecisionRow.review_id == review_id)).one() or 0
    insert_many(
        session,
        DecisionRow,
        [
            {"review_id": review_id, "number": n, **_columns(session, each)}
            for n, each in enumerate(decisions, highest + 1)
        ],
    )


def change_decision(session: Session, decision_id: int, version: int, wanted: NewDecision) -> bool:
    """Change a decision that is as it was at `version`; False, and no change, where it isn't any more."""
    changed = update(DecisionRow).where(col(DecisionRow.id) == decision_id, col(DecisionRow.version) == version)
    values = {**_columns(session, wanted), "version": version + 1}
    return int(session.exec(changed.values(**values)).rowcount) == 1


def finish_decision(session: Session, decision_id: int) -> bool:
    """What was decided is done; False, and no change, where it was already."""
    open_one = update(DecisionRow).where(col(DecisionRow.id) == decision_id, col(DecisionRow.is_done).is_(False))
    return int(session.exec(open_one.values(is_done=True, version=col(DecisionRow.version) + 1)).rowcount) == 1


def held(session: Session, person: Person) -> list[dict[str, Any]]:
    """The plans that somebody agreed to, and what was decided that they see to."""
    agreed = session.exec(
        select(InitiativeRow.practice)
        .join(EvaluationAgreementRow, col(EvaluationAgreementRow.initiative_id) == col(InitiativeRow.id))
        .where(EvaluationAgreementRow.person_id == person.id)
        .order_by(col(InitiativeRow.id))
    )
    found: list[dict[str, Any]] = [{"initiative": practice, "you_agreed": True} for practice in agreed]
    theirs = session.exec(
        select(InitiativeRow.practice, DecisionRow)
        .join(ReviewRow, col(ReviewRow.initiative_id) == col(InitiativeRow.id))
        .join(DecisionRow, col(DecisionRow.review_id) == col(ReviewRow.id))
        .where(DecisionRow.owner_id == person.id)
        .order_by(col(DecisionRow.id))
    )
    return found + [
        {"initiative": practice, "you_see_to": row.what, "until": row.due_on, "done": row.is_done}
        for practice, row in theirs
    ]


def _reviews(session: Session, initiative_id: int) -> list[Review]:
    rows = session.exec(
        select(ReviewRow).where(ReviewRow.initiative_id == initiative_id).order_by(col(ReviewRow.on_date))
    ).all()
    decided = _decisions(session, [row.id for row in rows if row.id is not None])
    return [Review(row.id or 0, row.on_date, row.held_on, tuple(decided.get(row.id or 0, ()))) for row in rows]


def _decisions(session: Session, review_ids: Sequence[int]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {}
    query = select(DecisionRow, PersonRow).join(PersonRow, col(PersonRow.id) == col(DecisionRow.owner_id))
    for some in in_chunks(review_ids):
        rows = session.exec(
            query.where(col(DecisionRow.review_id).in_(some))
            .order_by(col(DecisionRow.number))
            .execution_options(populate_existing=True)
        )
        for row, owner in rows:
            found.setdefault(row.review_id, []).append(_decision(row, owner))
    return found


def _decision(row: DecisionRow, owner: PersonRow) -> Decision:
    return Decision(
        row.id or 0,
        row.number,
        row.what,
        owner.user_id,
        row.due_on,
        is_done=row.is_done,
        version=row.version,
        owner_is_gone=not as_person(owner).profile.can_take_part,
    )


def _columns(session: Session, decision: NewDecision) -> dict[str, Any]:
    owner = decision.owner_user_id
    return {"what": decision.what, "owner_id": ids_of(session, [owner])[owner], "due_on": decision.due_on}
