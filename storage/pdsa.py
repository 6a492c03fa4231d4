"""PDSA cycles: numbered within their initiative, chained, each with its tasks and a history of all that changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, delete, or_, select, update

from bot.domain.pdsa.cycle import Changed, Cycle, Origin, Phase, Plan, Task
from bot.domain.people import Person
from storage.initiative import InitiativeRow
from storage.pdsa_rows import as_cycle, part_columns, plan_columns, with_ids, with_users
from storage.pdsa_tables import CycleChangeRow, CycleOriginRow, CycleRow, CycleTaskRow
from storage.people import PersonRow, ids_of
from storage.rows import in_chunks, insert_many, insert_new


def add_cycle(session: Session, initiative_id: int, plan: Plan, today: date, previous_id: int | None = None) -> int:
    """Write down a new cycle with the next number of its initiative; gives its id. Hold the initiative before.

    A test that another builds on already has no second one: then IntegrityError is raised.
    """
    highest = session.exec(select(func.max(col(CycleRow.number))).where(CycleRow.initiative_id == initiative_id)).one()
    row = CycleRow(
        initiative_id=initiative_id,
        number=(highest or 0) + 1,
        previous_id=previous_id,
        phase_on=today,
        **plan_columns(session, plan),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def note_origin(session: Session, cycle_id: int, origin: Origin) -> None:
    """Write down, once, what in a pulse a new cycle answers."""
    row = {"cycle_id": cycle_id, "wave_id": origin.wave_id, "item": origin.item, "opens_on": origin.opens_on}
    insert_new(session, CycleOriginRow, [row], ("cycle_id",))


def hold_cycle(session: Session, cycle_id: int) -> Cycle | None:
    """The cycle, held against every other change until the transaction ends."""
    session.exec(select(CycleRow.id).where(CycleRow.id == cycle_id).with_for_update(key_share=True)).all()
    return find_cycle(session, cycle_id)


def find_cycle(session: Session, cycle_id: int) -> Cycle | None:
    """The cycle with this id, with its tasks and its history."""
    return next(iter(_cycles(session, CycleRow.id == cycle_id)), None)


def cycle_numbered(session: Session, initiative_id: int, number: int) -> Cycle | None:
    """The cycle that people know by this number in an initiative."""
    return next(iter(_cycles(session, CycleRow.initiative_id == initiative_id, CycleRow.number == number)), None)


def cycles_of(session: Session, initiative_id: int) -> list[Cycle]:
    """All cycles of an initiative, by number."""
    return _cycles(session, CycleRow.initiative_id == initiative_id)


def chain_of(session: Session, cycle: Cycle) -> list[Cycle]:
    """The cycle with all that it builds on and all that build on it, the first one first."""
    known = {each.id: each for each in cycles_of(session, cycle.initiative_id)}
    first = known.get(cycle.id, cycle)
    while first.previous in known:
        first = known[first.previous]
    chain = [first]
    while chain[-1].following in known:
        chain.append(known[chain[-1].following])
    return chain


def keep_cycle(session: Session, cycle: Cycle, message_ts: str | None = None) -> None:
    """Write down a cycle that is held, in the phase and with the parts and tasks that it has now."""
    values = {
        **plan_columns(session, cycle.plan),
        **part_columns(cycle),
        "phase": cycle.phase.value,
        "began_on": cycle.began_on,
        "phase_on": cycle.phase_on,
        "version": cycle.version,
    }
    session.exec(update(CycleRow).where(col(CycleRow.id) == cycle.id).values(**values))
    if message_ts is not None:
        note_message(session, cycle.id, message_ts)
    session.exec(delete(CycleTaskRow).where(col(CycleTaskRow.cycle_id) == cycle.id))
    owners = ids_of(session, [task.owner_user_id for task in cycle.tasks])
    rows = [
        {
            "cycle_id": cycle.id,
            "number": task.number,
            "what": task.what,
            "owner_id": owners[task.owner_user_id],
            "due_on": task.due_on,
            "is_done": task.is_done,
        }
        for task in cycle.tasks
    ]
    insert_many(session, CycleTaskRow, rows)


def note_change(session: Session, cycle_id: int, changed: Changed) -> None:
    """Write down who changed a cycle when, and what."""
    by = changed.by_user_id
    row = {
        "cycle_id": cycle_id,
        "version": changed.version,
        "at": changed.at,
        "by_id": ids_of(session, [by])[by] if by else None,
        "before": changed.before.value,
        "after": changed.after.value,
        "note": changed.note,
        "old": with_ids(session, changed.old),
        "new": with_ids(session, changed.new),
    }
    insert_new(session, CycleChangeRow, [row], ("workspace_id", "cycle_id", "version"))


def note_message(session: Session, cycle_id: int, ts: str) -> None:
    """Write down which message of the channel shows the cycle; '' where it is gone."""
    session.exec(update(CycleRow).where(col(CycleRow.id) == cycle_id).values(message_ts=ts))


def message_of(session: Session, cycle_id: int) -> str:
    """Slack's ts of the message that shows the cycle; '' where none does."""
    return session.exec(select(CycleRow.message_ts).where(CycleRow.id == cycle_id)).first() or ""


def led_by(session: Session, person_id: int) -> list[Cycle]:
    """The cycles that aren't decided yet and that this person leads."""
    return _cycles(session, CycleRow.lead_id == person_id, CycleRow.phase != Phase.CLOSED)


def held(session: Session, person: Person) -> list[dict[str, Any]]:
    """The tests that somebody leads, has a task in or changed; the words in them are everybody's."""
    tasks = select(CycleTaskRow.cycle_id).where(CycleTaskRow.owner_id == person.id)
    acts = select(CycleChangeRow.cycle_id).where(CycleChangeRow.by_id == person.id)
    theirs = or_(CycleRow.lead_id == person.id, col(CycleRow.id).in_(tasks), col(CycleRow.id).in_(acts))
    rows = session.exec(
        select(CycleRow, InitiativeRow.practice)
        .join(InitiativeRow, col(InitiativeRow.id) == col(CycleRow.initiative_id))
        .where(theirs)
        .order_by(col(CycleRow.id))
    )
    by_cycle = {row.id: (row, practice) for row, practice in rows}
    own = session.exec(select(CycleTaskRow).where(CycleTaskRow.owner_id == person.id)).all()
    made = session.exec(select(CycleChangeRow).where(CycleChangeRow.by_id == person.id)).all()
    return [
        {
            "initiative": practice,
            "test": row.number,
            "you_lead": row.lead_id == person.id,
            "your_tasks": [task.what for task in own if task.cycle_id == cycle_id],
            "you_changed_it_at": [change.at for change in made if change.cycle_id == cycle_id],
        }
        for cycle_id, (row, practice) in by_cycle.items()
    ]


def _cycles(session: Session, *which: Any) -> list[Cycle]:
    query = (
        select(CycleRow, PersonRow.user_id)
        .join(PersonRow, col(PersonRow.id) == col(CycleRow.lead_id))
        .where(*which)
        .order_by(col(CycleRow.initiative_id), col(CycleRow.number))
        .execution_options(populate_existing=True)
    )
    rows = session.exec(query).all()
    ids = [row.id for row, _ in rows if row.id is not None]
    following, tasks, history = _following(session, ids), _tasks(session, ids), _history(session, ids)
    origins = _origins(session, ids)
    return [
        as_cycle(row, lead, following.get(of), tasks.get(of, []), history.get(of, []), origins.get(of))
        for row, lead in rows
        if (of := row.id) is not None
    ]


def _origins(session: Session, ids: Sequence[int]) -> dict[int, Origin]:
    return {
        row.cycle_id: Origin(row.wave_id, row.item, row.opens_on)
        for some in in_chunks(ids)
        for row in session.exec(select(CycleOriginRow).where(col(CycleOriginRow.cycle_id).in_(some)))
    }


def _following(session: Session, ids: Sequence[int]) -> dict[int, int]:
    return {
        previous: following
        for some in in_chunks(ids)
        for previous, following in session.exec(
            select(CycleRow.previous_id, CycleRow.id).where(col(CycleRow.previous_id).in_(some))
        )
        if previous is not None and following is not None
    }


def _tasks(session: Session, ids: Sequence[int]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = {}
    for some in in_chunks(ids):
        query = select(CycleTaskRow, PersonRow.user_id).join(PersonRow, col(PersonRow.id) == col(CycleTaskRow.owner_id))
        theirs = query.where(col(CycleTaskRow.cycle_id).in_(some)).order_by(col(CycleTaskRow.number))
        for row, owner in session.exec(theirs.execution_options(populate_existing=True)):
            found.setdefault(row.cycle_id, []).append(Task(row.number, row.what, owner, row.due_on, row.is_done))
    return found


def _history(session: Session, ids: Sequence[int]) -> dict[int, list[Changed]]:
    found: dict[int, list[Changed]] = {}
    for some in in_chunks(ids):
        query = select(CycleChangeRow, PersonRow.user_id).outerjoin(
            PersonRow, col(PersonRow.id) == col(CycleChangeRow.by_id)
        )
        rows = session.exec(query.where(col(CycleChangeRow.cycle_id).in_(some)).order_by(col(CycleChangeRow.version)))
        for row, by in rows.all():
            old, new = with_users(session, row.old), with_users(session, row.new)
            line = Changed(row.version, row.at, by or "", Phase(row.before), Phase(row.after), row.note, old, new)
            found.setdefault(row.cycle_id, []).append(line)
    return found
