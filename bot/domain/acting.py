"""From result to action: which items call for something, the ways there are to act, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.pulse import Result
from bot.domain.pulse_reading import Move, average, lowest, move, unbroken

_BETWEEN = ":"


class Way(StrEnum):
    """What is done about a result: a step that tells or teaches, or a test of a change."""

    STEP = "step"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class WayToAct:
    """A form that a feature offers for acting on a result; its button has `action_id`, and as value a Prompt."""

    way: Way
    action_id: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the form is filled in from: the initiative, the wave, the item that calls for it, and a strategy's id."""

    initiative_id: int
    wave_id: int
    item: str
    strategy: str

    @property
    def value(self) -> str:
        """As the value of a button."""
        return _BETWEEN.join((str(self.initiative_id), str(self.wave_id), self.strategy, self.item))

    @classmethod
    def read(cls, value: str) -> "Prompt":
        """Of the value of a button. Raises ValueError where it isn't one."""
        initiative_id, wave_id, strategy, item = value.split(_BETWEEN, 3)
        return cls(int(initiative_id), int(wave_id), item, strategy)


@dataclass(frozen=True, slots=True)
class Call:
    """An item that calls for something: it has fallen by the rules, or stands lowest of its wave."""

    item: str
    has_fallen: bool


@dataclass(frozen=True, slots=True)
class Calls:
    """What a lead is told after a wave: its result, what in it calls for something, and the ways to act."""

    result: Result
    calls: tuple[Call, ...]
    ways: tuple[WayToAct, ...] = ()


def calls_of(result: Result, turned: Collection[str]) -> tuple[Call, ...]:
    """What calls for something, by rank and rule and from published values alone; `turned` are items reversed.

    What has fallen comes first. An item that only may be the lowest is none.
    """
    asked, waves = unbroken(result.wave.items, [past.asked for past in result.before])
    past = result.before[: waves - 1]
    fallen = []
    for item in asked:
        now = next((each for each in result.items if each.item == item), None)
        shown = [*(each.of(item) for each in reversed(past)), now]
        if move([average(each, turned=item in turned) if each else None for each in shown]) is Move.FALLEN:
            fallen.append(item)
    low = lowest({each.item: average(each, turned=each.item in turned) for each in result.items})
    found = [Call(item, has_fallen=True) for item in fallen]
    return (*found, *([Call(low, has_fallen=False)] if low is not None and low not in fallen else []))
