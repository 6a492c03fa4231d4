"""The pulse as people see it: invitation, form, thanks."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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

from bot.domain.pulse import COMMENT_LENGTH, SCALE, Break, Instrument, Invitation, Item, minutes_for
from bot.domain.taking_part import TakingPart
from messages import ids
from messages.charts import LONGEST_LABEL
from messages.escaping import as_label
from messages.form import form_view, page_view
from messages.message import Message, button, buttons, label, message, paragraph, small
from messages.sentences import FALLBACK, Sentences, language_of, sentences
from messages.work_time import menu

_HERE = Path(__file__).parent
LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """How an item is put to people, and how results and charts name it (there, higher is always better)."""

    text: str
    short: str
    label: str


@cache
def instrument(language: str = FALLBACK) -> Instrument:
    """The built-in climate pulse."""
    items = tuple(_item(row) for row in _data(language)["items"])
    words = {item.id: frozenset(wordings(each)[item.id].text for each in languages()) for item in items}
    return Instrument("climate", items, _fingerprint(), words)


@cache
def languages() -> tuple[str, ...]:
    """The languages in which the built-in pulse is asked."""
    return tuple(sorted(path.parent.parent.name for path in _HERE.glob("*/pulse/climate.toml")))


@cache
def wordings(language: str = FALLBACK) -> Mapping[str, Wording]:
    """The wording of every item of the built-in pulse, by item id."""
    return {row["id"]: Wording(row["text"], row["short"], row["label"]) for row in _data(language)["items"]}


class Words:
    """How items are put in one language, by their ids: the built-in ones, and of a team's `own` what was typed."""

    def __init__(self, own: Sequence[Item], locale: str) -> None:
        self._own, self._locale = {item.id: item for item in own}, locale
        self._ours = wordings(language_of(locale))

    def knows(self, item: str) -> bool:
        """Whether this item has words here."""
        return item in self._own or item in self._ours

    def text(self, item: str) -> PlainTextObject:
        """What people are asked, for a place where nothing is formatted."""
        if item in self._own:
            return label(self._own[item].text, LONGEST_QUESTION)
        return PlainTextObject(text=self._ours[item].text)

    def asked(self, item: str) -> str:
        """What people are asked, as part of a sentence."""
        return self._said(item)["asked"] if item in self._own else self._ours[item].text

    def short(self, item: str) -> str:
        """How results name an item; one of which a low answer is good is turned round there, and says so."""
        return self._said(item)[self._part(item)] if item in self._own else self._ours[item].short

    def plain_short(self, item: str) -> str:
        """The same for a place where nothing is formatted."""
        if item in self._own:
            return self._said(item, as_label(self._own[item].text, LONGEST_QUESTION)).plain(self._part(item))
        return self._ours[item].short

    def label(self, item: str) -> str:
        """The same as the name of a line in a chart."""
        return as_label(self.plain_short(item), LONGEST_LABEL) if item in self._own else self._ours[item].label

    def _part(self, item: str) -> str:
        return "turned" if self._own[item].reverse else "asked"

    def _said(self, item: str, text: str = "") -> Sentences:
        return sentences("pulse/own", self._locale, text=text or self._own[item].text)


def reversed_items(own: Sequence[Item]) -> frozenset[str]:
    """The ids of items of which a low answer is the good one."""
    known = {item.id: item for item in (*instrument().items, *own)}
    return frozenset(item.id for item in known.values() if item.reverse)


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
            button(ids.SKIP_CHECKIN, say["not_this_month" if value.is_monthly else "skip"], wave),
            *([] if value.is_monthly else [button(ids.TAKE_BREAK, say["not_this_month"], wave)]),
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
    return page_view(
        form["title"],
        form["done"],
        [paragraph(say["thanks"]), small(say["next"])],
    )


def skipped(value: Invitation, locale: str) -> Message:
    """What the invitation turns into when somebody leaves this pulse out."""
    say = _about(value, locale)
    again = buttons(button(ids.OPEN_CHECKIN, say["changed_mind"], str(value.wave.id)))
    return message(say["skipped"], [paragraph(say["skipped"]), again])


def resting(value: Break, locale: str) -> Message:
    """What the invitation turns into when somebody leaves pulses out for a month."""
    of = value.invitation
    say = sentences("pulse/rest", locale, of.zone, practice=of.practice, until=value.until)
    after_all = button(ids.OPEN_CHECKIN, say["after_all"], str(of.wave.id))
    again = button(ids.END_BREAK, say["again"], str(of.wave.initiative_id))
    return message(say["resting"], [paragraph(say["resting"]), small(say["fine"]), buttons(after_all, again)])


def rested(value: TakingPart, locale: str) -> Message:
    """What it turns into once they want to be asked again."""
    say = sentences("pulse/rest", locale, value.zone, practice=value.practice)
    blocks: list[Block] = [paragraph(say["rested"])]
    if value.waiting:
        blocks.append(buttons(button(ids.OPEN_CHECKIN, say["after_all"], str(value.waiting.wave.id))))
    return message(say["rested"], blocks)


def checkin(value: Invitation, locale: str, private: str = "") -> View:
    """The form: one screen, five items, an optional comment. `private` comes back with the answers."""
    count = len(value.wave.items)
    about = {"practice": value.practice, "user": value.agreed_by}
    say = sentences("pulse/checkin", locale, count=count, minutes=minutes_for(count), **about)
    words = Words(value.own, locale)
    values = [*(str(n) for n in range(1, SCALE + 1)), "none"]
    scale = [Option(value=value, label=label) for value, label in zip(values, _answers(locale), strict=True)]
    items: list[Block] = [
        InputBlock(
            block_id=item,
            label=words.text(item),
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
    return form_view(
        ids.SUBMIT_CHECKIN,
        say,
        private=private,
        blocks=[paragraph(say["about"]), *items, comment, small(say["promise"]), *agreed],
    )


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
        minutes=minutes_for(len(value.wave.items)),
    )


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
