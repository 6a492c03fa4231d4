"""Working hours, absences and "not for me", as people see them; the menu beside every message that nobody asked for."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from babel import dates, lists
from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    CheckboxesElement,
    DatePickerElement,
    Option,
    OverflowMenuElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.domain.hours_form import MyTime, TeamTime
from bot.domain.local_time import WEEK
from bot.domain.taking_part import TakingPart
from bot.domain.work_time import Window
from messages import ids
from messages.escaping import Finished
from messages.form import field, form_view, page_view, tick
from messages.message import Message, button, buttons, label, message, paragraph, small
from messages.sentences import Sentences, babel_locale, sentences

_MOST_IN_MENU = 3
"""Three dots hold five choices at most."""


def menu(initiative_id: int, locale: str, *, stays: bool = False) -> OverflowMenuElement:
    """The three dots beside the buttons of a message that nobody asked for: away, my hours, not for me.

    Where the message `stays`, since its reader may need it, what "not for me" means is said below it.
    """
    return _dots({initiative_id: sentences("work_time/menu", locale)["not_for_me"]}, locale, stays=stays)


def menu_of(practices: Mapping[int, str], locale: str) -> OverflowMenuElement:
    """The same on a note about several initiatives, by id; a menu has room for three of them."""
    if len(practices) == 1:
        return menu(next(iter(practices)), locale, stays=True)
    first = list(practices.items())[:_MOST_IN_MENU]
    named = {each: sentences("work_time/menu", locale, practice=practice)["not_this"] for each, practice in first}
    return _dots(named, locale, stays=True)


def _dots(ways_out: Mapping[int, str], locale: str, *, stays: bool) -> OverflowMenuElement:
    say, after = sentences("work_time/menu", locale), ids.STAYS if stays else ""
    time = {ids.OPEN_AWAY: say["away"], ids.OPEN_MY_HOURS: say["hours"]}
    options = [Option(value=ids.chosen(action_id, ""), label=name) for action_id, name in time.items()]
    for initiative_id, name in ways_out.items():
        value = ids.chosen(ids.NOT_FOR_ME, f"{initiative_id}{after}")
        options.append(Option(value=value, text=label(name)))
    return OverflowMenuElement(action_id=ids.MENU, options=options)


def open_my_time(locale: str) -> ButtonElement:
    """The button that opens the form of somebody's own hours and absences."""
    return button(ids.OPEN_MY_TIME, sentences("work_time/mine", locale)["open"])


def take_part_again(initiative_id: int, locale: str) -> ButtonElement:
    """The button that undoes a "not for me", wherever it was said."""
    return button(ids.UNDO_NOT_FOR_ME, sentences("work_time/part", locale)["take_part"], str(initiative_id))


def my_time_form(value: MyTime, locale: str) -> View:
    """Somebody's own absence and hours."""
    return _mine([*_absence(value, locale), *_my_hours(value, locale)], locale)


def away_form(value: MyTime, locale: str) -> View:
    """Somebody's own absence."""
    return _mine(_absence(value, locale), locale)


def my_hours_form(value: MyTime, locale: str) -> View:
    """Somebody's own hours."""
    return _mine(_my_hours(value, locale), locale)


def my_time_saved(value: MyTime, locale: str) -> View:
    """What somebody's form turns into once it is sent."""
    say = _my_sentences(value, locale)
    lines = [say["saved_away" if value.away_until else "saved_here"], say["saved_hours"]]
    return page_view(
        say["title"],
        say["done"],
        [paragraph(f"*{say['saved']}*"), paragraph("\n".join(lines))],
    )


def my_time_line(value: MyTime, locale: str) -> str:
    """Until when somebody is away and when they work, in one line of small print."""
    say = _my_sentences(value, locale)
    return " ".join([say["small_away"], say["small_hours"]] if value.away_until else [say["small_hours"]])


def opted_out(value: TakingPart, locale: str, *, stays: bool = False) -> Message:
    """What a message turns into when its reader says that it is not for them, with a way back.

    Who has taken something on hears what still comes, and whom to ask. Where the message `stays`, this is an answer.
    """
    say = _part(value, locale)
    undo = buttons(button(ids.UNDO_NOT_FOR_ME, say["undo"], f"{value.initiative_id}{ids.STAYS if stays else ''}"))
    if value.tie is None:
        return message(say["out"], [paragraph(f"{say['out']}\n{say['out_more']}"), undo])
    return message(
        say["out_but"], [paragraph(f"{say['out_but']}\n{say[value.tie.value]}"), small(say["private"]), undo]
    )


def opted_in(value: TakingPart, locale: str) -> Message:
    """What it turns into when they come back; a pulse that is open can be answered from there."""
    say = _part(value, locale)
    if value.waiting is None:
        return message(say["again"], [paragraph(say["again"])])
    answer = buttons(button(ids.OPEN_CHECKIN, say["answer"], str(value.waiting.wave.id), style="primary"))
    return message(say["again"], [paragraph(f"{say['again']}\n{say['waiting']}"), answer])


def hours_in_words(window: Window, locale: str) -> str:
    """Working hours such as 'Monday to Friday, 08:00 to 18:00'."""
    days = sorted(window.days)
    names = dates.get_day_names("wide", locale=babel_locale(locale))
    listed = lists.format_list([names[day] for day in days], locale=babel_locale(locale))
    is_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    about = {"count": len(days), "is_row": is_row, "first": names[days[0]], "last": names[days[-1]], "listed": listed}
    on = Finished(sentences("work_time/hours", locale, **about)["days"])
    return sentences("work_time/hours", locale, days=on, begins=window.begins, ends=window.ends)["window"]


def hours_changed(old: TeamTime, new: TeamTime, practice: str, locale: str) -> str:
    """What changes in when a team can be written to, beginning with a small letter."""
    of: dict[str, Any] = {"practice": practice, "name": new.name, "is_all": new.is_all}
    parts = []
    if old.window != new.window:
        spans = {"old": hours_in_words(old.window, locale), "new": hours_in_words(new.window, locale)}
        parts.append(sentences("work_time/changes", locale, **of, **spans)["hours"])
    if old.region != new.region or not parts:
        say = sentences("work_time/changes", locale, **of, old=old.region, new=new.region)
        parts.append(say["holidays_too" if parts else "holidays"])
    return Finished(" ".join(parts))


def hours_fields(window: Window, locale: str) -> list[Block]:
    """The fields for days, beginning and end of work."""
    say = sentences("work_time/hours", locale)
    names = dates.get_day_names("wide", context="stand-alone", locale=babel_locale(locale))
    days = [Option(value=str(day), label=names[day]) for day in range(WEEK)]
    chosen = [option for day, option in enumerate(days) if day in window.days]
    picked = CheckboxesElement(action_id=ids.CHOICE, options=days, initial_options=chosen)
    return [
        field("days", say["on_days"], picked),
        field("begins", say["begins"], _clock(window.begins)),
        field("ends", say["ends"], _clock(window.ends), hint=say["ends_hint"]),
    ]


def _mine(blocks: Sequence[Block], locale: str) -> View:
    say = sentences("work_time/mine", locale)
    return form_view(
        ids.SUBMIT_MY_TIME,
        say,
        blocks=list(blocks),
    )


def _absence(value: MyTime, locale: str) -> list[Block]:
    say = _my_sentences(value, locale)
    initial = value.away_until.isoformat() if value.away_until else None
    picker = DatePickerElement(action_id=ids.CHOICE, initial_date=initial)
    last_day = field("away_until", say["away_until"], picker, hint=say["away_until_hint"], optional=True)
    if value.away_until is None:
        return [last_day]
    return [paragraph(say["away_now"]), last_day, tick("is_back", say["back"], say["is_back"])]


def _my_hours(value: MyTime, locale: str) -> list[Block]:
    say = _my_sentences(value, locale)
    blocks: list[Block] = [small(say["intro"]), *hours_fields(value.window, locale)]
    if value.own is not None:
        blocks.append(tick("as_above", say["as_team"], say["as_team_choice"], say["as_team_says"]))
    return blocks


def _my_sentences(value: MyTime, locale: str) -> Sentences:
    hours, team = hours_in_words(value.window, locale), hours_in_words(value.team, locale)
    return sentences("work_time/mine", locale, hours=hours, team=team, away_until=value.away_until)


def _part(value: TakingPart, locale: str) -> Sentences:
    closes_at = value.waiting.wave.closes_at if value.waiting else None
    about = {"practice": value.practice, "closes_at": closes_at, "lead": value.lead_user_id}
    return sentences("work_time/part", locale, value.zone, **about)


def _clock(at: time) -> TimePickerElement:
    return TimePickerElement(action_id=ids.CHOICE, initial_time=at.strftime("%H:%M"))
