"""Which initiative is meant: the one of a wave, or the one that lives in a channel."""

from sqlmodel import Session

from bot.domain.initiative import Initiative, NotStarted, OnlyTheLead
from bot.domain.pulse import Wave
from storage import initiative as initiatives


def initiative_of(session: Session, wave: Wave) -> Initiative:
    """The initiative that a wave belongs to."""
    initiative = initiatives.find_initiative(session, wave.initiative_id)
    assert initiative is not None
    return initiative


def initiative_in_channel(session: Session, channel_id: str) -> Initiative:
    """The initiative that lives in a channel. Raises NotStarted."""
    initiative = initiatives.initiative_in(session, channel_id)
    if initiative is None:
        raise NotStarted
    return initiative


def initiative_led_by(session: Session, channel_id: str, user_id: str) -> Initiative:
    """The channel's initiative, if this person leads it. Raises NotStarted or OnlyTheLead."""
    initiative = initiative_in_channel(session, channel_id)
    if initiative.lead_user_id != user_id:
        raise OnlyTheLead(initiative.lead_user_id)
    return initiative
