"""Who is looking: the names, zone and moment that texts are shown with. Pure, so rendering needs no workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo


@dataclass(frozen=True)
class Viewer:
    """One person's view of the workspace. `now` is an aware instant; the mappings go from an id to a bare name."""

    id: str
    zone: tzinfo
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    """People who still have a name but can no longer be chosen."""

    def at(self, timestamp: float) -> datetime:
        """The instant of a Unix timestamp in seconds, on this person's wall clock."""
        return datetime.fromtimestamp(timestamp, tz=self.zone)

    def today(self) -> datetime:
        return self.now.astimezone(self.zone)
