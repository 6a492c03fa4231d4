"""Migrations: from nothing to the newest revision, the same tables as the models, harmless when two start at once."""

import threading
from multiprocessing.context import BaseContext

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import KINDS, Databases
from migrating import upgrade
from sqlalchemy import CheckConstraint, Connection, inspect

from storage import initiative as initiatives
from storage import migrations, people
from storage.columns import Instant
from storage.database import Database
from storage.people import know_workspace
from storage.tables import metadata


@pytest.fixture(params=KINDS)
def empty_url(databases: Databases, request: pytest.FixtureRequest) -> str:
    return databases.empty_url(request.param)


@pytest.fixture
def migrated(empty_url: str) -> Database:
    database = Database(empty_url)
    migrations.upgrade(database)
    return database


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": metadata}
    )
    return list(compare_metadata(context, metadata))


def test_the_version_is_none_before_and_the_newest_after(empty_url: str) -> None:
    database = Database(empty_url)
    assert migrations.version(database) is None
    migrations.upgrade(database)
    assert migrations.version(database) == migrations.HEAD
    migrations.upgrade(database)
    database.close()


def test_head_is_what_alembic_takes_for_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_the_migrated_database_has_what_the_models_say(migrated: Database) -> None:
    with migrated.engine.connect() as connection:
        assert differences(connection) == []
    migrated.close()


def test_the_comparison_sees_a_difference(migrated: Database) -> None:
    with migrated.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE person ADD COLUMN shoe_size INTEGER")
        connection.exec_driver_sql("DROP INDEX outbox_of_wave")
        assert len(differences(connection)) == 2
    migrated.close()


def test_constraints_have_the_names_that_the_models_give_them(migrated: Database) -> None:
    """Alembic compares neither checks nor primary keys nor what a foreign key is called."""
    inspector = inspect(migrated.engine)
    for name, table in metadata.tables.items():
        declared = {str(constraint.name) for constraint in table.constraints}
        found = {str(inspector.get_pk_constraint(name)["name"])}
        for kind in ("get_check_constraints", "get_foreign_keys", "get_unique_constraints"):
            found |= {str(constraint["name"]) for constraint in getattr(inspector, kind)(name)}
        assert found == declared, name
    migrated.close()


def test_checks_say_what_the_models_say(migrated: Database) -> None:
    values = {
        (name, constraint["name"]): constraint["sqltext"]
        for name in metadata.tables
        for constraint in inspect(migrated.engine).get_check_constraints(name)
    }
    for table in metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                stored = values[table.name, constraint.name]
                words = str(constraint.sqltext).replace("(", " ").replace(")", " ").replace(",", " ").split()
                assert [word for word in words if word[0] in "'0123456789" and word not in stored] == []
    migrated.close()


def test_an_initiative_of_the_first_tables_goes_on_and_its_channel_is_free_once_it_has_ended(empty_url: str) -> None:
    database = Database(empty_url)
    migrations.upgrade(database, "0001")
    with database.engine.begin() as connection:
        for statement in FIRST_ROWS:
            connection.exec_driver_sql(statement)
        before = rows_of(connection)
    migrations.upgrade(database)
    with database.engine.begin() as connection:
        after = rows_of(connection)
        assert before.pop("role") == [{"workspace_id": 1, "initiative_id": 7, "person_id": 1, "role": "lead"}]
        assert after.pop("role") == [], "who leads stands with the initiative alone"
        for table, rows in before.items():
            assert [{name: row[name] for name in rows[0]} for row in after[table]] == rows, table
    workspace = know_workspace(database, "T0ONE", "One", "U0BOT")
    with database.writing(workspace) as session:
        ward = initiatives.initiative_in(session, "C0WARD")
        lead = people.find_person(session, "U0LEAD")
        assert ward is not None
        assert lead is not None
        initiatives.end(session, ward, ward.first_on)
        again = {name: getattr(ward, name) for name in ("channel_id", "case", "zone", "rhythm", "first_on")}
        initiatives.add_initiative(session, practice="huddles", lead=lead, **again)
    with database.reading(workspace) as session:
        assert [one.practice for one in initiatives.ended_in(session, "C0WARD")] == ["bedside handover"]
        assert people.team_parents(session, ward.id) == {1: None}
        assert len(people.members(session, ward.id)) == 1
    database.close()


FIRST_ROWS = (
    "INSERT INTO workspace (id, team_id, name, bot_user_id) VALUES (1, 'T0ONE', 'One', 'U0BOT')",
    "INSERT INTO person (workspace_id, id, user_id, name, zone, locale, is_bot, is_guest, is_stranger, is_active) "
    "VALUES (1, 1, 'U0LEAD', 'Lena Lead', 'Europe/London', 'en-GB', false, false, false, true)",
    "INSERT INTO initiative (workspace_id, id, number, channel_id, practice, what_is_new, why_better, how_it_fits, "
    "what_improves, zone, every, weekday, at, open_days, first_on, lead_id, state, version) VALUES (1, 7, 1, 'C0WARD', "
    "'bedside handover', 'a', 'b', '', '', 'Europe/London', 'weekly', 1, '10:00:00.000000', 3, '2026-03-10', 1, "
    "'active', 1)",
    "INSERT INTO team (workspace_id, id, initiative_id, name) VALUES (1, 1, 7, 'bedside handover')",
    "INSERT INTO member (workspace_id, initiative_id, person_id, team_id) VALUES (1, 7, 1, 1)",
    "INSERT INTO role (workspace_id, initiative_id, person_id, role) VALUES (1, 7, 1, 'lead')",
)
"""An initiative as the first tables hold it."""


def rows_of(connection: Connection) -> dict[str, list[dict[str, object]]]:
    """What stands in each table that `FIRST_ROWS` fills."""
    tables = ("workspace", "person", "initiative", "team", "member", "role")
    return {
        table: [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()]
        for table in tables
    }


def test_instants_carry_a_zone_where_the_database_can(migrated: Database) -> None:
    inspector = inspect(migrated.engine)
    for name, table in metadata.tables.items():
        stored = {column["name"]: column["type"] for column in inspector.get_columns(name)}
        for column in table.columns:
            if isinstance(column.type, Instant) and not migrated.is_sqlite:
                assert stored[column.name].timezone, (name, column.name)  # type: ignore[attr-defined]
    migrated.close()


def test_two_processes_that_upgrade_at_once_harm_nothing(empty_url: str, processes: BaseContext) -> None:
    with processes.Pool(3) as pool:
        assert pool.map(upgrade, [empty_url] * 3) == [migrations.HEAD] * 3
    database = Database(empty_url)
    with database.engine.connect() as connection:
        assert differences(connection) == []
    database.close()


def test_threads_that_upgrade_at_once_harm_nothing(empty_url: str) -> None:
    start, reached = threading.Barrier(4), []

    def run() -> None:
        start.wait()
        reached.append(upgrade(empty_url))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reached == [migrations.HEAD] * 4
