"""What is held on people, for how long, and what is left of somebody who asked to be erased."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.domain.errors import Refusal

ERASED, RETIRED = "erased:", "retired:"
TAKES_NO_PART = "This person takes no part in Uptake. Pick somebody else."
ONE_TAKES_NO_PART = "One of them takes no part in Uptake. Pick somebody else."
"""What is said of somebody who was erased, where they are picked; that they were is their own business."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one kind on one person, in plain rows; `days` is how long, None where it goes with another."""

    kind: str
    days: int | None
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class AboutMe:
    """Everything that is held on one person at a moment; kinds of which there is nothing are there too."""

    user_id: str
    zone: str
    at: datetime
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of thing that Uptake holds; `days` is how long, None where it goes with something else."""

    kind: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Promises:
    """Everything that Uptake holds on anybody, and which leads a person can ask about it."""

    kept: tuple[Kept, ...]
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log: `actor` is a user id, '' where no person of the workspace acted."""

    at: datetime
    actor: str
    action: str
    initiative: int | None
    about: Mapping[str, Any]


class WasErased(Refusal):
    """The person asked to be erased, and acts now."""

    def __init__(self) -> None:
        super().__init__("You asked to be erased, so Uptake knows nothing of you and you take no part.")


class StillLeads(Refusal):
    """Somebody who leads an initiative can't vanish from it: nobody would get what a lead gets."""

    def __init__(self, channels: tuple[str, ...]) -> None:
        where = ", ".join(f"<#{channel_id}>" for channel_id in channels)
        super().__init__(
            f"You lead the initiative in {where}. Type `/uptake handover` there first, then erase yourself."
        )


class NobodyToCallBack(Refusal):
    """Nobody was erased, so nobody can come back."""

    def __init__(self) -> None:
        super().__init__("Uptake knows you already, so there is nothing to bring back.")


def named(user_id: str) -> str:
    """Somebody at the beginning of a sentence, even where only a mark is left of them."""
    return "Somebody who takes no part any more" if is_nobody(user_id) else f"<@{user_id}>"


def mark_of(key: str, user_id: str) -> str:
    """What stands in place of the user id of somebody who was erased; without `key` nobody can tell whose it is.

    HMAC-SHA256 (RFC 2104): with the id alone, or with a list of all ids, it can't be made again.
    """
    return ERASED + hmac.new(key.encode(), user_id.encode(), sha256).hexdigest()


def retired(number: str) -> str:
    """What stands there once the person has come back, and is known as somebody new: it leads to nobody."""
    return RETIRED + number


def is_nobody(user_id: str) -> bool:
    """Whether this stands in place of a user id."""
    return user_id.startswith((ERASED, RETIRED))


def is_retired(user_id: str) -> bool:
    """Whether nothing can lead from this to anybody any more."""
    return user_id.startswith(RETIRED)
