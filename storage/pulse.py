"""Waves, and all that is ever kept of answers: running totals while a wave is open, published results afterwards.

Nothing here joins an answer to a person or to the other answers of the same form. Only `bot.services.pulse` calls it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import case, func
from sqlmodel import Session, col, delete, exists, select, update

from bot.domain.publication import Shown, Tally
from bot.domain.pulse import Checkin, ItemResult, Wave
from storage import freed_space
from storage.database import Database, seen_once
from storage.people import MemberRow, PersonRow
from storage.rows import increase, insert_many
from storage.wave_tables import CommentRow, NewcomerTallyRow, ResultRow, RosterRow, TallyRow, WaveRow

_OF_AN_OPEN_WAVE = ("roster", "tally", "newcomer_tally", "comment", "outbox")


def next_number(session: Session, initiative_id: int) -> int:
    """The number that the next wave of the initiative gets: 1, 2, 3, ..."""
    highest = session.exec(select(func.max(WaveRow.number)).where(WaveRow.initiative_id == initiative_id)).one()
    return (highest or 0) + 1


def add_wave(
    session: Session,
    wave: Wave,
    roster: Sequence[tuple[int, int]],
    tree: Mapping[int, int | None] | None = None,
    newcomers: Collection[int] = (),
) -> Wave:
    """Open a wave with its frozen roster of (person id, leaf team id) and tree of teams; gives it with its id.

    `newcomers` are the ids of people whose answers are counted apart.
    """
    row = WaveRow(
        initiative_id=wave.initiative_id,
        number=wave.number,
        opens_on=wave.opens_on,
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        items=list(wave.items),
        invited=len(roster),
        tree={str(team_id): parent_id for team_id, parent_id in tree.items()} if tree else None,
    )
    session.add(row)
    session.flush()
    asked = {"wave_id": row.id, "has_answered": False, "has_declined": False}
    rows = [asked | {"person_id": one, "team_id": team, "is_newcomer": one in newcomers} for one, team in roster]
    insert_many(session, RosterRow, rows)
    return _wave(row)


def find_wave(session: Session, wave_id: int) -> Wave | None:
    """The wave with this id."""

    def find() -> Wave | None:
        row = session.exec(select(WaveRow).where(WaveRow.id == wave_id)).one_or_none()
        return _wave(row) if row else None

    return seen_once(session, ("wave", wave_id), find)


def tree_of(session: Session, wave_id: int) -> dict[int, int | None] | None:
    """How teams were nested when the wave opened: each team's id with its parent's; None where it wasn't written."""
    tree = session.exec(select(WaveRow.tree).where(WaveRow.id == wave_id)).one_or_none()
    return {int(team_id): parent_id for team_id, parent_id in tree.items()} if tree else None


def hold_wave(session: Session, wave_id: int) -> Wave | None:
    """The wave, held against answers until the transaction ends: closing must see every answer that was thanked for."""
    query = select(WaveRow).where(WaveRow.id == wave_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    return _wave(row) if row else None


def hold_wave_for_answer(session: Session, wave_id: int) -> Wave | None:
    """The wave, held against closing until the transaction ends; many answers hold it together."""
    query = select(WaveRow).where(WaveRow.id == wave_id).with_for_update(read=True, key_share=True)
    row = session.exec(query).one_or_none()
    return _wave(row) if row else None


def latest_wave(session: Session, initiative_id: int, *, state: str | None = None) -> Wave | None:
    """The newest wave of the initiative that Uptake asked, of any state or of the given one."""
    query = select(WaveRow).where(WaveRow.initiative_id == initiative_id, WaveRow.number > 0)
    if state is not None:
        query = query.where(WaveRow.state == state)
    row = session.exec(query.order_by(col(WaveRow.number).desc()).limit(1)).first()
    return _wave(row) if row else None


def asked_items(session: Session, initiative_id: int) -> set[str]:
    """The ids of all items that a wave of the initiative or a past round ever asked."""
    asked = session.exec(select(col(WaveRow.items)).where(WaveRow.initiative_id == initiative_id))
    return {item for items in asked for item in items}


def open_waves_for(session: Session, user_id: str) -> list[tuple[Wave, bool]]:
    """The open waves whose roster names this person, oldest first, each with whether they answered."""
    rows = session.exec(
        select(WaveRow, RosterRow.has_answered)
        .join(RosterRow, col(RosterRow.wave_id) == col(WaveRow.id))
        .join(PersonRow, col(PersonRow.id) == col(RosterRow.person_id))
        .where(WaveRow.state == "open", PersonRow.user_id == user_id)
        .order_by(col(WaveRow.id))
    )
    return [(_wave(row), has_answered) for row, has_answered in rows]


def has_answered(session: Session, wave_id: int, user_id: str) -> bool | None:
    """Whether the person answered this open wave; None when its roster doesn't name them."""
    return session.exec(
        select(RosterRow.has_answered)
        .join(PersonRow, col(PersonRow.id) == col(RosterRow.person_id))
        .where(RosterRow.wave_id == wave_id, PersonRow.user_id == user_id)
    ).first()


def open_beside(session: Session, person_id: int) -> bool:
    """Whether a wave is open in an initiative of this person that began before they joined."""
    asked = exists().where(col(RosterRow.wave_id) == col(WaveRow.id), col(RosterRow.person_id) == person_id)
    query = (
        select(WaveRow.id)
        .join(MemberRow, col(MemberRow.initiative_id) == col(WaveRow.initiative_id))
        .where(WaveRow.state == "open", MemberRow.person_id == person_id, ~asked)
    )
    return session.exec(query.limit(1)).first() is not None


def silent_people(session: Session, wave_id: int) -> list[str]:
    """User ids of everyone in the roster who has neither answered, nor left this wave out, nor was erased."""
    rows = session.exec(
        select(PersonRow.user_id)
        .join(RosterRow, col(RosterRow.person_id) == col(PersonRow.id))
        .where(
            RosterRow.wave_id == wave_id,
            col(RosterRow.has_answered).is_(False),
            col(RosterRow.has_declined).is_(False),
            col(PersonRow.erased_on).is_(None),
        )
        .order_by(PersonRow.user_id)
    )
    return list(rows)


def decline(session: Session, wave_id: int, person_id: int) -> None:
    """The person leaves this wave out; an answer afterwards counts all the same."""
    session.exec(
        update(RosterRow)
        .where(col(RosterRow.wave_id) == wave_id, col(RosterRow.person_id) == person_id)
        .values(has_declined=True)
    )


def has_declined(session: Session, wave_id: int, user_id: str) -> bool:
    """Whether the person leaves this open wave out."""
    declined = session.exec(
        select(RosterRow.has_declined)
        .join(PersonRow, col(PersonRow.id) == col(RosterRow.person_id))
        .where(RosterRow.wave_id == wave_id, PersonRow.user_id == user_id)
    ).first()
    return bool(declined)


def record(session: Session, wave: Wave, person_id: int, checkin: Checkin) -> bool:
    """Set the person's flag and raise the tallies of their team; False, and no change, where the flag was set already.

    Tallies are raised in key order, so that many people of one team at once can't deadlock.
    """
    flagged = session.exec(
        update(RosterRow)
        .where(
            col(RosterRow.wave_id) == wave.id,
            col(RosterRow.person_id) == person_id,
            col(RosterRow.has_answered).is_(False),
        )
        .values(has_answered=True)
        .returning(col(RosterRow.team_id), col(RosterRow.is_newcomer))
    ).all()
    if not flagged:
        return False
    team_id, is_newcomer = flagged[0]
    rows = [
        {"wave_id": wave.id, "team_id": team_id, "item": item, "value": value, "count": 1}
        for item, value in sorted(checkin.answers.items())
        if value is not None
    ]
    table = NewcomerTallyRow if is_newcomer else TallyRow
    increase(session, table, rows, key=("wave_id", "team_id", "item", "value"), column="count")
    if checkin.comment:
        insert_many(session, CommentRow, [{"id": uuid4(), "wave_id": wave.id, "text": checkin.comment}])
    return True


def tallies(
    session: Session, wave_id: int, table: type[TallyRow] | type[NewcomerTallyRow] = TallyRow
) -> dict[str, dict[int, Tally]]:
    """Per item and leaf team, how often each value from 1 to 5 was given; newcomers' where `table` is theirs."""
    times = [func.sum(case((col(table.value) == value, table.count), else_=0)) for value in range(1, 6)]
    team, asked = col(table.team_id), col(table.item)
    query: Any = select(team, asked).add_columns(*times).where(col(table.wave_id) == wave_id).group_by(team, asked)
    counted: dict[str, dict[int, Tally]] = {}
    for row in session.exec(query):
        counted.setdefault(row.item, {})[row.team_id] = (row[2], row[3], row[4], row[5], row[6])
    return counted


def count_answered(session: Session, wave_id: int) -> int:
    """How many people sent a form in this open wave."""
    return session.exec(
        select(func.count()).select_from(RosterRow).where(RosterRow.wave_id == wave_id, col(RosterRow.has_answered))
    ).one()


def close(session: Session, wave_id: int, *, answered: int | None, results: Mapping[str, Mapping[int, Shown]]) -> None:
    """Write down what is published, and delete every tally and flag; `answered` is None where it isn't published."""
    rows = [
        {"wave_id": wave_id, "team_id": team, "item": item, "respondents": s.respondents, "low": s.low, "high": s.high}
        for item, groups in results.items()
        for team, s in groups.items()
    ]
    insert_many(session, ResultRow, rows)
    session.exec(update(WaveRow).where(col(WaveRow.id) == wave_id).values(state="closed", answered=answered))
    for table in (TallyRow, NewcomerTallyRow):
        session.exec(delete(table).where(col(table.wave_id) == wave_id))
    session.exec(delete(RosterRow).where(col(RosterRow.wave_id) == wave_id))


def results(session: Session, wave_id: int) -> list[ItemResult]:
    """What was published of a wave, in no particular order."""
    rows = session.exec(select(ResultRow).where(ResultRow.wave_id == wave_id))
    return [ItemResult(row.team_id, row.item, row.respondents, row.low, row.high) for row in rows]


def comments(session: Session, wave_id: int) -> list[str]:
    """The comments of a closed wave, in the order of their random keys."""
    return list(session.exec(select(CommentRow.text).where(CommentRow.wave_id == wave_id).order_by(col(CommentRow.id))))


def shuffle_comments(session: Session, wave_id: int, random: Random) -> None:
    """Rewrite the comments of a wave in random order, under new random keys."""
    texts = list(session.exec(select(CommentRow.text).where(CommentRow.wave_id == wave_id)))
    session.exec(delete(CommentRow).where(col(CommentRow.wave_id) == wave_id))
    add_comments(session, wave_id, texts, random)


def add_comments(session: Session, wave_id: int, texts: Sequence[str], random: Random) -> None:
    """Write comments of a wave in random order, under random keys."""
    mixed = random.sample(texts, len(texts))
    insert_many(session, CommentRow, [{"id": uuid4(), "wave_id": wave_id, "text": text} for text in mixed])


def drop_comments(session: Session, wave_id: int) -> None:
    """Delete the comments of a wave in which too few answered to show them."""
    session.exec(delete(CommentRow).where(col(CommentRow.wave_id) == wave_id))


def drop_old_comments(session: Session, now: datetime, days: int, most: int) -> int:
    """Delete at most so many comments of waves that closed so many days ago; gives how many there were."""
    long_ago = now - timedelta(days=days)
    old = select(CommentRow.id).join(WaveRow, col(WaveRow.id) == col(CommentRow.wave_id))
    some = old.where(WaveRow.state == "closed", WaveRow.closes_at < long_ago).limit(most)
    statement = delete(CommentRow).where(col(CommentRow.id).in_(some)).execution_options(synchronize_session=False)
    return int(session.exec(statement).rowcount)


def empty_freed_space(database: Database) -> None:
    """Overwrite what closing deleted: until then free pages and dead rows still tell of single people.

    Raises StillInUse where somebody still reads the database as it was.
    """
    freed_space.empty(database, _OF_AN_OPEN_WAVE)


def _wave(row: WaveRow) -> Wave:
    assert row.id is not None
    return Wave(
        id=row.id,
        initiative_id=row.initiative_id,
        number=row.number,
        opens_on=row.opens_on,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        items=tuple(row.items),
        state=row.state,
        invited=row.invited,
        answered=row.answered,
    )
