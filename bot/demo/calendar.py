"""Which days the story takes place on, so that a pulse is open when it ends."""

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.local_time import instant, local_date

HOME = "Europe/London"
_MORNING = time(8, 30)
_STARTS_AT = time(9)


def pulse_day(today: date) -> date:
    """The last working day before `today`: its pulse is still open."""
    back = {0: 3, 6: 2}.get(today.weekday(), 1)
    return today - timedelta(days=back)


def first_moment(end: datetime, weeks: int) -> datetime:
    """When a story of so many weeks that ends at `end` begins."""
    return instant(local_date(end, HOME) - timedelta(weeks=weeks), _STARTS_AT, HOME)


def before_last_pulse(end: datetime) -> datetime:
    """The moment at which the last pulse is about to open."""
    return instant(pulse_day(local_date(end, HOME)), time(0), HOME)


def next_morning(now: datetime) -> datetime:
    """The next time that it is 08:30 at home, half an hour after the pulse time."""
    today = local_date(now, HOME)
    moment = instant(today, _MORNING, HOME)
    return moment if moment > now else instant(today + timedelta(days=1), _MORNING, HOME)


def next_week(now: datetime) -> datetime:
    """The same time at home, a week later."""
    local = now.astimezone(UTC)
    return local + timedelta(weeks=1)
