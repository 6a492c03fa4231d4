"""The pulse: to ask, to answer, to close and to show what came of it."""

from bot.domain.roles import HELP, LEAD
from bot.feature import Feature
from bot.listeners import pulse as on_pulse
from bot.listeners import questions as on_questions
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import own_questions, question_files
from bot.services.ports import DutyKind, MessageKind
from bot.services.pulse import answering, approval, asking, awaited, planning, previewing, results, rounds
from bot.services.pulse import kept as kept_of_pulse
from messages import approval as approval_messages
from messages import ids
from messages import pulse as pulse_messages
from messages import questions as question_messages
from messages import results as result_messages

FEATURE = Feature(
    word="pulse",
    listeners=Listeners(
        commands={
            "/pulse": {
                "": CommandDoes(answering.ANSWER, on_pulse.answer),
                "help": CommandDoes(HELP, on_pulse.usage),
                "now": CommandDoes(planning.OPEN_EXTRA, on_pulse.open_now),
                "results": CommandDoes(results.SEE_RESULTS, on_pulse.results),
                "preview": CommandDoes(previewing.PREVIEW, on_questions.preview),
            }
        },
        presses={
            ids.OPEN_CHECKIN: PressDoes(answering.ANSWER, on_pulse.open_checkin),
            ids.SKIP_CHECKIN: PressDoes(answering.ANSWER, on_pulse.skip_checkin),
            ids.TAKE_BREAK: PressDoes(answering.ANSWER, on_pulse.take_break),
            ids.END_BREAK: PressDoes(answering.ANSWER, on_pulse.end_break),
            ids.START_PULSE: PressDoes(planning.OPEN_EXTRA, on_pulse.start_now),
            ids.UNDO_NOW: PressDoes(planning.OPEN_EXTRA, on_pulse.undo_now),
            ids.SHOW_RESULTS: PressDoes(results.SEE_RESULTS, on_pulse.show_results),
            ids.SHOW_SUGGESTIONS: PressDoes(results.SEE_SUGGESTIONS, on_pulse.show_suggestions),
            ids.SHOW_GROUP: PressDoes(results.SEE_RESULTS, on_pulse.show_group),
            ids.PREVIEW_FORM: PressDoes(previewing.PREVIEW, on_questions.preview_form),
            ids.PREVIEW_SKIP: PressDoes(HELP, on_questions.preview_only),
            ids.PREVIEW_BREAK: PressDoes(HELP, on_questions.preview_only),
            ids.PREVIEW_OTHER: PressDoes(previewing.PREVIEW, on_questions.preview_other),
            ids.PREVIEW_PLANNED: PressDoes(previewing.PREVIEW, on_questions.preview_other),
            ids.PREVIEW_FILE: PressDoes(previewing.PREVIEW, on_questions.preview_file),
            ids.USE_QUESTIONS: PressDoes(own_questions.CHANGE_QUESTIONS, on_questions.use_questions),
            ids.USE_BUILT_IN: PressDoes(own_questions.CHANGE_QUESTIONS, on_questions.use_built_in),
            ids.AGREE: PressDoes(approval.APPROVE, on_pulse.agree),
            ids.NOT_YET: PressDoes(approval.APPROVE, on_pulse.not_yet),
            ids.SEE_QUESTIONS: PressDoes(approval.APPROVE, on_pulse.see_questions),
        },
        forms={
            ids.SUBMIT_CHECKIN: FormDoes(answering.ANSWER, on_pulse.submit_checkin, on_pulse.after_checkin),
            ids.SUBMIT_PREVIEW: FormDoes(HELP, on_questions.submit_preview),
        },
    ),
    due={
        planning.OPEN: rounds.open_wave,
        planning.OPEN_NOW: rounds.open_wave,
        approval.CHECK: approval.check,
        rounds.REMIND: rounds.remind,
        rounds.REMIND_EARLY: rounds.remind,
        rounds.CLOSE: rounds.close_wave,
        rounds.SWEEP: rounds.sweep,
    },
    messages=(
        MessageKind(asking.INVITATION, asking.invitation, pulse_messages.invitation, has_way_out=True),
        MessageKind(asking.REMINDER, asking.reminder, pulse_messages.invitation, has_way_out=True),
        MessageKind(asking.EARLY_REMINDER, asking.reminder, pulse_messages.invitation, has_way_out=True),
        MessageKind(results.RESULT, results.result, result_messages.result, shows_results=True, takes_offers=True),
        MessageKind(question_files.CHECKED, question_files.checked, question_messages.checked, LEAD, is_answer=True),
        MessageKind(approval.REQUEST, approval.request, approval_messages.request, approval.APPROVER),
        MessageKind(approval.DECISION, approval.decision, approval_messages.decision, LEAD),
        MessageKind(approval.GONE, approval.gone, approval_messages.gone, LEAD),
        MessageKind(approval.LEFT_OUT, approval.left_out, approval_messages.left_out, LEAD),
    ),
    duties=(DutyKind(awaited.AGREE, awaited.owed, approval_messages.awaited, approval_messages.to_look_at),),
    retention=(
        kept_of_pulse.OPEN_PULSE,
        kept_of_pulse.BREAKS,
        kept_of_pulse.QUESTIONS,
        kept_of_pulse.FILES,
        kept_of_pulse.RESULTS,
        kept_of_pulse.COMMENTS,
    ),
)
