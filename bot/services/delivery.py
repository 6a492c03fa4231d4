"""Take messages from the outbox and settle them, within the pace that all replicas share."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sqlmodel import Session

from bot.domain import pacing
from bot.domain.delivery import (
    MOST_ATTEMPTS,
    AnotherFirst,
    Fate,
    MeantForAnother,
    NoLongerWanted,
    Outcome,
    Post,
    Priority,
    State,
    Trouble,
)
from bot.domain.initiative import Stage
from bot.domain.local_time import local_date
from bot.domain.pacing import Pace
from bot.domain.people import Person, Profile
from bot.domain.roles import COLLEAGUES, LEAD
from bot.figures import Figures
from bot.services import channels
from bot.services.attempts import POSTING, Attempt, edits_again_at, learn, learn_of_edits, read_pace
from bot.services.capability import LACKING
from bot.services.pictures import Placed, doubt, place
from bot.services.ports import MessageKind, Rendered, Uses
from bot.services.sending_hours import hold_back
from bot.services.standing import roles_of
from storage import initiative as initiatives
from storage import outbox, people
from storage import pace as paces
from storage.outbox import Claimed, Settlement
from storage.taking_part import opted_out

log = logging.getLogger("uptake.delivery")

TROUBLE = "delivery.trouble"
_PERSONS = ("U", "W")
_A_MOMENT = timedelta(seconds=2)
AHEAD = 0.5
"""Seconds of work that one process takes at a time: so little stands in its hands when a limit changes."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message in hand, rendered, not to be posted before `start` (real time, epoch seconds).

    One that `is_result` shows results to a whole channel. `edits` is Slack's ts of the message that it replaces.
    """

    row: Claimed
    message: Rendered
    start: float
    is_result: bool = False
    edits: str = ""


class Counter:
    """The outbox's counter: hands out messages and takes back how they ended, in as few transactions as it can."""

    def __init__(
        self,
        uses: Uses,
        kinds: Mapping[str, MessageKind],
        *,
        lease: timedelta,
        first: Pace,
        real: Callable[[], float],
        figures: Figures | None = None,
    ) -> None:
        self._uses, self._kinds, self._lease, self._first, self._real = uses, kinds, lease, first, real
        self._figures = figures or Figures()

    def has_waiting(self) -> bool:
        """Whether any message is due, even where it can't be sent yet."""
        with self._uses.reading() as session:
            return outbox.has_waiting(session, self._uses.clock())

    def has_free(self) -> bool:
        """Whether it is worth asking for messages now; a look writes nothing and holds up nobody."""
        with self._uses.reading() as session:
            return outbox.has_free(session, self._uses.clock(), _moment(self._real()))

    def settle_and_take(self, attempts: Sequence[Attempt], room: int) -> tuple[list[Ready], float]:
        """Settle what ended and take up to `room` new messages; gives them, and when to ask again (epoch seconds)."""
        now, real = self._uses.clock(), self._real()
        self._figures.count("refusals", number=sum(one.outcome.fate is Fate.TOO_FAST for one in attempts))
        with self._uses.writing() as session:
            pace = read_pace(paces.hold_pace(session, POSTING, asdict(self._first)))
            pace = learn(pace, [one for one in attempts if one.is_post], real)
            learn_of_edits(session, attempts, self._first, real)
            self._settle(session, [conclude(one, _moment(real), self._uses.random) for one in attempts], real)
            claimed: list[Claimed] = []
            starts: list[float] = []
            most = min(room, pacing.available(pace, real, AHEAD))
            if most > 0:
                claimed = outbox.claim(session, now=now, real_now=_moment(real), lease=self._lease, most=most)
                claimed, held = hold_back(session, self._uses, claimed, now)
                self._settle(session, held, real)
            if claimed:
                pace, starts = pacing.reserve(pace, real, len(claimed))
            paces.keep_pace(session, POSTING, asdict(pace))
        return self._prepare(claimed, starts, now), max(pace.blocked_until, pace.next_free)

    def give_back(self, attempts: Sequence[Attempt]) -> None:
        """Settle what ended, and take nothing."""
        if attempts:
            self.settle_and_take(attempts, 0)

    def hold_back(self, one: Ready) -> Outcome | None:
        """Why a message in hand isn't posted after all: a result in a channel that others read; None for most."""
        return channels.hold_back(self._uses, one.row) if one.is_result else None

    def place(self, pictures: Mapping[str, str]) -> Placed:
        """Slack's files of pictures that a message in hand shows."""
        return place(self._uses, pictures, self._real)

    def doubt(self, pictures: Mapping[str, str]) -> None:
        """Slack wouldn't show these pictures."""
        doubt(self._uses, pictures, self._real)

    def _prepare(self, claimed: Sequence[Claimed], starts: Sequence[float], now: datetime) -> list[Ready]:
        ready: list[Ready] = []
        ended: list[Settlement] = []
        with self._uses.reading() as session:
            for row, start in zip(claimed, starts, strict=True):
                try:
                    made = self._ready(session, row, start, now)
                    free_at = edits_again_at(session) if made.edits else 0.0
                    if free_at > self._real():
                        ended.append(Settlement(row, State.WAITING, retry_at=_moment(free_at), was_tried=False))
                    else:
                        ready.append(made)
                except AnotherFirst:
                    again = _moment(self._real()) + _A_MOMENT
                    ended.append(Settlement(row, State.WAITING, retry_at=again, was_tried=False))
                except NoLongerWanted as reason:
                    ended.append(Settlement(row, State.DROPPED, str(reason)))
                except MeantForAnother as other:
                    ended.append(Settlement(row, State.WAITING, recipient=other.user_id, was_tried=False))
                except Exception as fault:
                    log.exception("Message %s of kind %s could not be written.", row.id, row.kind)
                    ended.append(self._try_later(row, fault))
        if ended:
            with self._uses.writing() as session:
                self._settle(session, ended, self._real())
        return ready

    def _ready(self, session: Session, row: Claimed, start: float, now: datetime) -> Ready:
        message, kind = self._render(session, row, now), self._kinds[row.kind]
        is_result = kind.shows_results and not row.recipient.startswith(_PERSONS)
        edits = kind.edits(session, row.arguments) if kind.edits else ""
        return Ready(row, message, start, is_result, edits)

    def _try_later(self, row: Claimed, fault: Exception) -> Settlement:
        """A message that can't be written must not hold up those that were taken with it."""
        outcome = Outcome(Fate.NOT_NOW, type(fault).__name__)
        return conclude(Attempt(row, outcome), _moment(self._real()), self._uses.random)

    def _render(self, session: Session, row: Claimed, now: datetime) -> Rendered:
        if row.expires is not None and now >= row.expires:
            raise NoLongerWanted("too late")
        kind = self._kinds[row.kind]
        person = people.find_person(session, row.recipient)
        if person is not None and not _can_get(kind, person.profile):
            raise NoLongerWanted("the person can't take part any more")
        if row.initiative_id:
            _check_wanted(session, kind, row, person)
        value = kind.prepare(session, row.arguments, now)
        if person is None:
            return kind.render(value, _locale_of_lead(session, row))
        locale = person.profile.locale
        made = kind.render(value, locale)
        return kind.way_out(made, row.initiative_id, locale) if kind.way_out and row.initiative_id else made

    def _settle(self, session: Session, settlements: Sequence[Settlement], real: float) -> None:
        lost = outbox.settle(session, settlements, _moment(real))
        for ended in settlements:
            self._figures.count("messages", ended.state)
            self._note_posted(session, ended, is_lost=ended in lost)
            if ended.state in (State.FAILED, State.UNSURE) and not self._reports_itself(ended.row.kind):
                _tell_lead(session, ended, self._uses.clock())

    def _note_posted(self, session: Session, ended: Settlement, *, is_lost: bool) -> None:
        kind = self._kinds.get(ended.row.kind)
        if kind and kind.posted and ended.outcome and ended.outcome.ts and not is_lost:
            kind.posted(session, ended.row.arguments, ended.outcome.ts)

    def _reports_itself(self, name: str) -> bool:
        kind = self._kinds.get(name)
        return name == TROUBLE or (kind is not None and kind.reports_itself)


def conclude(attempt: Attempt, real_now: datetime, random: Random) -> Settlement:
    """What follows from an attempt: sent, tried again (when), given up, or parked as unsure."""
    row, outcome = attempt.row, attempt.outcome
    if not attempt.was_tried:
        return Settlement(row, State.WAITING, doubt_since=row.doubt_since, was_tried=False)
    if outcome.fate is Fate.POSTED:
        return Settlement(row, State.SENT, outcome=outcome)
    if outcome.fate is Fate.TOO_FAST:
        again = real_now + timedelta(seconds=outcome.retry_after)
        return Settlement(row, State.WAITING, retry_at=again, doubt_since=row.doubt_since, was_tried=False)
    if outcome.fate is Fate.UNWANTED:
        return Settlement(row, State.DROPPED, outcome.reason)
    if outcome.fate is Fate.NEVER:
        return Settlement(row, State.FAILED, outcome.reason)
    again = real_now + timedelta(seconds=max(outcome.retry_after, pacing.backoff(row.attempt, random)))
    if outcome.fate is Fate.UNSURE:
        return Settlement(row, State.UNSURE, outcome.reason, doubt_since=row.doubt_since)
    doubt = (row.doubt_since or row.claimed_at) if outcome.fate is Fate.UNKNOWN else row.doubt_since
    if row.attempt >= MOST_ATTEMPTS:
        return Settlement(row, State.UNSURE if doubt else State.FAILED, outcome.reason, doubt_since=doubt)
    return Settlement(row, State.WAITING, outcome.reason, retry_at=again, doubt_since=doubt)


def trouble(session: Session, arguments: dict[str, int | str], _now: datetime) -> Trouble:
    """What a lead is told about messages that could not be delivered."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return Trouble(initiative.practice, str(arguments["reason"]), outbox.stuck(session, initiative.id))


def _can_get(kind: MessageKind, profile: Profile) -> bool:
    return profile.can_take_part or (kind.for_outsiders and profile.is_outsider)


def _check_wanted(session: Session, kind: MessageKind, row: Claimed, person: Person | None) -> None:
    """Raises NoLongerWanted where the initiative rests, or the person has no role today that the kind is for.

    What is for the lead alone goes to whoever leads now: raises MeantForAnother.
    """
    initiative = initiatives.find_initiative(session, row.initiative_id or 0)
    if initiative is not None and row.is_unrequested and initiative.state is not Stage.ACTIVE:
        raise NoLongerWanted(f"the initiative is {initiative.state}")
    if person is not None and kind.ends_with_opt_out and person.id in opted_out(session, row.initiative_id or 0):
        raise NoLongerWanted("the person wants no messages about this")
    if person is None or (initiative is not None and kind.to == COLLEAGUES):
        return
    if initiative is None or kind.to.isdisjoint(roles_of(session, initiative, person.user_id)):
        if initiative is not None and kind.to == LEAD and person.user_id != initiative.lead_user_id:
            raise MeantForAnother(initiative.lead_user_id)
        raise NoLongerWanted("the person has no role to get it any more")


def _locale_of_lead(session: Session, row: Claimed) -> str:
    """What is posted to a channel speaks the language of the initiative's lead."""
    initiative = initiatives.find_initiative(session, row.initiative_id) if row.initiative_id else None
    lead = people.find_person(session, initiative.lead_user_id) if initiative else None
    return lead.profile.locale if lead else "en-GB"


def _tell_lead(session: Session, ended: Settlement, now: datetime) -> None:
    """Once a day for each reason; once for good where nothing will change by itself."""
    initiative = initiatives.find_initiative(session, ended.row.initiative_id) if ended.row.initiative_id else None
    if initiative is None:
        return
    reason = "unsure" if ended.state is State.UNSURE else ended.reason
    day = "" if reason in LACKING else local_date(now, initiative.zone).isoformat()
    key = f"{TROUBLE}:{initiative.id}:{reason}:{day}"
    arguments: dict[str, int | str] = {"initiative": initiative.id, "reason": reason}
    post = Post(TROUBLE, initiative.lead_user_id, arguments, key, Priority.TROUBLE, initiative_id=initiative.id)
    outbox.queue(session, [(post, now, now + timedelta(days=7))])


def _moment(real: float) -> datetime:
    return datetime.fromtimestamp(real, UTC)
