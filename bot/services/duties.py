"""One note a day tells each person what they have taken on, while they work, and from what is so when it is sent.

Every hour, or twice a day while nobody owes anything, a look at all duties finds whose work begins or goes on and who
is to be reminded today; the note names the duties that called for it, and says of them what still holds when it goes
out. It is queued under a key of the person and their local date, so that no second one can be, whatever is looked at
again or by how many replicas.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.duties import (
    Duty,
    DutyNote,
    Told,
    in_order,
    initiatives_in,
    is_lead_told,
    is_reminded,
    is_shown,
    key_of,
    turn_of,
)
from bot.domain.initiative import Initiative, Stage
from bot.domain.local_time import local_date
from bot.domain.people import Person
from bot.domain.work_time import Hours, shift_of
from bot.services.ports import DutyKind, Uses
from bot.services.work_time import Reader, readers
from storage import due, outbox, people
from storage import initiative as initiatives
from storage.due import Work

NOTE, GATHER = "duties.note", "duties.gather"
_HOUR, _WHILE_NOTHING_IS_OWED = timedelta(hours=1), timedelta(hours=12)
_BETWEEN = "|"


def begin(uses: Uses) -> None:
    """Plan the first look, unless one is planned already: once it was, it plans itself."""
    with uses.writing() as session:
        if not due.waiting(session, GATHER, 0):
            now = uses.clock()
            due.plan(session, GATHER, 0, now.astimezone(UTC).date(), now)


def gather(uses: Uses, work: Work) -> None:
    """Due work: queue a note for whoever is to be reminded and works now or in the hour that comes; then look again."""
    now = uses.clock()
    with uses.reading() as session:
        calls = _calls(session, uses, now)
        notes = list(_notes(session, uses, calls, now))
    pause = _HOUR if calls else _WHILE_NOTHING_IS_OWED
    following = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + pause
    with uses.writing() as session:
        outbox.queue(session, notes)
        if following.date() == work.local_date:
            due.put_off(session, work, following)
        else:
            due.plan(session, GATHER, 0, following.date(), following)
            due.finish(session, work)


def note(kinds: Sequence[DutyKind], session: Session, arguments: dict[str, int | str], _now: datetime) -> DutyNote:
    """What a note says now: of the duties that called for it, those that aren't done, moved or somebody else's."""
    person = people.find_person(session, str(arguments["user"]))
    keys = str(arguments["duties"]).split(_BETWEEN)
    today = date.fromisoformat(str(arguments["day"]))
    found: list[Told] = []
    more = 0
    for initiative in filter(None, (initiatives.find_initiative(session, each) for each in initiatives_in(keys))):
        for told in _of(session, kinds, initiative, today, str(arguments["user"])):
            is_called_for = key_of(told.duty, is_for_lead=told.is_for_lead) in keys
            found += [told] if is_called_for else []
            more += not is_called_for and not told.is_for_lead
    if person is None or not found:
        raise NoLongerWanted("nothing is left to be done")
    return DutyNote(today, in_order(found), more)


def waiting_for(session: Session, uses: Uses, person: Person, theirs: Iterable[Initiative]) -> tuple[Told, ...]:
    """What a person has taken on in these initiatives and not done, as it stands on their App Home."""
    today = local_date(uses.clock(), person.zone)
    found = [
        told
        for initiative in theirs
        for told in _of(session, uses.duties, initiative, today, person.user_id)
        if not told.is_for_lead
    ]
    return in_order(found)


def owed(session: Session, kinds: Iterable[DutyKind], initiative: Initiative, day: date) -> list[Duty]:
    """All that anybody still has to do in an initiative; nothing while it rests."""
    if initiative.state is not Stage.ACTIVE:
        return []
    return [duty for kind in kinds for duty in kind.owed(session, initiative, day) if is_shown(duty, day)]


def _of(
    session: Session, kinds: Iterable[DutyKind], initiative: Initiative, today: date, user_id: str
) -> Iterator[Told]:
    """The duties in an initiative that this person has, and where they lead, those that others have."""
    leads = initiative.lead_user_id == user_id
    person = None if leads else people.find_person(session, initiative.lead_user_id)
    lead = person.user_id if person and person.profile.can_take_part else ""
    for duty in owed(session, kinds, initiative, today):
        if duty.user_id == user_id:
            yield Told(duty, initiative.practice, lead)
        elif leads:
            yield Told(duty, initiative.practice, lead, is_for_lead=True)


def _calls(session: Session, uses: Uses, now: datetime) -> dict[str, list[Duty]]:
    """All that is owed, by the user id of who may have to hear of it: its owner and the lead."""
    calls: dict[str, list[Duty]] = {}
    for initiative in initiatives.active_initiatives(session):
        for duty in owed(session, uses.duties, initiative, local_date(now, initiative.zone) + timedelta(days=1)):
            for user_id in {duty.user_id, initiative.lead_user_id}:
                calls.setdefault(user_id, []).append(duty)
    return calls


def _notes(
    session: Session, uses: Uses, calls: dict[str, list[Duty]], now: datetime
) -> Iterator[tuple[Post, datetime, datetime]]:
    """The notes of this hour, each with its moment and the one after which it is stale."""
    about = {(user_id, duty.initiative_id) for user_id, duties in calls.items() for duty in duties}
    known = readers(session, uses, about, now)
    for person in sorted(people.find_people(session, sorted(calls)), key=lambda each: each.id):
        if person.profile.can_take_part:
            theirs = [(duty, known[person.user_id, duty.initiative_id]) for duty in calls[person.user_id]]
            yield from _note(person, theirs, now)


def _note(
    person: Person, theirs: Sequence[tuple[Duty, Reader]], now: datetime
) -> Iterator[tuple[Post, datetime, datetime]]:
    """Their one note of this date, if a duty calls for it: in the hours of the first team that is at work."""
    at_work = ((duty, turn_of(now, _HOUR, reader.zone, reader.hours)) for duty, reader in theirs)
    for towards, turn in at_work:
        if turn is None:
            continue
        called = [duty for duty, reader in theirs if _is_called_for(duty, reader, turn.day)]
        keys = [key_of(duty, is_for_lead=duty.user_id != person.user_id) for duty in called]
        if keys:
            post = Post(
                kind=NOTE,
                recipient=person.user_id,
                arguments={"user": person.user_id, "day": turn.day.isoformat(), "duties": _BETWEEN.join(keys)},
                unique_key=f"{NOTE}:{person.id}:{turn.day}",
                priority=Priority.REMINDER,
                initiative_id=towards.initiative_id,
            )
            yield post, turn.begins, turn.ends
        return


def _is_called_for(duty: Duty, reader: Reader, day: date) -> bool:
    """Whether this person, owner or lead, hears of the duty on the day."""
    works_on = partial(_works_on, reader.zone, reader.hours)
    if duty.user_id == reader.user_id:
        return is_reminded(duty, day, works_on)
    return is_lead_told(duty, day, works_on)


def _works_on(zone: str, hours: Hours, day: date) -> bool:
    return shift_of(day, zone, hours) is not None
