"""Duties: what people have taken on, when they are reminded of it, and what one note a day tells them.

How a feature adds its duties:

1. In `bot/services/<feature>.py`, a function `owed(session, initiative, day)` gives a `Duty` for each thing that
   somebody still has to do, from the feature's own tables and with date arithmetic alone. `day` is the initiative's
   local date; what is due more than `AHEAD` after it may be left out. What is done, moved or deleted is simply not
   given any more. A duty that says more than a title is a subclass with fields of its own.
2. In `messages/<feature>.py`, `line(duty, today, locale)` gives one finished sentence that says what to do and, with
   `messages.duties.when`, by when; `choices(duty, locale)` gives its buttons, whose actions the feature listens to.
3. In `bot/features/<feature>.py`, `duties=(DutyKind("<feature>.<what>", owed, line, choices),)`.

Nothing else: no due work, no message kind, no table. Notes, App Home and the word to the lead follow from it. Somebody
who can't take part any more is told nothing: that a duty lost its owner is for the feature to notice and tell the lead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.local_time import instant, local_date
from bot.domain.work_time import Hours, shift_of

_DAY = timedelta(days=1)
AHEAD = timedelta(days=7)
"""How long before its date a duty is shown at all."""

TO_LEAD_AFTER = timedelta(days=7)
"""How long after its date a duty that isn't done is told to the lead too."""

FORGOTTEN_AFTER = timedelta(days=90)
"""How long after its date nobody is reminded any more; the duty still stands on App Home."""

_OFTEN, _WEEKLY = 5, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that the person `user_id` has taken on and that isn't done: `kind` names its DutyKind.

    `subject` tells it from others of its kind in its initiative. `title` is what it is about in somebody's own words.
    `due_on` is a local date, wherever its owner is; on the day on which it was taken on, `since`, nobody is reminded.
    """

    kind: str
    initiative_id: int
    subject: int
    user_id: str
    title: str
    due_on: date
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A duty as somebody reads of it: the owner, or the lead where it has been waiting for long (`is_for_lead`).

    `lead_user_id` is the one who can give it to somebody else, '' where the reader leads or nobody can.
    """

    duty: Duty
    practice: str
    lead_user_id: str
    is_for_lead: bool = False


@dataclass(frozen=True, slots=True)
class DutyNote:
    """The one note that somebody gets on a local date; `more` of their duties wait too, without a word today."""

    today: date
    told: tuple[Told, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """When somebody may get the note of a local date: from `begins` on, and before `ends`."""

    day: date
    begins: datetime
    ends: datetime


def is_reminded(duty: Duty, day: date, works_on: Callable[[date], bool]) -> bool:
    """Whether the owner of a duty that isn't done is reminded on `day`: the last working day before its date, and then.

    Where it has passed: on the first working day then, the third and the fifth, and from there on every fifth, until it
    is forgotten. Days of an absence are no working days, so who comes back hears on the first day.
    """
    due_on = duty.due_on
    if not works_on(day) or day > due_on + FORGOTTEN_AFTER or (duty.since is not None and day <= duty.since):
        return False
    if day < due_on:
        return due_on - day <= AHEAD and not any(map(works_on, _days(day + _DAY, due_on)))
    nth = sum(map(works_on, _days(due_on, day + _DAY)))
    return nth % 2 == 1 if nth <= _OFTEN else nth % _WEEKLY == 0


def is_lead_told(duty: Duty, day: date, works_on: Callable[[date], bool]) -> bool:
    """Whether the lead hears on `day` of a duty that its owner hasn't done: a week after its date, then once a week."""
    first = duty.due_on + TO_LEAD_AFTER
    if not first <= day <= duty.due_on + FORGOTTEN_AFTER or not works_on(day):
        return False
    return sum(map(works_on, _days(first, day + _DAY))) % _WEEKLY == 1


def turn_of(now: datetime, within: timedelta, zone: str, hours: Hours) -> Turn | None:
    """When somebody who works at `now`, or begins `within` that time, may get a note; None for everybody else.

    A note is for the date on which their work begins and never comes after midnight, so that a night has one note too.
    """
    for day in (local_date(now, zone), local_date(now + within, zone)):
        shift = shift_of(day, zone, hours)
        if shift is None:
            continue
        begins, ends = max(shift[0], now), min(shift[1], instant(day + _DAY, time(), zone))
        if begins < ends and begins < now + within:
            return Turn(day, begins, ends)
    return None


def is_shown(duty: Duty, day: date) -> bool:
    """Whether a duty stands among what waits for its owner on `day`."""
    return duty.due_on <= day + AHEAD


def in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    """One's own duties before those of others, and what was due first before the rest."""
    return tuple(sorted(told, key=_place))


def key_of(duty: Duty, *, is_for_lead: bool) -> str:
    """What tells a duty with its date from every other; one that was moved is another."""
    return f"{duty.kind} {duty.initiative_id} {duty.subject} {duty.due_on} {int(is_for_lead)}"


def initiatives_in(keys: Sequence[str]) -> list[int]:
    """The ids of the initiatives of these duties, lowest first."""
    return sorted({int(key.split(" ")[1]) for key in keys})


def _days(first: date, end: date) -> Iterable[date]:
    """Each date from `first` on and before `end`."""
    return (first + number * _DAY for number in range((end - first).days))


def _place(told: Told) -> tuple[bool, date, int, str, int]:
    duty = told.duty
    return told.is_for_lead, duty.due_on, duty.initiative_id, duty.kind, duty.subject
