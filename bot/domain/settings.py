"""What a lead can change about an initiative after it has begun, and what staff were promised about it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.hours_form import TeamTime
from bot.domain.local_time import MOST_REMINDERS, WEEK, Every
from bot.domain.opening import Closing, check_rhythm

MESSAGES_A_WEEK = 3
MOST_MESSAGES_A_WEEK = 10
NOTICE, LONG_NOTICE = timedelta(days=1), timedelta(days=7)
"""How long staff know of a change of what they were promised before it applies, at least.

The longer one is for people whom a channel doesn't bring together: each is told when they are at work.
"""

Changes = Mapping[str, tuple[Any, Any]]
"""Settings by name, each with its old and its new value."""


class MembersFrom(StrEnum):
    """Where an initiative's people come from: its channel, Slack user groups, or a file."""

    CHANNEL = "channel"
    GROUPS = "groups"
    FILE = "file"


class Agreement(StrEnum):
    """Whether the questions that are asked now were agreed to, where somebody must agree to them.

    GONE: they weren't, and the one who must agree can't take part any more.
    """

    UNNEEDED = "unneeded"
    AGREED = "agreed"
    AWAITED = "awaited"
    DECLINED = "declined"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Settings:
    """How an initiative treats its people; `message_cap` is unrequested messages per person in any seven days.

    `approver_user_id` must agree to the pulse's questions where it isn't '', and can unless `approver_is_gone`; the
    next three mark the questions that they agreed to, were asked about, and said "not yet" to. `version` counts changes
    by people.
    """

    members_from: MembersFrom = MembersFrom.CHANNEL
    message_cap: int = MESSAGES_A_WEEK
    digest_weekday: int = 0
    digest_at: time = time(9)
    is_reviewed: bool = False
    is_strict: bool = False
    approver_user_id: str = ""
    approver_is_gone: bool = False
    approved_items: str = ""
    asked_items: str = ""
    declined_items: str = ""
    version: int = 1

    def agreement(self, fingerprint: str) -> Agreement:
        """Whether the questions with this mark may be asked."""
        if not self.approver_user_id:
            return Agreement.UNNEEDED
        if self.approved_items == fingerprint:
            return Agreement.AGREED
        if self.approver_is_gone:
            return Agreement.GONE
        return Agreement.DECLINED if self.declined_items == fingerprint else Agreement.AWAITED


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a lead can change, in the order in which people see it; `first_on` is the day of the next pulse.

    `approver` is the user id of the one who must agree to the questions, '' where nobody must. `dates` are those on
    which the pulse comes where it comes on dates, `first_on` is the first of them then.
    """

    every: Every
    first_on: date
    at: time
    open_days: int
    approver: str
    message_cap: int
    is_strict: bool
    digest_weekday: int
    digest_at: time
    is_reviewed: bool
    dates: tuple[date, ...] = ()
    reminders: int = 1


SETTINGS = tuple(field.name for field in fields(Terms))


@dataclass(frozen=True, slots=True)
class TermsForm:
    """What a lead filled in to change the settings, before it is checked; absent choices are None.

    `unread` is the line of the dates that is no date, 0 where there is none. `ends_agreement` says that nobody has to
    agree to the questions any more, where whoever had to was erased.
    """

    every: str
    first_on: date | None
    at: time | None
    open_days: int
    approver: str
    message_cap: int
    is_strict: bool
    digest_weekday: int
    digest_at: time | None
    is_reviewed: bool
    dates: tuple[date, ...] = ()
    reminders: int = 1
    unread: int = 0
    ends_agreement: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A change of what staff were promised that doesn't apply yet.

    `starts_at` is when it will, as far as that can be known; None until staff have been told.
    """

    id: int
    initiative_id: int
    changed_by: str
    changes: Changes
    state: str = "waiting"
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """An initiative's settings as one person sees them; `next_on` is None where no pulse is planned.

    `hours` are everybody's, which hold for those who have no others; `closing` is the next pulse's.
    """

    initiative_id: int
    practice: str
    lead_user_id: str
    zone: str
    terms: Terms
    version: int
    next_on: date | None
    planned: Planned | None
    agreement: Agreement
    hours: TeamTime
    may_change: bool = False
    may_agree: bool = False
    closing: Closing | None = None

    def wanted(self) -> Terms:
        """The settings as they will be once what is planned applies."""
        return changed(self.terms, self.planned.changes) if self.planned else self.terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a lead's changes: what holds now, and what staff are told of first.

    `taken_back` says that an earlier change, which had not applied, is gone; `notice` is how long staff know of what is
    planned before it applies. `closing` is the next pulse's, by what holds now.
    """

    practice: str
    zone: str
    now: Changes
    later: Changes
    taken_back: bool = False
    notice: timedelta = NOTICE
    closing: Closing | None = None


class NothingPlanned(Refusal):
    """The change was made or taken back meanwhile."""

    def __init__(self) -> None:
        super().__init__("This change has been made or taken back already. Type /uptake settings to see what holds.")


CHANGED_MEANWHILE = "Somebody else changed the settings meanwhile. Open them again."
CANNOT_AGREE = "This person can't take part in Uptake. Pick a colleague whose account is open."
DAY_TAKEN = "A pulse has come on that day already. Pick a later day."
_DAYS = frozenset({"every", "first_on", "dates"})
"""Where dates come or go, these change together."""
_HOW_OFTEN = (Every.MONTHLY, Every.FORTNIGHTLY, Every.WEEKLY)


def is_promise(name: str, old: Any, new: Any) -> bool:
    """Whether this change touches what staff were promised, so that they hear of it before it applies.

    To be asked more often or differently long, more messages, other rules for newcomers' answers, and that somebody
    else or nobody has to agree to the questions. What only relaxes the burden, or adds a guard, needs no notice.
    """
    if old == new:
        return False
    match name:
        case "every":
            return Every.DATES in (old, new) or _HOW_OFTEN.index(new) > _HOW_OFTEN.index(old)
        case "dates":
            return not set(new) <= set(old)
        case "reminders":
            return bool(new > old)
        case "message_cap":
            return bool(new > old)
        case "approver":
            return bool(old)
        case _:
            return name in ("open_days", "is_strict")


def differences(old: Terms, new: Terms) -> Changes:
    """The settings that differ."""
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in SETTINGS}
    if new.every is Every.DATES:
        del pairs["first_on"]
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def apart(changes: Changes) -> tuple[Changes, Changes]:
    """Changes that apply at once, and those that staff hear of first."""
    later = {name: pair for name, pair in changes.items() if is_promise(name, *pair)}
    if later.keys() & _DAYS and ("dates" in changes or Every.DATES in changes.get("every", ())):
        later |= {name: pair for name, pair in changes.items() if name in _DAYS}
    return {name: pair for name, pair in changes.items() if name not in later}, later


def changed(terms: Terms, changes: Changes) -> Terms:
    """The settings once the changes apply; what isn't a setting among them is left out."""
    return replace(terms, **{name: new for name, (_, new) in changes.items() if name in SETTINGS})


def check_terms(form: TermsForm, now: Terms, *, today: date, open_until: date | None, lead: str) -> Terms:
    """The settings that a lead wants, if the form is complete.

    `today` is the local date; `open_until` the last day of a pulse that is open. Raises FormRefusal with a sentence for
    each field that needs a change.
    """
    if form.every == Every.DATES:
        form = replace(form, first_on=form.dates[0] if form.dates else today)
    else:
        form = replace(form, dates=(), unread=0)
    errors = _check_schedule(form, today)
    is_moved = (form.first_on, form.every) != (now.first_on, now.every)
    if form.first_on and open_until and is_moved and form.first_on <= open_until:
        errors.setdefault(
            "dates" if form.dates else "first_on", "A pulse is still open then. Pick a day after it has closed."
        )
    if not 1 <= form.message_cap <= MOST_MESSAGES_A_WEEK:
        errors["message_cap"] = f"Pick between 1 and {MOST_MESSAGES_A_WEEK} messages."
    if form.digest_weekday not in range(WEEK):
        errors["digest_weekday"] = "Pick a day for the digest."
    if form.digest_at is None:
        errors["digest_at"] = "Pick a time for the digest."
    if form.approver and form.approver == lead != now.approver:
        errors["approver"] = "The lead can't agree to their own questions. Pick somebody else, or nobody."
    if errors or form.first_on is None or form.at is None or form.digest_at is None:
        raise FormRefusal(errors)
    return Terms(**{name: getattr(form, name) for name in SETTINGS} | {"every": Every(form.every)})


def _check_schedule(form: TermsForm, today: date) -> dict[str, str]:
    errors = check_rhythm(form.first_on, form.at, form.every, form.open_days, today, form.dates)
    if form.unread:
        errors["dates"] = f"Line {form.unread} isn't a date. Write each like 2026-03-02, on a line of its own."
    if form.reminders not in range(MOST_REMINDERS + 1):
        errors["reminders"] = f"Pick at most {MOST_REMINDERS} reminders."
    return errors


def notice(members_from: MembersFrom) -> timedelta:
    """How long an initiative's people know of a change of what they were promised before it applies."""
    return NOTICE if members_from is MembersFrom.CHANNEL else LONG_NOTICE
