"""An initiative: to start one in a channel, and to see how it stands."""

from bot.domain.roles import HELP
from bot.feature import Feature
from bot.listeners import initiative as on_initiative
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import describing, initiative
from bot.services.ports import MessageKind
from messages import describing as describing_messages
from messages import ids
from messages import initiative as initiative_messages

FEATURE = Feature(
    word="initiative",
    listeners=Listeners(
        commands={
            "/uptake": {
                "": CommandDoes(HELP, on_initiative.usage),
                "help": CommandDoes(HELP, on_initiative.usage),
                "start": CommandDoes(initiative.START, on_initiative.start),
                "status": CommandDoes(initiative.SEE_STATUS, on_initiative.status),
            }
        },
        presses={
            ids.OPEN_START: PressDoes(initiative.START, on_initiative.open_start),
            ids.OPEN_DESCRIPTION: PressDoes(describing.DESCRIBE, on_initiative.open_description),
            ids.SHOW_STATUS: PressDoes(initiative.SEE_STATUS, on_initiative.show_status),
        },
        forms={
            ids.SUBMIT_START: FormDoes(initiative.START, on_initiative.submit_start),
            ids.SUBMIT_DESCRIPTION: FormDoes(describing.DESCRIBE, on_initiative.submit_description),
        },
    ),
    messages=(
        MessageKind(initiative.STARTED, initiative.started, initiative_messages.started),
        MessageKind(describing.DESCRIBED, describing.described, describing_messages.described),
    ),
)
