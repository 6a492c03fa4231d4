"""What people do with files of values: say which measure one is for and how to read it, and that it is to be saved."""

from bot.domain.measures.typed_points import Reading
from bot.domain.measures.typed_values import Decimal, Order
from bot.listeners.measures import number_in
from bot.listeners.payloads import Command, Form, Press
from bot.services.measures import files
from messages import measure_files as messages
from messages import measure_list


def how_to_import(command: Command) -> None:
    """Somebody typed /measure import: with a number, the next file is for that measure."""
    number = number_in(command.words)
    expected = files.expect_file(command.uses, command.channel_id, command.user_id, number)
    command.tell(measure_list.how_to_import(expected, command.locale))


def choose_measure(press: Press) -> None:
    """Somebody said for which measure a file is."""
    measure_id, _, file_id = press.value.partition(":")
    measure = files.read_for_measure(press.uses, int(measure_id), file_id, press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.reading(measure, press.locale))


def read_as(press: Press) -> None:
    """Somebody said how a file is to be read."""
    upload_id, _, how = press.value.partition(":")
    is_order = how in {order.value for order in Order}
    reading = Reading(Order(how)) if is_order else Reading(decimal=Decimal(how))
    shown = files.read_as(press.uses, int(upload_id), press.user_id, reading)
    press.edit(press.channel_id, press.message_ts, messages.checked(shown, press.locale))


def apply(press: Press) -> None:
    """Somebody pressed Save these values: at once, or after they say why values that are there change."""
    shown = files.to_apply(press.uses, int(press.value), press.user_id)
    if shown.changed:
        press.open(messages.why_form(shown, press.locale, f"{press.channel_id}:{press.message_ts}"))
        return
    done = files.apply(press.uses, int(press.value), press.user_id, "")
    press.edit(press.channel_id, press.message_ts, messages.applied(done, press.locale))


def submit_why(form: Form) -> None:
    """Somebody said why values change."""
    upload_id, _, _ = form.private.partition(":")
    files.apply(form.uses, int(upload_id), form.user_id, form.values.get("why") or "")


def after_why(form: Form) -> None:
    """The message that asked says what was done."""
    _, channel, ts = form.private.split(":")
    form.edit(channel, ts, messages.done(form.locale))
