"""An initiative's settings, and changes of what staff were promised that wait until they have been told."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, select

from bot.domain.settings import MembersFrom, Settings
from storage.columns import Owned, belongs_to, instant, one_of, whole
from storage.people import PersonRow


class SettingsRow(Owned, table=True):
    """How an initiative treats its people. One that has no row has the defaults."""

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
    version: int = 1


class SettingChangeRow(Owned, table=True):
    """A change of what staff were promised: it applies once they have been told."""

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
    return Settings(
        members_from=MembersFrom(row.members_from),
        message_cap=row.message_cap,
        digest_weekday=row.digest_weekday,
        digest_at=row.digest_at,
        is_reviewed=row.is_reviewed,
        is_strict=row.is_strict,
        approver_user_id=approver or "",
        approved_items=row.approved_items,
    )
