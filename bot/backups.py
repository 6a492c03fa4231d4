"""`uptake backup` and `uptake restore`: all that is kept in one file, and back from it into an empty database."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DatabaseError

from bot.records import RecordsProblem
from messages import backups as words
from messages.log import not_ready
from storage import audit, backup, health, migrations
from storage.database import Database
from storage.workspaces import workspaces

BACK_UP, RESTORE = "machine.back_up", "machine.restore"


def back_up(database_url: str, file: Path, after_each: Callable[[str], None] = lambda _table: None) -> int:
    """Write all that is kept into a new file, while Uptake may go on working; gives how many rows that is.

    What an open pulse must tell nobody is left out. Raises RecordsProblem with a sentence; then there is no file.
    """
    if file.exists():
        raise RecordsProblem(words.file_there(file.name))
    with closing(Database(database_url)) as source:
        if not health.exists(source) or migrations.version(source) != migrations.HEAD:
            raise RecordsProblem(not_ready())
        now = datetime.now(UTC)
        _note(source, BACK_UP, now)
        try:
            with TemporaryDirectory(dir=file.resolve().parent, prefix=".uptake-") as folder:
                made = Path(folder, "backup.db")
                count = _write(source, made, now, after_each)
                os.link(made, file)
        except OSError as error:
            raise RecordsProblem(words.cannot_write(file.name, error.strerror or type(error).__name__)) from None
        return count


def restore(database_url: str, file: Path, after_each: Callable[[str], None] = lambda _table: None) -> int:
    """Bring all that a backup holds into a database without rows; gives how many rows that is.

    Messages that may have gone out since the backup are looked for before they are sent. Raises RecordsProblem with a
    sentence; then nothing has changed.
    """
    now = datetime.now(UTC)
    with _opened(file) as source, closing(Database(database_url)) as target:
        migrations.upgrade(target)
        try:
            count = backup.copy_rows(source, target, now, after_each)
        except backup.NotEmpty:
            raise RecordsProblem(words.not_empty()) from None
        since = backup.last_noted(source, BACK_UP)
        if since is not None:
            backup.doubt_messages(target, since, now)
        _note(target, RESTORE, now)
        return count


def _write(source: Database, made: Path, now: datetime, after_each: Callable[[str], None]) -> int:
    made.touch(0o600)
    with closing(Database(f"sqlite:///{made}")) as target:
        migrations.upgrade(target)
        count = backup.copy_rows(source, target, now, after_each)
        backup.close_into_one_file(target)
    return count


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    """A copy of a backup with this version's tables. Raises RecordsProblem where the file is no backup, or broken."""
    with TemporaryDirectory(prefix="uptake-") as folder:
        made = Path(folder, "backup.db")
        try:
            shutil.copyfile(file, made)
        except OSError as error:
            raise RecordsProblem(words.cannot_read(file.name, error.strerror or type(error).__name__)) from None
        with closing(Database(f"sqlite:///{made}")) as database:
            found = None
            with suppress(DatabaseError, sqlite3.DatabaseError):
                found = migrations.version(database)
            if found is None or not backup.is_sound(database):
                raise RecordsProblem(words.no_backup(file.name))
            migrations.upgrade(database)
            yield database


def _note(database: Database, action: str, now: datetime) -> None:
    """The log of every workspace says so: whoever has the file has all that is in it."""
    for workspace_id, _ in workspaces(database):
        with database.writing(workspace_id) as session:
            audit.note(session, now, None, action)
