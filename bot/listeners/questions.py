"""What leads do with the questions of a pulse: see them as staff do, use those of a file, or go back to ours."""

from slack_sdk.models.views import View

from bot.listeners.payloads import Command, Form, Press
from bot.services import own_questions, question_files
from bot.services.pulse import previewing
from messages import preview as preview_messages
from messages import questions as messages


def preview(command: Command) -> None:
    """Somebody typed /pulse preview."""
    shown = previewing.preview_next(command.uses, command.channel_id, command.user_id)
    command.tell(preview_messages.preview(shown, command.locale))


def preview_other(press: Press) -> None:
    """Somebody pressed See the one after it, or See the planned questions."""
    shown = previewing.preview(press.uses, press.value, press.user_id)
    press.tell(preview_messages.preview(shown, press.locale))


def preview_file(press: Press) -> None:
    """Somebody pressed See them as staff do, below what a file of questions would change."""
    shown = previewing.preview_file(press.uses, int(press.value), press.user_id)
    press.tell(preview_messages.preview(shown, press.locale))


def preview_form(press: Press) -> None:
    """Somebody pressed Answer in a preview."""
    shown = previewing.preview(press.uses, press.value, press.user_id)
    press.open(preview_messages.form(shown, press.locale))


def preview_only(press: Press) -> None:
    """Somebody pressed what staff can press, in a preview."""
    press.tell(preview_messages.nothing_happens(press.locale))


def submit_preview(form: Form) -> View:
    """Somebody sent the form of a preview: nothing is kept, not even which pulse it was."""
    return preview_messages.sent(form.locale)


def use_questions(press: Press) -> None:
    """Somebody pressed Use these questions: the message says what became of it."""
    change = question_files.use_staged(press.uses, int(press.value), press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.used(change, press.locale))


def use_built_in(press: Press) -> None:
    """Somebody pressed Back to Uptake's questions."""
    press.tell(messages.used(own_questions.go_back(press.uses, int(press.value), press.user_id), press.locale))
