"""Everything that Uptake can hold on somebody, and all that it says it holds, made from the rows in bot/features/."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.privacy import AboutMe, Held, Kept, Promises
from bot.features import all_retention

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


def held_on(typed: Callable[[str], str], rows: int = 40) -> AboutMe:
    """So many rows of each kind, with `typed` wherever one may say what somebody typed."""
    practice, name, team = typed("practice"), typed("name"), typed("team")
    filled: dict[str, dict[str, Any]] = {
        "profile": {"user": "U1", "name": name, "zone": "UTC", "locale": "en-GB", "flags": ()},
        "hours": {"work_days": "0", "work_begins": time(9), "work_ends": time(13), "away_until": date(2026, 3, 10)},
        "membership": {
            "initiative": practice,
            "channel": "C1",
            "team": team,
            "is_whole": False,
            "roles": ["champion", "lead"],
        },
        "measures": {
            "initiative": practice,
            "measure": name,
            "owner": True,
            "points": 12,
            "corrections": 1,
            "marks": 0,
        },
        "value_files": {"measure": name, "uploaded_at": MOMENT},
        "opt_out": {"initiative": practice, "since": date(2026, 3, 10)},
        "breaks": {"initiative": practice, "until": date(2026, 3, 31)},
        "open_pulse": {"initiative": practice, "closes_at": MOMENT, "answered": True, "left_out": False},
    }
    held = [Held(kind.kind, kind.days, (filled.get(kind.kind, {}),) * rows) for kind in all_retention() if kind.held]
    return AboutMe("U1", "Europe/London", MOMENT, tuple(held))


def all_promises(leads: int) -> Promises:
    """All that is said to be kept, and so many leads to ask."""
    kept = tuple(Kept(kind.kind, kind.days) for kind in all_retention())
    return Promises(kept, tuple(f"U{number:010}" for number in range(leads)))
