"""What people do with measures: look at them, define them, give values, and mark days."""

from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk.models.views import View

from bot.domain.errors import Refusal
from bot.domain.measures.measure import HAND, Marking, MeasureForm
from bot.domain.measures.over_time import Shown
from bot.domain.measures.recording import Asking, RecordForm
from bot.listeners.happening import with_happenings
from bot.listeners.payloads import Command, Form, Press
from bot.services.measures import defining, drawing, looking, marking, recording
from bot.services.measures.defining import Overtaken
from messages import ids, measure_chart, measure_drawing, measure_forms, measure_list
from messages.measure_words import as_page
from messages.message import said

_TEXTS = (
    "lies_where",
    "source",
    "name",
    "purpose",
    "definition",
    "data",
    "unit",
    "per",
    "direction",
    "target",
    "often",
)


class NotANumber(Refusal):
    """What stands behind the command is no number of a measure."""

    def __init__(self, word: str) -> None:
        super().__init__("“{word}” is no number of a measure. Type /measure list to see them.", word=word)


def usage(command: Command) -> None:
    """Somebody typed /measure or /measure help."""
    command.tell(measure_list.usage(command.locale))


def show_list(command: Command) -> None:
    """Somebody typed /measure list."""
    listing = looking.listing(command.uses, command.channel_id, command.user_id)
    command.tell(measure_list.listing(listing, command.locale))


def open_list(press: Press) -> None:
    """Somebody pressed Measures."""
    listing = looking.listing_in(press.uses, int(press.value), press.user_id)
    press.tell(measure_list.listing(listing, press.locale))


def show_chart(command: Command) -> None:
    """Somebody typed /measure chart, with a number or without."""
    shown = looking.shown(command.uses, command.channel_id, command.user_id, number_in(command.words))
    command.tell(measure_chart.chart(_whole(command, shown), command.locale))


def open_chart(press: Press) -> None:
    """Somebody pressed Chart."""
    shown = _whole(press, looking.shown_by_id(press.uses, int(press.value), press.user_id))
    if press.respond is not None:
        press.tell(measure_chart.chart(shown, press.locale))
    else:
        page = measure_chart.page(shown, press.locale)
        press.open_with(as_page(page, press.locale), page.pictures)


def new(command: Command) -> None:
    """Somebody typed /measure new."""
    wanted = defining.to_define(command.uses, command.channel_id, command.user_id)
    command.open(measure_forms.define_form(wanted, command.locale))


def open_new(press: Press) -> None:
    """Somebody pressed New measure."""
    wanted = defining.to_define_in(press.uses, int(press.value), press.user_id)
    press.open(measure_forms.define_form(wanted, press.locale))


def change(press: Press) -> None:
    """Somebody pressed Change the measure."""
    wanted = defining.to_redefine(press.uses, int(press.value), press.user_id)
    press.open(measure_forms.define_form(wanted, press.locale))


def submit_measure(form: Form) -> View:
    """Somebody sent the form that defines a measure or changes it."""
    initiative_id, measure_id, version = map(int, form.private.partition("|")[0].split(":"))
    typed = _measure(form.values)
    if not measure_id:
        made = defining.define(form.uses, initiative_id, form.user_id, typed)
        return measure_list.defined(made, form.locale)
    changed = defining.redefine(form.uses, measure_id, form.user_id, version, typed)
    if isinstance(changed, Overtaken):
        return measure_forms.define_again(changed.now, changed.typed, changed.parts, form.locale)
    return measure_list.defined(changed, form.locale)


def put_aside(press: Press) -> None:
    """Somebody pressed Put it aside, or Take it up again."""
    measure = defining.put_aside(press.uses, int(press.value), press.user_id)
    press.tell(measure_list.put_aside(measure, press.locale))


def record(command: Command) -> None:
    """Somebody typed /measure record, with a number or without."""
    wanted = recording.to_record(command.uses, command.channel_id, command.user_id, number_in(command.words))
    command.open(measure_forms.record_form(wanted, command.locale))


def open_record(press: Press) -> None:
    """Somebody pressed Give values."""
    wanted = recording.to_record_in(press.uses, int(press.value), press.user_id)
    press.open(measure_forms.record_form(wanted, press.locale))


def submit_record(form: Form) -> View:
    """Somebody gave values: say what came of it, or ask first."""
    measure_id, stamp = map(int, form.private.split(":"))
    given = form.values
    typed = RecordForm(
        typed=given.get(ids.TYPED) or "",
        stamp=stamp,
        order=given.get("order") or "",
        decimal=given.get("decimal") or "",
        why=given.get("why") or "",
    )
    outcome = recording.record(form.uses, measure_id, form.user_id, typed)
    if isinstance(outcome, Asking):
        return measure_forms.record_again(outcome, form.locale)
    return measure_list.recorded(outcome, form.locale)


def choose_chart(press: Press) -> None:
    """Somebody pressed Another chart."""
    press.open(measure_drawing.choose_form(drawing.to_draw(press.uses, int(press.value), press.user_id), press.locale))


def submit_chart(form: Form) -> View:
    """Somebody chose a chart."""
    over = drawing.draw_as(form.uses, int(form.private), form.user_id, form.values.get("drawn_as") or "")
    return measure_drawing.chosen(over, form.locale)


def mark_day(press: Press) -> None:
    """Somebody pressed Mark a day."""
    wanted = marking.to_mark(press.uses, int(press.value), press.user_id)
    press.open(measure_forms.mark_form(wanted.measure, wanted.marks, wanted.today, press.locale))


def submit_mark(form: Form) -> View:
    """Somebody marked a day."""
    given = form.values
    typed = Marking(given.get("mark_kind") or "", _day(given.get("mark_on")), given.get("mark_text") or "")
    return measure_list.marked(marking.mark(form.uses, int(form.private), form.user_id, typed), form.locale)


def take_mark_back(press: Press) -> None:
    """Somebody pressed Take back beside a mark."""
    marking.take_back(press.uses, int(press.value), press.user_id)
    press.tell(said(measure_list.took_back(press.locale)))


def _whole(reply: Command | Press, shown: Shown) -> Shown:
    """A measure with what happened besides, in the words of who looks at it."""
    return replace(shown, over=with_happenings(reply.uses, shown.over, reply.locale))


def _measure(values: Any) -> MeasureForm:
    texts = {name: values.get(name) or "" for name in _TEXTS}
    texts["source"] = texts["source"] or HAND
    return MeasureForm(**texts, owner=values.get("owner") or "", first_on=_day(values.get("first_on")))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def number_in(words: str) -> int | None:
    """The number behind a command, None where there is none. Raises NotANumber."""
    word = words.strip().lstrip("#").strip()
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) < 7):
        raise NotANumber(word)
    return int(word)
