"""What people do with an initiative's settings: look at them, change them, take a planned change back."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from slack_sdk.models.views import View

from bot.domain.local_time import read_dates
from bot.domain.settings import Terms, TermsForm
from bot.listeners.payloads import Command, Form, Press
from bot.services import promises, settings
from messages import promises as promise_messages
from messages import settings as messages


def show(asked: Command | Press) -> None:
    """Somebody asked for the settings."""
    shown = settings.overview(asked.uses, asked.channel_id, asked.user_id)
    asked.tell(messages.overview(shown, asked.locale))


def schedule(command: Command) -> None:
    """Somebody typed /pulse schedule: the lead gets the part of the settings that says when the pulse comes."""
    shown = settings.to_schedule(command.uses, command.channel_id, command.user_id)
    command.open(messages.form(shown, command.locale, of_pulse=True))


def open_form(press: Press) -> None:
    """Somebody pressed Change settings."""
    shown = settings.to_change(press.uses, int(press.value), press.user_id)
    press.open(messages.form(shown, press.locale))


def submit(form: Form) -> View:
    """Somebody sent the settings: say what holds now, and what staff are told of first."""
    initiative_id, _, version = form.private.partition(":")
    shown = settings.to_change(form.uses, int(initiative_id), form.user_id)
    typed = _typed(form.values, shown.wanted())
    outcome = settings.change(form.uses, int(initiative_id), form.user_id, int(version), typed)
    return messages.saved(outcome, form.locale)


def take_back(press: Press) -> None:
    """Somebody pressed Take it back."""
    promises.take_back(press.uses, int(press.value), press.user_id)
    press.tell(promise_messages.took_back(press.locale))


def _typed(values: Any, standing: Terms) -> TermsForm:
    """What was filled in; what the form doesn't ask stays as it is."""
    day, at = values.get("first_on"), values.get("at")
    dates, unread = read_dates(values.get("dates") or "")
    chosen = values.get("approver") or [""]
    of_pulse = TermsForm(
        every=values.get("every") or "",
        first_on=date.fromisoformat(day) if day else None,
        at=time.fromisoformat(at) if at else None,
        open_days=int(values.get("open_days") or 0),
        approver=chosen[0],
        dates=dates,
        reminders=int(values.get("reminders") or 0),
        unread=unread,
        ends_agreement=bool(values.get("ends_agreement")),
        message_cap=standing.message_cap,
        is_strict=standing.is_strict,
        digest_weekday=standing.digest_weekday,
        digest_at=standing.digest_at,
        is_reviewed=standing.is_reviewed,
    )
    if "message_cap" not in values:
        return of_pulse
    digest_at = values.get("digest_at")
    return replace(
        of_pulse,
        message_cap=int(values.get("message_cap") or 0),
        digest_weekday=int(values.get("digest_weekday") or 0),
        digest_at=time.fromisoformat(digest_at) if digest_at else None,
        is_reviewed=values.get("is_reviewed") == "yes",
        is_strict=values.get("is_strict") == "yes",
    )
