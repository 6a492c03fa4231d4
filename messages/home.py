"""A person's Home page."""

from collections.abc import Callable, Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.home import Home
from bot.domain.initiative import Initiative, Stage
from messages import ids
from messages.duties import InWords, waiting
from messages.measure_list import open_list
from messages.message import button, buttons, label, line, paragraph, small
from messages.sentences import sentences
from messages.team_hours import open_team_hours
from messages.work_time import my_time_line, open_my_time, take_part_again

_MOST, _MOST_WAITING, _MOST_BUTTONS = 20, 10, 5


def home(kinds: Mapping[str, InWords], value: Home, locale: str) -> View:
    """What waits for the person, and the initiatives that they lead or belong to; at most 10 or 20 of each."""
    say = sentences("home/home", locale)
    blocks: list[Block] = [paragraph(say["waiting"])]
    for asked in value.waiting[:_MOST_WAITING]:
        about = {"practice": asked.practice, "count": len(asked.wave.items), "closes_at": asked.wave.closes_at}
        words = sentences("home/home", locale, value.zone, **about)
        answer = button(ids.OPEN_CHECKIN, words["answer"], str(asked.wave.id), style="primary")
        blocks += [paragraph(words["pulse"]), buttons(answer)]
    blocks += waiting(kinds, value.duties[:_MOST_WAITING], value.time.today, locale)
    if not (value.waiting or value.duties):
        blocks.append(paragraph(say["nothing"]))
    blocks += _beside(value.leads, "leads", locale, open_team_hours)
    blocks += _listed([each for each in value.belongs_to if each not in value.not_for_me], "belongs_to", locale)
    blocks += _beside(value.not_for_me, "not_for_me", locale, take_part_again)
    if not (value.leads or value.belongs_to):
        blocks += [line(), paragraph(say["welcome"])]
    blocks += _measures([*value.leads, *value.belongs_to], locale)
    held, kept = button(ids.SHOW_ME, say["held"]), button(ids.SHOW_PRIVACY, say["kept"])
    mine = [line(), small(my_time_line(value.time, locale)), buttons(open_my_time(locale), held, kept)]
    return View(type="home", blocks=[*blocks, *mine, small(say["promise"])])


def not_for_you(sentence: str) -> View:
    """The page of somebody who doesn't work here."""
    return View(type="home", blocks=[paragraph(sentence)])


def _listed(initiatives: Sequence[Initiative], part: str, locale: str) -> list[Block]:
    if not initiatives:
        return []
    lines = [_line(one, locale) for one in initiatives[:_MOST]]
    return [line(), paragraph("\n".join([sentences("home/home", locale)[part], *lines]))]


def _beside(
    initiatives: Sequence[Initiative], part: str, locale: str, act: Callable[[int, str], ButtonElement]
) -> list[Block]:
    """The same with a button beside each."""
    if not initiatives:
        return []
    blocks: list[Block] = [line(), paragraph(sentences("home/home", locale)[part])]
    return blocks + [paragraph(_line(one, locale), act(one.id, locale)) for one in initiatives[:_MOST]]


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
