"""What was published of pulses, as people see it: of the whole group, and of one team."""

from collections.abc import Container, Sequence
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import Block

from bot.domain.measures.runs import FEWEST_USEFUL
from bot.domain.pulse import SCALE, Item, ItemResult, Result
from bot.domain.team_results import TeamResult
from messages.message import Message, line, message, paragraph, small, typed
from messages.pulse import Words, reversed_items
from messages.sentences import Sentences, sentences

_MOST_COMMENTS = 20
_COMMENTS_LENGTH = 8000
_MOST_BEFORE = 3


def result(value: Result, locale: str) -> Message:
    """What everyone in the channel sees of a closed wave."""
    say = _result_sentences(value, locale)
    if not value.items:
        return message(say["few_headline"], [paragraph(say["few_headline"]), paragraph(say["few_why"])])
    rows = _rows(value.items, value.own, locale)
    lines = _as_lines(_rows(value.items, value.own, locale, is_mrkdwn=True))
    head = [paragraph(f"{say['headline']}\n{_what_stands_out(value, locale)}").to_dict()]
    foot = [block.to_dict() for block in [*_comments(value, say), small(say["footnote"])]]
    return Message(say["headline"], blocks=[*head, _table(rows), *foot], simple=[*head, lines, *foot])


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
    if not value.items:
        blocks = [
            paragraph(headline),
            paragraph(f"{say['few']} {say['counted_above' if value.counted_in else 'counted_nowhere']}"),
        ]
        return message(headline, [*blocks, *_before(value, locale, say)])
    rows = _rows(value.items, value.own, locale)
    lines = _as_lines(_rows(value.items, value.own, locale, is_mrkdwn=True))
    after = [
        *_before(value, locale, say),
        *([small(say["some_above"])] if value.is_partly else []),
        small(say["footnote"]),
    ]
    head, foot = [paragraph(headline).to_dict()], [block.to_dict() for block in after]
    return Message(headline, blocks=[*head, _table(rows), *foot], simple=[*head, lines, *foot])


def _before(value: TeamResult, locale: str, say: Sentences) -> list[Block]:
    """How the items stood lately that every pulse asks, the latest first; and that so few points tell no trend."""
    text, turned, found = Words(value.own, locale), reversed_items(value.own), []
    for item in value.asked_always:
        stood = [
            (past.opens_on, next((each for each in past.items if each.item == item), None))
            for past in value.before[:_MOST_BEFORE]
        ]
        then = [
            sentences("pulse/team_result", locale, value.zone, day=day, score=_score(each, locale, turned))["then"]
            if each
            else sentences("pulse/team_result", locale, value.zone, day=day)["no_result"]
            for day, each in stood
        ]
        if any(each for _, each in stood):
            found.append(f"{text.short(item)}: {', '.join(then)}.")
    if not found:
        return []
    lines = [say["before"], *found, *([say["no_trend"]] if len(value.before) + 1 < FEWEST_USEFUL else [])]
    return [paragraph("\n".join(lines))]


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


def _what_stands_out(value: Result, locale: str) -> str:
    """The highest and the lowest item, where what is published lets nothing else be higher or lower."""
    turned = reversed_items(value.own)
    text, ranked = Words(value.own, locale), [(_range(r, turned), r) for r in value.items]
    sentences_found = []
    for part, best in (("strongest", _clearly_highest(ranked)), ("weakest", _clearly_lowest(ranked))):
        if best is not None:
            name, score = text.short(best.item), _score(best, locale, turned)
            sentences_found.append(sentences("pulse/result", locale, name=name, score=score)[part])
    return " ".join(sentences_found) or sentences("pulse/result", locale)["level"]


def _clearly_highest(ranked: Sequence[tuple[tuple[float, float], ItemResult]]) -> ItemResult | None:
    (low, _), best = max(ranked, key=lambda pair: pair[0])
    return best if all(high < low for (_, high), other in ranked if other is not best) else None


def _clearly_lowest(ranked: Sequence[tuple[tuple[float, float], ItemResult]]) -> ItemResult | None:
    (_, high), worst = min(ranked, key=lambda pair: pair[0][1])
    return worst if all(low > high for (low, _), other in ranked if other is not worst) else None


def _range(shown: ItemResult, turned: Container[str]) -> tuple[float, float]:
    """Lowest and highest possible average, turned round for an item of which a low answer is good."""
    low, high = shown.low / shown.respondents, shown.high / shown.respondents
    return (SCALE + 1 - high, SCALE + 1 - low) if shown.item in turned else (low, high)


def _score(shown: ItemResult, locale: str, turned: Container[str]) -> str:
    low, high = _range(shown, turned)
    if shown.low == shown.high:
        part = "exact"
    elif high == SCALE:
        part = "at_least"
    else:
        part = "at_most" if low == 1 else "between"
    return sentences("pulse/result", locale, low=low, high=high)[part]


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
        *([name(r.item), _score(r, locale, turned), str(r.respondents)] for r in items),
    ]


def _as_lines(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return paragraph("\n".join(f"{name}: {score} ({people})" for name, score, people in rows)).to_dict()
