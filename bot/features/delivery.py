"""What a lead hears when messages could not be delivered, and what is held of messages."""

from bot.domain.roles import LEAD
from bot.feature import Feature
from bot.services import capability, delivery
from bot.services.ports import MessageKind
from bot.services.privacy import kept
from messages import delivery as delivery_messages

FEATURE = Feature(
    word="delivery",
    messages=(
        MessageKind(delivery.TROUBLE, delivery.trouble, delivery_messages.trouble, LEAD),
        MessageKind(capability.MISSING, capability.missing, delivery_messages.missing, LEAD),
    ),
    retention=(kept.MESSAGES, kept.MESSAGE_DAYS, kept.DUE_WORK, kept.PICTURES, kept.PAYLOADS),
)
