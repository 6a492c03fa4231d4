"""What happened to a test of change, in the few words that fit on a chart."""

from bot.domain.pdsa.happening import TestMoved
from messages.sentences import sentences


def line(value: TestMoved, locale: str) -> str:
    """Such as 'Test 2 began: a shorter list'."""
    say = sentences("pdsa/happening", locale, test=value.number, change=value.what)
    return say.plain(value.decision.value if value.decision else value.into.value)
