"""The channel of an initiative: whether results may be shown there."""

from bot.domain.roles import LEAD
from bot.feature import Feature
from bot.listeners import channels as on_channels
from bot.listeners.dispatch import Listeners, PressDoes
from bot.services import channels
from bot.services.ports import MessageKind
from messages import channels as channels_messages
from messages import ids

FEATURE = Feature(
    word="channels",
    listeners=Listeners(
        presses={ids.CONFIRM_CHANNEL: PressDoes(channels.CONFIRM, on_channels.confirm)},
        events={
            "channel_id_changed": on_channels.id_changed,
            "channel_shared": on_channels.shared,
            "channel_unshared": on_channels.unshared,
        },
    ),
    due={channels.LOOK: channels.first_look},
    messages=(MessageKind(channels.STOPPED, channels.stopped, channels_messages.stopped, LEAD),),
)
