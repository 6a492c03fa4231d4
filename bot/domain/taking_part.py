"""Whether somebody wants an initiative's messages."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.pulse import Invitation


class Tie(StrEnum):
    """Why something about an initiative still reaches somebody who wants no messages about it."""

    LEADS = "leads"
    AGREES = "agrees"
    OWES = "owes"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Somebody who has just said that an initiative's messages are for them or not, and the pulse that waits for them.

    `zone` is theirs. `tie` is what they have taken on there, None for most; `lead_user_id` is who can give it to
    somebody else.
    """

    initiative_id: int
    practice: str
    zone: str
    waiting: Invitation | None
    tie: Tie | None = None
    lead_user_id: str = ""
