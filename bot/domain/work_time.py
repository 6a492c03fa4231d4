"""When somebody works: the days and hours in which Uptake may write to them."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Window:
    """Working hours: `days` count from 0 = Monday and are those on which work begins; local times without zone.

    Where `ends` isn't later than `begins`, work ends on the following day: a night shift.
    """

    days: frozenset[int]
    begins: time
    ends: time


OFFICE_HOURS = Window(frozenset(range(5)), time(8), time(18))
"""What holds for everybody for whom nothing else is said: Monday to Friday, 08:00 to 18:00."""
