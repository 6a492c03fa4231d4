"""The recurring check-in: which items a wave asks, when it opens, reminds and closes, and what counts as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.local_time import LONGEST_OPEN_DAYS, WEEK, Every, Rhythm, instant
from bot.domain.work_time import Hours, is_at_work, last_beginning

SCALE = 5
FEWEST_FOR_A_RESULT = 5
FEWEST_FOR_COMMENTS = 8
COMMENT_LENGTH = 1000
TIME_TO_UNDO = timedelta(minutes=1)
FURTHEST_START = timedelta(days=366)
_TIME_TO_ANSWER = timedelta(hours=12)
_LAST_HOUR = timedelta(hours=1)
_CLOSING_TIME = time(18)


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
    """

    id: str
    items: tuple[Item, ...]
    fingerprint: str = ""


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
    wave's items that are a team's own.
    """

    wave: Wave
    practice: str
    zone: str
    is_reminder: bool = False
    agreed_by: str = ""
    own: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group that somebody belongs to, below everybody's: their team, or one above it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done about an item, and when: `what` as somebody wrote it."""

    item: str
    what: str
    on: date


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


def check_rhythm(first_on: date | None, at: time | None, every: str, open_days: int, today: date) -> dict[str, str]:
    """A sentence for each field of a pulse's rhythm that needs a change. `today` is the lead's local date."""
    errors: dict[str, str] = {}
    if first_on is None:
        errors["first_on"] = "Pick the day on which the pulse opens."
    elif first_on < today:
        errors["first_on"] = "That day has passed. Pick today or a later day."
    elif first_on > today + FURTHEST_START:
        errors["first_on"] = "That is more than a year away. Pick an earlier day."
    if at is None:
        errors["at"] = "Pick the time at which the pulse arrives."
    if every not in tuple(Every):
        errors["every"] = "Pick how often the pulse comes."
    if not 1 <= open_days <= LONGEST_OPEN_DAYS:
        errors["open_days"] = f"Pick between 1 and {LONGEST_OPEN_DAYS} days."
    elif every == Every.WEEKLY and open_days > WEEK:
        errors["open_days"] = "A weekly pulse can be open for 7 days at most. Pick fewer days, or ask less often."
    return errors


def items_for(instrument: Instrument, wave_number: int) -> tuple[str, ...]:
    """The ids that wave 1, 2, 3, ... asks: every anchor, and half of the other items in turn.

    So each item is asked at least every second wave, and the anchors give one unbroken series.
    """
    others = [item.id for item in instrument.items if not item.is_anchor]
    half = (len(others) + 1) // 2
    turn = set(others[:half] if wave_number % 2 else others[half:])
    return tuple(item.id for item in instrument.items if item.is_anchor or item.id in turn)


def closing(day: date, rhythm_days: int, zone: str) -> datetime:
    """The one moment a wave ends: 18:00 in the initiative's zone on its last day (the opening day is the first)."""
    return instant(day + timedelta(days=rhythm_days - 1), _CLOSING_TIME, zone)


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
    rhythm: Rhythm, day: date, zone: str, hours: Hours, invited_at: datetime, closes_at: datetime
) -> datetime | None:
    """When a person who hasn't answered is reminded: the last day at the opening time, if they work then.

    Where they don't, it is the beginning of their last shift before the closing. None where that comes on the heels of
    the invitation, within twelve hours.
    """
    earliest = invited_at + _TIME_TO_ANSWER
    usual = instant(day + timedelta(days=rhythm.open_days - 1), rhythm.at, zone)
    if earliest <= usual < closes_at and is_at_work(usual, zone, hours):
        return usual
    return last_beginning(earliest, zone, hours, closes_at)


def check_checkin(items: Sequence[str], given: Mapping[str, str | None], comment: str) -> Checkin:
    """The form as a check-in. `given` holds '1' to '5', 'none' or None per item id.

    "Can't say" everywhere is an answer too. Raises FormRefusal where the comment is too long.
    """
    answers = {item: _number(given.get(item)) for item in items}
    if len(comment) > COMMENT_LENGTH:
        raise FormRefusal({"comment": f"Shorten this to {COMMENT_LENGTH} characters. It has {len(comment)}."})
    return Checkin(answers, comment.strip())


def _number(choice: str | None) -> int | None:
    return int(choice) if choice is not None and choice in ("1", "2", "3", "4", "5") else None
