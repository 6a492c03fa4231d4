"""What a benchmark measured: our rounds beside those of the floor, and the bar that the ratio is held against."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """`ours` and `floor` are rounds measured in turn, in `unit`.

    The figure is the median ratio of the pairs; where there is no floor, the median of `ours` itself. `bar` bounds
    it from above, or from below where `more_is_better`; None: reported only.
    """

    what: str
    unit: str
    ours: tuple[float, ...]
    floor: tuple[float, ...] = ()
    against: str = ""
    bar: float | None = None
    more_is_better: bool = False

    @property
    def rounds(self) -> list[float]:
        """The ratio of each pair, or each round of ours where there is no floor."""
        if not self.floor:
            return list(self.ours)
        return [ours / floor for ours, floor in zip(self.ours, self.floor, strict=True)]

    @property
    def value(self) -> float:
        return statistics.median(self.rounds)

    @property
    def is_held(self) -> bool | None:
        """Whether the bar is held; None where there is none."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.more_is_better else self.value <= self.bar

    def to_json(self) -> dict[str, Any]:
        """All of it, with what follows from it."""
        follows = {"value": self.value, "least": min(self.rounds), "most": max(self.rounds), "is_held": self.is_held}
        return asdict(self) | follows


def report(*figures: Figure) -> None:
    """Hand figures to the program that runs all benchmarks, a line each."""
    for figure in figures:
        print(json.dumps(asdict(figure)), flush=True)


def read(line: str) -> Figure:
    """A figure as `report` printed it."""
    given = json.loads(line)
    return Figure(**given | {"ours": tuple(given["ours"]), "floor": tuple(given["floor"])})


def progress(text: str) -> None:
    """Say what is being done, beside the figures."""
    print(f"  {text}", file=sys.stderr, flush=True)


def seconds_of(act: Callable[[], object]) -> float:
    """How long `act` takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
