"""What people do to pause an initiative, let it go on, or end it."""

from bot.listeners.payloads import Command, Form, Press
from bot.services import lifecycle
from messages import lifecycle as messages


def ask_pause(asked: Command | Press) -> None:
    """Somebody asked to pause it: say what that means, with a button that does it, or one that resumes."""
    prospect = lifecycle.prospect(asked.uses, lifecycle.PAUSE, asked.channel_id, asked.user_id)
    asked.tell(messages.before_pausing(prospect, asked.locale))


def ask_resume(asked: Command) -> None:
    """Somebody asked to let it go on: say what that means, with a button that does it."""
    prospect = lifecycle.paused_prospect(asked.uses, asked.channel_id, asked.user_id)
    asked.tell(messages.before_pausing(prospect, asked.locale))


def pause(press: Press) -> None:
    """Somebody pressed Pause it."""
    turn = lifecycle.pause(press.uses, int(press.value), press.user_id)
    press.replace(messages.after_pausing(turn, press.locale))


def resume(press: Press) -> None:
    """Somebody pressed Resume it."""
    turn = lifecycle.resume(press.uses, int(press.value), press.user_id)
    press.replace(messages.resumed(turn, press.locale))


def ask_end(asked: Command | Press) -> None:
    """Somebody asked to end it: a form that says what that means and asks."""
    prospect = lifecycle.prospect(asked.uses, lifecycle.END, asked.channel_id, asked.user_id)
    asked.open(messages.end_form(prospect, asked.locale))


def submit_end(form: Form) -> None:
    """Somebody sent the form: it ends, and the channel hears so."""
    lifecycle.end(form.uses, int(form.private), form.user_id)
