"""What stands in for the world outside in tests of storage and services: a clock, and Slack's directory."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.people import Channel, Group, Profile, Upload
from bot.services.ports import AddressesHidden, DirectoryUnavailable


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
    """Slack's directory as a test writes it down: who is there, in which channel or user group, and channels `seen`.

    Behaves as `bot.services.ports.Directory` says. While `is_down`, every call raises DirectoryUnavailable; what
    `lacks` names raises it with "missing_scope". `emails` has an address for each user id, None where they are hidden.
    """

    profiles: dict[str, Profile] = field(default_factory=dict)
    channels: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, Channel] = field(default_factory=dict)
    is_down: bool = False
    emails: dict[str, str] | None = field(default_factory=dict)
    user_groups: dict[str, Group] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    lacks: set[str] = field(default_factory=set)

    def add(self, *profiles: Profile, channel: str | None = None) -> None:
        """Write people down, and into a channel."""
        for profile in profiles:
            self.profiles[profile.user_id] = profile
            if channel is not None:
                self.channels.setdefault(channel, []).append(profile.user_id)

    def people(self) -> list[Profile]:
        self._answer("users.list")
        return list(self.profiles.values())

    def person(self, user_id: str) -> Profile | None:
        self._answer()
        return self.profiles.get(user_id)

    def members(self, channel_id: str) -> list[str]:
        self._answer("conversations.members")
        return list(self.channels.get(channel_id, []))

    def described(self, user: dict[str, Any]) -> Profile:
        return Profile(user["id"], user.get("real_name", ""), user.get("tz", "UTC"))

    def channel(self, channel_id: str) -> Channel | None:
        self._answer()
        plain = Channel(channel_id, channel_id.lower(), has_bot=True) if channel_id in self.channels else None
        return self.seen.get(channel_id, plain)

    def add_group(self, group_id: str, name: str, *user_ids: str) -> None:
        """Write down a user group, in place of one with the same id."""
        self.user_groups[group_id] = Group(group_id, name.lower().replace(" ", "-"), name, user_ids)

    def named(self, names: Collection[str]) -> dict[str, Profile]:
        self._answer("users.list")
        if self.emails is None and any("@" in name for name in names):
            raise AddressesHidden
        by_name = self.profiles | {mail: self.profiles[user_id] for user_id, mail in (self.emails or {}).items()}
        return {name: by_name[name] for name in names if name in by_name}

    def groups(self) -> list[Group]:
        self._answer("usergroups.list")
        return sorted(self.user_groups.values(), key=lambda group: group.name)

    def upload(self, file_id: str, most: int) -> Upload | None:
        self._answer("files.info")
        file = self.files.get(file_id)
        return replace(file, content=None) if file and file.size > most else file

    def may_read_files(self) -> bool:
        return "files.info" not in self.lacks

    def _answer(self, method: str = "") -> None:
        if self.is_down:
            raise DirectoryUnavailable("the test says so")
        if method in self.lacks:
            raise DirectoryUnavailable("missing_scope", method=method)


@dataclass
class AlbumOnPaper:
    """Where pictures are put: keeps what was `uploaded`. While `refuses` names an error, every upload raises it."""

    uploaded: list[bytes] = field(default_factory=list)
    refuses: str = ""

    def upload(self, name: str, content: bytes) -> str:
        if self.refuses:
            raise DirectoryUnavailable(self.refuses, 3.0, "files.getUploadURLExternal")
        assert name.endswith(".png")
        self.uploaded.append(content)
        return f"F{len(self.uploaded):010}"
