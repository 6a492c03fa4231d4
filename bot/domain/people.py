"""Who people are to Uptake: what Slack says of them, and which role they have in an initiative."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in an initiative; one person may be several things at once.

    A colleague works here but doesn't belong to it; the approver must agree to the pulse's questions.
    """

    STAFF = "staff"
    CHAMPION = "champion"
    LEAD = "lead"
    SPONSOR = "sponsor"
    APPROVER = "approver"
    COLLEAGUE = "colleague"


GIVEN = (Role.STAFF, Role.CHAMPION, Role.LEAD, Role.SPONSOR)
"""The roles that a row may hold. Who leads stands with the initiative alone; other roles follow from elsewhere."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as Slack's directory shows them now; `zone` is an IANA name, `locale` such as 'en-GB'."""

    user_id: str
    name: str
    zone: str
    locale: str = "en-US"
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_active: bool = True

    @property
    def can_take_part(self) -> bool:
        """Only people who work here: no bots, guests, people of other organisations, or accounts that were closed."""
        return self.is_active and not (self.is_bot or self.is_guest or self.is_stranger)

    @property
    def is_outsider(self) -> bool:
        """Somebody who can't take part but reads what is written to them: a guest, or of another organisation."""
        return self.is_active and not self.is_bot and (self.is_guest or self.is_stranger)


@dataclass(frozen=True, slots=True)
class Person:
    """A person that we keep: our own id beside what Slack says."""

    id: int
    profile: Profile

    @property
    def user_id(self) -> str:
        return self.profile.user_id

    @property
    def zone(self) -> str:
        return self.profile.zone


class ChannelKind(StrEnum):
    """Who can read a channel: everybody who works here, or those who were invited."""

    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation as Slack shows it to the bot; `is_shared` where another organisation reads it, or was invited."""

    channel_id: str
    name: str
    has_bot: bool
    is_direct: bool = False
    is_shared: bool = False
    is_archived: bool = False
    is_private: bool = False

    @property
    def kind(self) -> ChannelKind:
        return ChannelKind.PRIVATE if self.is_private else ChannelKind.PUBLIC


@dataclass(frozen=True, slots=True)
class Group:
    """A Slack user group with its people's user ids: `handle` is what people type after the @."""

    group_id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that `user_id` sent; `content` is None where it is larger than was asked for. `size` is in bytes."""

    file_id: str
    user_id: str
    name: str
    size: int
    content: bytes | None
