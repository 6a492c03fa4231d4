"""People and channels as Slack's directory has them now."""

from collections.abc import Collection
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.local_time import known_zone
from bot.domain.people import Channel, Group, Profile, Upload
from bot.domain.typed import fit_to_keep
from bot.services.capability import LACKING
from bot.services.ports import AddressesHidden, DirectoryUnavailable
from bot.slack.downloading import download
from bot.slack.posting import error_name, is_too_fast, retry_after

_PAGE = 200
_NO_FILE = "F0"
_NOT_THERE = frozenset(
    {
        "channel_not_found",
        "file_deleted",
        "file_not_found",
        "not_in_channel",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)


class SlackDirectory:
    """Reads the workspace's people and channels through the Web API."""

    def __init__(self, client: WebClient, team_id: str, enterprise_id: str = "") -> None:
        self._client = client
        self._home = Home(team_id, enterprise_id)

    def people(self) -> list[Profile]:
        """Everyone in the workspace. Raises DirectoryUnavailable."""
        users = self._pages("users.list", "members", include_locale=True)
        return [profile_from(user, self._home) for user in users]

    def person(self, user_id: str) -> Profile | None:
        """One person, None where Slack knows none. Raises DirectoryUnavailable."""
        answer = self._ask("users.info", user=user_id, include_locale=True)
        return profile_from(answer["user"], self._home) if answer and answer.get("user") else None

    def described(self, user: dict[str, Any]) -> Profile:
        """A person from the `user` object of an event."""
        return profile_from(user, self._home)

    def members(self, channel_id: str) -> list[str]:
        """User ids of the members of a channel. Raises DirectoryUnavailable."""
        return self._pages("conversations.members", "members", channel=channel_id)

    def channel(self, channel_id: str) -> Channel | None:
        """A channel, None where the bot can't see it; it counts as a member where Slack doesn't say otherwise.

        Raises DirectoryUnavailable.
        """
        answer = self._ask("conversations.info", channel=channel_id)
        if not answer:
            return None
        found = answer.get("channel") or {}
        return Channel(
            channel_id=channel_id,
            name=fit_to_keep(found.get("name") or ""),
            has_bot=found.get("is_member") is not False,
            is_direct=bool(found.get("is_im") or found.get("is_mpim")),
            is_shared=bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared")),
            is_archived=bool(found.get("is_archived")),
            is_private=bool(found.get("is_private")),
        )

    def named(self, names: Collection[str]) -> dict[str, Profile]:
        """Those whom e-mail addresses in small letters or user ids name, by these names.

        Of several accounts with one address it is one that is open. Raises DirectoryUnavailable or AddressesHidden.
        """
        users = self._pages("users.list", "members", include_locale=True)
        users.sort(key=lambda user: not user.get("deleted"))
        addresses = {user["id"]: str((user.get("profile") or {}).get("email") or "").lower() for user in users}
        if any("@" in name for name in names) and not any(addresses.values()):
            raise AddressesHidden
        found: dict[str, Profile] = {}
        wanted = frozenset(names)
        for user in users:
            for name in wanted & {user["id"], addresses[user["id"]]}:
                found[name] = profile_from(user, self._home)
        return found

    def groups(self) -> list[Group]:
        """The user groups that are in use with their people, by name. Raises DirectoryUnavailable."""
        answer = self._ask("usergroups.list", include_users=True)
        listed = answer.get("usergroups") if answer else None
        if not isinstance(listed, list):
            raise DirectoryUnavailable("no readable answer", 60.0, "usergroups.list")
        groups = [_group_from(each) for each in listed if not each.get("date_delete")]
        return sorted(groups, key=lambda group: (group.name.casefold(), group.group_id))

    def upload(self, file_id: str, most: int) -> Upload | None:
        """A file with its content, None where it is gone; its content only up to `most` bytes.

        Raises DirectoryUnavailable.
        """
        answer = self._ask("files.info", file=file_id)
        file = answer.get("file") if answer else None
        if not isinstance(file, dict) or file.get("is_external") or not file.get("url_private"):
            return None
        name, size = fit_to_keep(str(file.get("name") or "")), int(file.get("size") or 0)
        content = None if size > most else download(self._client, str(file["url_private"]), most)
        return Upload(file_id, str(file.get("user") or ""), name, size, content)

    def may_read_files(self) -> bool:
        """Whether files can be read, as the answer about a file tells that isn't there."""
        try:
            self._ask("files.info", file=_NO_FILE)
        except DirectoryUnavailable as unavailable:
            return unavailable.reason not in LACKING
        return True

    def _pages(self, method: str, name: str, **arguments: Any) -> list[Any]:
        """All of a list, or none of it: half a list, or one without end, must not pass for who is there."""
        found: list[Any] = []
        cursor, seen = "", set()
        while cursor not in seen:
            seen.add(cursor)
            answer = self._ask(method, limit=_PAGE, cursor=cursor, **arguments)
            if answer is None:
                raise DirectoryUnavailable("channel_not_found", 60.0, method)
            if not isinstance(answer.get(name), list):
                break
            found += answer[name]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found
        raise DirectoryUnavailable("no readable answer", 60.0, method)

    def _ask(self, method: str, **arguments: Any) -> SlackResponse | None:
        try:
            return self._client.api_call(method, params=arguments)
        except SlackApiError as error:
            name = error_name(error)
            if name in _NOT_THERE:
                return None
            wait = retry_after(error.response.headers) if is_too_fast(error) else 5.0
            raise DirectoryUnavailable(name or "no answer", wait, method) from None
        except (OSError, ValueError, HTTPException) as error:
            raise DirectoryUnavailable(type(error).__name__, method=method) from None


@dataclass(frozen=True, slots=True)
class Home:
    """The workspace, and the organisation on Enterprise Grid that it belongs to ('' for none)."""

    team_id: str
    enterprise_id: str = ""

    def is_strange(self, user: dict[str, Any]) -> bool:
        """Whether somebody belongs to another organisation; Slack shows those who share a channel with us.

        On Enterprise Grid `team_id` may name the organisation, or another of its workspaces: docs.slack.dev/enterprise.
        """
        if user.get("is_stranger"):
            return True
        grid = user.get("enterprise_user") or {}
        if self.team_id in (grid.get("teams") or ()):
            return False
        if grid.get("enterprise_id"):
            return bool(grid["enterprise_id"] != self.enterprise_id)
        team_id = user.get("team_id") or (user.get("profile") or {}).get("team") or self.team_id
        return team_id not in (self.team_id, self.enterprise_id)


def profile_from(user: dict[str, Any], home: Home) -> Profile:
    """A person from a `user` object of users.list, users.info or a user_change event."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    return Profile(
        user_id=user["id"],
        name=fit_to_keep(name),
        zone=known_zone(user.get("tz"), "UTC"),
        locale=user.get("locale") or "en-US",
        is_bot=any((user.get("is_bot"), user.get("is_workflow_bot"), profile.get("bot_id"), user["id"] == "USLACKBOT")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=home.is_strange(user),
        is_active=not user.get("deleted", False),
    )


def _group_from(group: dict[str, Any]) -> Group:
    handle = fit_to_keep(str(group.get("handle") or ""))
    users = tuple(str(user_id) for user_id in group.get("users") or ())
    return Group(str(group["id"]), handle, fit_to_keep(str(group.get("name") or "")) or handle, users)
