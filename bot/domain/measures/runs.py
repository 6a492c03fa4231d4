"""Runs and crossings of a chart's centre line: whether a series varies more or otherwise than by chance.

Anhøj & Olesen, PLoS ONE 2014, 9(11): e113825.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import log2

from bot.domain.measures.numbers import Value, sides

FEWEST_USEFUL = 10
"""Below this many points off the centre, Anhøj's rules tell nothing (Anhøj & Olesen 2014)."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the runs of one phase look like; all but `useful` are None where no point lies off the centre."""

    useful: int
    longest: int | None
    longest_max: int | None
    crossings: int | None
    crossings_min: int | None

    @property
    def is_signal(self) -> bool:
        """Whether a run is too long, or the centre is crossed too seldom, to be chance."""
        if self.longest is None or self.longest_max is None or self.crossings is None or self.crossings_min is None:
            return False
        return self.longest > self.longest_max or self.crossings < self.crossings_min


def runs(values: Sequence[Value], centre: Value) -> Runs:
    """The runs of `values` about `centre`. Missing points and those on the centre neither break nor extend a run."""
    known = [value for value in values if value is not None]
    signs = [where for where in sides(known, centre) if where] if centre is not None else []
    if not signs:
        return Runs(0, None, None, None, None)
    lengths = [sum(1 for _ in run) for _, run in groupby(signs)]
    useful = len(signs)
    return Runs(useful, max(lengths), longest_run_max(useful), len(lengths) - 1, crossings_min(useful))


def longest_run_max(useful: int) -> int:
    """The longest run that chance still explains among so many useful points."""
    return round(log2(useful)) + 3


@lru_cache(maxsize=4096)
def crossings_min(useful: int) -> int:
    """The fewest crossings that chance explains: the smallest k with P(Binomial(useful - 1, 0.5) <= k) >= 0.05."""
    trials = useful - 1
    wanted = 1 << trials  # of 2 ** trials ways, in twentieths: 0.05 is one
    ways = total = 1
    k = 0
    while 20 * total < wanted:
        ways = ways * (trials - k) // (k + 1)
        k += 1
        total += ways
    return k
