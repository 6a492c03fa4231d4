"""What a lead can change about an initiative after it has begun, and what staff were promised about it."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

MESSAGES_A_WEEK = 3
MOST_MESSAGES_A_WEEK = 10


class MembersFrom(StrEnum):
    """Where an initiative's people come from: its channel, Slack user groups, or a file."""

    CHANNEL = "channel"
    GROUPS = "groups"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Settings:
    """How an initiative treats its people; `message_cap` is unrequested messages per person in any seven days.

    `approver_user_id` must agree to the pulse's questions where it isn't ''; `approved_items` marks those agreed to.
    """

    members_from: MembersFrom = MembersFrom.CHANNEL
    message_cap: int = MESSAGES_A_WEEK
    digest_weekday: int = 0
    digest_at: time = time(9)
    is_reviewed: bool = False
    is_strict: bool = False
    approver_user_id: str = ""
    approved_items: str = ""
