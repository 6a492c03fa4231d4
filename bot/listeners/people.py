"""What Slack tells of people: they joined or left a channel, or changed; and the lists of people that leads send."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.domain.errors import Refusal
from bot.domain.team_list import Applied
from bot.listeners.payloads import Command, Form, Press
from bot.services import people, team_files, team_lists, team_moving, team_sources, teams
from bot.services import who_is_who as showing
from bot.services.ports import Uses
from messages import ids, who_is_who
from messages import team_lists as messages
from messages.escaping import as_data
from messages.notice import notice


def joined_channel(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody joined a channel."""
    people.note_joined(uses, event["channel"], event["user"])


def left_channel(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody left a channel."""
    people.note_left(uses, event["channel"], event["user"])


def changed(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody's name, zone, language or account changed."""
    people.note_profile(uses, uses.directory.described(event["user"]))


def group_changed(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """A user group's people, name or state changed."""
    teams.note_group(uses, str(event.get("subteam_id") or event["subteam"]["id"]))


def sent_file(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody sent a file to the bot; what is shared in channels is none of our business."""
    if str(event.get("channel_id") or "").startswith("D"):
        team_files.take_file(uses, event["user_id"], event["file_id"])


def choose_for_list(press: Press) -> None:
    """Somebody who leads several initiatives said for which a list is."""
    initiative_id, _, file_id = press.value.partition(":")
    initiative = team_files.read_for(press.uses, int(initiative_id), file_id, press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.reading(initiative, press.locale))


def apply_list(press: Press) -> None:
    """Somebody pressed Apply below what a list would change: the message says what became of it."""
    outcome = team_lists.apply_staged(press.uses, int(press.value), press.user_id)
    locale = press.locale
    new = messages.applied(outcome, locale) if isinstance(outcome, Applied) else messages.checked(outcome, locale)
    press.edit(press.channel_id, press.message_ts, new)


def who(command: Command) -> None:
    """Somebody typed /uptake people."""
    shown = showing.who_is_who(command.uses, command.channel_id, command.user_id)
    command.tell(who_is_who.who_is_who(shown, command.locale))


def show_who(press: Press) -> None:
    """Somebody pressed Who is who, below the status."""
    press.tell(who_is_who.who_is_who(showing.who_is_who(press.uses, press.channel_id, press.user_id), press.locale))


def name_roles(press: Press) -> None:
    """Somebody pressed Name champions and sponsors."""
    press.open(who_is_who.roles_form(showing.naming(press.uses, int(press.value), press.user_id), press.locale))


def submit_roles(form: Form) -> None:
    """Somebody sent the form that names champions and sponsors."""
    initiative_id, _, mark = form.private.partition(":")
    chosen = {name: form.values.get(name) or [] for name in (ids.CHAMPIONS, ids.SPONSORS)}
    showing.name_roles(form.uses, int(initiative_id), form.user_id, mark, chosen)


def choose_groups(press: Press) -> None:
    """Somebody pressed Make teams of user groups: a form that asks which."""
    view_id = press.open(who_is_who.loading(press.locale))
    try:
        choice = team_sources.choosing_groups(press.uses, int(press.value), press.user_id)
    except Refusal as refusal:
        press.change_view(view_id, notice(refusal.said(as_data), press.locale))
    else:
        press.change_view(view_id, who_is_who.groups_form(choice, press.locale))


def submit_groups(form: Form) -> View:
    """Somebody chose user groups: what would change comes as a message."""
    team_sources.take_from_groups(form.uses, int(form.private), form.user_id, form.values.get(ids.GROUPS) or ())
    return notice(who_is_who.looking(form.locale).text, form.locale)


def move_people(press: Press) -> None:
    """Somebody pressed Move somebody."""
    press.open(who_is_who.move_form(team_moving.moving(press.uses, int(press.value), press.user_id), press.locale))


def submit_move(form: Form) -> View:
    """Somebody said who moves where: what would change comes as a message."""
    given = form.values
    who, team, name = given.get(ids.MOVED) or (), given.get(ids.TEAM) or "", given.get(ids.NEW_TEAM) or ""
    team_moving.move(form.uses, int(form.private), form.user_id, who, team, name)
    return notice(who_is_who.looking(form.locale).text, form.locale)


def follow_channel(press: Press) -> None:
    """Somebody pressed Take everybody in the channel: what would change comes as a message."""
    team_sources.take_from_channel(press.uses, int(press.value), press.user_id)
    press.tell(who_is_who.looking(press.locale))
