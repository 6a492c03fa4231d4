"""All that was ever published of pulses, and past rounds that go straight there. Only `bot.services.pulse` calls it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.domain.publication import Shown
from bot.domain.pulse import ItemResult
from storage import pulse as waves
from storage.initiative import InitiativeRow
from storage.people import MemberRow, PersonRow, TeamRow
from storage.rows import in_chunks
from storage.wave_tables import ResultRow, WaveRow


@dataclass(frozen=True, slots=True)
class PublishedWave:
    """A closed wave; `parents` is how its groups were nested, by their ids, None where it wasn't written down."""

    id: int
    initiative_id: int
    practice: str
    opened_on: date
    number: int
    parents: Mapping[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Report:
    """What was published of one item in one group."""

    team_id: int
    item: str
    respondents: int
    low: int
    high: int


def days_of_waves(session: Session, initiative_id: int) -> set[date]:
    """The days on which waves of the initiative opened."""
    return set(session.exec(select(col(WaveRow.opens_on)).where(WaveRow.initiative_id == initiative_id)))


def closings(session: Session, initiative_id: int) -> list[tuple[date, datetime]]:
    """When each closed wave of the initiative opened and closed, the earliest first."""
    rows = session.exec(
        select(WaveRow)
        .where(WaveRow.initiative_id == initiative_id, WaveRow.state == "closed")
        .order_by(col(WaveRow.closes_at))
    )
    return [(row.opens_on, row.closes_at) for row in rows]


def lowest_number(session: Session, initiative_id: int) -> int:
    """The number of the initiative's first wave, 1 where it has none; past rounds have numbers below."""
    lowest = session.exec(select(func.min(WaveRow.number)).where(WaveRow.initiative_id == initiative_id)).one()
    return 1 if lowest is None else lowest


def add_past_wave(
    session: Session,
    *,
    initiative_id: int,
    number: int,
    on: date,
    answered: int | None,
    tree: Mapping[int, int | None],
    results: Mapping[str, Mapping[int, Shown]],
) -> int:
    """Write down a round of an earlier survey as a wave that is closed and published; gives its id.

    No tally of it is ever kept. `answered` is None where it isn't published.
    """
    noon = datetime.combine(on, time(12), UTC)
    row = WaveRow(
        initiative_id=initiative_id,
        number=number,
        opens_on=on,
        opens_at=noon,
        closes_at=noon,
        items=list(results),
        state="closed",
        invited=answered or 0,
        tree={str(team_id): parent_id for team_id, parent_id in tree.items()},
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    waves.close(session, row.id, answered=answered, results=results)
    return row.id


def published_waves(session: Session) -> list[PublishedWave]:
    """Every closed wave of the workspace: by initiative, the oldest first."""
    rows = session.exec(
        select(WaveRow, InitiativeRow.practice)
        .join(InitiativeRow, col(InitiativeRow.id) == col(WaveRow.initiative_id))
        .where(WaveRow.state == "closed")
        .order_by(col(InitiativeRow.number), col(WaveRow.opens_on), col(WaveRow.number))
    )
    return [
        PublishedWave(
            id=row.id or 0,
            initiative_id=row.initiative_id,
            practice=practice,
            opened_on=row.opens_on,
            number=row.number,
            parents={int(team): parent for team, parent in row.tree.items()} if row.tree else None,
        )
        for row, practice in rows
    ]


def closed_before(session: Session, initiative_id: int, day: date, most: int) -> list[tuple[int, date, list[str]]]:
    """Id, day and items of at most so many closed waves before a day, the latest first; past rounds are among them."""
    rows = session.exec(
        select(col(WaveRow.id), col(WaveRow.opens_on), col(WaveRow.items))
        .where(WaveRow.initiative_id == initiative_id, WaveRow.state == "closed", WaveRow.opens_on < day)
        .order_by(col(WaveRow.opens_on).desc(), col(WaveRow.number).desc())
        .limit(most)
    )
    return [(int(wave_id or 0), opened, list(items)) for wave_id, opened, items in rows]


def of_group(session: Session, wave_ids: Sequence[int], team_id: int) -> dict[int, list[ItemResult]]:
    """What was published of one group in each of these waves; however many groups there are, only its rows are read."""
    found: dict[int, list[ItemResult]] = {wave_id: [] for wave_id in wave_ids}
    query = select(ResultRow).where(col(ResultRow.wave_id).in_(wave_ids), ResultRow.team_id == team_id)
    for row in session.exec(query):
        found[row.wave_id].append(ItemResult(row.team_id, row.item, row.respondents, row.low, row.high))
    return found


def counted(session: Session, wave_id: int, team_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """How many people were counted in these groups of a wave, by group and item."""
    query = select(ResultRow.team_id, ResultRow.item, ResultRow.respondents)
    rows = [
        row
        for some in in_chunks(list(team_ids))
        for row in session.exec(query.where(ResultRow.wave_id == wave_id, col(ResultRow.team_id).in_(some)))
    ]
    return {(team_id, item): respondents for team_id, item, respondents in rows}


def names_of(session: Session, team_ids: Collection[int]) -> dict[int, str]:
    """The names of these groups, by id."""
    rows = session.exec(select(TeamRow.id, TeamRow.name).where(col(TeamRow.id).in_(sorted(team_ids))))
    return {int(team_id or 0): name for team_id, name in rows}


def path_of(session: Session, initiative_id: int, user_id: str) -> list[tuple[int, str]]:
    """Id and name of somebody's team in an initiative and of each group above it; nothing for who is no member."""
    team_id = session.exec(
        select(col(MemberRow.team_id))
        .join(PersonRow, col(PersonRow.id) == col(MemberRow.person_id))
        .where(MemberRow.initiative_id == initiative_id, PersonRow.user_id == user_id)
    ).first()
    found: list[tuple[int, str]] = []
    while team_id is not None:
        of = session.exec(select(TeamRow.name, TeamRow.parent_id).where(TeamRow.id == team_id)).one()
        found.append((team_id, of[0]))
        team_id = of[1]
    return found


def whole_group(session: Session, initiative_id: int) -> int:
    """The id of the group that holds all others of an initiative."""
    query = select(TeamRow.id).where(TeamRow.initiative_id == initiative_id, col(TeamRow.parent_id).is_(None))
    return int(session.exec(query.where(col(TeamRow.gone_on).is_(None)).limit(1)).one() or 0)


def reports(session: Session, wave_id: int) -> Iterator[Report]:
    """What was published of a wave, by item and group."""
    rows = session.exec(
        select(ResultRow).where(ResultRow.wave_id == wave_id).order_by(ResultRow.item, col(ResultRow.team_id))
    )
    return (Report(row.team_id, row.item, row.respondents, row.low, row.high) for row in rows)


def names_of_groups(session: Session, initiative_id: int) -> dict[int, tuple[str, int | None]]:
    """Every group that an initiative has or had: its name, and the id of the one above it."""
    rows = session.exec(
        select(TeamRow.id, TeamRow.name, TeamRow.parent_id)
        .where(TeamRow.initiative_id == initiative_id)
        .order_by(col(TeamRow.id))
    )
    return {int(team_id): (name, parent_id) for team_id, name, parent_id in rows if team_id is not None}


def of_everybody(session: Session, initiative_id: int, item: str) -> list[tuple[date, Report | None]]:
    """What was published of an item for all of an initiative, by the day on which each closed wave with it opened.

    None where nothing was.
    """
    root = select(TeamRow.id).where(TeamRow.initiative_id == initiative_id, col(TeamRow.parent_id).is_(None))
    team_id = session.exec(root.order_by(col(TeamRow.id)).limit(1)).first()
    rows = session.exec(
        select(WaveRow, ResultRow)
        .outerjoin(
            ResultRow,
            (col(ResultRow.wave_id) == col(WaveRow.id))
            & (col(ResultRow.item) == item)
            & (col(ResultRow.team_id) == team_id),
        )
        .where(WaveRow.initiative_id == initiative_id, WaveRow.state == "closed")
        .order_by(col(WaveRow.opens_on), col(WaveRow.number))
    )
    return [
        (wave.opens_on, Report(row.team_id, row.item, row.respondents, row.low, row.high) if row else None)
        for wave, row in rows
        if item in wave.items
    ]
