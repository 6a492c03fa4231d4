"""Dates as Slack writes them: its `{date_pretty}`-style tokens, clock times and day dividers."""

import re
from collections.abc import Callable
from datetime import datetime

from bot.sandbox.page.viewer import Viewer

TOKEN = re.compile(r"\{(\w+)\}")
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def clock_time(moment: datetime, *, seconds: bool = False) -> str:
    """`6:39 AM`, as Slack shows it where nobody chose a 24-hour clock."""
    hour = moment.hour % 12 or 12
    tail = f":{moment.second:02}" if seconds else ""
    return f"{hour}:{moment.minute:02}{tail} {'AM' if moment.hour < 12 else 'PM'}"


def ordinal(day: int) -> str:
    suffix = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def long_month(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1]} {ordinal(moment.day)}, {moment.year}"


def short_month(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1][:3]} {moment.day}, {moment.year}"


def long_day(moment: datetime) -> str:
    return f"{DAYS[moment.weekday()]}, {long_month(moment)}"


def near_day(moment: datetime, today: datetime) -> str | None:
    """Yesterday, today or tomorrow, or None where it is none of them."""
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((moment.date() - today.date()).days)


def day_divider(moment: datetime, today: datetime) -> str:
    near = near_day(moment, today)
    if near:
        return near.capitalize()
    day = long_day(moment)
    return day.rsplit(",", 1)[0] if moment.year == today.year else day


def ago(moment: datetime, now: datetime) -> str:
    """How far `moment` lies from `now`, in the largest whole unit."""
    seconds = (now - moment).total_seconds()
    for unit, size in (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if abs(seconds) >= size:
            count = int(abs(seconds) // size)
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"


def pretty(plain: Callable[[datetime], str]) -> Callable[[datetime, datetime], str]:
    return lambda moment, today: near_day(moment, today) or plain(moment)


FORMATS: dict[str, Callable[[datetime, datetime], str]] = {
    "date_num": lambda moment, _: f"{moment:%Y-%m-%d}",
    "date_slash": lambda moment, _: f"{moment:%d/%m/%Y}",
    "date": lambda moment, _: long_month(moment),
    "date_short": lambda moment, _: short_month(moment),
    "date_long": lambda moment, _: long_day(moment),
    "date_long_full": lambda moment, _: f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}",
    "date_pretty": pretty(long_month),
    "date_short_pretty": pretty(short_month),
    "date_long_pretty": pretty(long_day),
    "day_divider_pretty": day_divider,
    "time": lambda moment, _: clock_time(moment),
    "time_secs": lambda moment, _: clock_time(moment, seconds=True),
    "ago": ago,
}


def fill_date(template: str, timestamp: float, viewer: Viewer) -> str:
    """The template with every token filled in the viewer's zone; raises KeyError for a token that Slack doesn't know.

    A near day that opens the text is capitalised, as in Slack: "Today at 6:39 AM" but "due today".
    """
    moment, today = viewer.at(timestamp), viewer.today()

    def fill(match: re.Match[str]) -> str:
        text = FORMATS[match[1]](moment, today)
        starts = match.start() == 0 and match[1].endswith("_pretty")
        return text[:1].upper() + text[1:] if starts else text

    return TOKEN.sub(fill, template)
