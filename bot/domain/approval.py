"""Where a lead has it so, no pulse asks questions that a named person hasn't agreed to."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import Refusal
from bot.domain.settings import Agreement


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody is asked to agree to the questions that `items` marks; `agreement` is what they said so far."""

    initiative_id: int
    practice: str
    lead_user_id: str
    items: str
    agreement: Agreement = Agreement.AWAITED


@dataclass(frozen=True, slots=True)
class Decision:
    """What a lead is told about the agreement to the questions.

    Of a pulse that didn't open for want of it, `left_out_on` is the day; `next_on` is when the next one is planned.
    """

    practice: str
    approver: str
    zone: str
    agrees: bool = False
    left_out_on: date | None = None
    next_on: date | None = None


class NotAgreed(Refusal):
    """The questions need somebody's agreement first."""

    def __init__(self, approver: str) -> None:
        super().__init__(
            f"No pulse can open until <@{approver}> has agreed to the questions. They have been asked. "
            "Type /uptake settings to see how it stands."
        )


class QuestionsChanged(Refusal):
    """What they were asked about is not what would be asked now."""

    def __init__(self) -> None:
        super().__init__("The questions have changed since then. A newer message asks you about those of today.")
