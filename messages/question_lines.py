"""The lines that say what a file of questions would change, the same in a message and in a terminal."""

from collections.abc import Callable
from typing import Any

from bot.domain.delimited import Problem
from bot.domain.questions import QuestionChange
from messages.sentences import FALLBACK, sentences

_MOST_HINTS = 5
Say = Callable[..., str]
"""Gives a part of the template, filled with values."""


def in_terminal(value: QuestionChange, *, is_tried: bool) -> str:
    """What importing questions changed or would change, for a terminal, where nothing is formatted."""

    def say(part: str, **values: Any) -> str:
        return sentences("pulse/questions", FALLBACK, **values).plain(part).replace("*", "")

    head = [headline(value, say)] if is_tried else [done(value, say)]
    if value.is_same:
        return head[0]
    length = [each_time(value, say)] if value.asked else []
    after = [*then(value, say), say("not_yet")] if is_tried else []
    return "\n".join([*head, *questions(value, say), *length, *hints(value, say), *after])


def headline(value: QuestionChange, say: Say) -> str:
    """What a file would change."""
    if value.is_same:
        return say("same", practice=value.practice)
    if not value.asked:
        return say("built_in", practice=value.practice)
    return say("headline", practice=value.practice, counts=_counts(value, say))


def done(value: QuestionChange, say: Say) -> str:
    """What it changed."""
    if value.is_same:
        return say("nothing", practice=value.practice)
    what = "planned" if value.waits else "used"
    counts = _counts(value, say) if value.asked else ""
    return say(what if value.asked else f"{what}_built_in", practice=value.practice, counts=counts)


def _counts(value: QuestionChange, say: Say) -> str:
    return say("counts", new=value.new, kept=value.kept, retired=value.retired)


def questions(value: QuestionChange, say: Say) -> list[str]:
    """The questions, numbered."""
    return [say("question", number=number, text=each.text) for number, each in enumerate(value.asked, 1)]


def each_time(value: QuestionChange, say: Say) -> str:
    """How many of them each pulse asks, and how long that takes."""
    is_all = value.per_pulse == len(value.asked)
    return say("each_time", count=value.per_pulse, minutes=value.minutes, is_all=is_all)


def hints(value: QuestionChange, say: Say) -> list[str]:
    """What would make them easier to answer."""
    return [say("hints"), *(line(each, say) for each in value.hints[:_MOST_HINTS])] if value.hints else []


def then(value: QuestionChange, say: Say) -> list[str]:
    """What follows once somebody says yes."""
    return [say("waits" if value.waits else "at_first"), *([say("agrees_first")] if value.needs_agreement else [])]


def line(one: Problem, say: Say) -> str:
    """What is said of one line."""
    return say("hint" if one.line else "about_all", line=one.line, sentence=one.sentence)
