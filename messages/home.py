"""A person's Home page."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.home import Home
from bot.domain.initiative import Initiative, Stage
from messages import ids
from messages.message import button, buttons, line, paragraph, small
from messages.sentences import sentences
from messages.work_time import my_time_line, open_my_time

_MOST = 20


def home(value: Home, locale: str) -> View:
    """What waits for the person, and the initiatives that they lead or belong to; at most 20 of each."""
    say = sentences("home/home", locale)
    blocks: list[Block] = [paragraph(say["waiting"])]
    for asked in value.waiting[:_MOST]:
        about = {"practice": asked.practice, "count": len(asked.wave.items), "closes_at": asked.wave.closes_at}
        words = sentences("home/home", locale, value.zone, **about)
        answer = button(ids.OPEN_CHECKIN, words["answer"], str(asked.wave.id), style="primary")
        blocks += [paragraph(words["pulse"]), buttons(answer)]
    if not value.waiting:
        blocks.append(paragraph(say["nothing"]))
    blocks += _listed(value.leads, "leads", locale) + _listed(value.belongs_to, "belongs_to", locale)
    if not (value.leads or value.belongs_to):
        blocks += [line(), paragraph(say["welcome"])]
    mine = [line(), small(my_time_line(value.time, locale)), buttons(open_my_time(locale))]
    return View(type="home", blocks=[*blocks, *mine, small(say["promise"])])


def not_for_you(sentence: str) -> View:
    """The page of somebody who doesn't work here."""
    return View(type="home", blocks=[paragraph(sentence)])


def _listed(initiatives: tuple[Initiative, ...], part: str, locale: str) -> list[Block]:
    if not initiatives:
        return []
    lines = []
    for one in initiatives[:_MOST]:
        say = sentences("home/home", locale, practice=one.practice, channel=one.channel_id)
        lines.append(say["paused_initiative" if one.state is Stage.PAUSED else "initiative"])
    return [line(), paragraph("\n".join([sentences("home/home", locale)[part], *lines]))]
