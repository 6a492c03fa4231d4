"""What people do with an initiative: start it, see how it stands."""

import logging
from datetime import date, time
from typing import Any

from slack_sdk.models.views import View

from bot.domain.initiative import CaseForChange, StartForm
from bot.listeners.payloads import Command, Form, Press
from bot.services import describing, initiative
from bot.services.ports import DirectoryUnavailable
from messages import describing as describing_messages
from messages import initiative as messages

log = logging.getLogger("uptake.listeners")


def start(command: Command) -> None:
    """Somebody typed /uptake start: open the form, or say what has to be done first."""
    initiative.check_free(command.uses, command.channel_id)
    view_id = command.open(messages.loading(command.locale))
    command.change_view(view_id, _form_or_hurdle(command))


def open_start(press: Press) -> None:
    """Somebody pressed Start an initiative on their Home page: the form asks for the channel too."""
    press.open(messages.start_form(press.locale, initiative.suggested_start(press.uses, press.user_id)))


def status(command: Command) -> None:
    """Somebody typed /uptake status."""
    command.tell(messages.status(initiative.status(command.uses, command.channel_id, command.user_id), command.locale))


def show_status(press: Press) -> None:
    """Somebody pressed a button that shows the status."""
    press.tell(messages.status(initiative.status(press.uses, press.channel_id, press.user_id), press.locale))


def usage(command: Command) -> None:
    """Somebody typed /uptake help."""
    command.tell(messages.usage(command.locale))


def submit_start(form: Form) -> None:
    """Somebody sent the form: start the initiative in the channel where they opened it, or which they picked."""
    channel_id = form.private or initiative.picked_channel(form.uses, form.values.get("channel") or "", form.user_id)
    initiative.start_initiative(form.uses, channel_id, form.user_id, _typed(form.values))


def open_description(press: Press) -> None:
    """Somebody pressed Name and reasons."""
    standing = describing.to_describe(press.uses, int(press.value), press.user_id)
    press.open(describing_messages.description_form(standing, press.locale))


def submit_description(form: Form) -> View:
    """Somebody sent another name or other reasons."""
    practice, case = _described(form.values)
    is_different = describing.describe(form.uses, int(form.private), form.user_id, practice, case)
    return describing_messages.saved(form.locale, is_different=is_different)


def _form_or_hurdle(command: Command) -> View:
    if command.channel_id.startswith("D"):
        return messages.not_a_channel(command.locale)
    try:
        channel = command.uses.directory.channel(command.channel_id)
    except DirectoryUnavailable as unavailable:
        log.warning("Whether Uptake is in a channel could not be checked: %s", unavailable.reason)
    else:
        if channel is None or not channel.has_bot:
            return messages.not_in_channel(command.locale)
        if channel.is_direct:
            return messages.not_a_channel(command.locale)
        if channel.is_shared:
            return messages.shared(command.locale)
    first_on = initiative.suggested_start(command.uses, command.user_id)
    return messages.start_form(command.locale, first_on, command.channel_id)


def _described(values: Any) -> tuple[str, CaseForChange]:
    texts = {name: (values.get(name) or "").strip() for name in CaseForChange.__slots__}
    return values.get("practice") or "", CaseForChange(**texts)


def _typed(values: Any) -> StartForm:
    practice, case = _described(values)
    day, at = values.get("first_on"), values.get("at")
    return StartForm(
        practice=practice,
        case=case,
        champions=tuple(values.get("champions") or ()),
        first_on=date.fromisoformat(day) if day else None,
        at=time.fromisoformat(at) if at else None,
        every=values.get("every") or "",
        open_days=int(values.get("open_days") or 0),
    )
