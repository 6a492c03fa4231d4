"""What people do with an initiative's settings: look at them, change them, take a planned change back."""

from datetime import date, time
from typing import Any

from slack_sdk.models.views import View

from bot.domain.settings import TermsForm
from bot.listeners.payloads import Command, Form, Press
from bot.services import promises, settings
from messages import promises as promise_messages
from messages import settings as messages


def show(asked: Command | Press) -> None:
    """Somebody asked for the settings."""
    shown = settings.overview(asked.uses, asked.channel_id, asked.user_id)
    asked.tell(messages.overview(shown, asked.locale))


def open_form(press: Press) -> None:
    """Somebody pressed Change settings."""
    shown = settings.to_change(press.uses, int(press.value), press.user_id)
    press.open(messages.form(shown, press.locale))


def submit(form: Form) -> View:
    """Somebody sent the settings: say what holds now, and what staff are told of first."""
    initiative_id, _, version = form.private.partition(":")
    typed = _typed(form.values)
    outcome = settings.change(form.uses, int(initiative_id), form.user_id, int(version), typed)
    return messages.saved(outcome, form.locale)


def take_back(press: Press) -> None:
    """Somebody pressed Take it back."""
    promises.take_back(press.uses, int(press.value), press.user_id)
    press.tell(promise_messages.took_back(press.locale))


def _typed(values: Any) -> TermsForm:
    day, at, digest_at = values.get("first_on"), values.get("at"), values.get("digest_at")
    chosen = values.get("approver") or [""]
    return TermsForm(
        every=values.get("every") or "",
        first_on=date.fromisoformat(day) if day else None,
        at=time.fromisoformat(at) if at else None,
        open_days=int(values.get("open_days") or 0),
        message_cap=int(values.get("message_cap") or 0),
        digest_weekday=int(values.get("digest_weekday") or 0),
        digest_at=time.fromisoformat(digest_at) if digest_at else None,
        is_reviewed=values.get("is_reviewed") == "yes",
        is_strict=values.get("is_strict") == "yes",
        approver=chosen[0],
    )
