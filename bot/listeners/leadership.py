"""What people do to hand an initiative over, and what Slack tells of leads who leave."""

from typing import Any

from slack_sdk import WebClient

from bot.listeners.payloads import Command, Form, Press
from bot.services import leadership, vacancy
from bot.services.ports import Uses
from messages import ids
from messages import leadership as messages


def ask_handover(asked: Command | Press) -> None:
    """Somebody asked to hand it over: a form that asks who leads from now on."""
    initiative = leadership.handing_over(asked.uses, asked.channel_id, asked.user_id)
    asked.open(messages.handover_form(initiative, asked.locale))


def choose_lead(press: Press) -> None:
    """Somebody pressed Choose somebody, in a message about a lead who is gone."""
    initiative = leadership.choosing(press.uses, int(press.value), press.user_id)
    press.open(messages.handover_form(initiative, press.locale))


def submit_handover(form: Form) -> None:
    """Somebody sent the form: the new lead, the one before and the channel hear so."""
    leadership.hand_over(form.uses, int(form.private), form.user_id, form.values.get(ids.NEW_LEAD))


def take_over(press: Press) -> None:
    """Somebody pressed I take over: what they were asked says who leads now."""
    turn = leadership.take_over(press.uses, int(press.value), press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.changed(turn, press.locale))


def person_changed(uses: Uses, _client: WebClient, event: dict[str, Any]) -> None:
    """Somebody's account changed: it may be a lead who left."""
    vacancy.note_gone(uses, [uses.directory.described(event["user"])])
