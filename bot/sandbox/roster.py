"""Who and what is in the workspace: people, channels, user groups, and the app's place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.sandbox.desk import Desk
from bot.sandbox.model import Change, Channel, Member, UserGroup
from bot.sandbox.objects import user_json, usergroup_json
from bot.sandbox.people import Person
from bot.sandbox.state import State


class Roster:
    """Every change here is also told to the app, as far as it listens."""

    state: State
    desk: Desk

    def add_person(
        self,
        real_name: str,
        *,
        tz: str = "Europe/London",
        email: str = "",
        title: str = "",
        locale: str = "en-GB",
        name: str = "",
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_stranger: bool = False,
        is_admin: bool = False,
        deleted: bool = False,
        is_bot: bool = False,
        team_id: str | None = None,
        id: str | None = None,
    ) -> Person:
        """`is_stranger` is someone of another workspace, met in a shared channel; `is_restricted` a guest."""
        handle = name or re.sub(r"[^a-z0-9]+", ".", real_name.lower()).strip(".")
        person = Person(
            id=id or self.state.new_id("U"),
            name=handle,
            real_name=real_name,
            team_id=team_id or (self.state.new_id("T") if is_stranger else self.state.team_id),
            tz=tz,
            email=email or ("" if is_bot else f"{handle}@sandbox.example"),
            title=title,
            locale=locale,
            is_restricted=is_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_stranger=is_stranger,
            is_admin=is_admin,
            deleted=deleted,
            is_bot=is_bot,
            updated=int(self.state.now()),
            desk=self.desk,
        )
        with self.state.lock:
            self.state.people[person.id] = person
            self.state.emails[person.email.lower()] = person
        self.state.tell(Change("person", person_id=person.id))
        if not is_stranger:
            self.desk.events.tell({"type": "team_join", "user": user_json(self.state, person)})
        return person

    def change_person(self, person: Person, **details: Any) -> None:
        """Change fields of a person (`deleted=True` deactivates them) and tell of it as `user_change`."""
        for name, value in details.items():
            if not hasattr(person, name):
                raise AttributeError(f"A person has no {name}.")
            setattr(person, name, value)
        person.updated = int(self.state.now())
        self.state.emails[person.email.lower()] = person
        self.state.tell(Change("person", person_id=person.id))
        shown = user_json(self.state, person, with_locale=True)
        self.desk.events.tell({"type": "user_change", "user": shown, "cache_ts": person.updated})

    def add_channel(
        self,
        name: str,
        members: Iterable[Member] = (),
        *,
        private: bool = False,
        with_bot: bool = False,
        id: str | None = None,
    ) -> Channel:
        people = list(members)
        channel = Channel(
            id=id or self.state.new_id("C"),
            name=name,
            kind="private" if private else "public",
            creator=people[0].id if people else "",
            created=int(self.state.now()),
        )
        with self.state.lock:
            self.state.channels[channel.id] = channel
            self.state.channel_names[name] = channel.id
            for person in people:
                self.state.enter(channel, person.id)
            if with_bot:
                self.state.enter(channel, self.state.bot_user_id)
        self._changed(channel)
        return channel

    def _changed(self, channel: Channel) -> None:
        self.state.tell(Change("channel", channel_id=channel.id))

    def invite_bot(self, channel: Channel, by: Member | None = None) -> None:
        self._enter(channel, self.state.bot_user_id, by.id if by else channel.creator)

    def remove_bot(self, channel: Channel) -> None:
        self.state.quit(channel, self.state.bot_user_id)
        self._changed(channel)
        self.desk.events.left(channel, self.state.bot_user_id)
        self.desk.events.channel("channel_left", channel)

    def join(self, channel: Channel, person: Member, by: Member | None = None) -> None:
        self._enter(channel, person.id, by.id if by else "")

    def _enter(self, channel: Channel, person_id: str, inviter: str) -> None:
        if person_id in channel.members:
            return
        self.state.enter(channel, person_id)
        self._changed(channel)
        if self.state.bot_user_id in channel.members:
            self.desk.events.joined(channel, person_id, inviter)

    def leave(self, channel: Channel, person: Member) -> None:
        self.state.quit(channel, person.id)
        self._changed(channel)
        if self.state.bot_user_id in channel.members:
            self.desk.events.left(channel, person.id)

    def archive(self, channel: Channel, archived: bool = True) -> None:
        channel.archived = archived
        self._changed(channel)
        self.desk.events.channel("channel_archive" if archived else "channel_unarchive", channel, user=channel.creator)

    def rename(self, channel: Channel, name: str) -> None:
        with self.state.lock:
            self.state.channel_names.pop(channel.name, None)
            channel.name = name
            self.state.channel_names[name] = channel.id
        self._changed(channel)
        self.desk.events.channel("channel_rename", channel)

    def delete_channel(self, channel: Channel) -> None:
        with self.state.lock:
            self.state.channels.pop(channel.id, None)
            self.state.channel_names.pop(channel.name, None)
            for member in list(channel.members):
                self.state.channels_of.get(member, {}).pop(channel.id, None)
        self._changed(channel)
        self.desk.events.channel("channel_deleted", channel)

    def convert(self, channel: Channel, *, private: bool) -> None:
        """Make a public channel private, or a private one public; Slack tells so by a message in it."""
        channel.kind = "private" if private else "public"
        self._changed(channel)
        told = {"subtype": f"channel_convert_to_{channel.kind}", "user": channel.creator, "ts": self.state.new_ts()}
        self.desk.events.message(channel, told | {"text": f"made this channel *{channel.kind}*."})

    def share(self, channel: Channel, with_team: str = "") -> None:
        """Connect the channel with another workspace (Slack Connect). A private one gets another id first."""
        if channel.kind == "private" and channel.id.startswith("G"):
            old_id = self.state.renumber(channel, f"C{channel.id[1:]}")
            new = {"type": "channel_id_changed", "old_channel_id": old_id, "new_channel_id": channel.id}
            self.desk.events.tell(new, channel=channel)
        channel.shared = True
        self._changed(channel)
        self.desk.events.channel("channel_shared", channel, connected_team_id=with_team or self.state.new_id("T"))

    def unshare(self, channel: Channel, with_team: str = "") -> None:
        channel.shared = False
        self._changed(channel)
        team = with_team or self.state.new_id("T")
        self.desk.events.channel("channel_unshared", channel, previously_connected_team_id=team, is_ext_shared=False)

    def add_usergroup(self, handle: str, users: Iterable[Member] = (), *, name: str = "") -> UserGroup:
        group = UserGroup(
            id=self.state.new_id("S"), handle=handle, name=name or handle, users=[each.id for each in users]
        )
        self.state.usergroups[group.id] = group
        return group

    def set_usergroup_members(self, group: UserGroup, users: Iterable[Member]) -> None:
        """Make exactly these the group's people. docs.slack.dev/reference/events/subteam_members_changed"""
        before, group.users = group.users, [each.id for each in users]
        added = [each for each in group.users if each not in before]
        removed = [each for each in before if each not in group.users]
        told: dict[str, Any] = {"added_users": added, "added_users_count": str(len(added)), "removed_users": removed}
        told |= {"removed_users_count": str(len(removed)), "date_previous_update": 0, "date_update": 0}
        ids = {"subteam_id": group.id, "team_id": self.state.team_id}
        self.desk.events.tell({"type": "subteam_members_changed", **ids, **told})

    def change_usergroup(self, group: UserGroup, *, name: str = "", disabled: bool | None = None) -> None:
        """Rename a group, or take it out of use or back. docs.slack.dev/reference/events/subteam_updated"""
        group.name = name or group.name
        group.disabled = group.disabled if disabled is None else disabled
        self.desk.events.tell(
            {"type": "subteam_updated", "subteam": usergroup_json(self.state, group, with_users=True)}
        )

    def revoke_tokens(self) -> None:
        """The app's token stops working, and the app is told."""
        self.state.token_revoked = True
        self.desk.events.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.state.bot_user_id]}})

    def uninstall(self) -> None:
        """Someone removes the app from the workspace."""
        self.state.token_revoked = True
        self.desk.events.tell({"type": "app_uninstalled"})
