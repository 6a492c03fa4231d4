"""What was published of pulses, as people see it: of the whole group, and of one team."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.pulse import Deed, Item, ItemResult, Result
from bot.domain.pulse_reading import average, highest, lowest
from bot.domain.team_results import TeamResult
from messages import ids
from messages.charts import Shown
from messages.fitting import cut
from messages.message import Message, button, buttons, label, line, message, paragraph, small, typed
from messages.pulse import Words, reversed_items
from messages.result_chart import History, chart_of, score, what_moved
from messages.sentences import Sentences, sentences

_MOST_COMMENTS = 20
_COMMENTS_LENGTH = 8000
_MOST_GROUPS = 6
_MOST_DEEDS, _LONGEST_DEED = 5, 120


def result(value: Result, locale: str) -> Message:
    """What everyone in the channel sees of a closed wave."""
    say = _result_sentences(value, locale)
    history = History(value.practice, value.zone, value.wave, value.items, value.before, value.own)
    chart = chart_of(history, locale)
    if not value.items:
        few = [paragraph(say["few_headline"]), paragraph(say["few_why"])]
        return _laid_out(say["few_headline"], few, chart, (), (), _groups(value, locale), locale)
    first = f"{say['headline']}\n{what_moved(history, locale)} {_what_stands_out(value.items, value.own, locale)}"
    foot = [
        *_done(value, locale),
        *_comments(value, say),
        *_groups(value, locale),
        *_for_lead(value, locale),
        small(say["footnote"]),
    ]
    return _laid_out(say["headline"], [paragraph(first)], chart, value.items, value.own, foot, locale)


def nothing_yet(locale: str) -> str:
    """There is no result to show yet."""
    return sentences("pulse/result", locale)["none_yet"]


def of_team(value: TeamResult, locale: str) -> Message:
    """What one sees who asks for the result of a team."""
    say = sentences(
        "pulse/team_result",
        locale,
        value.zone,
        team=value.name,
        practice=value.practice,
        day=value.wave.opens_on,
        above=value.counted_in,
        is_all="" in value.counted_in,
    )
    headline = say["headline"]
    history = History(value.practice, value.zone, value.wave, value.items, value.before, value.own)
    chart = chart_of(history, locale)
    if not value.items:
        few = paragraph(f"{headline}\n{say['few']} {say['counted_above' if value.counted_in else 'counted_nowhere']}")
        return _laid_out(headline, [few], chart, (), (), [], locale)
    first = paragraph(f"{headline}\n{what_moved(history, locale)} {_what_stands_out(value.items, value.own, locale)}")
    foot: list[Block] = [*([small(say["some_above"])] if value.is_partly else []), small(say["footnote"])]
    return _laid_out(headline, [first], chart, value.items, value.own, foot, locale)


def _done(value: Result, locale: str) -> list[Block]:
    """What was done about what people said."""
    words = Words(value.own, locale)
    lines = [
        sentences("pulse/result", locale, value.zone, name=words.short(deed.item), **_deed(deed))[deed.came]
        for deed in value.done[-_MOST_DEEDS:]
        if words.knows(deed.item)
    ]
    return [paragraph("\n".join([sentences("pulse/result", locale)["done"], *lines]))] if lines else []


def _deed(deed: Deed) -> dict[str, Any]:
    return {"what": cut(deed.what, _LONGEST_DEED), "day": deed.on}


def _groups(value: Result, locale: str) -> list[Block]:
    """A button for each group of the one who asks: team leads see their team, others all that is theirs."""
    if not value.groups:
        return []
    of = value.wave.initiative_id
    choices = [
        ButtonElement(text=label(group.name), action_id=ids.SHOW_GROUP, value=f"{of}:{group.id}")
        for group in value.groups[:_MOST_GROUPS]
    ]
    return [paragraph(sentences("pulse/result", locale)["yours"]), *(buttons(each) for each in choices)]


def _for_lead(value: Result, locale: str) -> list[Block]:
    """Where something calls for it: a button for the lead who asks, a word to the lead in the channel."""
    say = sentences("pulse/result", locale, lead=value.ask_lead)
    if value.calls:
        return [buttons(button(ids.SHOW_SUGGESTIONS, say["help"], str(value.wave.id), style="primary"))]
    return [small(say["lead"])] if value.ask_lead else []


def _laid_out(
    text: str,
    head: Sequence[Block],
    chart: Shown | None,
    items: Sequence[ItemResult],
    own: Sequence[Item],
    foot: Sequence[Block],
    locale: str,
) -> Message:
    """First what it says, then the chart, then the table; servers that take no table get it as lines."""
    first, last = message("", head).blocks, message("", foot).blocks
    table = [_table(_rows(items, own, locale))] if items else []
    lines = [_as_lines(_rows(items, own, locale, is_mrkdwn=True))] if items else []
    newest, plainer = (chart.blocks, chart.simple) if chart else ([], [])
    if not (table or chart):
        return Message(text, [*first, *last])
    pictures = chart.pictures if chart else {}
    return Message(text, [*first, *newest, *table, *last], [*first, *plainer, *lines, *last], pictures)


def _result_sentences(value: Result, locale: str) -> Sentences:
    return sentences(
        "pulse/result",
        locale,
        value.zone,
        practice=value.practice,
        answered=value.wave.answered,
        invited=value.wave.invited,
        count=len(value.comments) - _shown(value.comments),
    )


def _comments(value: Result, say: Sentences) -> list[Block]:
    if not value.comments:
        return []
    shown = _shown(value.comments)
    blocks: list[Block] = [line(), paragraph(say["comments"]), *map(typed, value.comments[:shown])]
    return [*blocks, small(say["more_comments"])] if shown < len(value.comments) else blocks


def _shown(comments: Sequence[str]) -> int:
    """How many comments fit into one message: Slack takes about 12,000 characters of blocks, tables included."""
    fitting = accumulate(len(comment) for comment in comments[:_MOST_COMMENTS])
    return sum(length <= _COMMENTS_LENGTH for length in fitting)


def _what_stands_out(items: Sequence[ItemResult], own: Sequence[Item], locale: str) -> str:
    """The highest and the lowest item, where what is published lets nothing else be higher or lower."""
    turned, words = reversed_items(own), Words(own, locale)
    averages = {each.item: average(each, turned=each.item in turned) for each in items}
    found = [
        sentences("pulse/result", locale, name=words.short(item), score=score(averages[item], locale))[part]
        for part, item in (("strongest", highest(averages)), ("weakest", lowest(averages)))
        if item is not None
    ]
    say = sentences("pulse/result", locale)
    return " ".join([*found, say["rank"]]) if found else say["level"]


def _table(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    settings = [{"is_wrapped": True}, {"align": "right"}, {"align": "right"}]
    return {"type": "table", "rows": cells, "column_settings": settings}


def _rows(items: Sequence[ItemResult], own: Sequence[Item], locale: str, *, is_mrkdwn: bool = False) -> list[list[str]]:
    say, text, turned = sentences("pulse/result", locale), Words(own, locale), reversed_items(own)
    name = text.short if is_mrkdwn else text.plain_short
    head = [say["column_question"], say["column_score"], say["column_people"]]
    return [
        head,
        *(
            [name(each.item), score(average(each, turned=each.item in turned), locale), str(each.respondents)]
            for each in items
        ),
    ]


def _as_lines(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return paragraph("\n".join(f"{name}: {score} ({people})" for name, score, people in rows)).to_dict()
