"""Evaluation plans made up for tests of messages: with whatever somebody typed in every place."""

from datetime import timedelta

from made_measures import FIRST, WHO, a_measure, points

from bot.domain.evaluation.agenda import Agenda, Passed, Promised
from bot.domain.evaluation.decisions import Deciding, Redeciding
from bot.domain.evaluation.plan import Decision, Evaluation, Planning, PlanShown, Question, Review, Terms
from bot.domain.measures.measure import Choice, Data
from bot.domain.measures.over_time import over_time
from bot.domain.pdsa.cycle import Decision as Decided
from bot.domain.pdsa.cycle import Phase

LATER = FIRST + timedelta(weeks=12)


def a_decision(typed: str, number: int = 1, *, is_done: bool = False) -> Decision:
    return Decision(number, number, typed, WHO, LATER, is_done=is_done)


def a_review(typed: str) -> Review:
    some = tuple(a_decision(typed, number, is_done=number > 12) for number in range(1, 21))
    return Review(7, FIRST, FIRST, some)


def an_evaluation(typed: str) -> Evaluation:
    questions = tuple(Question(typed, typed, (7,) * 9 if row < 2 else ()) for row in range(3))
    planned = tuple(LATER + timedelta(weeks=week) for week in range(3))
    terms = Terms(questions, (WHO,) * 20, FIRST, typed, planned)
    return Evaluation(1, terms, 3, (a_review(typed), *(Review(8 + n, on) for n, on in enumerate(planned))))


def a_plan_shown(typed: str) -> PlanShown:
    return PlanShown(1, typed, WHO, {7: typed}, an_evaluation(typed), may_write=True, may_finish=True)


def a_planning(typed: str, *, is_new: bool = False) -> Planning:
    choices = tuple(Choice(number, number, typed) for number in range(7, 47))
    return Planning(1, typed, FIRST, WHO, () if is_new else choices, None if is_new else an_evaluation(typed))


def a_deciding(typed: str) -> Deciding:
    return Deciding(typed, FIRST, a_review(typed))


def a_redeciding(typed: str) -> Redeciding:
    return Redeciding(typed, a_decision(typed))


def an_agenda(typed: str, *, is_quiet: bool = False) -> Agenda:
    plan = an_evaluation(typed)
    over = over_time(a_measure(typed, Data.SHARE), points(Data.SHARE, 24), ())
    if is_quiet:
        return Agenda(typed, "Europe/London", plan.reviews[1], FIRST, plan, {7: over_time(over.measure, (), ())})
    passed = tuple(
        Passed(3, typed, phase, FIRST, decision)
        for phase in Phase
        for decision in (Decided if phase is Phase.CLOSED else (None,))
    )
    changed = tuple(Promised(FIRST, {"message_cap": (3, 9), "open_days": (3, 1)}) for _ in range(9))
    return Agenda(
        typed, "Europe/London", plan.reviews[1], FIRST, plan, {7: over}, (over,) * 12, (FIRST,) * 12, passed * 3,
        changed, may_write=True,
    )  # fmt: skip
