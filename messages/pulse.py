"""The pulse as people see it: invitation, form, thanks, result."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.domain.pulse import COMMENT_LENGTH, SCALE, Instrument, Invitation, Item, ItemResult, Result
from messages import ids
from messages.message import Message, button, buttons, line, message, paragraph, small, typed
from messages.sentences import FALLBACK, Sentences, language_of, sentences
from messages.work_time import menu

_MOST_COMMENTS = 20
_COMMENTS_LENGTH = 8000
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wording:
    """How an item is put to people, and how results name it (there, higher is always better)."""

    text: str
    short: str


@cache
def instrument(language: str = FALLBACK) -> Instrument:
    """The built-in climate pulse."""
    return Instrument("climate", tuple(_item(row) for row in _data(language)["items"]), _fingerprint())


@cache
def languages() -> tuple[str, ...]:
    """The languages in which the built-in pulse is asked."""
    return tuple(sorted(path.parent.parent.name for path in _HERE.glob("*/pulse/climate.toml")))


@cache
def wordings(language: str = FALLBACK) -> Mapping[str, Wording]:
    """The wording of every item of the built-in pulse, by item id."""
    return {row["id"]: Wording(row["text"], row["short"]) for row in _data(language)["items"]}


def invitation(value: Invitation, locale: str) -> Message:
    """The direct message that asks somebody to answer, or reminds them."""
    say = _about(value, locale)
    headline = say["reminder_headline" if value.is_reminder else "headline"]
    wave = str(value.wave.id)
    blocks: list[Block] = [
        paragraph(headline),
        small(say["why"] if value.is_reminder else f"{say['why']} {say['until']}"),
        buttons(
            button(ids.OPEN_CHECKIN, say["answer"], wave, style="primary"),
            button(ids.SKIP_CHECKIN, say["skip"], wave),
            menu(value.wave.initiative_id, locale),
        ),
    ]
    return message(headline, blocks)


def thanks(value: Invitation, locale: str) -> Message:
    """What the invitation turns into once it is answered."""
    say = _about(value, locale)
    return message(say["thanks"], [paragraph(say["thanks"]), small(say["next"])])


def thank_you(value: Invitation, locale: str) -> View:
    """What the form turns into once it is sent."""
    say, form = _about(value, locale), sentences("pulse/checkin", locale)
    return View(
        type="modal",
        title=PlainTextObject(text=form["title"]),
        close=PlainTextObject(text=form["done"]),
        blocks=[paragraph(say["thanks"]), small(say["next"])],
    )


def skipped(value: Invitation, locale: str) -> Message:
    """What the invitation turns into when somebody leaves this pulse out."""
    say = _about(value, locale)
    again = buttons(button(ids.OPEN_CHECKIN, say["changed_mind"], str(value.wave.id)))
    return message(say["skipped"], [paragraph(say["skipped"]), again])


def checkin(value: Invitation, locale: str, private: str = "") -> View:
    """The form: one screen, five items, an optional comment. `private` comes back with the answers."""
    say = sentences("pulse/checkin", locale, practice=value.practice, count=len(value.wave.items), user=value.agreed_by)
    text = wordings(language_of(locale))
    values = [*(str(n) for n in range(1, SCALE + 1)), "none"]
    scale = [Option(value=value, label=label) for value, label in zip(values, _answers(locale), strict=True)]
    items: list[Block] = [
        InputBlock(
            block_id=item,
            label=PlainTextObject(text=text[item].text),
            element=RadioButtonsElement(action_id=ids.CHOICE, options=scale),
        )
        for item in value.wave.items
    ]
    comment = InputBlock(
        block_id=ids.COMMENT,
        label=PlainTextObject(text=say["comment"]),
        hint=PlainTextObject(text=say["comment_hint"]),
        element=PlainTextInputElement(action_id=ids.CHOICE, multiline=True, max_length=COMMENT_LENGTH),
        optional=True,
    )
    agreed = [small(say["agreed"])] if value.agreed_by else []
    return View(
        type="modal",
        callback_id=ids.SUBMIT_CHECKIN,
        title=PlainTextObject(text=say["title"]),
        submit=PlainTextObject(text=say["submit"]),
        close=PlainTextObject(text=say["close"]),
        private_metadata=private,
        blocks=[paragraph(say["about"]), *items, comment, small(say["promise"]), *agreed],
    )


def result(value: Result, locale: str) -> Message:
    """What everyone in the channel sees of a closed wave."""
    say = _result_sentences(value, locale)
    if not value.items:
        return message(say["few_headline"], [paragraph(say["few_headline"]), paragraph(say["few_why"])])
    text = wordings(language_of(locale))
    blocks: list[Block] = [paragraph(f"{say['headline']}\n{_what_stands_out(value, locale)}")]
    rows = [[say["column_question"], say["column_score"], say["column_people"]]]
    rows += [[text[r.item].short, _score(r, locale), str(r.respondents)] for r in value.items]
    head = [block.to_dict() for block in blocks]
    foot = [block.to_dict() for block in [*_comments(value, say), small(say["footnote"])]]
    lines = paragraph("\n".join(f"{name}: {score} ({people})" for name, score, people in rows)).to_dict()
    return Message(say["headline"], blocks=[*head, _table(rows), *foot], simple=[*head, lines, *foot])


def nothing_yet(locale: str) -> str:
    """There is no result to show yet."""
    return sentences("pulse/result", locale)["none_yet"]


def opening_soon(locale: str) -> Message:
    """A pulse opens in a minute, and can still be stopped."""
    say = sentences("pulse/now", locale)
    stop = buttons(button(ids.UNDO_NOW, say["undo"]))
    return message(say["headline"], [paragraph(f"{say['headline']}\n{say['more']}"), stop])


def undone(locale: str, *, in_time: bool) -> str:
    """Whether stopping the pulse came in time."""
    return sentences("pulse/now", locale)["undone" if in_time else "too_late"]


def usage(locale: str) -> str:
    """What one can do with /pulse."""
    return sentences("pulse/help", locale)["text"]


def _about(value: Invitation, locale: str) -> Sentences:
    return sentences(
        "pulse/invitation",
        locale,
        value.zone,
        practice=value.practice,
        count=len(value.wave.items),
        closes_at=value.wave.closes_at,
    )


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
    text, ranked = wordings(language_of(locale)), [(_range(r), r) for r in value.items]
    sentences_found = []
    for part, best in (("strongest", _clearly_highest(ranked)), ("weakest", _clearly_lowest(ranked))):
        if best is not None:
            name, score = text[best.item].short, _score(best, locale)
            sentences_found.append(sentences("pulse/result", locale, name=name, score=score)[part])
    return " ".join(sentences_found) or sentences("pulse/result", locale)["level"]


def _clearly_highest(ranked: Sequence[tuple[tuple[float, float], ItemResult]]) -> ItemResult | None:
    (low, _), best = max(ranked, key=lambda pair: pair[0])
    return best if all(high < low for (_, high), other in ranked if other is not best) else None


def _clearly_lowest(ranked: Sequence[tuple[tuple[float, float], ItemResult]]) -> ItemResult | None:
    (_, high), worst = min(ranked, key=lambda pair: pair[0][1])
    return worst if all(low > high for (low, _), other in ranked if other is not worst) else None


def _range(shown: ItemResult) -> tuple[float, float]:
    """Lowest and highest possible average, turned round for a reverse item so that higher is better."""
    low, high = shown.low / shown.respondents, shown.high / shown.respondents
    reverse = next(item.reverse for item in instrument().items if item.id == shown.item)
    return (SCALE + 1 - high, SCALE + 1 - low) if reverse else (low, high)


def _score(shown: ItemResult, locale: str) -> str:
    low, high = _range(shown)
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


def _item(row: Mapping[str, Any]) -> Item:
    return Item(row["id"], row["construct"], row.get("reverse", False), row.get("anchor", False), row["source"])


@cache
def _fingerprint() -> str:
    """Marks every question, its place and the answers offered, in every language."""
    read = [
        [language, *([row["id"], row["text"]] for row in _data(language)["items"]), *_answers(language)]
        for language in languages()
    ]
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:20]


def _answers(locale: str) -> list[str]:
    say = sentences("pulse/checkin", locale)
    return [*(say[f"value_{n}"] for n in range(1, SCALE + 1)), say["cant_say"]]


@cache
def _data(language: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / language / "pulse" / "climate.toml").read_text(encoding="utf-8"))
