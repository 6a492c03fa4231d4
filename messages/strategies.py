"""The library of strategies: what a lead can do about an item that stands low, in our own words."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.acting import Prompt, Way
from bot.domain.pulse import Item
from messages.pulse import Words
from messages.sentences import FALLBACK, language_of

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Strategy:
    """Something to do. `constructs` are what items measure that it helps with; `source` is its name in research."""

    id: str
    constructs: tuple[str, ...]
    name: str
    text: str
    way: Way
    source: str


def strategies(locale: str) -> tuple[Strategy, ...]:
    """All of them, in the language of a locale."""
    return _read(language_of(locale))


def strategy(strategy_id: str, locale: str = FALLBACK) -> Strategy | None:
    """The one with this id; None for one that this version doesn't have."""
    return next((each for each in strategies(locale) if each.id == strategy_id), None)


def helping(construct: str, locale: str) -> Sequence[Strategy]:
    """Those that help with what an item measures."""
    return [each for each in strategies(locale) if construct in each.constructs]


def as_texts(prompt: Prompt, own: Sequence[Item], locale: str) -> dict[str, str]:
    """What stands in the form of a plan that begins with a strategy: the change, and what it answers, by field.

    `own` has the words of the item where it is a team's own.
    """
    found, words = strategy(prompt.strategy, locale), Words(own, locale)
    change = {"change": f"{found.name}. {found.text}"} if found else {}
    return change | ({"answers": words.plain_short(prompt.item)} if words.knows(prompt.item) else {})


@cache
def _read(language: str) -> tuple[Strategy, ...]:
    path = _HERE / language / "pulse" / "strategies.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["strategies"]
    return tuple(Strategy(**{**row, "constructs": tuple(row["constructs"]), "way": Way(row["way"])}) for row in rows)
