"""How close to an ideal sender the pace comes under a hidden limit that changes while sending; reported, no bar yet.

All in the virtual time of `hidden_limit`: each line is the worst of several seeded runs of one shape of limit and one
way of changing.
"""

import time
from collections.abc import Callable
from random import Random

import hidden_limit
from hidden_limit import Change, FixedWindow, Limit, Outcome, Simulation, SlidingWindow, TokenBucket, ideal_seconds
from prove import verdict
from prove.verdict import say

from bot.domain.pacing import Pace
from bot.services.delivery import AHEAD

MESSAGES, RUNS, REPLICAS = 2000, 8, (1, 3)
LONGEST = 1200.0

SHAPES: dict[str, tuple[float, Callable[[], Limit]]] = {
    "400 in any minute": (400, lambda: SlidingWindow(400, 60)),
    "400 in each minute": (400, lambda: FixedWindow(400, 60)),
    "10 a second, 10 at once": (600, lambda: TokenBucket(600, 10)),
    "5 a second, 30 at once": (300, lambda: TokenBucket(300, 30)),
}
WAYS: dict[str, Callable[[float, Random], tuple[Change, ...]]] = {
    "stays": lambda usual, random: (),
    "halves once": lambda usual, random: (Change(random.uniform(30, 120), usual / 2),),
    "doubles once": lambda usual, random: (Change(random.uniform(30, 120), usual * 2),),
    "every minute or so": lambda usual, random: _wandering(usual, random),
}


def prove(seed: int) -> list[str]:
    """Print the table. Only a run that never ends would be a fault."""
    hidden_limit.AHEAD = AHEAD
    began = time.monotonic()
    say(f"  {'limit':<26}{'changes':<22}{'replicas':>8}{'worst ratio':>14}{'most refused':>14}")
    worst, most = 1.0, 0.0
    for shape, (usual, limit) in SHAPES.items():
        for way, changes in WAYS.items():
            for replicas in REPLICAS:
                runs = [
                    _run(limit, changes(usual, Random(f"{seed}:{run}")), replicas, seed + run) for run in range(RUNS)
                ]
                ratio, refused = min(ratio for ratio, _ in runs), max(one.refused / one.calls for _, one in runs)
                worst, most = min(worst, ratio), max(most, refused)
                say(f"  {shape:<26}{way:<22}{replicas:>8}{ratio:>14.2f}{refused:>14.1%}")
    say(f"  worst of all {worst:.2f}, most refused {most:.1%}: no bar yet; {time.monotonic() - began:.0f} s")
    return []


def _run(limit: Callable[[], Limit], changes: tuple[Change, ...], replicas: int, seed: int) -> tuple[float, Outcome]:
    run = Simulation(Pace(), limit(), MESSAGES, replicas, changes, seed).run()
    return ideal_seconds(limit(), MESSAGES, replicas, changes) / run.seconds, run


def _wandering(usual: float, random: Random) -> tuple[Change, ...]:
    """Another limit every 30 to 90 seconds, from two fifths of the usual one to one and a half of it."""
    changes, now = [], 0.0
    while now < LONGEST:
        now += random.uniform(30, 90)
        changes.append(Change(now, usual * random.uniform(0.4, 1.5)))
    return tuple(changes)


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
