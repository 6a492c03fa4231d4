"""Changes of what staff were promised, in words: announced, planned, taken back, or not made."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.domain.announcement import Announcement, NotAnnounced
from bot.domain.delivery import in_words
from bot.domain.instrument_file import OwnItem
from bot.domain.local_time import Every
from bot.domain.promised_hours import is_of_hours
from bot.domain.questions import QUESTIONS
from bot.domain.settings import Changes, Planned
from messages import ids
from messages.message import Message, button, buttons, listed, message, paragraph, small
from messages.sentences import Sentences, sentences
from messages.work_time import hours_changed


def planned(value: Planned | None, practice: str, zone: str, locale: str, *, may_take_back: bool) -> list[Block]:
    """What is planned and from when it holds, with a button that takes it back."""
    if value is None:
        return []
    say = sentences("settings/announcement", locale, zone, starts_at=value.starts_at)
    words = in_words_of(value.changes, practice, zone, locale)
    text = _one_or_more(say["planned_from" if value.starts_at else "planned_untold"], words)
    if not may_take_back:
        return [paragraph(text)]
    label = sentences("settings/list", locale)["take_back"]
    return [paragraph(text), buttons(button(ids.TAKE_BACK, label, str(value.id)))]


def announcement(value: Announcement, locale: str) -> Message:
    """What everyone in the channel is told before a change of what they were promised."""
    say = _announced(value, locale)
    words = in_words_of(value.changes, value.practice, value.zone, locale)
    headline = f"{say['from_day']} {words[0]}" if len(words) == 1 else say["several"]
    text = headline if len(words) == 1 else listed(headline, words)
    decided = f"{say['decided']} {say['replaces']}" if value.replaces else say["decided"]
    return message(headline, [paragraph(text), small(f"{decided} {say['leave']}")])


def taken_back(value: Announcement, locale: str) -> Message:
    """What everyone in the channel is told when an announced change doesn't happen."""
    say = _announced(value, locale)
    return message(say["taken_back"], [paragraph(say["taken_back"]), small(say["stays"])])


def took_back(locale: str) -> str:
    """The lead's own answer for taking a change back."""
    return sentences("settings/announcement", locale)["took_back"]


def not_announced(value: NotAnnounced, locale: str) -> Message:
    """What the lead reads when the channel could not be told, so that nothing changed."""
    say = sentences(
        "settings/announcement",
        locale,
        practice=value.practice,
        channel=value.channel_id,
        reason=in_words(value.reason),
    )
    headline = say["not_sure" if value.reason == "unsure" else "not_made"]
    was = listed(say["was_planned"], in_words_of(value.changes, value.practice, value.zone, locale))
    return message(headline, [paragraph(headline), paragraph(was), small(say["remedy"])])


def _announced(value: Announcement, locale: str) -> Sentences:
    return sentences(
        "settings/announcement",
        locale,
        value.zone,
        practice=value.practice,
        changed_by=value.changed_by,
        starts_at=value.starts_at,
    )


def in_words_of(changes: Changes, practice: str, zone: str, locale: str) -> list[str]:
    """One sentence for each change, beginning with a small letter."""
    often = sentences("settings/changes", locale)
    said = []
    for name, (old, new) in changes.items():
        if is_of_hours(name):
            said.append(hours_changed(old, new, practice, locale))
            continue
        words: dict[str, Any] = (
            {"new_often": often[_how(new)], "old_often": often[_how(old)]} if name == "every" else {}
        )
        words |= _counts(old, new) if name == QUESTIONS else {}
        say = sentences("settings/changes", locale, zone, practice=practice, old=old, new=new, **words)
        said.append(say[_part(name, old, new)])
    return said


def _how(every: Every) -> str:
    return "on_dates" if every is Every.DATES else every.value


def _counts(old: Sequence[OwnItem], new: Sequence[OwnItem]) -> dict[str, int]:
    before, after = {each.id for each in old}, {each.id for each in new}
    return {"added": len(after - before), "stay": len(after & before)}


def _part(name: str, old: object, new: object) -> str:
    if name == QUESTIONS:
        return name if new else "questions_built_in"
    if name == "approver":
        return f"{name}_{'set' if not old else 'changed' if new else 'removed'}"
    return f"{name}_{'on' if new else 'off'}" if isinstance(new, bool) else name


def _one_or_more(opening: str, words: list[str]) -> str:
    return f"{opening} {words[0]}" if len(words) == 1 else listed(opening.rstrip(",:") + ":", words)
