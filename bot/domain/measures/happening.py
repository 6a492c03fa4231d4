"""What other features did that belongs on a measure's time axis, so that a change and its reason are seen together.

How a feature adds its own: in `bot/services/<feature>`, `found(session, measure)` gives a `Happening`, or a subclass
that says more, for each; in `messages/<feature>`, `line(happening, locale)` says it in a few plain words; in
`bot/features/<feature>.py`, `happenings=(HappeningKind(found, line),)`.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened on a local date and may show in a measure; `what` it is about is in somebody's words."""

    on: date
    what: str
