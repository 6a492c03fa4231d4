"""Numbers to places on an axis: round ticks that cover the data, and how to write them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

Value = float | None
SMALLEST = 1e-6
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0)


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high` (both ticks themselves) with a tick at every `step`."""

    low: float
    high: float
    step: float

    def ticks(self) -> list[float]:
        """The numbers to write beside the axis, lowest first."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + place * self.step, 9) for place in range(count + 1)]

    def share(self, value: float) -> float:
        """How far up the axis a number stands: 0 at the bottom, 1 at the top, held within both."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def written(self, value: float) -> str:
        """A tick as text, with as many decimals as the step needs."""
        decimals = next(count for count in range(10) if count == 9 or math.isclose(self.step, round(self.step, count)))
        return f"{round(value, decimals) + 0.0:,.{decimals}f}"


def is_known(value: Value) -> TypeGuard[float]:
    """Whether this is a number and no gap (None, or not finite)."""
    return value is not None and math.isfinite(value)


def known(values: Iterable[Value]) -> list[float]:
    """The values without the gaps."""
    return [value for value in values if is_known(value)]


def round_scale(values: Sequence[float], *, most_ticks: int = 6, from_zero: bool = False) -> Scale:
    """The tightest axis of round numbers around `values`; `from_zero` has it begin at (or cross) zero."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if math.isclose(low, high, abs_tol=SMALLEST):
        room = abs(low) * 0.1 if abs(low) > SMALLEST else 1.0
        low, high = (low, high + room) if from_zero and low >= 0 else (low - room, high + room)
    for step in _round_steps((high - low) / most_ticks):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most_ticks:
            return Scale(first * step, last * step, step)
    raise AssertionError("some round step always fits")


def fixed_scale(low: float, high: float, *, most_ticks: int = 6) -> Scale:
    """An axis with just these ends, as for answers from 1 to 5, ticked where a round step divides it evenly."""
    for step in _round_steps((high - low) / most_ticks):
        count = (high - low) / step
        if count < most_ticks and math.isclose(count, round(count)):
            return Scale(low, high, step)
    return Scale(low, high, high - low)


def _round_steps(least: float) -> list[float]:
    """The round numbers around and above `least`, over two powers of ten."""
    magnitude = 10.0 ** math.floor(math.log10(least))
    return [factor * power for power in (magnitude, magnitude * 10) for factor in ROUND_STEPS]
