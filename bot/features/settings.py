"""Settings, and the promises to staff that change with them."""

from bot.domain.roles import LEAD
from bot.feature import Feature
from bot.listeners import settings as on_settings
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import promises, settings
from bot.services.ports import MessageKind
from messages import ids
from messages import promises as promise_messages

FEATURE = Feature(
    word="settings",
    listeners=Listeners(
        commands={
            "/uptake": {"settings": CommandDoes(settings.SEE, on_settings.show)},
            "/pulse": {"schedule": CommandDoes(settings.CHANGE, on_settings.schedule)},
        },
        presses={
            ids.SHOW_SETTINGS: PressDoes(settings.SEE, on_settings.show),
            ids.OPEN_SETTINGS: PressDoes(settings.CHANGE, on_settings.open_form),
            ids.TAKE_BACK: PressDoes(promises.TAKE_BACK, on_settings.take_back),
        },
        forms={ids.SUBMIT_SETTINGS: FormDoes(settings.CHANGE, on_settings.submit)},
    ),
    due={promises.WATCH: promises.watch, promises.APPLY: promises.apply},
    messages=(
        MessageKind(
            promises.ANNOUNCEMENT,
            promises.announcement,
            promise_messages.announcement,
            reports_itself=True,
            ends_with_opt_out=True,
        ),
        MessageKind(promises.TAKEN_BACK, promises.taken_back, promise_messages.taken_back, ends_with_opt_out=True),
        MessageKind(promises.NOT_ANNOUNCED, promises.not_announced, promise_messages.not_announced, LEAD),
    ),
)
