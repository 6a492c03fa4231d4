"""The evaluation plan: the questions that an initiative must answer, its reviews, and what was decided in them."""

from bot.feature import Feature
from bot.listeners import evaluation as on_evaluation
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services.evaluation import kept, owed
from bot.services.evaluation.standing import FINISH, SEE, WRITE
from bot.services.ports import DutyKind
from messages import evaluation_duties, ids

FEATURE = Feature(
    word="evaluation",
    listeners=Listeners(
        commands={"/measure": {"plan": CommandDoes(SEE, on_evaluation.show_plan)}},
        presses={
            ids.WRITE_EVALUATION: PressDoes(WRITE, on_evaluation.open_plan),
            ids.SEE_AGENDA: PressDoes(SEE, on_evaluation.see_agenda),
            ids.DECIDE_REVIEW: PressDoes(WRITE, on_evaluation.open_decisions),
            ids.CHANGE_DECISION: PressDoes(WRITE, on_evaluation.change_decision),
            ids.DECISION_DONE: PressDoes(FINISH, on_evaluation.decision_done),
        },
        forms={
            ids.SUBMIT_EVALUATION: FormDoes(WRITE, on_evaluation.submit_plan),
            ids.SUBMIT_DECISIONS: FormDoes(WRITE, on_evaluation.submit_decisions),
            ids.SUBMIT_DECISION: FormDoes(WRITE, on_evaluation.submit_decision),
        },
    ),
    retention=(kept.PLANS,),
    duties=(
        DutyKind(owed.REVIEW, owed.reviews, evaluation_duties.review, evaluation_duties.to_review),
        DutyKind(owed.DECISION, owed.decisions, evaluation_duties.decision, evaluation_duties.to_decision),
    ),
)
