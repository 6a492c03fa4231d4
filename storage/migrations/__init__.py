"""Alembic migrations, and the one door to them."""

from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import Database

HEAD = "0011"
_LOCK = 8065


class MigrationProblem(Exception):
    """The database can't be brought to this version's tables; the text is one sentence a person can act on."""


def version(database: Database) -> str | None:
    """The revision that the database stands at; None where nothing was ever made."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`; replicas that start together wait for one another.

    Raises MigrationProblem where the database is newer than this Uptake, or a migration's file is missing.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = database.engine.execution_options(uptake_writes=True)
    with engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError:
            raise MigrationProblem(_what_is_wrong(database)) from None
    if revision == "head" and version(database) != HEAD:
        raise MigrationProblem(_what_is_wrong(database))


def _what_is_wrong(database: Database) -> str:
    found = version(database)
    if found is not None and found > HEAD:
        return f"The database was made by a newer Uptake (tables {found}, this one knows {HEAD}). Install that version."
    return f"A migration is missing from this installation (tables {HEAD}). Install Uptake again."
