"""The tree of teams with its people, and lists of people that were checked and wait for a yes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import JSON, func
from sqlmodel import Field, Session, col, delete, select, update

from bot.domain.settings import MembersFrom
from bot.domain.teams import Path, Place, Present, Team, Wanted, name_key, places
from storage.columns import Owned, belongs_to, instant, one_of
from storage.people import MemberRow, PersonRow, TeamRow, add_team, ids_of
from storage.rows import in_chunks, insert_many, upsert_many
from storage.settings import SettingsRow, settings_of


class StagedImportRow(Owned, table=True):
    """A list of people: applied when the one who brought it says so, forgotten after a day.

    `rows` holds the teams with their people's user ids, `problems` what needs a look instead; `seen` marks the tree
    for which its change was told.
    """

    __tablename__ = "staged_import"
    __table_args__ = (
        belongs_to("initiative", "initiative_id"),
        belongs_to("person", "uploaded_by"),
        one_of("members_from", *MembersFrom),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(index=True)
    uploaded_by: int
    uploaded_at: datetime = instant()
    members_from: str = MembersFrom.FILE.value
    rows: list[dict[str, Any]] = Field(sa_type=JSON)
    problems: list[dict[str, Any]] = Field(sa_type=JSON, default_factory=list)
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """A list of people that waits: brought by the person with our id `uploaded_by`."""

    id: int
    initiative_id: int
    uploaded_by: int
    members_from: MembersFrom
    wanted: tuple[Wanted, ...]
    problems: tuple[dict[str, Any], ...]
    seen: str


def present(session: Session, initiative_id: int) -> Present:
    """The tree as it is now, with the people in it, whether or not they can take part just now."""
    placed = session.exec(
        select(PersonRow.user_id, MemberRow.team_id)
        .join(MemberRow, col(MemberRow.person_id) == col(PersonRow.id))
        .where(MemberRow.initiative_id == initiative_id)
    )
    return Present(_teams(session, initiative_id), dict(placed.all()), settings_of(session, initiative_id).members_from)


def arrange(session: Session, initiative_id: int, wanted: Sequence[Wanted], today: date) -> dict[Path, int]:
    """Make these the teams of the initiative; gives their ids by what spellings of a path have in common.

    A team that isn't among them is gone from `today` on; one of the same user group, or of that name below the same
    team, comes back, new ones are made. The top stays, with the empty path.
    """
    here = {team.id: team for team in _teams(session, initiative_id)}
    root = next(team.id for team in here.values() if team.parent_id is None)
    found: dict[Path, int] = {(): root}
    taken = {root}
    gone = _gone(session, initiative_id)
    levels = sorted(places(wanted, tuple(here.values())).items(), key=lambda each: len(each[0]))
    for _, level in groupby(levels, key=lambda each: len(each[0])):
        new: dict[Path, Place] = {}
        for key, place in level:
            parent = found[key[:-1]]
            back = gone.get((0, place.group_id)) if place.group_id else None
            team_id = place.team_id or back or gone.get((parent, key[-1])) or 0
            if not team_id or team_id in taken:
                new[key] = place
                continue
            taken.add(team_id)
            found[key] = team_id
            if here.get(team_id) != Team(team_id, place.name, parent, place.group_id):
                _change(session, team_id, parent, place)
        made = _add(session, initiative_id, new, found)
        taken.update(made.values())
        found |= made
    for some in in_chunks(sorted(here.keys() - taken)):
        session.exec(update(TeamRow).where(col(TeamRow.id).in_(some)).values(gone_on=today))
    return found


def place_people(session: Session, initiative_id: int, placed: Mapping[int, int]) -> None:
    """Make exactly these people the members of the initiative, each (by our own id) in their team."""
    known = set(session.exec(select(MemberRow.person_id).where(MemberRow.initiative_id == initiative_id)))
    for some in in_chunks(sorted(known - placed.keys())):
        session.exec(
            delete(MemberRow).where(col(MemberRow.initiative_id) == initiative_id, col(MemberRow.person_id).in_(some))
        )
    rows = [
        {"initiative_id": initiative_id, "person_id": person_id, "team_id": team_id}
        for person_id, team_id in sorted(placed.items())
    ]
    upsert_many(session, MemberRow, rows, key=("initiative_id", "person_id"), update=("team_id",))


def fill(session: Session, initiative_id: int, wanted: Iterable[Wanted], found: Mapping[Path, int]) -> None:
    """Make the people of `wanted` the members, in teams as `arrange` gave them; those whom we don't know stay out."""
    team_of = {user_id: found[tuple(map(name_key, leaf.path))] for leaf in wanted for user_id in leaf.users}
    ids = ids_of(session, list(team_of))
    place_people(session, initiative_id, {ids[user_id]: team for user_id, team in team_of.items() if user_id in ids})


def keep_members_from(session: Session, initiative_id: int, source: MembersFrom) -> None:
    """Write down where the initiative's people come from."""
    row = SettingsRow(initiative_id=initiative_id, members_from=source.value).model_dump(exclude={"workspace_id"})
    upsert_many(session, SettingsRow, [row], key=("initiative_id",), update=("members_from",))


def add_past(session: Session, initiative_id: int, groups: Mapping[Path, Path], today: date) -> dict[Path, int]:
    """The ids of groups of the past, which stand under their names from the organisation down, above before below.

    The organisation is the top of the tree. A group that the initiative doesn't have, nor had, is written down as gone.
    """
    rows = session.exec(select(TeamRow).where(TeamRow.initiative_id == initiative_id).order_by(col(TeamRow.id))).all()
    root = next(row.id for row in rows if row.parent_id is None)
    known = {(row.parent_id, name_key(row.name)): row.id or 0 for row in reversed(rows)}
    found: dict[Path, int] = {}
    fresh = []
    for key, path in groups.items():
        if len(key) == 1:
            found[key] = root or 0
            continue
        parent = found[key[:-1]]
        if (parent, key[-1]) not in known:
            known[parent, key[-1]] = add_team(session, initiative_id, path[-1], parent)
            fresh.append(known[parent, key[-1]])
        found[key] = known[parent, key[-1]]
    for some in in_chunks(fresh):
        session.exec(update(TeamRow).where(col(TeamRow.id).in_(some)).values(gone_on=today))
    return found


def rename_team(session: Session, team_id: int, name: str) -> None:
    """A team's user group has another name now."""
    session.exec(update(TeamRow).where(col(TeamRow.id) == team_id).values(name=name))


def teams_of_group(session: Session, group_id: str) -> list[tuple[int, int]]:
    """The teams that a user group's people are in: the initiative's id and the team's."""
    rows = session.exec(
        select(TeamRow.initiative_id, TeamRow.id).where(TeamRow.group_id == group_id, col(TeamRow.gone_on).is_(None))
    )
    return [(initiative_id, team_id) for initiative_id, team_id in rows if team_id is not None]


def stage(
    session: Session,
    *,
    initiative_id: int,
    uploaded_by: int,
    at: datetime,
    members_from: MembersFrom,
    wanted: Iterable[Wanted] = (),
    problems: Iterable[dict[str, Any]] = (),
    seen: str = "",
) -> int:
    """Keep a checked list until somebody says yes; gives its id."""
    row = StagedImportRow(
        initiative_id=initiative_id,
        uploaded_by=uploaded_by,
        uploaded_at=at,
        members_from=members_from.value,
        rows=[{"path": list(leaf.path), "users": list(leaf.users), "group": leaf.group_id} for leaf in wanted],
        problems=list(problems),
        seen=seen,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def find_staged(session: Session, staged_id: int) -> Staged | None:
    """A list that waits; None where it was applied or forgotten."""
    row = session.exec(select(StagedImportRow).where(StagedImportRow.id == staged_id)).one_or_none()
    if row is None:
        return None
    wanted = tuple(Wanted(tuple(leaf["path"]), tuple(leaf["users"]), leaf["group"]) for leaf in row.rows)
    source = MembersFrom(row.members_from)
    return Staged(staged_id, row.initiative_id, row.uploaded_by, source, wanted, tuple(row.problems), row.seen)


def see_again(session: Session, staged_id: int, seen: str) -> None:
    """The change of a list is told anew, for the tree that `seen` marks."""
    session.exec(update(StagedImportRow).where(col(StagedImportRow.id) == staged_id).values(seen=seen))


def drop_staged(session: Session, staged_id: int) -> None:
    """Forget a list."""
    session.exec(delete(StagedImportRow).where(col(StagedImportRow.id) == staged_id))


def _teams(session: Session, initiative_id: int) -> tuple[Team, ...]:
    rows = session.exec(
        select(TeamRow)
        .where(TeamRow.initiative_id == initiative_id, col(TeamRow.gone_on).is_(None))
        .order_by(col(TeamRow.id))
    )
    return tuple(Team(row.id or 0, row.name, row.parent_id, row.group_id or "") for row in rows)


def _gone(session: Session, initiative_id: int) -> dict[tuple[int, str], int]:
    """Teams that are gone, by what they stood below and their name, or by 0 and their group; of several the newest."""
    rows = session.exec(
        select(TeamRow)
        .where(TeamRow.initiative_id == initiative_id, col(TeamRow.gone_on).is_not(None))
        .order_by(col(TeamRow.id))
    )
    found: dict[tuple[int, str], int] = {}
    for row in rows:
        found[row.parent_id or 0, name_key(row.name)] = row.id or 0
        if row.group_id:
            found[0, row.group_id] = row.id or 0
    return found


def _add(session: Session, initiative_id: int, new: Mapping[Path, Place], found: Mapping[Path, int]) -> dict[Path, int]:
    """Teams that were never there, all of one level, below those that were `found`; gives their ids."""
    if not new:
        return {}
    ours = TeamRow.initiative_id == initiative_id
    highest = session.exec(select(func.max(TeamRow.id)).where(ours)).one() or 0
    rows = [
        TeamRow(
            initiative_id=initiative_id,
            parent_id=found[key[:-1]],
            name=place.name,
            group_id=place.group_id or None,
        ).model_dump(exclude={"id", "workspace_id"})
        for key, place in new.items()
    ]
    insert_many(session, TeamRow, rows)
    added = session.exec(select(TeamRow.parent_id, TeamRow.name, TeamRow.id).where(ours, col(TeamRow.id) > highest))
    ids = {(parent, name_key(name)): team_id for parent, name, team_id in added}
    return {key: ids[found[key[:-1]], key[-1]] or 0 for key in new}


def _change(session: Session, team_id: int, parent: int, place: Place) -> None:
    values = {"parent_id": parent, "name": place.name, "group_id": place.group_id or None, "gone_on": None}
    session.exec(update(TeamRow).where(col(TeamRow.id) == team_id).values(**values))
