"""Proof that a local time happens once per local date: every zone, 2015 to 2035, every minute around every transition.

The oracle shares nothing with the code under proof: it walks through UTC minute by minute and writes down when a clock
on the wall first shows each local minute, or first shows a later one.
"""

import random
import sys
import time as stopwatch
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.local_time import instant

FIRST_YEAR, LAST_YEAR = 2015, 2035
STEP = timedelta(hours=6)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TIMES = [time(hour, minute) for hour in range(24) for minute in range(60)]


@dataclass
class Figures:
    """What was proved: distinct zone `tables`, `transitions` met, local `minutes` compared, and the `faults` found."""

    tables: int
    transitions: int
    minutes: int
    faults: list[str]

    def add(self, other: "Figures") -> None:
        self.tables += other.tables
        self.transitions += other.transitions
        self.minutes += other.minutes
        self.faults += other.faults


def distinct_zones() -> list[str]:
    """One name for each distinct table of the tzdata package (many zones are links to another)."""
    names = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    tables = {_table(name): name for name in sorted(names, reverse=True)}
    return sorted(tables.values())


def prove_zone(name: str, first_year: int, last_year: int, stride: int = 1) -> Figures:
    """Compare every `stride`th minute of the days around each transition, and one minute of each other day."""
    place = ZoneInfo.from_file(BytesIO(_table(name)), key=name)
    start, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    figures = Figures(1, 0, 0, [])
    near: set[date] = set()
    for transition in transitions(place, start, end):
        first = (transition - MINUTE).astimezone(place).date() - DAY
        last = transition.astimezone(place).date() + DAY
        figures.transitions += 1
        _compare(figures, name, place, first, last, stride)
        near.update(first + number * DAY for number in range((last - first).days + 1))
    _sample(figures, name, place, start.date(), end.date(), near)
    return figures


def transitions(place: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The first minutes of each new offset from UTC; two within six hours that undo each other would be missed."""
    moment = start
    offset = moment.astimezone(place).utcoffset()
    while moment < end:
        following = moment + STEP
        if following.astimezone(place).utcoffset() != offset:
            while moment.astimezone(place).utcoffset() == offset:
                moment += MINUTE
            offset = moment.astimezone(place).utcoffset()
            yield moment
        else:
            moment = following


def first_shown(place: ZoneInfo, first: date, last: date) -> dict[datetime, datetime]:
    """For each local minute from `first` to `last`: the UTC minute when clocks first show it or a later one."""
    shown: dict[datetime, datetime] = {}
    moment = datetime.combine(first, time(), tzinfo=UTC) - 2 * DAY
    reached = moment.astimezone(place).replace(tzinfo=None)
    end = datetime.combine(last, time()) + DAY
    while reached < end:
        clock = moment.astimezone(place).replace(tzinfo=None, fold=0)
        while reached < clock:
            reached += MINUTE
            shown[reached] = moment
        moment += MINUTE
    return shown


def _compare(figures: Figures, name: str, place: ZoneInfo, first: date, last: date, stride: int) -> None:
    shown = first_shown(place, first, last)
    days = [first + number * DAY for number in range((last - first).days + 1)]
    for at in TIMES[::stride]:
        firings = [instant(day, at, name) for day in days]
        figures.minutes += len(days)
        if firings != [shown[datetime.combine(day, at)] for day in days]:
            figures.faults.append(f"{name}: {at} on {days[0]} to {days[-1]} gives {firings}")
        if any(later <= earlier for earlier, later in pairwise(firings)):
            figures.faults.append(f"{name}: {at} fires for two dates at once near {days[0]}")


def _sample(figures: Figures, name: str, place: ZoneInfo, start: date, end: date, near: set[date]) -> None:
    """Away from transitions the offset at noon is the offset of the day."""
    randomly = random.Random(name)
    for number in range((end - start).days):
        day = start + number * DAY
        if day in near:
            continue
        at = time(randomly.randrange(24), randomly.randrange(60))
        offset = datetime.combine(day, time(12), tzinfo=UTC).astimezone(place).utcoffset() or timedelta()
        figures.minutes += 1
        if instant(day, at, name) != datetime.combine(day, at, tzinfo=UTC) - offset:
            figures.faults.append(f"{name}: {at} on {day}")


def _table(name: str) -> bytes:
    return files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()


def _prove_whole(name: str) -> Figures:
    return prove_zone(name, FIRST_YEAR, LAST_YEAR)


def main() -> int:
    """Prove every zone, print the figures, and return 1 if there was a fault, else 0."""
    began = stopwatch.monotonic()
    total = Figures(0, 0, 0, [])
    with ProcessPoolExecutor() as pool:
        for figures in pool.map(_prove_whole, distinct_zones(), chunksize=4):
            total.add(figures)
    print(
        f"local times {FIRST_YEAR} to {LAST_YEAR}: {total.tables} distinct tables, {total.transitions} transitions, "
        f"{total.minutes:,} local minutes, {len(total.faults)} faults, {stopwatch.monotonic() - began:.0f} s"
    )
    print("\n".join(total.faults[:20]), end="")
    return 1 if total.faults else 0


if __name__ == "__main__":
    sys.exit(main())
