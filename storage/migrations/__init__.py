"""Alembic migrations, and the one door to them."""

from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import Database

HEAD = "0001"
_LOCK = 8065


def version(database: Database) -> str | None:
    """The revision that the database stands at; None where nothing was ever made."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`; replicas that start together wait for one another."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = database.engine.execution_options(uptake_writes=True)
    with engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
