"""Importing the bot opens no file or connection, starts no thread, and loads nothing that it may never need."""

import json
import subprocess
import sys

import pytest

NEVER_WITH_SQLITE = (
    "matplotlib",
    "plotly",
    "pandas",
    "numpy",
    "scipy",
    "altair",
    "alembic",
    "psycopg",
    "psycopg2",
    "resvg_py",
)

SCRIPT = """
import json, os, sys, threading
seen = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        mode = arguments[1] or ""
        if any(letter in mode for letter in "wax+"):
            seen.append(f"wrote {arguments[0]}")
    elif event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.system"):
        seen.append(event)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
before = set(os.listdir("."))
import bot.app
threads = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
import logging
print(json.dumps({
    "seen": seen, "threads": threads, "made": sorted(set(os.listdir(".")) - before),
    "modules": sorted(sys.modules), "handlers": len(logging.getLogger().handlers),
}))
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a fresh Python saw while it imported the bot in an empty folder."""
    folder = tmp_path_factory.mktemp("importing")
    run = subprocess.run([sys.executable, "-c", SCRIPT], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))


def test_importing_the_bot_touches_nothing_outside(imported: dict[str, list[str]]) -> None:
    assert (imported["seen"], imported["made"]) == ([], [])


def test_importing_the_bot_starts_no_thread_and_no_logging(imported: dict[str, list[str]]) -> None:
    assert (imported["threads"], imported["handlers"]) == ([], 0)


def test_importing_the_bot_loads_no_plotting_no_migrations_and_no_other_database(
    imported: dict[str, list[str]],
) -> None:
    loaded = {module.split(".")[0] for module in imported["modules"]}
    assert "sqlmodel" in loaded
    assert loaded & set(NEVER_WITH_SQLITE) == set()
    assert loaded & {"uvicorn", "starlette", "prometheus_client"} == set(), "only who asks for a port needs them"
    assert "bot.sandbox" not in imported["modules"]
    assert "bot.demo" not in imported["modules"]
