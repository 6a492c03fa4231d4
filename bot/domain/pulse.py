"""The recurring check-in: which items a wave asks, when it opens, reminds and closes, and what counts as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.local_time import Rhythm, instant, local_date
from bot.domain.typed import shorten
from bot.domain.work_time import Hours, is_at_work, last_beginning, next_moment

SCALE = 5
FEWEST_FOR_A_RESULT = 5
FEWEST_FOR_COMMENTS = 8
FEWEST_A_WAVE = 5
COMMENT_LENGTH = 1000
TIME_TO_UNDO = timedelta(minutes=1)
TIME_OFF = timedelta(days=28)
"""How long "not this month" lasts: four weeks, whatever the day."""
_TIME_TO_ANSWER = timedelta(hours=12)
_LAST_HOUR = timedelta(hours=1)
_A_DAY = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Item:
    """One question: `construct` is what it measures, `source` where the construct comes from.

    `text` is how a team's own question is asked; '' in the built-in pulse, whose words stand in a file per language.
    """

    id: str
    construct: str
    reverse: bool = False
    is_anchor: bool = False
    source: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """The items of a pulse, in the order in which they are asked.

    `fingerprint` marks all that staff read in it, in every language: another word or another order, another mark.
    `words` are those of the built-in items in every language, by item id.
    """

    id: str
    items: tuple[Item, ...]
    fingerprint: str = ""
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wave:
    """One round of the pulse. Instants are UTC; `invited` is the size of its frozen roster."""

    id: int
    initiative_id: int
    number: int
    opens_on: date
    opens_at: datetime
    closes_at: datetime
    items: tuple[str, ...]
    state: str
    invited: int = 0
    answered: int | None = None

    def is_open(self, now: datetime) -> bool:
        """Answers count from opening until just before closing."""
        return self.state == "open" and now < self.closes_at


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What everybody may know of one item in one group: people counted, and the lowest and highest possible sum."""

    group_id: int
    item: str
    respondents: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Before:
    """What was published of a group in an earlier wave, which asked the items `asked`."""

    opens_on: date
    items: tuple[ItemResult, ...]
    asked: tuple[str, ...] = ()

    def of(self, item: str) -> ItemResult | None:
        """What was published of one item; None where nothing was."""
        return next((each for each in self.items if each.item == item), None)


@dataclass(frozen=True, slots=True)
class Checkin:
    """A form that somebody sent: one whole number from 1 to 5 per item, None for "can't say"; a comment or ''."""

    answers: Mapping[str, int | None]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody is asked to answer; `zone` is theirs.

    `agreed_by` is the user id of the one who agreed to the questions, '' where nobody had to; `own` are those of the
    wave's items that are a team's own. Where a pulse `is_monthly`, to leave it out is to leave out the month.
    """

    wave: Wave
    practice: str
    zone: str
    is_reminder: bool = False
    agreed_by: str = ""
    own: tuple[Item, ...] = ()
    is_monthly: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Somebody leaves out what they were asked, and no pulse of the initiative is sent to them before `until`."""

    invitation: Invitation
    until: date


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group that somebody belongs to, below everybody's: their team, or one above it."""

    id: int
    name: str


class Came(StrEnum):
    """What came of something that was done about an item."""

    TRYING = "trying"
    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done about an item: `what` as somebody wrote it, and since when it stands as it `came` out."""

    item: str
    what: str
    on: date
    came: Came


@dataclass(frozen=True, slots=True)
class Result:
    """What everybody may see of a closed wave, for the whole group; `items` is empty where too few answered.

    `own` are those items, here or before, that are a team's own; `before` has earlier waves, the latest first.
    `groups` are those of the one who asks, from their team upwards; `done` is what came of earlier results. Where
    something calls for an act, `calls` says to the lead who asks how much, and `ask_lead` is the lead who is told.
    """

    wave: Wave
    practice: str
    zone: str
    items: tuple[ItemResult, ...]
    comments: tuple[str, ...]
    own: tuple[Item, ...] = ()
    before: tuple[Before, ...] = ()
    groups: tuple[OwnGroup, ...] = ()
    done: tuple[Deed, ...] = ()
    calls: int = 0
    ask_lead: str = ""


class NoOpenWave(Refusal):
    """There is nothing to answer just now."""

    def __init__(self) -> None:
        super().__init__("No pulse is open for you right now. You get a message when the next one opens.")


class WaveClosed(Refusal):
    """The round ended before the answer came."""

    def __init__(self) -> None:
        super().__init__(
            "This pulse has closed, so your answers could not be counted. "
            "The results are in the channel, and the next pulse will reach you here."
        )


class AlreadyAnswered(Refusal):
    """The person has answered this wave already, here or on another device."""

    def __init__(self) -> None:
        super().__init__("You have already answered this pulse. Your first answers count; nothing was changed.")


class NotInRoster(Refusal):
    """The person joined after the round began."""

    def __init__(self) -> None:
        super().__init__("You joined after this pulse had begun, so you are not part of it. The next one includes you.")


class WaveIsOpen(Refusal):
    """Rounds don't overlap."""

    def __init__(self) -> None:
        super().__init__("A pulse is open already. Wait until it closes, then start the next one.")


def items_for(instrument: Instrument, wave_number: int) -> tuple[str, ...]:
    """The ids that wave 1, 2, 3, ... asks: every anchor, and of the other items as many as make five, in turn.

    Where that is less than half of the others, it is half of them: each item is asked at least every second wave, and
    the anchors give one unbroken series.
    """
    others = [item.id for item in instrument.items if not item.is_anchor]
    anchors = len(instrument.items) - len(others)
    count = min(len(others), max(FEWEST_A_WAVE - anchors, (len(others) + 1) // 2))
    turn = {others[((wave_number - 1) * count + place) % len(others)] for place in range(count)}
    return tuple(item.id for item in instrument.items if item.is_anchor or item.id in turn)


def minutes_for(count: int) -> int:
    """About how many minutes so many questions take, at some ten seconds each; at least one."""
    return max(1, (count + 3) // 6)


def invitation_span(
    rhythm: Rhythm, day: date, zone: str, opens_at: datetime | None, closes_at: datetime
) -> tuple[datetime, datetime]:
    """From which moment on, and before which one, a person may be invited.

    That is from the local opening time on, not before the wave opens (None: it is only planned), and no later than an
    hour before it closes.
    """
    at = instant(day, rhythm.at, zone)
    return (at if opens_at is None else max(at, opens_at)), closes_at - _LAST_HOUR


def reminder_time(
    rhythm: Rhythm, last_day: date, zone: str, hours: Hours, invited_at: datetime, closes_at: datetime
) -> datetime | None:
    """When a person who hasn't answered is reminded: the last day at the opening time, if they work then.

    Where they don't, it is the beginning of their last shift before the closing. None where that comes on the heels of
    the invitation, within twelve hours.
    """
    earliest = invited_at + _TIME_TO_ANSWER
    usual = instant(last_day, rhythm.at, zone)
    if earliest <= usual < closes_at and is_at_work(usual, zone, hours):
        return usual
    return last_beginning(earliest, zone, hours, closes_at)


def early_reminder_time(
    rhythm: Rhythm, zone: str, hours: Hours, invited_at: datetime, last_at: datetime | None
) -> datetime | None:
    """When a person gets the first of two reminders: halfway to the last one, at work, at the opening time or later.

    None where it would come within a day of the invitation or of the last reminder.
    """
    if last_at is None:
        return None
    halfway = local_date(invited_at + (last_at - invited_at) / 2, zone)
    moment = next_moment(instant(halfway, rhythm.at, zone), zone, hours, last_at)
    if moment is None or moment < invited_at + _A_DAY or moment > last_at - _A_DAY:
        return None
    return moment


def check_checkin(items: Sequence[str], given: Mapping[str, str | None], comment: str) -> Checkin:
    """The form as a check-in. `given` holds '1' to '5', 'none' or None per item id.

    "Can't say" everywhere is an answer too. Raises FormRefusal where the comment is too long.
    """
    answers = {item: _number(given.get(item)) for item in items}
    if len(comment) > COMMENT_LENGTH:
        raise FormRefusal({"comment": shorten(comment, COMMENT_LENGTH)})
    return Checkin(answers, comment.strip())


def _number(choice: str | None) -> int | None:
    return int(choice) if choice is not None and choice in ("1", "2", "3", "4", "5") else None
