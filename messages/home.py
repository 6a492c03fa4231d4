"""A person's Home page."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, Option, OverflowMenuElement
from slack_sdk.models.views import View

from bot.domain.home import Home
from bot.domain.initiative import Initiative, Stage
from bot.domain.pulse import minutes_for
from messages import ids
from messages.duties import InWords, waiting
from messages.measure_list import open_list
from messages.message import button, buttons, label, line, paragraph, small
from messages.sentences import Sentences, sentences
from messages.work_time import my_time_line, open_my_time, take_part_again

_MOST, _MOST_STEERED, _MOST_WAITING, _MOST_BUTTONS = 11, 7, 7, 5
"""A page takes a hundred blocks."""

_SHOWN = (ids.SHOW_STATUS, ids.SHOW_PEOPLE, ids.SHOW_RESULTS)
_LABELS = {
    ids.LIST_MEASURES: "measured",
    ids.LIST_TESTS: "tests",
    ids.START_PULSE: "now",
    ids.SHOW_STATUS: "status",
    ids.SHOW_PEOPLE: "people",
    ids.SHOW_RESULTS: "results",
    ids.SHOW_SETTINGS: "settings",
    ids.OPEN_TEAM_HOURS: "hours",
    ids.ASK_PAUSE: "pause",
    ids.ASK_HANDOVER: "handover",
    ids.ASK_END: "end",
}


def home(kinds: Mapping[str, InWords], value: Home, locale: str) -> View:
    """What waits for the person, and the initiatives that they lead or belong to; at most 7 or 11 of each."""
    say = sentences("home/home", locale)
    blocks: list[Block] = [paragraph(say["waiting"])]
    for asked in value.waiting[:_MOST_WAITING]:
        counts = {"count": len(asked.wave.items), "minutes": minutes_for(len(asked.wave.items))}
        about = {"practice": asked.practice, "closes_at": asked.wave.closes_at}
        words = sentences("home/home", locale, value.zone, **about, **counts)
        answer = button(ids.OPEN_CHECKIN, words["answer"], str(asked.wave.id), style="primary")
        blocks += [paragraph(words["pulse"]), buttons(answer)]
    blocks += waiting(kinds, value.duties[:_MOST_WAITING], value.time.today, locale)
    if not (value.waiting or value.duties):
        blocks.append(paragraph(say["nothing"]))
    blocks += _steered(value.leads, "leads", locale, is_lead=True)
    blocks += _steered(value.answers_for, "answers_for", locale, is_lead=False)
    blocks += _belonging(value.belongs_to, locale)
    blocks += _unwanted(value.not_for_me, locale)
    start = button(ids.OPEN_START, say["start"])
    is_new = not (value.leads or value.answers_for or value.belongs_to or value.not_for_me)
    if is_new:
        blocks += [line(), paragraph(say["welcome"], start)]
    blocks += _measures(value.belongs_to, locale)
    own = [open_my_time(locale), button(ids.SHOW_ME, say["held"]), button(ids.SHOW_PRIVACY, say["kept"])]
    own += [start] if value.leads or value.answers_for else []
    mine = [line(), small(my_time_line(value.time, locale)), buttons(*own)]
    return View(type="home", blocks=[*blocks, *mine, small(say["promise"])])


def not_for_you(sentence: str) -> View:
    """The page of somebody who doesn't work here."""
    return View(type="home", blocks=[paragraph(sentence)])


def _steered(initiatives: Sequence[Initiative], part: str, locale: str, *, is_lead: bool) -> list[Block]:
    """Those that somebody leads or answers for, each with all that they can do about it; at most so many."""
    say = sentences("home/home", locale)
    blocks: list[Block] = [line(), paragraph(say[part])] if initiatives else []
    for one in initiatives[:_MOST_STEERED]:
        menu = {ids.SHOW_SETTINGS: one.channel_id}
        menu |= {ids.OPEN_TEAM_HOURS: str(one.id)} if is_lead else {}
        menu |= dict.fromkeys((ids.ASK_PAUSE, ids.ASK_HANDOVER, ids.ASK_END), one.channel_id)
        shown = [button(each, say[_LABELS[each]], one.channel_id) for each in _SHOWN]
        shown += [button(each, say[_LABELS[each]], str(one.id)) for each in (ids.LIST_MEASURES, ids.LIST_TESTS)]
        if is_lead and one.state is Stage.ACTIVE:
            shown.append(button(ids.START_PULSE, say[_LABELS[ids.START_PULSE]], one.channel_id))
        blocks += [paragraph(_line(one, locale)), buttons(*shown, _menu(menu, say))]
    return blocks


def _belonging(initiatives: Sequence[Initiative], locale: str) -> list[Block]:
    """Those that somebody takes part in, each with what everybody in it can see."""
    say = sentences("home/home", locale)
    blocks: list[Block] = [line(), paragraph(say["belongs_to"])] if initiatives else []
    for one in initiatives[:_MOST]:
        choices = {**dict.fromkeys((*_SHOWN, ids.SHOW_SETTINGS), one.channel_id), ids.LIST_TESTS: str(one.id)}
        menu = _menu(choices, say)
        blocks.append(paragraph(_line(one, locale), menu))
    return blocks


def _unwanted(initiatives: Sequence[Initiative], locale: str) -> list[Block]:
    """Those whose messages somebody doesn't want, each with the way back."""
    blocks: list[Block] = [line(), paragraph(sentences("home/home", locale)["not_for_me"])] if initiatives else []
    return blocks + [paragraph(_line(one, locale), take_part_again(one.id, locale)) for one in initiatives[:_MOST]]


def _menu(choices: Mapping[str, str], say: Sentences) -> OverflowMenuElement:
    options = [Option(value=ids.chosen(each, value), label=say[_LABELS[each]]) for each, value in choices.items()]
    return OverflowMenuElement(action_id=ids.MENU, options=options)


def _measures(initiatives: Sequence[Initiative], locale: str) -> list[Block]:
    """A button for each initiative that shows what is measured there."""
    opened = [open_list(one.id, locale) for one in initiatives[:_MOST_BUTTONS]]
    for one, choice in zip(initiatives, opened, strict=False):
        choice.text = label(one.practice)
    row = [buttons(each) for each in opened]
    return [paragraph(sentences("home/home", locale)["measures"]), *row] if opened else []


def _line(one: Initiative, locale: str) -> str:
    say = sentences("home/home", locale, practice=one.practice, channel=one.channel_id)
    return say["paused_initiative" if one.state is Stage.PAUSED else "initiative"]
