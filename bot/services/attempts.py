"""What became of messages in hand, and what that tells of Slack's limits; all replicas share what is learned."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlmodel import Session

from bot.domain import pacing
from bot.domain.delivery import Fate, Outcome
from bot.domain.pacing import Pace
from storage import pace as paces
from storage.outbox import Claimed

POSTING, EDITING = "chat.postMessage", "chat.update"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a message in hand; `sent_at` is when its request left (epoch seconds).

    `was_tried` is False where it was given back unsent, `is_post` where only the history was read, or one was edited.
    `is_edit` where that was all.
    """

    row: Claimed
    outcome: Outcome
    sent_at: float = 0.0
    was_tried: bool = True
    is_post: bool = True
    is_edit: bool = False


def learn(pace: Pace, attempts: Sequence[Attempt], real: float) -> Pace:
    """Tell the pace what Slack let through and what it refused, in the order of sending."""
    for attempt in sorted(attempts, key=lambda one: one.sent_at):
        if not attempt.was_tried:
            continue
        if attempt.outcome.fate is Fate.TOO_FAST:
            pace = pacing.refused(pace, real, attempt.outcome.retry_after, attempt.sent_at)
        else:
            pace = pacing.accepted(pace, real, 1)
    return pace


def learn_of_edits(session: Session, attempts: Sequence[Attempt], first: Pace, real: float) -> None:
    """Edits count against a limit of their own."""
    edits = [one for one in attempts if one.is_edit]
    if edits:
        pace = read_pace(paces.hold_pace(session, EDITING, asdict(first)))
        paces.keep_pace(session, EDITING, asdict(learn(pace, edits, real)))


def edits_again_at(session: Session) -> float:
    """When a message may be edited again (epoch seconds), as far as Slack asked any replica to wait."""
    return float(paces.look_at_pace(session, EDITING).get("blocked_until", 0.0))


def read_pace(numbers: dict[str, Any]) -> Pace:
    """The numbers of a version that knew others are read as far as they are known."""
    known = {field.name for field in fields(Pace)}
    return Pace(**{name: value for name, value in numbers.items() if name in known})
