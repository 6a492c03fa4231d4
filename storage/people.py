"""The workspace, its people, and who belongs to which team with which role."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, time
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from bot.domain.people import GIVEN, Person, Profile, Role
from storage import erasure
from storage.columns import Owned, belongs_to, in_workspace, one_of
from storage.database import Database, seen_once
from storage.rows import in_chunks, insert_new, upsert_many


class WorkspaceRow(SQLModel, table=True):
    """A Slack workspace in which the bot is installed."""

    __tablename__ = "workspace"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(unique=True)
    name: str = ""
    bot_user_id: str = ""


class PersonRow(Owned, table=True):
    """A person as Slack's directory shows them; when they work, where not as their team; until when they are away.

    Of somebody who was erased only a keyed mark is left, in place of `user_id`. `unneeded_since` is since when they
    belong to no initiative.
    """

    __tablename__ = "person"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "user_id"),
        UniqueConstraint("workspace_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    name: str
    zone: str
    locale: str
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_active: bool = True
    away_until: date | None = None
    work_days: str | None = None
    work_begins: time | None = None
    work_ends: time | None = None
    erased_on: date | None = None
    unneeded_since: date | None = None


class TeamRow(Owned, table=True):
    """A group of people in an initiative; teams form a strict tree.

    `group_id` is the Slack user group whose members the team has, where it has one; region and working hours that are
    null are as in the parent. A team that is gone stays, since results of past waves are its.
    """

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        belongs_to("initiative", "initiative_id"),
        belongs_to("team", "parent_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(index=True)
    parent_id: int | None = None
    name: str
    gone_on: date | None = None
    group_id: str | None = None
    region: str | None = None
    work_days: str | None = None
    work_begins: time | None = None
    work_ends: time | None = None


class MemberRow(Owned, table=True):
    """A person is in one leaf team of an initiative, and new there unless its results already count them."""

    __tablename__ = "member"
    __table_args__ = (
        belongs_to("initiative", "initiative_id"),
        belongs_to("person", "person_id"),
        belongs_to("team", "team_id"),
    )

    initiative_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True, index=True)
    team_id: int
    counted_team_id: int | None = None


class RoleRow(Owned, table=True):
    """A role beyond staff that a person holds in an initiative."""

    __tablename__ = "role"
    __table_args__ = (
        belongs_to("initiative", "initiative_id"),
        belongs_to("person", "person_id"),
        one_of("role", *GIVEN),
    )

    initiative_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    role: str = Field(primary_key=True)


def know_workspace(database: Database, team_id: str, name: str, bot_user_id: str) -> int:
    """The id of the workspace with Slack's `team_id`, written down on first sight; what files brought before is its."""
    with database.writing(0) as session:
        find = select(WorkspaceRow).where(WorkspaceRow.team_id == team_id)
        if session.exec(find).one_or_none() is None:
            session.exec(update(WorkspaceRow).where(col(WorkspaceRow.team_id) == "").values(team_id=team_id))
        if session.exec(find).one_or_none() is None:
            with suppress(IntegrityError), session.begin_nested():
                session.add(WorkspaceRow(team_id=team_id))
        row = session.exec(find).one()
        row.name, row.bot_user_id = name, bot_user_id
        session.add(row)
        assert row.id is not None
        return row.id


def keep_profiles(session: Session, profiles: Iterable[Profile]) -> None:
    """Write down what the directory says of these people, new or known, but of nobody who was erased."""
    profiles = list(profiles)
    erased = erased_among(session, [profile.user_id for profile in profiles])
    rows = [_columns(profile) for profile in profiles if profile.user_id not in erased]
    fresh = ("name", "zone", "locale", "is_bot", "is_guest", "is_stranger", "is_active")
    upsert_many(session, PersonRow, rows, key=("workspace_id", "user_id"), update=fresh)


def erased_among(session: Session, user_ids: Iterable[str]) -> set[str]:
    """Those of `user_ids` who were erased at their own wish."""
    whose = {mark: user_id for user_id, mark in erasure.marks(session, user_ids).items()}
    return {
        whose[mark]
        for some in in_chunks(list(whose))
        for mark in session.exec(select(PersonRow.user_id).where(col(PersonRow.user_id).in_(some)))
    }


def find_person(session: Session, user_id: str) -> Person | None:
    """The person with Slack's `user_id`, if we know them."""

    def find() -> Person | None:
        row = session.exec(select(PersonRow).where(PersonRow.user_id == user_id)).one_or_none()
        return as_person(row) if row else None

    return seen_once(session, ("person", user_id), find)


def find_people(session: Session, user_ids: Sequence[str]) -> list[Person]:
    """Those of `user_ids` whom we know, in no particular order."""
    return [
        as_person(row)
        for some in in_chunks(user_ids)
        for row in session.exec(select(PersonRow).where(col(PersonRow.user_id).in_(some)))
    ]


def ids_of(session: Session, user_ids: Sequence[str]) -> dict[str, int]:
    """Our own ids of those of `user_ids` whom we know."""
    found: dict[str, int] = {}
    for some in in_chunks(user_ids):
        rows = session.exec(select(PersonRow.user_id, PersonRow.id).where(col(PersonRow.user_id).in_(some)))
        found |= {user_id: person_id for user_id, person_id in rows if person_id is not None}
    return found


def add_team(session: Session, initiative_id: int, name: str, parent_id: int | None = None) -> int:
    """A new team below `parent_id`, or the root of the tree; gives its id."""
    row = TeamRow(initiative_id=initiative_id, name=name, parent_id=parent_id)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def team_parents(session: Session, initiative_id: int) -> dict[int, int | None]:
    """The tree of an initiative as it is now: each team's id with its parent's, None for the root."""
    here = select(TeamRow.id, TeamRow.parent_id).where(
        TeamRow.initiative_id == initiative_id, col(TeamRow.gone_on).is_(None)
    )
    rows = session.exec(here)
    return {int(team_id): parent_id for team_id, parent_id in rows if team_id is not None}


def add_member(session: Session, initiative_id: int, person_id: int) -> None:
    """Put a person into the root team of an initiative, if they are in none of its teams."""
    root = next(team for team, parent in team_parents(session, initiative_id).items() if parent is None)
    row = {"initiative_id": initiative_id, "person_id": person_id, "team_id": root}
    insert_new(session, MemberRow, [row], ("initiative_id", "person_id"))


def drop_member(session: Session, initiative_id: int, person_id: int) -> None:
    """Take a person out of an initiative."""
    session.exec(
        delete(MemberRow).where(col(MemberRow.initiative_id) == initiative_id, col(MemberRow.person_id) == person_id)
    )


def members(session: Session, initiative_id: int) -> list[tuple[Person, int]]:
    """The people of an initiative who can take part, each with their team's id, in order of their ids."""
    rows = session.exec(
        select(PersonRow, MemberRow.team_id)
        .join(MemberRow, col(MemberRow.person_id) == col(PersonRow.id))
        .where(MemberRow.initiative_id == initiative_id)
        .order_by(col(PersonRow.id))
    )
    people = [(as_person(row), team_id) for row, team_id in rows]
    return [(person, team_id) for person, team_id in people if person.profile.can_take_part]


def give_role(session: Session, initiative_id: int, person_id: int, role: Role) -> None:
    """Give a person a role in an initiative; giving it twice changes nothing."""
    row = {"initiative_id": initiative_id, "person_id": person_id, "role": role.value}
    upsert_many(session, RoleRow, [row], key=("initiative_id", "person_id", "role"), update=())


def holders(session: Session, initiative_id: int, role: Role) -> list[Person]:
    """Who holds `role` in the initiative."""
    rows = session.exec(
        select(PersonRow)
        .join(RoleRow, col(RoleRow.person_id) == col(PersonRow.id))
        .where(RoleRow.initiative_id == initiative_id, RoleRow.role == role.value)
        .order_by(col(PersonRow.id))
    )
    return [as_person(row) for row in rows]


def roles(session: Session, initiative_id: int, person_id: int) -> list[Role]:
    """The roles that were given to a person in an initiative."""
    given = session.exec(
        select(RoleRow.role).where(RoleRow.initiative_id == initiative_id, RoleRow.person_id == person_id)
    )
    return [Role(role) for role in given]


def concerned(session: Session, initiative_id: int) -> list[str]:
    """The user ids of all who hold a role in the initiative."""
    rows = session.exec(
        select(PersonRow.user_id)
        .join(RoleRow, col(RoleRow.person_id) == col(PersonRow.id))
        .where(RoleRow.initiative_id == initiative_id)
        .distinct()
    )
    return list(rows)


def take_role(session: Session, initiative_id: int, person_id: int, role: Role) -> None:
    """Take a role from a person in an initiative; it may be one they don't have."""
    session.exec(
        delete(RoleRow).where(
            col(RoleRow.initiative_id) == initiative_id,
            col(RoleRow.person_id) == person_id,
            col(RoleRow.role) == role.value,
        )
    )


def is_member(session: Session, initiative_id: int, person_id: int) -> bool:
    """Whether a person belongs to one of the initiative's teams."""
    found = select(MemberRow.team_id).where(MemberRow.initiative_id == initiative_id, MemberRow.person_id == person_id)
    return session.exec(found).first() is not None


def deactivate(session: Session, user_id: str) -> None:
    """The account was closed: the person gets nothing any more."""
    session.exec(update(PersonRow).where(col(PersonRow.user_id) == user_id).values(is_active=False))


def _columns(profile: Profile) -> dict[str, Any]:
    return {
        "user_id": profile.user_id,
        "name": profile.name,
        "zone": profile.zone,
        "locale": profile.locale,
        "is_bot": profile.is_bot,
        "is_guest": profile.is_guest,
        "is_stranger": profile.is_stranger,
        "is_active": profile.is_active,
    }


def as_person(row: PersonRow) -> Person:
    """Somebody as we keep them."""
    assert row.id is not None
    return Person(row.id, Profile(**{name: getattr(row, name) for name in Profile.__slots__}))
