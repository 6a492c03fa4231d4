"""Which drawings Slack has as a file already, so that each is uploaded once, whoever sees it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, delete, select, update

from storage.columns import Owned, in_workspace, instant
from storage.rows import insert_new


class PictureRow(Owned, table=True):
    """A drawing by its key. Without `file_id` somebody uploads it right now, since `begun_at` (real time).

    `made_at` is product time.
    """

    __tablename__ = "picture"
    __table_args__ = (in_workspace(), UniqueConstraint("workspace_id", "key"))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    file_id: str = ""
    begun_at: datetime = instant()
    made_at: datetime = instant()


def files_of(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Slack's files of those drawings that it has, by key."""
    rows = session.exec(select(PictureRow.key, PictureRow.file_id).where(col(PictureRow.key).in_(keys)))
    return {key: file_id for key, file_id in rows if file_id}


def begin(session: Session, key: str, now: datetime, real_now: datetime, patience: timedelta) -> bool:
    """Take it on to upload a drawing; False where somebody else is at it, and has been for less than `patience`."""
    row = {"key": key, "file_id": "", "begun_at": real_now, "made_at": now}
    if insert_new(session, PictureRow, [row], ("workspace_id", "key")):
        return True
    given_up = update(PictureRow).where(
        col(PictureRow.key) == key, col(PictureRow.file_id) == "", col(PictureRow.begun_at) <= real_now - patience
    )
    return session.exec(given_up.values(begun_at=real_now, made_at=now)).rowcount == 1


def keep(session: Session, files: Mapping[str, str]) -> None:
    """Write down the files of drawings that were uploaded, by key."""
    for key, file_id in files.items():
        session.exec(update(PictureRow).where(col(PictureRow.key) == key).values(file_id=file_id))


def forget(session: Session, keys: Collection[str], before: datetime | None = None) -> int:
    """Forget drawings, or those whose upload began before a moment (real time): they are uploaded again when needed."""
    gone = delete(PictureRow).where(col(PictureRow.key).in_(keys))
    if before is not None:
        gone = gone.where(col(PictureRow.begun_at) < before)
    return int(session.exec(gone).rowcount)
