"""PDSA: small tests of change, each with a prediction, on one message in the channel."""

from bot.domain.acting import Way, WayToAct
from bot.domain.roles import HELP
from bot.feature import Feature
from bot.listeners import pdsa as on_pdsa
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services.measures.standing import DEFINE
from bot.services.pdsa import duties, happening, kept, living, origins
from bot.services.pdsa.standing import DECIDE, EXPORT, PLAN, SEE, WORK
from bot.services.ports import DutyKind, HappeningKind, MessageKind, Offer
from messages import ids, pdsa_duties, pdsa_happening
from messages import pdsa as messages

FEATURE = Feature(
    word="pdsa",
    listeners=Listeners(
        commands={
            "/pdsa": {
                "": CommandDoes(HELP, on_pdsa.usage),
                "help": CommandDoes(HELP, on_pdsa.usage),
                "plan": CommandDoes(PLAN, on_pdsa.plan),
                "do": CommandDoes(WORK, on_pdsa.do),
                "study": CommandDoes(WORK, on_pdsa.study),
                "act": CommandDoes(DECIDE, on_pdsa.act),
                "list": CommandDoes(SEE, on_pdsa.board),
                "show": CommandDoes(SEE, on_pdsa.show),
            }
        },
        presses={
            ids.PLAN_TEST: PressDoes(PLAN, on_pdsa.plan_new),
            ids.TEST_STRATEGY: PressDoes(PLAN, on_pdsa.plan_strategy),
            ids.MEASURE_FOR_PLAN: PressDoes(DEFINE, on_pdsa.measure_for_plan),
            ids.CHANGE_PLAN: PressDoes(PLAN, on_pdsa.change_plan),
            ids.NEXT_TEST: PressDoes(PLAN, on_pdsa.plan_next),
            ids.SHARE_OUT: PressDoes(WORK, on_pdsa.share_out),
            ids.TASK_DONE: PressDoes(WORK, on_pdsa.task_done),
            ids.BEGIN_TEST: PressDoes(WORK, on_pdsa.begin),
            ids.WRITE_DONE: PressDoes(WORK, on_pdsa.write_done),
            ids.WRITE_STUDY: PressDoes(WORK, on_pdsa.write_study),
            ids.DECIDE_TEST: PressDoes(DECIDE, on_pdsa.decide),
            ids.GO_BACK: PressDoes(DECIDE, on_pdsa.go_back),
            ids.SHOW_TEST: PressDoes(SEE, on_pdsa.show_record),
            ids.LIST_TESTS: PressDoes(SEE, on_pdsa.show_board),
            **dict.fromkeys(
                (ids.EXPORT_PAGE, ids.EXPORT_MARKDOWN, ids.EXPORT_TABLE), PressDoes(EXPORT, on_pdsa.export)
            ),
        },
        forms={
            ids.SUBMIT_PLAN: FormDoes(PLAN, on_pdsa.submit_plan),
            ids.SUBMIT_TASKS: FormDoes(WORK, on_pdsa.submit_tasks),
            ids.SUBMIT_BEGIN: FormDoes(WORK, on_pdsa.submit_begin),
            ids.SUBMIT_DONE: FormDoes(WORK, on_pdsa.submit_done),
            ids.SUBMIT_STUDY: FormDoes(WORK, on_pdsa.submit_study),
            ids.SUBMIT_ACT: FormDoes(DECIDE, on_pdsa.submit_act),
            ids.SUBMIT_BACK: FormDoes(DECIDE, on_pdsa.submit_back),
        },
    ),
    messages=(
        MessageKind(living.LIVING, living.living, messages.living, edits=living.message_of, posted=living.posted),
    ),
    retention=(kept.TESTS,),
    duties=(
        DutyKind(duties.STEP, duties.steps, pdsa_duties.step, pdsa_duties.to_step),
        DutyKind(duties.TASK, duties.tasks, pdsa_duties.task, pdsa_duties.to_task),
    ),
    offers=(Offer(WayToAct(Way.TEST, ids.TEST_STRATEGY), origins.done),),
    happenings=(HappeningKind(happening.phases, pdsa_happening.line),),
)
