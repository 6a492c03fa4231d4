"""What came of a file of values, for who works at the server; messages say it with the same sentences."""

from typing import Any

from bot.domain.measures.recording import Recorded
from messages.sentences import FALLBACK, Sentences, sentences


def outcome(value: Recorded, locale: str = FALLBACK) -> Sentences:
    """How many values are new, were corrected, and stood there already."""
    counts: dict[str, Any] = {"added": value.added, "corrected": value.corrected, "same": value.same}
    return sentences("measures/files", locale, name=value.measure.terms.name, **counts)


def in_terminal(value: Recorded, *, is_tried: bool) -> str:
    """The same for a terminal; `is_tried` where nothing was saved."""
    say = outcome(value)
    text = say.plain("saved").replace("*", "")
    return f"{text}\n{say.plain('tried')}" if is_tried else text
