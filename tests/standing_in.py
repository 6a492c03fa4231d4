"""What stands in for the world outside in tests of storage and services: a clock, and Slack's directory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.people import Channel, Profile
from bot.services.ports import DirectoryUnavailable


@dataclass
class Clock:
    """Product time that moves only when a test says so."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Go forward, by what `timedelta` takes."""
        self.now += timedelta(**by)


@dataclass
class DirectoryOnPaper:
    """Slack's directory as a test writes it down: who there is, who is in which channel, and channels `seen` otherwise.

    Behaves as `bot.services.ports.Directory` says. While `is_down`, every call raises DirectoryUnavailable.
    """

    profiles: dict[str, Profile] = field(default_factory=dict)
    channels: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, Channel] = field(default_factory=dict)
    is_down: bool = False

    def add(self, *profiles: Profile, channel: str | None = None) -> None:
        """Write people down, and into a channel."""
        for profile in profiles:
            self.profiles[profile.user_id] = profile
            if channel is not None:
                self.channels.setdefault(channel, []).append(profile.user_id)

    def people(self) -> list[Profile]:
        self._answer()
        return list(self.profiles.values())

    def person(self, user_id: str) -> Profile | None:
        self._answer()
        return self.profiles.get(user_id)

    def members(self, channel_id: str) -> list[str]:
        self._answer()
        return list(self.channels.get(channel_id, []))

    def described(self, user: dict[str, Any]) -> Profile:
        return Profile(user["id"], user.get("real_name", ""), user.get("tz", "UTC"))

    def channel(self, channel_id: str) -> Channel | None:
        self._answer()
        plain = Channel(channel_id, channel_id.lower(), has_bot=True) if channel_id in self.channels else None
        return self.seen.get(channel_id, plain)

    def _answer(self) -> None:
        if self.is_down:
            raise DirectoryUnavailable("the test says so")
