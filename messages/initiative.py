"""Starting an initiative and seeing how it stands, as people see it."""

from collections.abc import Mapping
from datetime import date, time

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    InteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.delivery import in_words
from bot.domain.initiative import CaseForChange, Stage, Status
from bot.domain.local_time import REGULAR
from bot.domain.settings import Agreement
from messages import ids
from messages.form import form_view, page_view
from messages.measure_list import open_list
from messages.message import Message, button, buttons, message, paragraph, small, typed
from messages.promises import planned
from messages.sentences import Sentences, sentences

_FEW = 8
_SHUT = {Agreement.AWAITED: "unapproved", Agreement.DECLINED: "unapproved", Agreement.GONE: "nobody_agrees"}
_LONGEST_WORD = 60
_OPEN_DAYS = (1, 2, 3, 4, 5, 7, 10, 14)


def loading(locale: str) -> View:
    """What stands there for the moment until the form does."""
    say = sentences("initiative/start", locale)
    return _notice(say, say["title"], say["loading"])


def start_form(locale: str, first_on: date, channel_id: str = "") -> View:
    """The form that starts an initiative, with friendly defaults; it asks for the channel where none is given."""
    say = sentences("initiative/start", locale)
    often = [Option(value=every.value, label=say[every.value]) for every in REGULAR]
    days = [Option(value=str(n), label=_days(n, locale)) for n in _OPEN_DAYS]
    blocks: list[Block] = [
        paragraph(say["intro" if channel_id else "intro_anywhere"]),
        *([] if channel_id else [_input(say, "channel", _channels(), hint=True)]),
        _text(say, "practice", hint=True),
        _text(say, "what_is_new", multiline=True),
        _text(say, "why_better", multiline=True),
        _text(say, "how_it_fits", multiline=True, optional=True),
        _text(say, "what_improves", multiline=True, optional=True),
        _input(say, "champions", UserMultiSelectElement(action_id=ids.CHOICE), hint=True, optional=True),
        _input(say, "every", StaticSelectElement(action_id=ids.CHOICE, options=often, initial_option=often[1])),
        _input(say, "first_on", DatePickerElement(action_id=ids.CHOICE, initial_date=first_on.isoformat())),
        _input(say, "at", TimePickerElement(action_id=ids.CHOICE, initial_time=time(10).strftime("%H:%M")), hint=True),
        _input(say, "open_days", StaticSelectElement(action_id=ids.CHOICE, options=days, initial_option=days[2])),
    ]
    return form_view(
        ids.SUBMIT_START,
        say,
        private=channel_id,
        blocks=blocks,
    )


def _channels() -> ConversationSelectElement:
    """A menu of channels that other organisations can't read."""
    only = ConversationFilter(
        include=["public", "private"], exclude_bot_users=True, exclude_external_shared_channels=True
    )
    return ConversationSelectElement(action_id=ids.CHOICE, filter=only)


def not_in_channel(locale: str) -> View:
    """How to invite Uptake into the channel first."""
    say = sentences("initiative/start", locale)
    return _notice(say, say["invite_title"], say["invite"])


def not_a_channel(locale: str) -> View:
    """An initiative can't start in a direct message."""
    say = sentences("initiative/start", locale)
    return _notice(say, say["refused_title"], say["direct"])


def shared(locale: str) -> View:
    """Everybody in a shared channel could read the results."""
    say = sentences("initiative/start", locale)
    return _notice(say, say["refused_title"], say["shared"])


def refused(locale: str, sentence: str) -> View:
    """The form can't be filled in, and why."""
    say = sentences("initiative/start", locale)
    return _notice(say, say["refused_title"], sentence)


def started(value: Status, locale: str) -> Message:
    """The confirmation in the channel, with the next three things to do."""
    of = value.initiative
    say = sentences(
        "initiative/started",
        locale,
        of.zone,
        practice=of.practice,
        lead=of.lead_user_id,
        champions=value.champions,
        next_on=value.next_on or of.first_on,
        often=sentences("initiative/started", locale)[of.rhythm.every.value],
    )
    blocks: list[Block] = [paragraph(f"*{say['headline']}*"), *case_lines(of.case, locale)]
    if value.champions:
        blocks.append(paragraph(say["champions"]))
    steps = "\n".join(say[part] for part in ("next_things", "first", "second", "third"))
    return message(say["headline"], [*blocks, paragraph(say["pulse"]), paragraph(steps)])


def status(value: Status, locale: str) -> Message:
    """How the initiative stands, for the one who asked."""
    of, say = value.initiative, _status_sentences(value, locale)
    stage = of.state
    lines = [] if stage is Stage.ACTIVE else [say["is_paused" if stage is Stage.PAUSED else "has_ended"]]
    lines += [_people(value, say), say["champions" if value.champions else "no_champions"]]
    if value.open_wave:
        lines.append(say["open"])
    if stage is Stage.ACTIVE:
        lines.append(say["next" if value.next_on else "no_next"])
    if value.initiative.results_stop:
        lines.append(say[f"results_{value.initiative.results_stop}"])
    if value.last_wave:
        lines.append(say["last_few" if value.last_wave.answered is None else "last"])
    if value.agreement in _SHUT:
        lines.append(say[_SHUT[value.agreement]])
    blocks: list[Block] = [paragraph(f"*{say['headline']}*"), paragraph("\n".join(lines))]
    blocks += planned(value.planned, of.practice, of.zone, locale, may_take_back=value.may_change)
    blocks += [small(_stuck(reason, count, locale)) for reason, count in sorted(value.stuck.items())]
    choices = _choices(value, say, locale)
    return message(say["headline"], [*blocks, buttons(*choices)] if choices else blocks)


def usage(locale: str) -> str:
    """What one can do with /uptake."""
    return sentences("initiative/help", locale)["text"]


def unknown_word(locale: str, word: str, command: str, nearest: str | None) -> str:
    """A word that no command knows, with the nearest that one does; a very long word is cut short."""
    shown = word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…"
    say = sentences("initiative/help", locale, word=shown, command=command, nearest=nearest)
    return say["nearest" if nearest else "unknown"]


def case_lines(of: CaseForChange, locale: str) -> list[Block]:
    """Why people should adopt it: what fits on a line beside its name, what has several lines below it."""
    parts = {
        "what": of.what_is_new,
        "why": of.why_better,
        "fits": of.how_it_fits,
        "improves": of.what_improves,
    }
    blocks: list[Block] = []
    for part, text in parts.items():
        is_long = "\n" in text.strip()
        say = sentences("initiative/started", locale, text="" if is_long else text)
        blocks += [paragraph(say[part])] if text else []
        blocks += [typed(text)] if is_long else []
    return blocks


def _status_sentences(value: Status, locale: str) -> Sentences:
    of = value.initiative
    return sentences(
        "initiative/status",
        locale,
        of.zone,
        practice=of.practice,
        lead=of.lead_user_id,
        members=value.members,
        champions=value.champions,
        closes_at=value.open_wave.closes_at if value.open_wave else None,
        next_on=value.next_on,
        approver=value.approver,
        at=of.rhythm.at,
        ended_on=of.ended_on,
        answered=value.last_wave.answered if value.last_wave else None,
        invited=value.last_wave.invited if value.last_wave else None,
    )


def _choices(value: Status, say: Sentences, locale: str) -> list[InteractiveElement]:
    stage = value.initiative.state
    choices: list[InteractiveElement] = [button(ids.SHOW_RESULTS, say["results"])] if value.last_wave else []
    if value.initiative.results_stop and value.may_change:
        choices.append(button(ids.CONFIRM_CHANNEL, say["post_again"], str(value.initiative.id)))
    if stage is Stage.PAUSED and value.may_resume:
        choices.append(button(ids.RESUME, say["resume"], str(value.initiative.id)))
    elif stage is Stage.ACTIVE and not value.open_wave and value.may_change:
        choices.append(button(ids.START_PULSE, say["now"]))
    choices.append(open_list(value.initiative.id, locale))
    if stage is not Stage.ENDED:
        choices.append(button(ids.SHOW_PEOPLE, say["who"]))
    return choices


def _people(value: Status, say: Sentences) -> str:
    if not value.members:
        return say["people_unknown"]
    if value.initiative.state is Stage.ENDED:
        return say["people_then"]
    return say["people"] if value.members >= _FEW else f"{say['people']} {say['few_people']}"


def _stuck(reason: str, count: int, locale: str) -> str:
    say = sentences("initiative/status", locale, count=count, reason=in_words(reason))
    return say["unsure" if reason == "unsure" else "stuck"]


def _days(count: int, locale: str) -> str:
    return sentences("initiative/start", locale, count=count)["days"]


def _notice(say: Mapping[str, str] | Sentences, title: str, text: str) -> View:
    return page_view(
        title,
        say["ok"],
        [paragraph(text)],
    )


def _text(
    say: Sentences, name: str, *, multiline: bool = False, optional: bool = False, hint: bool = False
) -> InputBlock:
    element = PlainTextInputElement(action_id=ids.CHOICE, multiline=multiline)
    return _input(say, name, element, optional=optional, hint=hint)


def _input(
    say: Sentences, name: str, element: InputInteractiveElement, *, hint: bool = False, optional: bool = False
) -> InputBlock:
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=say[name]),
        hint=PlainTextObject(text=say[f"{name}_hint"]) if hint else None,
        element=element,
        optional=optional,
    )
