"""The log of who changed or exported what, for whoever runs Uptake."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.local_time import local_date
from bot.domain.privacy import LogLine
from bot.services.ports import Uses
from storage import audit
from storage import initiative as initiatives


def lines_of_log(uses: Uses, channel_id: str = "", since: date | None = None) -> list[LogLine]:
    """What the log says, oldest first: of every initiative or of those of one channel, from the UTC date `since` on."""
    with uses.reading() as session:
        of_channel = [*initiatives.ended_in(session, channel_id), initiatives.initiative_in(session, channel_id)]
        wanted = {initiative.id for initiative in of_channel if initiative is not None}
        entries = [
            entry
            for entry in audit.entries(session)
            if not channel_id or entry.initiative_id in wanted
            if since is None or local_date(entry.at, "UTC") >= since
        ]
        whom = audit.concerned(session, entries)
    return [LogLine(each.at, each.actor, each.action, each.initiative_id, _about(each, whom)) for each in entries]


def _about(entry: audit.Entry, whom: Mapping[int, str]) -> dict[str, Any]:
    """What it was about, with user ids in place of our own numbers."""
    return {name: whom.get(value, "") if name in audit.ON_PEOPLE else value for name, value in entry.about.items()}
