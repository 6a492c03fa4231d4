"""To look at cycles: one with its whole record, or the board of all."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.initiative import Initiative, Stage
from bot.domain.local_time import local_date
from bot.domain.pdsa.cycle import Cycle
from bot.domain.pdsa.method import method_of, over_all
from bot.domain.pdsa.reminding import people_of
from bot.domain.pdsa.shown import Board, CycleShown, Record
from bot.domain.pdsa.verdict import judge
from bot.services.pdsa.data import points_of, unit_of
from bot.services.pdsa.standing import EXPORT, SEE, cycle_meant, cycle_with
from bot.services.ports import Uses
from bot.services.pulse.questions import own_among
from bot.services.standing import initiative_for, initiative_with
from storage import audit, people
from storage import initiative as initiatives
from storage import pdsa as stored


def board(uses: Uses, channel_id: str, user_id: str) -> Board:
    """All cycles of the channel's initiative. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _board(session, initiative_for(session, SEE, channel_id, user_id), uses.clock())


def board_with(uses: Uses, initiative_id: int, user_id: str) -> Board:
    """All cycles of an initiative. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _board(session, initiative_with(session, SEE, initiative_id, user_id), uses.clock())


def numbered(uses: Uses, channel_id: str, user_id: str, typed: str) -> CycleShown:
    """The cycle with the number that somebody typed. Raises NotStarted, NotYours, NotANumber or CycleGone."""
    with uses.reading() as session:
        initiative, cycle = cycle_meant(session, SEE, channel_id, user_id, typed)
        return shown(session, initiative, cycle, uses.clock())


def record(uses: Uses, cycle_id: int, user_id: str) -> CycleShown:
    """One cycle with all that is known of it. Raises CycleGone or NotYours."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, SEE, cycle_id, user_id)
        return shown(session, initiative, cycle, uses.clock())


def to_export(uses: Uses, cycle_id: int, user_id: str) -> Record:
    """The whole chain that a cycle belongs to, with people's names; the log says that it was handed out.

    Raises CycleGone or NotYours.
    """
    with uses.writing() as session:
        initiative, cycle = cycle_with(session, EXPORT, cycle_id, user_id)
        audit.note_by(session, uses.clock(), user_id, EXPORT.name, initiative.id, test=cycle.number)
        return chain_to_export(session, initiative, cycle, uses.clock())


def handed_out(uses: Uses, initiative_number: int, number: int, *, is_alone: bool) -> Record | None:
    """The test of that number with its chain, or `is_alone`, for whoever runs Uptake; the log says so.

    None where there is no such initiative or test.
    """
    with uses.writing() as session:
        known = (each for each in initiatives.all_initiatives(session) if each.number == initiative_number)
        initiative = next(known, None)
        cycle = stored.cycle_numbered(session, initiative.id, number) if initiative else None
        if initiative is None or cycle is None:
            return None
        audit.note(session, uses.clock(), None, EXPORT.name, initiative.id, test=cycle.number)
        return chain_to_export(session, initiative, cycle, uses.clock(), is_alone=is_alone)


def chain_to_export(
    session: Session, initiative: Initiative, cycle: Cycle, now: datetime, *, is_alone: bool = False
) -> Record:
    """The chain of a cycle, or where it `is_alone` that cycle only, ready to be handed out."""
    chain = [cycle] if is_alone else stored.chain_of(session, cycle)
    tests = tuple(shown(session, initiative, each, now) for each in chain)
    who = {user_id for each in chain for user_id in (*people_of(each), *(one.by_user_id for one in each.history))}
    names = {one.user_id: one.profile.name for one in people.find_people(session, sorted(who))}
    return Record(tests, names)


def shown(session: Session, initiative: Initiative, cycle: Cycle, now: datetime) -> CycleShown:
    """A cycle as it is now, with what was measured, the verdict and its method."""
    chain, points = stored.chain_of(session, cycle), points_of(session, cycle)
    today = local_date(now, initiative.zone)
    return CycleShown(
        cycle=cycle,
        practice=initiative.practice,
        channel_id=initiative.channel_id,
        zone=initiative.zone,
        today=today,
        chain=tuple(chain),
        verdict=judge(cycle, points, today),
        marks=method_of(cycle, chain[0], points),
        points=tuple(points),
        unit=unit_of(session, cycle),
        own=own_among(session, initiative.id, (cycle.origin.item,)) if cycle.origin else (),
    )


def shown_by_id(session: Session, cycle_id: int, now: datetime) -> CycleShown | None:
    """The same for a cycle's id; None where it is gone."""
    cycle = stored.find_cycle(session, cycle_id)
    initiative = initiatives.find_initiative(session, cycle.initiative_id) if cycle else None
    return shown(session, initiative, cycle, now) if cycle and initiative else None


def _board(session: Session, initiative: Initiative, now: datetime) -> Board:
    today, cycles = local_date(now, initiative.zone), stored.cycles_of(session, initiative.id)
    known = {each.id: each for each in cycles}
    marks = [method_of(each, _first(each, known), points_of(session, each)) for each in cycles]
    return Board(
        initiative_id=initiative.id,
        practice=initiative.practice,
        zone=initiative.zone,
        today=today,
        cycles=tuple(cycles),
        features=over_all(marks),
        is_over=initiative.state is Stage.ENDED,
    )


def _first(cycle: Cycle, known: dict[int, Cycle]) -> Cycle:
    while cycle.previous in known:
        cycle = known[cycle.previous]
    return cycle
