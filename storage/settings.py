"""An initiative's settings, and changes of what staff were promised that wait until they have been told."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, col, select, update
from sqlmodel.sql.expression import Select

from bot.domain.hours_form import TeamTime
from bot.domain.instrument_file import OwnItem
from bot.domain.local_time import Every
from bot.domain.people import Person
from bot.domain.promised_hours import is_of_hours
from bot.domain.questions import QUESTIONS
from bot.domain.settings import Changes, MembersFrom, Planned, Settings
from bot.domain.work_time import Window
from storage.columns import Owned, belongs_to, instant, one_of, whole
from storage.people import PersonRow, find_person
from storage.rows import insert_new


class SettingsRow(Owned, table=True):
    """How an initiative treats its people. One that has no row has the defaults.

    `approved_items`, `asked_items` and `declined_items` mark the questions that the approver agreed to, was asked
    about, and said "not yet" to.
    """

    __tablename__ = "settings"
    __table_args__ = (
        belongs_to("initiative", "initiative_id"),
        belongs_to("person", "approver_id"),
        one_of("members_from", *MembersFrom),
        whole("message_cap", 1, 10),
        whole("digest_weekday", 0, 6),
    )

    initiative_id: int = Field(primary_key=True)
    members_from: str = MembersFrom.CHANNEL.value
    message_cap: int = 3
    digest_weekday: int = 0
    digest_at: time = time(9)
    is_reviewed: bool = False
    is_strict: bool = False
    approver_id: int | None = None
    approved_items: str = ""
    asked_items: str = ""
    declined_items: str = ""
    version: int = 1


class SettingChangeRow(Owned, table=True):
    """A change of what staff were promised: it applies once they have been told.

    `changes` holds for each setting its old and new value; people stand there by our own ids, null for nobody.
    """

    __tablename__ = "setting_change"
    __table_args__ = (
        belongs_to("initiative", "initiative_id"),
        belongs_to("person", "changed_by"),
        one_of("state", "waiting", "applied", "cancelled"),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(index=True)
    changed_by: int
    changed_at: datetime = instant()
    changes: dict[str, Any] = Field(sa_type=JSON)
    state: str = "waiting"


def settings_of(session: Session, initiative_id: int) -> Settings:
    """The initiative's settings, the defaults where none were ever changed."""
    found = session.exec(
        select(SettingsRow, PersonRow.user_id)
        .outerjoin(PersonRow, PersonRow.id == SettingsRow.approver_id)  # type: ignore[arg-type]
        .where(SettingsRow.initiative_id == initiative_id)
    ).one_or_none()
    if found is None:
        return Settings()
    row, approver = found
    person = find_person(session, approver) if approver else None
    return Settings(
        members_from=MembersFrom(row.members_from),
        message_cap=row.message_cap,
        digest_weekday=row.digest_weekday,
        digest_at=row.digest_at,
        is_reviewed=row.is_reviewed,
        is_strict=row.is_strict,
        approver_user_id=approver or "",
        approver_is_gone=person is not None and not person.profile.can_take_part,
        approved_items=row.approved_items,
        asked_items=row.asked_items,
        declined_items=row.declined_items,
        version=row.version,
    )


def hold_settings(session: Session, initiative_id: int) -> Settings:
    """The initiative's settings, held against other changes until the transaction ends."""
    row = SettingsRow(initiative_id=initiative_id).model_dump(exclude={"workspace_id"})
    insert_new(session, SettingsRow, [row], ("initiative_id",))
    held = select(SettingsRow.initiative_id).where(SettingsRow.initiative_id == initiative_id).with_for_update()
    session.exec(held).one()
    return settings_of(session, initiative_id)


def change_settings(session: Session, initiative_id: int, **values: int | str | bool | time | None) -> None:
    """Set columns of settings that are held; who has an older version open hears of it."""
    session.exec(
        update(SettingsRow)
        .where(col(SettingsRow.initiative_id) == initiative_id)
        .values(version=col(SettingsRow.version) + 1, **values)
    )


def note_items(session: Session, initiative_id: int, **marks: str) -> None:
    """Write down which questions the approver was asked about (`asked_items`), agreed to or declined."""
    session.exec(update(SettingsRow).where(col(SettingsRow.initiative_id) == initiative_id).values(**marks))


def plan_change(session: Session, initiative_id: int, changed_by: Person, at: datetime, changes: Changes) -> int:
    """Write down a change that waits until staff have been told; gives its id."""
    pairs = {name: [_stored(session, name, value) for value in pair] for name, pair in changes.items()}
    row = SettingChangeRow(initiative_id=initiative_id, changed_by=changed_by.id, changed_at=at, changes=pairs)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def planned_change(session: Session, initiative_id: int) -> Planned | None:
    """The change that waits, if any: there is one at most."""
    waiting = _changes().where(SettingChangeRow.initiative_id == initiative_id, SettingChangeRow.state == "waiting")
    found = session.exec(waiting.order_by(col(SettingChangeRow.id).desc()).limit(1)).first()
    return _planned(session, *found) if found else None


def find_change(session: Session, change_id: int) -> Planned | None:
    """The change with this id, whatever became of it."""
    found = session.exec(_changes().where(SettingChangeRow.id == change_id)).first()
    return _planned(session, *found) if found else None


def applied_changes(session: Session, initiative_id: int) -> list[tuple[datetime, Changes]]:
    """The changes of what staff were promised that hold by now, with the moment of each, the earliest first."""
    query = _changes().where(SettingChangeRow.initiative_id == initiative_id, SettingChangeRow.state == "applied")
    rows = session.exec(query.order_by(col(SettingChangeRow.id))).all()
    return [(row.changed_at, _planned(session, row, by).changes) for row, by in rows]


def settle_change(session: Session, change_id: int, state: str) -> bool:
    """A change that waits is 'applied' or 'cancelled'; False, and no change, where it doesn't wait any more."""
    result = session.exec(
        update(SettingChangeRow)
        .where(col(SettingChangeRow.id) == change_id, col(SettingChangeRow.state) == "waiting")
        .values(state=state)
    )
    return int(result.rowcount) == 1


def _changes() -> Select[SettingChangeRow, str]:
    return select(SettingChangeRow, PersonRow.user_id).join(
        PersonRow, col(PersonRow.id) == col(SettingChangeRow.changed_by)
    )


def _planned(session: Session, row: SettingChangeRow, changed_by: str) -> Planned:
    assert row.id is not None
    changes: Mapping[str, list[Any]] = row.changes
    pairs = {name: (_read(session, name, old), _read(session, name, new)) for name, (old, new) in changes.items()}
    return Planned(row.id, row.initiative_id, changed_by, pairs, row.state)


def _stored(session: Session, name: str, value: Any) -> Any:
    if name == QUESTIONS:
        return [asdict(each) for each in value]
    if is_of_hours(name):
        return _plain_team(value)
    if isinstance(value, date):
        return value.isoformat()
    if name == "dates":
        return [day.isoformat() for day in value]
    if name != "approver":
        return value
    return session.exec(select(PersonRow.id).where(PersonRow.user_id == value)).first()


def _read(session: Session, name: str, value: Any) -> Any:
    if name == "every":
        return Every(value)
    if name == QUESTIONS:
        return tuple(OwnItem(**each) for each in value)
    if is_of_hours(name):
        return _team(value)
    if name == "dates":
        return tuple(date.fromisoformat(day) for day in value)
    if name == "first_on":
        return date.fromisoformat(value)
    if name != "approver":
        return value
    return session.exec(select(PersonRow.user_id).where(PersonRow.id == value)).first() or ""


def _plain_team(team: TeamTime) -> dict[str, Any]:
    windows = {name: _plain_window(getattr(team, name)) for name in ("own", "window")}
    whole = asdict(replace(team, planned=None))
    return {name: value for name, value in whole.items() if name not in ("own", "window", "planned")} | windows


def _plain_window(window: Window | None) -> list[Any] | None:
    if window is None:
        return None
    return [sorted(window.days), window.begins.isoformat(), window.ends.isoformat()]


def _team(kept: dict[str, Any]) -> TeamTime:
    windows = {name: _window(kept[name]) for name in ("own", "window")}
    return TeamTime(**{**kept, **windows})


def _window(kept: list[Any] | None) -> Window | None:
    if kept is None:
        return None
    days, begins, ends = kept
    return Window(frozenset(days), time.fromisoformat(begins), time.fromisoformat(ends))
