"""What staff are told of a change of what they were promised, and from when it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.settings import Changes


@dataclass(frozen=True, slots=True)
class Announcement:
    """What staff are told about a change of what they were promised; `replaces` an earlier one that they heard of."""

    practice: str
    zone: str
    changed_by: str
    changes: Changes
    starts_at: datetime
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class NotAnnounced:
    """What a lead is told about a change that staff could not be told of; `reason` is why."""

    practice: str
    channel_id: str
    zone: str
    changes: Changes
    reason: str


def starts_at(moment: datetime, waves: Iterable[tuple[datetime, datetime]]) -> datetime:
    """When a change applies of which staff know long enough at `moment`: then, but never while a pulse is open.

    `waves` are the opening and closing of the pulse that is open and of the one that is planned.
    """
    for opens_at, closes_at in sorted(waves):
        if opens_at <= moment < closes_at:
            moment = closes_at
    return moment
