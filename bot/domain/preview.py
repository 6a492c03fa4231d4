"""A pulse shown to its lead as staff will see it: nothing in it is sent, and nothing is counted."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.pulse import Invitation


class Source(StrEnum):
    """Which questions a preview shows: those of today, those that staff have been told of, or those of a file."""

    TODAY = "today"
    PLANNED = "planned"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pulse a preview shows: `later` is 0 for the next, 1 for the one after it.

    `number` is our id of the initiative, or of the file.
    """

    source: Source
    number: int
    later: int = 0

    @classmethod
    def read(cls, value: str) -> "Asked":
        """From the value of a button."""
        source, number, later = value.split(":")
        return cls(Source(source), int(number), int(later))

    def __str__(self) -> str:
        return f"{self.source}:{self.number}:{self.later}"


@dataclass(frozen=True, slots=True)
class Preview:
    """The invitation of a pulse that isn't open, and which it is; `others` are further ones that can be looked at.

    `is_own` where the initiative asks a team's own questions today.
    """

    invitation: Invitation
    asked: Asked
    others: tuple[Asked, ...] = ()
    is_own: bool = False
