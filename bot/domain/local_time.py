"""A plan in local time happens once per local date, whatever clocks do there."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.domain.errors import Refusal

WEEK = 7
LONGEST_OPEN_DAYS = 14
MOST_REMINDERS = 2


class UnknownZone(Refusal):
    """The name is not a zone of the IANA time zone database."""

    def __init__(self, name: str) -> None:
        super().__init__("“{name}” is not a time zone we know. Pick one like Europe/London.", "zone", name=name)


class Every(StrEnum):
    """How often a rhythm comes round."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    DATES = "dates"


REGULAR = (Every.WEEKLY, Every.FORTNIGHTLY, Every.MONTHLY)
"""Rhythms that go on by themselves; the other is a list of dates."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a recurring thing opens, and for how long.

    `weekday` counts from 0 = Monday, `at` is a local time without zone, `open_days` is 1 to 14 days. `dates` are the
    days of a rhythm that comes on dates, in order; `reminders` is how often at most somebody is reminded, 0 to 2.
    Raises `Refusal` with the name of the field at fault.
    """

    every: Every
    weekday: int
    at: time
    open_days: int
    dates: tuple[date, ...] = ()
    reminders: int = 1

    def __post_init__(self) -> None:
        if not isinstance(self.every, Every):
            raise Refusal("Pick weekly, fortnightly or monthly.", field="every")
        if self.weekday not in range(WEEK):
            raise Refusal("Pick a day from Monday to Sunday.", field="weekday")
        if self.at.tzinfo is not None:
            raise Refusal("Give the time as on a local clock, without a zone.", field="at")
        if self.open_days not in range(1, LONGEST_OPEN_DAYS + 1):
            raise Refusal(f"Keep it open for 1 to {LONGEST_OPEN_DAYS} days.", field="open_days")
        if self.reminders not in range(MOST_REMINDERS + 1):
            raise Refusal(f"Remind people at most {MOST_REMINDERS} times.", field="reminders")
        if (self.every is Every.DATES) is not bool(self.dates):
            raise Refusal("Write at least one date, and only where the pulse comes on dates.", field="dates")


def instant(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in `zone` first show `at` on `day`.

    Where clocks skip that time it is the first valid moment after the gap: 02:30 in a gap that ends at 03:00 is 03:00,
    a time on a skipped day is the start of the next. Raises `UnknownZone`, and `OverflowError` at the calendar's ends.
    """
    place = _zone(zone)
    wanted = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first = wanted.replace(tzinfo=place).astimezone(UTC)
    if _clock(first, place) == wanted:
        return first
    return _end_of_gap(wanted, place)


def local_date(moment: datetime, zone: str) -> date:
    """The date in `zone` at `moment`, which must know its own zone (else `ValueError`). Raises `UnknownZone`."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone has no local date")
    return moment.astimezone(_zone(zone)).date()


def known_zone(name: str | None, fallback: str) -> str:
    """`name` if it is a zone, else `fallback`. Raises `UnknownZone` if that is none either."""
    if name is not None and name in _zone_names():
        return name
    _zone(fallback)
    return fallback


def next_date(rhythm: Rhythm, first: date, after: date) -> date | None:
    """The first date of the rhythm later than `after`; None once the last of its dates is past.

    The rhythm starts on the first `rhythm.weekday` on or after `first`. Fortnights are counted from there; a monthly
    rhythm keeps to that weekday's place in the month (the third Tuesday; a fifth means the last).
    """
    if rhythm.every is Every.DATES:
        return next((day for day in rhythm.dates if day > after), None)
    start = first + timedelta((rhythm.weekday - first.weekday()) % WEEK)
    if after < start:
        return start
    if rhythm.every is Every.MONTHLY:
        return _next_in_month(start, after)
    stride = WEEK if rhythm.every is Every.WEEKLY else 2 * WEEK
    return start + timedelta(((after - start).days // stride + 1) * stride)


def read_dates(text: str) -> tuple[tuple[date, ...], int]:
    """The dates that somebody wrote, one a line or with commas between, in order; and the first line that has none.

    That line counts from 1; it is 0 where all can be read.
    """
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        for word in line.replace(",", " ").replace(";", " ").split():
            try:
                found.add(date.fromisoformat(word))
            except ValueError:
                return (), number
    return tuple(sorted(found)), 0


@cache
def _zone_names() -> frozenset[str]:
    return frozenset((files("tzdata") / "zones").read_text(encoding="ascii").split())


@cache
def _zone(name: str) -> ZoneInfo:
    """The zone as the locked tzdata package has it: machines' own copies differ in age, and replicas would disagree."""
    if name not in _zone_names():
        raise UnknownZone(name)
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as table:
        return ZoneInfo.from_file(table, key=name)


def _clock(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(place).replace(tzinfo=None, fold=0)


def _end_of_gap(skipped: datetime, place: ZoneInfo) -> datetime:
    """Halve the span between the two readings of a skipped time (with the offset after the gap, and before it)."""
    before = skipped.replace(tzinfo=place, fold=1, microsecond=0).astimezone(UTC)
    seconds = int((skipped.replace(tzinfo=place, microsecond=0).astimezone(UTC) - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        if _clock(before + timedelta(seconds=middle), place) < skipped:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def _next_in_month(start: date, after: date) -> date:
    place = (start.day - 1) // WEEK
    this_month = _nth_weekday(after.year, after.month, start.weekday(), place)
    if this_month > after:
        return this_month
    year, month = divmod(after.year * 12 + after.month, 12)
    return _nth_weekday(year, month + 1, start.weekday(), place)


def _nth_weekday(year: int, month: int, weekday: int, place: int) -> date:
    """The date at `place` (0 = first) among the month's `weekday`s; the last where it has no fifth."""
    opening, length = monthrange(year, month)
    day = 1 + (weekday - opening) % WEEK + place * WEEK
    return date(year, month, day if day <= length else day - WEEK)
