"""A pulse's question over time, as it was published: what a measure takes from there without anybody typing."""

from datetime import date

from sqlmodel import Session

from bot.domain.local_time import local_date
from storage import published


def published_means(session: Session, initiative_id: int, item: str) -> list[tuple[date, float | None]]:
    """The mean answer of everybody, from 1 to 5, by the day on which each closed wave opened.

    Only what was published: where that is a span it is the middle of it, and None where nothing was. Of several waves
    on one day, the last counts.
    """
    found: dict[date, float | None] = {}
    for day, report in published.of_everybody(session, initiative_id, item):
        found[day] = (report.low + report.high) / 2 / report.respondents if report and report.respondents else None
    return sorted(found.items())


def published_since(session: Session, initiative_id: int, since: date, zone: str) -> list[date]:
    """The days on which those waves opened that closed after a local date, the earliest first."""
    closings = published.closings(session, initiative_id)
    return [opened for opened, closed_at in closings if local_date(closed_at, zone) > since]
