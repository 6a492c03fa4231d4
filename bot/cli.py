"""The `uptake` command: argument parsing only."""

import signal
import sys
from threading import Event
from typing import NoReturn

import typer

from bot.settings import Settings, SettingsProblem, read_settings

main = typer.Typer(
    name="uptake",
    help="Helps a team put a new practice into use: listen, tell, learn, show.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.command()
def run() -> None:
    """Run the bot in a real workspace, by Socket Mode."""
    settings = _settings_or_exit()
    problem = settings.problem_for_running()
    if problem:
        _exit(problem)
    from bot.app import Uptake
    from bot.logs import set_up_logging

    set_up_logging(settings.log_level)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    uptake = Uptake(settings)
    uptake.start()
    print("Uptake is connected.", flush=True)
    stop.wait()
    uptake.stop()


@main.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    from storage import migrations
    from storage.database import Database

    settings = _settings_or_exit()
    database = Database(settings.database_url)
    migrations.upgrade(database)
    print(f"The database stands at {migrations.version(database)}.")


def _settings_or_exit() -> Settings:
    try:
        return read_settings()
    except SettingsProblem as problem:
        _exit(str(problem))


def _exit(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)
