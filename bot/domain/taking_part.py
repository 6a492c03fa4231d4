"""Whether somebody wants an initiative's messages."""

from dataclasses import dataclass

from bot.domain.pulse import Invitation


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Somebody who has just said that an initiative's messages are for them or not, and the pulse that waits for them.

    `zone` is theirs.
    """

    initiative_id: int
    practice: str
    zone: str
    waiting: Invitation | None
