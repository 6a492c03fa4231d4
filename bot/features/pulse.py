"""The pulse: to ask, to answer, to close and to show what came of it."""

from bot.domain.roles import HELP, LEAD
from bot.feature import Feature
from bot.listeners import pulse as on_pulse
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services.ports import DutyKind, MessageKind
from bot.services.pulse import answering, approval, asking, awaited, planning, results, rounds
from bot.services.pulse import kept as kept_of_pulse
from messages import approval as approval_messages
from messages import ids
from messages import pulse as pulse_messages
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
            }
        },
        presses={
            ids.OPEN_CHECKIN: PressDoes(answering.ANSWER, on_pulse.open_checkin),
            ids.SKIP_CHECKIN: PressDoes(answering.ANSWER, on_pulse.skip_checkin),
            ids.START_PULSE: PressDoes(planning.OPEN_EXTRA, on_pulse.start_now),
            ids.UNDO_NOW: PressDoes(planning.OPEN_EXTRA, on_pulse.undo_now),
            ids.SHOW_RESULTS: PressDoes(results.SEE_RESULTS, on_pulse.show_results),
            ids.SHOW_SUGGESTIONS: PressDoes(results.SEE_SUGGESTIONS, on_pulse.show_suggestions),
            ids.SHOW_GROUP: PressDoes(results.SEE_RESULTS, on_pulse.show_group),
            ids.AGREE: PressDoes(approval.APPROVE, on_pulse.agree),
            ids.NOT_YET: PressDoes(approval.APPROVE, on_pulse.not_yet),
            ids.SEE_QUESTIONS: PressDoes(approval.APPROVE, on_pulse.see_questions),
        },
        forms={ids.SUBMIT_CHECKIN: FormDoes(answering.ANSWER, on_pulse.submit_checkin, on_pulse.after_checkin)},
    ),
    due={
        planning.OPEN: rounds.open_wave,
        planning.OPEN_NOW: rounds.open_wave,
        approval.CHECK: approval.check,
        rounds.REMIND: rounds.remind,
        rounds.CLOSE: rounds.close_wave,
        rounds.SWEEP: rounds.sweep,
    },
    messages=(
        MessageKind(asking.INVITATION, asking.invitation, pulse_messages.invitation),
        MessageKind(asking.REMINDER, asking.reminder, pulse_messages.invitation),
        MessageKind(results.RESULT, results.result, result_messages.result, shows_results=True, takes_offers=True),
        MessageKind(approval.REQUEST, approval.request, approval_messages.request, approval.APPROVER),
        MessageKind(approval.DECISION, approval.decision, approval_messages.decision, LEAD),
        MessageKind(approval.GONE, approval.gone, approval_messages.gone, LEAD),
        MessageKind(approval.LEFT_OUT, approval.left_out, approval_messages.left_out, LEAD),
    ),
    duties=(DutyKind(awaited.AGREE, awaited.owed, approval_messages.awaited, approval_messages.to_look_at),),
    retention=(kept_of_pulse.OPEN_PULSE, kept_of_pulse.RESULTS, kept_of_pulse.COMMENTS),
)
