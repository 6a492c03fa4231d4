"""An initiative's settings as people see them: listed, changed and saved."""

from collections.abc import Callable, Sequence

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.local_time import MOST_REMINDERS, WEEK, Every
from bot.domain.opening import Closing
from bot.domain.privacy import is_nobody
from bot.domain.settings import MOST_MESSAGES_A_WEEK, NOTICE, Agreement, Outcome, Overview, Terms
from messages import ids
from messages.describing import open_description
from messages.form import form_view, page_view, tick
from messages.message import Message, button, buttons, heading, listed, message, paragraph, small
from messages.promises import in_words_of, planned
from messages.sentences import Sentences, sentences
from messages.team_hours import open_team_hours
from messages.work_time import hours_in_words

_OF_RHYTHM = frozenset({"every", "first_on", "open_days", "dates"})
_OPEN_DAYS = frozenset({1, 2, 3, 4, 5, 7, 10, 14})


def overview(value: Overview, locale: str) -> Message:
    """Every setting in plain words, for the one who asked; who may change them gets a button."""
    say = _list_sentences(value, locale)
    strict, reviewed = value.terms.is_strict, value.terms.is_reviewed
    rhythm = say["rhythm" if value.next_on else "rhythm_unplanned"]
    parts = {
        "about_pulse": [
            rhythm,
            say["days_open"],
            *_moved(value.closing, say),
            say["reminders"],
            say[value.agreement.value],
        ],
        "about_messages": [say["at_most"], say["at_work"], say["free" if value.hours.region else "never_free"]],
        "about_anonymity": [say["groups"], say["strict" if strict else "loose"]],
        "about_digest": [say["digest_when"], say["reviewed" if reviewed else "unreviewed"], say["later"]],
    }
    blocks: list[Block] = [paragraph(f"*{say['headline']}*")]
    blocks += [paragraph("\n".join([say[part], *lines])) for part, lines in parts.items()]
    blocks += planned(value.planned, value.practice, value.zone, locale, may_take_back=value.may_change)
    choices = [button(ids.OPEN_SETTINGS, say["change"], str(value.initiative_id))] if value.may_change else []
    if value.may_change:
        choices += [open_team_hours(value.initiative_id, locale), open_description(value.initiative_id, locale)]
    choices += [button(ids.SEE_QUESTIONS, say["questions"], str(value.initiative_id))] if value.may_agree else []
    return message(say["headline"], [*blocks, buttons(*choices)] if choices else blocks)


def form(value: Overview, locale: str, *, of_pulse: bool = False) -> View:
    """The form that changes the settings, as they are or will be; `of_pulse` has the rhythm alone."""
    wanted, say = value.wanted(), sentences("settings/form", locale, value.zone)
    blocks: list[Block] = [paragraph(say["intro"]), *([paragraph(say["planned"])] if value.planned else [])]
    for part, names in _PARTS.items():
        if of_pulse and part != "about_pulse":
            continue
        blocks += [] if of_pulse else [heading(say[part])]
        blocks += [_field(name, _ELEMENTS[name](wanted, say, locale), say) for name in names]
        if "approver" in names and is_nobody(wanted.approver):
            blocks.append(small(say["approver_erased"]))
            blocks.append(tick("ends_agreement", say["ends_agreement_label"], say["ends_agreement"]))
        elif "approver" in names and value.agreement is Agreement.GONE:
            blocks.append(small(say["approver_gone"]))
    return form_view(
        ids.SUBMIT_SETTINGS,
        say,
        private=f"{value.initiative_id}:{value.version}",
        blocks=blocks,
        title="title_of_pulse" if of_pulse else "title",
    )


def saved(value: Outcome, locale: str) -> View:
    """What holds now, and what staff are told of first."""
    say = sentences("settings/form", locale)
    blocks: list[Block] = []
    if value.now:
        blocks.append(paragraph(listed(say["changed_now"], in_words_of(value.now, value.practice, value.zone, locale))))
    if value.later:
        later = in_words_of(value.later, value.practice, value.zone, locale)
        when = say["when" if value.notice == NOTICE else "when_each"]
        blocks += [paragraph(listed(say["planned_now"], later)), small(when)]
    if value.taken_back:
        blocks.append(paragraph(say["taken_back"]))
    if value.now.keys() & _OF_RHYTHM:
        blocks += [small(text) for text in _moved(value.closing, _list_words(value.closing, locale, value.zone))]
    return page_view(
        say["title"],
        say["done"],
        blocks or [paragraph(say["nothing"])],
    )


def _moved(closing: Closing | None, say: Sentences) -> list[str]:
    """That the next pulse closes on another day, since nobody works on its last one."""
    return [say["moved"]] if closing and closing.on != closing.usual else []


def _list_words(closing: Closing | None, locale: str, zone: str) -> Sentences:
    return sentences("settings/list", locale, zone, closing=closing)


def _list_sentences(value: Overview, locale: str) -> Sentences:
    choices = sentences("settings/form", locale, count=value.terms.open_days)
    hours = {"hours": hours_in_words(value.hours.window, locale), "region": value.hours.region}
    of = {"practice": value.practice, "next_on": value.next_on, "terms": value.terms, "closing": value.closing, **hours}
    return sentences(
        "settings/list", locale, value.zone, **of, often=choices[value.terms.every.value], days=choices["days"]
    )


def _field(name: str, element: InputInteractiveElement, say: Sentences) -> InputBlock:
    hint = None if name in _CLEAR else PlainTextObject(text=say.plain(f"{name}_means"))
    label = PlainTextObject(text=say[f"{name}_label"])
    return InputBlock(block_id=name, label=label, hint=hint, element=element, optional=name in ("approver", "dates"))


def _every(terms: Terms, say: Sentences, _locale: str) -> InputInteractiveElement:
    return _select({every.value: say[every.value] for every in Every}, terms.every.value)


def _dates(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    dates = "\n".join(day.isoformat() for day in terms.dates)
    return PlainTextInputElement(action_id=ids.CHOICE, multiline=True, initial_value=dates or None)


def _reminders(terms: Terms, _say: Sentences, locale: str) -> InputInteractiveElement:
    labels = {
        str(n): sentences("settings/form", locale, count=n)["times"]
        for n in sorted({*range(MOST_REMINDERS + 1), terms.reminders})
    }
    return _select(labels, str(terms.reminders))


def _first_on(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return DatePickerElement(action_id=ids.CHOICE, initial_date=terms.first_on.isoformat())


def _at(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return TimePickerElement(action_id=ids.CHOICE, initial_time=terms.at.strftime("%H:%M"))


def _open_days(terms: Terms, _say: Sentences, locale: str) -> InputInteractiveElement:
    return _select({str(n): _days(n, locale) for n in sorted(_OPEN_DAYS | {terms.open_days})}, str(terms.open_days))


def _approver(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    """A menu for several people, of whom one can be chosen: unlike a menu for one, it can be emptied again."""
    chosen = [terms.approver] if terms.approver and not is_nobody(terms.approver) else None
    return UserMultiSelectElement(action_id=ids.CHOICE, initial_users=chosen, max_selected_items=1)


def _message_cap(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return _select({str(n): str(n) for n in range(1, MOST_MESSAGES_A_WEEK + 1)}, str(terms.message_cap))


def _is_strict(terms: Terms, say: Sentences, _locale: str) -> InputInteractiveElement:
    return _yes_no_choice(say, is_so=terms.is_strict)


def _digest_weekday(terms: Terms, _say: Sentences, locale: str) -> InputInteractiveElement:
    return _select({str(n): _weekday(n, locale) for n in range(WEEK)}, str(terms.digest_weekday))


def _digest_at(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return TimePickerElement(action_id=ids.CHOICE, initial_time=terms.digest_at.strftime("%H:%M"))


def _is_reviewed(terms: Terms, say: Sentences, _locale: str) -> InputInteractiveElement:
    return _yes_no_choice(say, is_so=terms.is_reviewed)


_ELEMENTS: dict[str, Callable[[Terms, Sentences, str], InputInteractiveElement]] = {
    "every": _every,
    "dates": _dates,
    "reminders": _reminders,
    "first_on": _first_on,
    "at": _at,
    "open_days": _open_days,
    "approver": _approver,
    "message_cap": _message_cap,
    "is_strict": _is_strict,
    "digest_weekday": _digest_weekday,
    "digest_at": _digest_at,
    "is_reviewed": _is_reviewed,
}
_PARTS: dict[str, Sequence[str]] = {
    "about_pulse": ("every", "first_on", "dates", "at", "open_days", "reminders", "approver"),
    "about_messages": ("message_cap",),
    "about_anonymity": ("is_strict",),
    "about_digest": ("digest_weekday", "digest_at", "is_reviewed"),
}
_CLEAR = frozenset({"digest_weekday", "is_reviewed"})
"""Settings that need no word beyond their label."""


def _select(labels: dict[str, str], chosen: str) -> StaticSelectElement:
    options = {value: Option(value=value, label=label) for value, label in labels.items()}
    return StaticSelectElement(action_id=ids.CHOICE, options=list(options.values()), initial_option=options[chosen])


def _yes_no_choice(say: Sentences, *, is_so: bool) -> RadioButtonsElement:
    options = [Option(value="yes", label=say["yes"]), Option(value="no", label=say["no"])]
    return RadioButtonsElement(action_id=ids.CHOICE, options=options, initial_option=options[0 if is_so else 1])


def _days(count: int, locale: str) -> str:
    return sentences("settings/form", locale, count=count)["days"]


def _weekday(number: int, locale: str) -> str:
    return sentences("settings/form", locale, number=number)["weekday"]
