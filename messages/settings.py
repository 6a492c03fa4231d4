"""An initiative's settings as people see them: listed, changed and saved."""

from collections.abc import Callable

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.local_time import WEEK, Every
from bot.domain.settings import (
    MOST_MESSAGES_A_WEEK,
    SETTINGS,
    Outcome,
    Overview,
    Terms,
)
from messages import ids
from messages.message import Message, button, buttons, listed, message, paragraph, small
from messages.promises import in_words_of, planned
from messages.sentences import Sentences, sentences

_OPEN_DAYS = frozenset({1, 2, 3, 4, 5, 7, 10, 14})


def overview(value: Overview, locale: str) -> Message:
    """Every setting in plain words, for the one who asked; who may change them gets a button."""
    say = _list_sentences(value, value.terms, locale)
    lines = [
        f"*{say[f'{name}_label']}:* {_shown(value, name, say, locale)}\n{say[f'{name}_means']}" for name in SETTINGS
    ]
    blocks: list[Block] = [paragraph(f"*{say['headline']}*"), paragraph("\n".join(lines))]
    blocks += planned(value.planned, value.practice, value.zone, locale, may_take_back=value.may_change)
    choices = [button(ids.OPEN_SETTINGS, say["change"], str(value.initiative_id))] if value.may_change else []
    choices += [button(ids.SEE_QUESTIONS, say["questions"], str(value.initiative_id))] if value.may_agree else []
    return message(say["headline"], [*blocks, buttons(*choices)] if choices else blocks)


def form(value: Overview, locale: str) -> View:
    """The form that changes the settings, filled in as they are or are planned to be."""
    wanted = value.wanted()
    say, words = sentences("settings/form", locale), _list_sentences(value, wanted, locale)
    fields = [_field(name, element(wanted, words, locale), words) for name, element in _ELEMENTS.items()]
    return View(
        type="modal",
        callback_id=ids.SUBMIT_SETTINGS,
        title=PlainTextObject(text=say["title"]),
        submit=PlainTextObject(text=say["submit"]),
        close=PlainTextObject(text=say["close"]),
        private_metadata=f"{value.initiative_id}:{value.version}",
        blocks=[paragraph(say["intro"]), *([paragraph(say["planned"])] if value.planned else []), *fields],
    )


def saved(value: Outcome, locale: str) -> View:
    """What holds now, and what staff are told of first."""
    say = sentences("settings/form", locale)
    blocks: list[Block] = []
    if value.now:
        blocks.append(paragraph(listed(say["changed_now"], in_words_of(value.now, value.practice, value.zone, locale))))
    if value.later:
        later = in_words_of(value.later, value.practice, value.zone, locale)
        blocks += [paragraph(listed(say["planned_now"], later)), small(say["when"])]
    if value.taken_back:
        blocks.append(paragraph(say["taken_back"]))
    return View(
        type="modal",
        title=PlainTextObject(text=say["title"]),
        close=PlainTextObject(text=say["done"]),
        blocks=blocks or [paragraph(say["nothing"])],
    )


def _list_sentences(value: Overview, terms: Terms, locale: str) -> Sentences:
    about = {"practice": value.practice, "next_on": value.next_on, "terms": terms}
    return sentences("settings/list", locale, value.zone, **about)


def _shown(value: Overview, name: str, say: Sentences, locale: str) -> str:
    """A setting's value in words."""
    chosen = getattr(value.terms, name)
    if name == "approver":
        return say[value.agreement.value]
    if name == "first_on" and value.next_on is None:
        return say["no_first_on_value"]
    if name == "every":
        return say[chosen.value]
    if name == "open_days":
        return _days(chosen, locale)
    if name == "digest_weekday":
        return _weekday(chosen, locale)
    return _yes_or_no(say, is_so=chosen) if isinstance(chosen, bool) else say[f"{name}_value"]


def _field(name: str, element: InputInteractiveElement, say: Sentences) -> InputBlock:
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=say[f"{name}_label"]),
        hint=PlainTextObject(text=say[f"{name}_means"]),
        element=element,
        optional=name == "approver",
    )


def _every(terms: Terms, say: Sentences, _locale: str) -> InputInteractiveElement:
    return _select({every.value: say[every.value] for every in Every}, terms.every.value)


def _first_on(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return DatePickerElement(action_id=ids.CHOICE, initial_date=terms.first_on.isoformat())


def _at(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return TimePickerElement(action_id=ids.CHOICE, initial_time=terms.at.strftime("%H:%M"))


def _open_days(terms: Terms, _say: Sentences, locale: str) -> InputInteractiveElement:
    return _select({str(n): _days(n, locale) for n in sorted(_OPEN_DAYS | {terms.open_days})}, str(terms.open_days))


def _message_cap(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return _select({str(n): str(n) for n in range(1, MOST_MESSAGES_A_WEEK + 1)}, str(terms.message_cap))


def _digest_weekday(terms: Terms, _say: Sentences, locale: str) -> InputInteractiveElement:
    return _select({str(n): _weekday(n, locale) for n in range(WEEK)}, str(terms.digest_weekday))


def _digest_at(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    return TimePickerElement(action_id=ids.CHOICE, initial_time=terms.digest_at.strftime("%H:%M"))


def _is_reviewed(terms: Terms, say: Sentences, _locale: str) -> InputInteractiveElement:
    return _yes_no_choice(say, is_so=terms.is_reviewed)


def _is_strict(terms: Terms, say: Sentences, _locale: str) -> InputInteractiveElement:
    return _yes_no_choice(say, is_so=terms.is_strict)


def _approver(terms: Terms, _say: Sentences, _locale: str) -> InputInteractiveElement:
    """A menu for several people, of whom one can be chosen: unlike a menu for one, it can be emptied again."""
    chosen = [terms.approver] if terms.approver else None
    return UserMultiSelectElement(action_id=ids.CHOICE, initial_users=chosen, max_selected_items=1)


_ELEMENTS: dict[str, Callable[[Terms, Sentences, str], InputInteractiveElement]] = {
    "every": _every,
    "first_on": _first_on,
    "at": _at,
    "open_days": _open_days,
    "message_cap": _message_cap,
    "digest_weekday": _digest_weekday,
    "digest_at": _digest_at,
    "is_reviewed": _is_reviewed,
    "is_strict": _is_strict,
    "approver": _approver,
}


def _select(labels: dict[str, str], chosen: str) -> StaticSelectElement:
    options = {value: Option(value=value, label=label) for value, label in labels.items()}
    return StaticSelectElement(action_id=ids.CHOICE, options=list(options.values()), initial_option=options[chosen])


def _yes_no_choice(say: Sentences, *, is_so: bool) -> RadioButtonsElement:
    options = [Option(value="yes", label=say["yes"]), Option(value="no", label=say["no"])]
    return RadioButtonsElement(action_id=ids.CHOICE, options=options, initial_option=options[0 if is_so else 1])


def _yes_or_no(say: Sentences, *, is_so: bool) -> str:
    return say["yes" if is_so else "no"]


def _days(count: int, locale: str) -> str:
    return sentences("settings/list", locale, count=count)["days"]


def _weekday(number: int, locale: str) -> str:
    return sentences("settings/list", locale, number=number)["weekday"]
