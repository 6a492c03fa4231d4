"""Proof that of two bots on one PostgreSQL either may be killed and come back: nothing is lost or doubled."""

from prove import verdict
from prove.kills import prove_on

KILLS_PER_PULSE, STAFF = 4, 300
SECONDS_PER_POST = 0.3
"""Slow enough that one bot isn't done before the other is back."""


def prove(seed: int) -> list[str]:
    """Kill one of two bots, again and again, while the other goes on."""
    return prove_on("postgresql", seed, bots=2, kills=KILLS_PER_PULSE, staff=STAFF, seconds_per_post=SECONDS_PER_POST)


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
