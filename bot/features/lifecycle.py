"""To pause, resume and end an initiative."""

from bot.feature import Feature
from bot.listeners import lifecycle as on_lifecycle
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import lifecycle
from bot.services.ports import MessageKind
from messages import ids
from messages import lifecycle as lifecycle_messages

FEATURE = Feature(
    word="lifecycle",
    listeners=Listeners(
        commands={
            "/uptake": {
                "pause": CommandDoes(lifecycle.PAUSE, on_lifecycle.ask_pause),
                "resume": CommandDoes(lifecycle.PAUSE, on_lifecycle.ask_resume),
                "end": CommandDoes(lifecycle.END, on_lifecycle.ask_end),
            }
        },
        presses={
            ids.ASK_PAUSE: PressDoes(lifecycle.PAUSE, on_lifecycle.ask_pause),
            ids.ASK_END: PressDoes(lifecycle.END, on_lifecycle.ask_end),
            ids.PAUSE: PressDoes(lifecycle.PAUSE, on_lifecycle.pause),
            ids.RESUME: PressDoes(lifecycle.PAUSE, on_lifecycle.resume),
        },
        forms={ids.SUBMIT_END: FormDoes(lifecycle.END, on_lifecycle.submit_end)},
    ),
    messages=(
        MessageKind(lifecycle.PAUSED, lifecycle.paused, lifecycle_messages.paused),
        MessageKind(lifecycle.RESUMED, lifecycle.resumed, lifecycle_messages.resumed),
        MessageKind(lifecycle.ENDED, lifecycle.ended, lifecycle_messages.ended),
    ),
)
