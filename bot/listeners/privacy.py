"""What people do about what is held on them: look at it, get it, have it erased, come back."""

from slack_sdk.models.views import View

from bot.listeners.payloads import Command, Form, Press
from bot.services.privacy import erasing, me
from messages import privacy as messages
from messages.notice import notice
from messages.privacy_file import FILE_NAME, as_json, file_title


def about_me(command: Command) -> None:
    """Somebody typed /uptake me."""
    command.tell(messages.about_me(me.about_me(command.uses, command.user_id), command.locale))


def promises(command: Command) -> None:
    """Somebody typed /uptake privacy."""
    command.tell(messages.promises(me.promises(command.uses, command.user_id), command.locale))


def show_me(press: Press) -> None:
    """Somebody pressed a button that shows what is held on them."""
    held = me.about_me(press.uses, press.user_id)
    if press.respond is not None:
        press.tell(messages.about_me(held, press.locale))
    else:
        press.open(messages.about_me_view(held, press.locale))


def show_promises(press: Press) -> None:
    """Somebody pressed a button that shows what is kept at all."""
    kept = me.promises(press.uses, press.user_id)
    if press.respond is not None:
        press.tell(messages.promises(kept, press.locale))
    else:
        press.open(messages.promises_view(kept, press.locale))


def export(press: Press) -> None:
    """Somebody pressed Get it as a file: it goes into their direct messages, or else is shown."""
    view_id = press.open(messages.export_wait(press.locale))
    held = me.export_me(press.uses, press.user_id)
    text = as_json(held, press.locale)
    if press.send_file(FILE_NAME, text, file_title(press.locale)):
        press.change_view(view_id, messages.export_sent(press.locale))
    else:
        press.change_view(view_id, messages.export_shown(text, press.locale))


def ask_to_erase(press: Press) -> None:
    """Somebody pressed Erase me: say what happens, or what has to be done first."""
    agrees_to = erasing.check_erasable(press.uses, press.user_id)
    press.open(messages.erase_form(agrees_to, press.locale))


def erase(form: Form) -> View:
    """Somebody meant it."""
    erasing.erase_me(form.uses, form.user_id)
    return notice(messages.erased(form.locale), form.locale)


def come_back(press: Press) -> None:
    """Somebody who was erased pressed Come back."""
    back = me.come_back(press.uses, press.user_id)
    said = messages.welcome_back(back.profile.locale)
    if press.respond is not None:
        press.replace(said)
    else:
        press.open(notice(said, back.profile.locale))
