"""To hand an initiative over, and to ask for a lead where it lost its own."""

from bot.domain.roles import LEAD
from bot.feature import Feature
from bot.listeners import leadership as on_leadership
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import leadership, vacancy
from bot.services.ports import DutyKind, MessageKind
from messages import ids
from messages import leadership as leadership_messages

FEATURE = Feature(
    word="leadership",
    listeners=Listeners(
        commands={"/uptake": {"handover": CommandDoes(leadership.HANDOVER, on_leadership.ask_handover)}},
        presses={
            ids.ASK_HANDOVER: PressDoes(leadership.HANDOVER, on_leadership.ask_handover),
            ids.TAKE_OVER: PressDoes(leadership.TAKE_OVER, on_leadership.take_over),
            ids.CHOOSE_LEAD: PressDoes(leadership.HANDOVER, on_leadership.choose_lead),
        },
        forms={ids.SUBMIT_HANDOVER: FormDoes(leadership.HANDOVER, on_leadership.submit_handover)},
        events={"user_change": on_leadership.person_changed},
    ),
    messages=(
        MessageKind(leadership.CHANGED, leadership.changed, leadership_messages.changed),
        MessageKind(leadership.YOURS, leadership.changed, leadership_messages.yours, LEAD),
        MessageKind(leadership.HANDED_OVER, leadership.handed_over, leadership_messages.handed_over),
        MessageKind(vacancy.VACANT, vacancy.vacant, leadership_messages.vacant, vacancy.ASKED),
    ),
    duties=(
        DutyKind(vacancy.FIND_LEAD, vacancy.owed, leadership_messages.without_lead, leadership_messages.to_find_lead),
    ),
)
