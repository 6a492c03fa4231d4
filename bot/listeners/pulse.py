"""What people do with a pulse: open it, send it, leave it out, start one, look at results."""

from slack_sdk.models.views import View

from bot.listeners.payloads import Command, Form, Press, Reply
from bot.services.pulse import answering, approval, asking, planning
from bot.services.pulse.results import last_result, result_of_group, result_of_team, suggestions
from messages import approval as approval_messages
from messages import ids
from messages import pulse as messages
from messages import results as result_messages
from messages import suggestions as suggestion_messages
from messages.message import Message


def answer(command: Command) -> None:
    """Somebody typed /pulse: open the form of the wave that waits for them."""
    waiting = answering.wave_to_answer(command.uses, command.user_id)
    command.open(messages.checkin(waiting, command.locale, str(waiting.wave.id)))


def open_now(command: Command) -> None:
    """Somebody typed /pulse now: open an extra wave, with a moment to undo."""
    planning.plan_now(command.uses, command.channel_id, command.user_id)
    command.tell(messages.opening_soon(command.locale))


def results(command: Command) -> None:
    """Somebody typed /pulse results: show the last result of the channel, or of the team that they named."""
    if not command.words.strip():
        command.tell(_last_result(command))
        return
    shown = result_of_team(command.uses, command.channel_id, command.user_id, command.words)
    command.tell(
        result_messages.of_team(shown, command.locale) if shown else result_messages.nothing_yet(command.locale)
    )


def show_group(press: Press) -> None:
    """Somebody pressed the name of one of their groups."""
    initiative_id, _, team_id = press.value.partition(":")
    shown = result_of_group(press.uses, int(initiative_id), int(team_id), press.user_id)
    press.tell(result_messages.of_team(shown, press.locale) if shown else result_messages.nothing_yet(press.locale))


def show_suggestions(press: Press) -> None:
    """The lead pressed See what could help."""
    found = suggestions(press.uses, int(press.value), press.user_id)
    press.tell(suggestion_messages.to_lead(found, press.locale))


def usage(command: Command) -> None:
    """Somebody typed /pulse help."""
    command.tell(messages.usage(command.locale))


def open_checkin(press: Press) -> None:
    """Somebody pressed Answer: open the form, whatever has happened since the button was drawn."""
    waiting = answering.check_answerable(press.uses, int(press.value), press.user_id)
    press.open(messages.checkin(waiting, press.locale, press.value))


def skip_checkin(press: Press) -> None:
    """Somebody pressed Not this time: no reminder, and a way back."""
    left_out = answering.decline(press.uses, int(press.value), press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.skipped(left_out, press.locale))


def take_break(press: Press) -> None:
    """Somebody pressed Not this month: nothing more for four weeks, and a way back."""
    rests = answering.take_break(press.uses, int(press.value), press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.resting(rests, press.locale))


def end_break(press: Press) -> None:
    """Somebody pressed Ask me again."""
    part = answering.end_break(press.uses, int(press.value), press.user_id)
    press.edit(press.channel_id, press.message_ts, messages.rested(part, press.locale))


def undo_now(press: Press) -> None:
    """Somebody pressed Stop it before an extra wave began."""
    in_time = planning.undo_now(press.uses, press.channel_id, press.user_id)
    press.replace(messages.undone(press.locale, in_time=in_time))


def start_now(press: Press) -> None:
    """Somebody pressed Open a pulse now."""
    planning.plan_now(press.uses, press.channel_id, press.user_id)
    press.tell(messages.opening_soon(press.locale))


def show_results(press: Press) -> None:
    """Somebody pressed Show the last result."""
    press.tell(_last_result(press))


def agree(press: Press) -> None:
    """Somebody pressed Agree to these questions."""
    _decide(press, agrees=True)


def not_yet(press: Press) -> None:
    """Somebody pressed Not yet."""
    _decide(press, agrees=False)


def see_questions(press: Press) -> None:
    """Somebody pressed See the questions."""
    asked = approval.questions(press.uses, int(press.value), press.user_id)
    press.tell(approval_messages.request(asked, press.locale))


def submit_checkin(form: Form) -> View:
    """Somebody sent their answers: count them once and say thank you; a second time changes nothing and says so."""
    comment = form.values.get(ids.COMMENT) or ""
    given = {item: value for item, value in form.values.items() if item != ids.COMMENT}
    counted = answering.record_checkin(form.uses, int(form.private), form.user_id, given, comment)
    return messages.thank_you(counted, form.locale)


def after_checkin(form: Form) -> None:
    """Once the form has closed: what invited the person now says thank you."""
    for channel, ts, counted in asking.invitations_sent(form.uses, int(form.private), form.user_id):
        form.edit(channel, ts, messages.thanks(counted, form.locale))


def _decide(press: Press, *, agrees: bool) -> None:
    """In a message of ours the answer takes the place of the question; in what only they see, it follows it."""
    initiative_id, _, items = press.value.partition(":")
    decided = approval.decide(press.uses, int(initiative_id), items, press.user_id, agrees=agrees)
    said = approval_messages.request(decided, press.locale)
    if press.channel_id.startswith("D"):
        press.edit(press.channel_id, press.message_ts, said)
    else:
        press.replace(said)


def _last_result(reply: Reply) -> str | Message:
    shown = last_result(reply.uses, reply.channel_id, reply.user_id)
    return result_messages.result(shown, reply.locale) if shown else result_messages.nothing_yet(reply.locale)
