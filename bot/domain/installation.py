"""What is found out about an installation before it is started."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CLOCK_TOLERANCE = 60.0
"""Seconds by which this machine's clock may differ from Slack's."""
OLD_MESSAGE = 900.0
"""Seconds after which a message that could go out is worth a remark."""


class Verdict(StrEnum):
    """Wrong keeps Uptake from working; a note doesn't."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `what` names the sentence that says it, `facts` fill it in."""

    verdict: Verdict
    what: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether Uptake can be started in spite of it."""
        return self.verdict is not Verdict.WRONG


def ok(what: str, **facts: str | int) -> Finding:
    """All is well with this."""
    return Finding(Verdict.OK, what, facts)


def note(what: str, **facts: str | int) -> Finding:
    """Worth knowing."""
    return Finding(Verdict.NOTE, what, facts)


def wrong(what: str, **facts: str | int) -> Finding:
    """This must be mended first."""
    return Finding(Verdict.WRONG, what, facts)
