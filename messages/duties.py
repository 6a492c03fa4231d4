"""What people have taken on, in words: the one note a day, and the same on App Home."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Protocol

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.domain.duties import Duty, DutyNote, Told
from messages.message import Message, buttons, message, paragraph, small
from messages.sentences import sentences
from messages.work_time import menu_of

_MOST = 12
"""So many duties, with their buttons and what stands around them, fit into one message."""


class InWords(Protocol):
    """How a feature says its duties, and with which buttons."""

    @property
    def line(self) -> Callable[[Any, date, str], str]: ...

    @property
    def choices(self) -> Callable[[Any, str], Sequence[Any]]: ...


def note(kinds: Mapping[str, InWords], value: DutyNote, locale: str) -> Message:
    """The note of one day: each duty with its buttons, by initiative; then whom to tell who can't do it."""
    shown, left = value.told[:_MOST], len(value.told[_MOST:]) + value.more
    blocks: list[Block] = []
    headline = _headline(kinds, value, locale)
    if len(shown) > 1:
        blocks.append(paragraph(f"*{headline}*"))
    is_mixed = len({told.duty.initiative_id for told in shown}) > 1
    for _, some in groupby(shown, lambda told: (told.is_for_lead, told.duty.initiative_id)):
        blocks += _group(kinds, tuple(some), value.today, locale, is_named=is_mixed)
    if shown:
        rows = [block for block in blocks if isinstance(block, ActionsBlock)] or [buttons()]
        rows[-1].elements.append(menu_of({told.duty.initiative_id: told.practice for told in shown}, locale))
        blocks += [row for row in rows if row not in blocks]
    if left:
        blocks.append(small(sentences("duties/note", locale, more=left)["more"]))
    return message(headline, blocks)


def waiting(kinds: Mapping[str, InWords], told: Sequence[Told], today: date, locale: str) -> list[Block]:
    """The same duties on App Home, with their buttons."""
    return [block for each in told for block in _one(kinds, each, today, locale)]


def when(due_on: date, today: date, locale: str) -> str:
    """By when something is to be done, as a sentence goes on: 'today', 'tomorrow', 'on Thursday', 'since Tuesday'."""
    say = sentences("duties/note", locale, due_on=due_on)
    if due_on < today:
        return say["past"]
    if due_on == today:
        return say["today"]
    return say["tomorrow" if due_on == today + timedelta(days=1) else "ahead"]


def _headline(kinds: Mapping[str, InWords], value: DutyNote, locale: str) -> str:
    """What a notification shows: the duty itself where there is one."""
    mine = [told for told in value.told if not told.is_for_lead]
    if len(value.told) == 1:
        return _line(kinds, value.told[0].duty, value.today, locale)
    say = sentences("duties/note", locale, count=len(mine) or len(value.told))
    return say["several" if mine else "of_others"]


def _group(
    kinds: Mapping[str, InWords], some: Sequence[Told], today: date, locale: str, *, is_named: bool
) -> list[Block]:
    first = some[0]
    say = sentences("duties/note", locale, practice=first.practice, lead=first.lead_user_id)
    blocks: list[Block] = [paragraph(say["initiative"])] if is_named else []
    for told in some:
        blocks += _one(kinds, told, today, locale)
    if first.lead_user_id:
        blocks.append(small(say["hand_on" if len(some) == 1 else "hand_on_several"]))
    return blocks


def _one(kinds: Mapping[str, InWords], told: Told, today: date, locale: str) -> list[Block]:
    """A duty with its buttons; one of somebody else's has none: it is theirs to do."""
    duty = told.duty
    line = _line(kinds, duty, today, locale)
    if told.is_for_lead:
        say = sentences("duties/note", locale, owner=duty.user_id, due_on=duty.due_on)
        return [paragraph(f"{say['with_owner']}\n>{line}")]
    choices = list(kinds[duty.kind].choices(duty, locale))
    return [paragraph(line), *([buttons(*choices)] if choices else [])]


def _line(kinds: Mapping[str, InWords], duty: Duty, today: date, locale: str) -> str:
    return kinds[duty.kind].line(duty, today, locale)
