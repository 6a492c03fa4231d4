"""An initiative's own questions: which are asked each time, what may change in them, and what makes them easier."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.delimited import BadFile, Problem
from bot.domain.errors import Refusal
from bot.domain.instrument_file import OwnItem
from bot.domain.pulse import FEWEST_A_WAVE, Instrument, Item, items_for, minutes_for

ANCHORS = 2
"""How many of a team's own questions are asked every time, the first of its file; all where a wave has room for all."""

QUESTIONS = "questions"
"""The name of a change of them among the changes of an initiative's settings."""

EASY_ITEMS, EASY_WORDS = 8, 20
_LONG_WORD = re.compile(r"[^\W\d_]{13,}")
_TWO_AT_ONCE = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """What a file of questions would change, or with `faults` why it can't be used.

    `per_pulse` is how many one pulse then asks, in about so many `minutes`; `hints` are advice, with the line or 0.
    `waits` says that staff hear of it first; `staged_id` is the file that waits for a yes. No `asked` questions: the
    built-in ones come back.
    """

    practice: str
    asked: tuple[OwnItem, ...] = ()
    new: int = 0
    kept: int = 0
    retired: int = 0
    per_pulse: int = 0
    minutes: int = 0
    hints: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    waits: bool = False
    needs_agreement: bool = False
    is_same: bool = False
    staged_id: int = 0
    initiative_id: int = 0


class FileGone(Refusal):
    """A file of questions was used, or forgotten after a day."""

    def __init__(self) -> None:
        super().__init__("These questions were used already, or are older than a day. Send the file again.")


def faulty(practice: str, faults: tuple[Problem, ...]) -> QuestionChange:
    """A file that can't be used, and why."""
    return QuestionChange(practice, faults=faults)


def as_item(own: OwnItem, *, is_anchor: bool = False) -> Item:
    """A question of a team's own as an item of a wave."""
    return Item(own.id, own.construct, own.reverse, is_anchor, own.source, own.text)


def as_instrument(own: Sequence[OwnItem], built_in: Instrument) -> Instrument:
    """A team's own questions as what is asked; the built-in pulse where there are none.

    The mark changes with the words and their order, and with the built-in one, whose answers are offered here too.
    """
    if not own:
        return built_in
    read = json.dumps([built_in.fingerprint, *([each.id, each.text] for each in own)])
    return Instrument("own", _items(own), hashlib.sha256(read.encode()).hexdigest()[:20])


def check_same_words(own: Sequence[OwnItem], asked: Mapping[str, OwnItem]) -> None:
    """What was asked keeps its words: raises BadFile with each line that gives them another meaning."""
    named = {each.casefold(): item for each, item in asked.items()}
    problems = [
        Problem(each.line, f"{field}: “{each.id}” was asked with another {field}. Keep it, or pick another id.")
        for each in own
        for before in [named.get(each.id.casefold())]
        if before is not None
        for field in _reworded(each, before)
    ]
    if problems:
        raise BadFile(problems)


def _reworded(new: OwnItem, before: OwnItem) -> list[str]:
    return [name for name in ("id", "text", "reverse") if getattr(new, name) != getattr(before, name)]


def asks_other(old: Sequence[OwnItem], new: Sequence[OwnItem]) -> bool:
    """Whether people would be asked other questions; their order and what they measure are no matter to them."""
    return {(each.id, each.text) for each in old} != {(each.id, each.text) for each in new}


def hints_for(own: Sequence[OwnItem]) -> tuple[Problem, ...]:
    """What would make these questions easier to answer; none of it has to be heeded."""
    hints = [Problem(each.line, sentence) for each in own for sentence in _hard(each.text)]
    if len(own) > EASY_ITEMS:
        count = per_pulse(own)
        hints.append(
            Problem(0, f"Each pulse would ask {count} of them. With {EASY_ITEMS} or fewer it asks {FEWEST_A_WAVE}.")
        )
    return tuple(hints)


def per_pulse(own: Sequence[OwnItem]) -> int:
    """How many questions one pulse asks; of the built-in ones where there are no own ones."""
    return len(items_for(Instrument("own", _items(own)), 1)) if own else FEWEST_A_WAVE


def _items(own: Sequence[OwnItem]) -> tuple[Item, ...]:
    anchors = len(own) if len(own) <= FEWEST_A_WAVE else ANCHORS
    return tuple(as_item(each, is_anchor=place < anchors) for place, each in enumerate(own))


def change_of(practice: str, before: Sequence[OwnItem], after: Sequence[OwnItem]) -> QuestionChange:
    """What it would change to ask the questions `after` in place of those `before`."""
    old, new = {each.id for each in before}, {each.id for each in after}
    count = per_pulse(after)
    return QuestionChange(
        practice=practice,
        asked=tuple(after),
        new=len(new - old),
        kept=len(new & old),
        retired=len(old - new),
        per_pulse=count,
        minutes=minutes_for(count),
        hints=hints_for(after),
        is_same=tuple(before) == tuple(after),
    )


def _hard(text: str) -> list[str]:
    found = []
    if len(text.split()) > EASY_WORDS:
        found.append(f"it has more than {EASY_WORDS} words. A shorter one is easier to answer.")
    long = _LONG_WORD.search(text)
    if long:
        found.append(f"“{long.group()}” is a long word. Is there an everyday one?")
    if len(_TWO_AT_ONCE.findall(text)) > 1:
        found.append("it may ask two things at once. Ask one thing.")
    return found
