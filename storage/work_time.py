"""When people work: their own hours and absences, their teams' hours and regions, read for many people at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select, update

from bot.domain.work_time import TeamHours, Window
from storage.initiative import InitiativeRow
from storage.people import MemberRow, PersonRow, TeamRow
from storage.taking_part import OptOutRow


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What a person says of themselves: hours, None where they are their team's, and the last day of an absence."""

    window: Window | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """Somebody to whom a message goes; `team_id` is their team, or everybody's where they belong to none."""

    person_id: int
    user_id: str
    zone: str
    own: OwnHours
    team_id: int | None
    has_opted_out: bool


def own_hours(session: Session, initiative_id: int) -> dict[int, OwnHours]:
    """Own hours and absences of an initiative's members, by person id; only of those who have any."""
    rows = session.exec(
        select(PersonRow)
        .join(MemberRow, col(MemberRow.person_id) == col(PersonRow.id))
        .where(
            MemberRow.initiative_id == initiative_id,
            col(PersonRow.work_days).is_not(None) | col(PersonRow.away_until).is_not(None),
        )
    )
    return {row.id or 0: _own(row) for row in rows}


def alike(session: Session, initiative_id: int) -> set[tuple[str, int, OwnHours]]:
    """Zone, team and own hours of those members who can take part and want messages; who is alike counts once.

    In a large initiative that is far fewer than its people.
    """
    own = (col(PersonRow.work_days), col(PersonRow.work_begins), col(PersonRow.work_ends), col(PersonRow.away_until))
    about: tuple[Any, ...] = (col(PersonRow.zone), col(MemberRow.team_id), *own)
    no_thanks = exists().where(
        col(OptOutRow.person_id) == col(PersonRow.id), col(OptOutRow.initiative_id) == col(MemberRow.initiative_id)
    )
    rows = session.exec(
        select(*about)
        .join(MemberRow, col(MemberRow.person_id) == col(PersonRow.id))
        .where(MemberRow.initiative_id == initiative_id, col(PersonRow.is_active), ~no_thanks)
        .where(~col(PersonRow.is_bot), ~col(PersonRow.is_guest), ~col(PersonRow.is_stranger))
        .distinct()
    )
    return {
        (zone, team_id, OwnHours(_window(days, begins, ends), away)) for zone, team_id, days, begins, ends, away in rows
    }


def own_hours_of(session: Session, person_id: int) -> OwnHours:
    """One person's own hours and absence; neither for somebody we don't know."""
    row = session.exec(select(PersonRow).where(PersonRow.id == person_id)).one_or_none()
    return _own(row) if row else OwnHours()


def team_hours(session: Session, initiative_id: int) -> dict[int, TeamHours]:
    """What each team of an initiative says of hours and holidays, by team id."""
    rows = session.exec(select(TeamRow).where(TeamRow.initiative_id == initiative_id))
    return {row.id or 0: _team(row) for row in rows}


def team_names(session: Session, initiative_id: int) -> dict[int, str]:
    """The name of each team of an initiative that isn't gone, by team id."""
    there = select(TeamRow).where(TeamRow.initiative_id == initiative_id, col(TeamRow.gone_on).is_(None))
    return {row.id or 0: row.name for row in session.exec(there)}


def teams_above(session: Session, team_ids: Collection[int]) -> dict[int, TeamHours]:
    """The same of these teams and of all that they are part of, whichever initiatives they are in."""
    found: dict[int, TeamHours] = {}
    wanted = set(team_ids)
    while wanted:
        rows = session.exec(select(TeamRow).where(col(TeamRow.id).in_(sorted(wanted))))
        found |= {row.id or 0: _team(row) for row in rows}
        wanted = {team.parent_id for team in found.values() if team.parent_id is not None} - set(found)
    return found


def readers(
    session: Session, user_ids: Collection[str], initiative_ids: Collection[int]
) -> dict[tuple[str, int | None], ReaderRow]:
    """Those of these people whom we know, by user id and initiative id: towards each initiative, and towards none."""
    root = aliased(TeamRow)
    team = func.coalesce(col(MemberRow.team_id), col(root.id))
    of_both = col(InitiativeRow.id).in_(sorted(initiative_ids))
    rows = session.exec(
        select(PersonRow, col(InitiativeRow.id), team, col(OptOutRow.since))
        .select_from(PersonRow)
        .outerjoin(InitiativeRow, of_both)
        .outerjoin(root, (col(root.initiative_id) == col(InitiativeRow.id)) & col(root.parent_id).is_(None))
        .outerjoin(MemberRow, _same(MemberRow))
        .outerjoin(OptOutRow, _same(OptOutRow))
        .where(col(PersonRow.user_id).in_(sorted(user_ids)))
    )
    found: dict[tuple[str, int | None], ReaderRow] = {}
    for row, initiative_id, team_id, since in rows:
        towards = ReaderRow(row.id or 0, row.user_id, row.zone, _own(row), team_id, since is not None)
        found[row.user_id, initiative_id] = towards
        found[row.user_id, None] = replace(towards, team_id=None, has_opted_out=False)
    return found


def set_own_hours(session: Session, person_id: int, window: Window | None) -> None:
    """The person works then, in all of their initiatives; None: as their team does."""
    session.exec(update(PersonRow).where(col(PersonRow.id) == person_id).values(**_columns(window)))


def set_away_until(session: Session, person_id: int, last_day: date | None) -> None:
    """The person is away up to and on `last_day`; None: they are here."""
    session.exec(update(PersonRow).where(col(PersonRow.id) == person_id).values(away_until=last_day))


def set_team_hours(session: Session, team_id: int, window: Window | None, region: str | None) -> None:
    """When a team works and whose holidays it has; None: as the team above it."""
    session.exec(update(TeamRow).where(col(TeamRow.id) == team_id).values(region=region, **_columns(window)))


def _same(table: type[MemberRow] | type[OptOutRow]) -> ColumnElement[bool]:
    """The row of a person in an initiative, where both stand in the same select."""
    return (col(table.person_id) == col(PersonRow.id)) & (col(table.initiative_id) == col(InitiativeRow.id))


def _own(row: PersonRow) -> OwnHours:
    return OwnHours(_window(row.work_days, row.work_begins, row.work_ends), row.away_until)


def _team(row: TeamRow) -> TeamHours:
    return TeamHours(row.parent_id, _window(row.work_days, row.work_begins, row.work_ends), row.region)


def _window(days: str | None, begins: time | None, ends: time | None) -> Window | None:
    if days is None or begins is None or ends is None:
        return None
    return Window(frozenset(map(int, days)), begins, ends)


def _columns(window: Window | None) -> dict[str, str | time | None]:
    if window is None:
        return {"work_days": None, "work_begins": None, "work_ends": None}
    days = "".join(map(str, sorted(window.days)))
    return {"work_days": days, "work_begins": window.begins, "work_ends": window.ends}
