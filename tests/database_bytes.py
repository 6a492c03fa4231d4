"""Every byte of a database as it lies on disk, to be searched for what was deleted."""

from pathlib import Path

from databases import Databases, file_of, name_of
from sqlalchemy import text

from storage.database import Database


def bytes_of(databases: Databases, database: Database) -> bytes:
    """Tables, indexes, free pages and dead rows, the write-ahead log of SQLite, the statistics of PostgreSQL."""
    url = database.engine.url.render_as_string(hide_password=False)
    if database.is_sqlite:
        return b"".join(path.read_bytes() for path in Path(file_of(url)).parent.glob(f"{file_of(url).name}*"))
    with database.engine.connect() as connection:
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    databases.postgres.admin("CHECKPOINT", database=name_of(url))
    folder = databases.postgres.data / "base" / str(number)
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def traces(databases: Databases, database: Database, words: list[str]) -> dict[str, int]:
    """How often each of these words stands there."""
    data = bytes_of(databases, database)
    return {word: data.count(word.encode()) for word in words}
