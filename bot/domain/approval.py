"""Where a lead has it so, no pulse asks questions that a named person hasn't agreed to."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import Refusal
from bot.domain.privacy import named
from bot.domain.pulse import Item
from bot.domain.settings import Agreement


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody is asked to agree to the questions that `items` marks; `agreement` is what they said so far.

    `own` are the questions where they are a team's own.
    """

    initiative_id: int
    practice: str
    lead_user_id: str
    items: str
    agreement: Agreement = Agreement.AWAITED
    own: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What a lead is told once the one who must agree can't take part any more.

    `has_left` where the account was closed; `had_agreed` to the questions of today, so that these go on.
    """

    initiative_id: int
    practice: str
    approver: str
    has_left: bool
    had_agreed: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What a lead is told about the agreement to the questions.

    Of a pulse that didn't open for want of it, `left_out_on` is the day, `next_on` is when the next one is planned, and
    `is_gone` says that the one who must agree can't take part any more.
    """

    practice: str
    approver: str
    zone: str
    agrees: bool = False
    left_out_on: date | None = None
    next_on: date | None = None
    is_gone: bool = False


class NotAgreed(Refusal):
    """The questions need somebody's agreement first."""

    def __init__(self, approver: str) -> None:
        super().__init__(
            f"No pulse can open until <@{approver}> has agreed to the questions. They have been asked. "
            "Type /uptake settings to see how it stands."
        )


class NobodyToAgree(Refusal):
    """The questions need the agreement of somebody who is gone."""

    def __init__(self, approver: str) -> None:
        super().__init__(
            f"{named(approver)}, who must agree to the questions, can't take part any more. "
            "Type /uptake settings to name somebody else."
        )


class AgreesAlready(Refusal):
    """Nobody leads an initiative whose questions they must agree to."""

    def __init__(self) -> None:
        super().__init__(
            "You must agree to the questions of this initiative, so you can't lead it as well. Ask somebody else to."
        )


class QuestionsChanged(Refusal):
    """What they were asked about is not what would be asked now."""

    def __init__(self) -> None:
        super().__init__("The questions have changed since then. A newer message asks you about those of today.")


CANNOT_LEAD = "This person must agree to the questions, so they can't lead too. Pick somebody else."
