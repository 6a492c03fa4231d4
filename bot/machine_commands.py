"""`uptake backup`, `uptake restore` and `uptake outbox`, for whoever runs Uptake: argument parsing only."""

import sys
from pathlib import Path

import typer

from bot.command_line import said_in_a_sentence, settings_or_exit

backups = typer.Typer()


@backups.command()
def backup(file: Path = typer.Argument(help="A new file; it holds all that Uptake keeps, so guard it.")) -> None:
    """Write all that is kept into one file, from SQLite or PostgreSQL, while Uptake may go on working."""
    from bot.backups import back_up
    from messages.backups import backed_up
    from storage.tables import metadata

    with said_in_a_sentence():
        url = settings_or_exit().database_url
        with typer.progressbar(length=len(metadata.sorted_tables), label="Copying", file=sys.stderr) as bar:
            count = back_up(url, file, lambda _table: bar.update(1))
    print(backed_up(count, str(file)))


@backups.command()
def restore(file: Path = typer.Argument(help="What `uptake backup` wrote.")) -> None:
    """Bring a backup into an empty database, SQLite or PostgreSQL. Stop Uptake first, and start it afterwards."""
    from bot.backups import restore as bring_back
    from messages.backups import restored
    from storage.tables import metadata

    with said_in_a_sentence():
        url = settings_or_exit().database_url
        with typer.progressbar(length=len(metadata.sorted_tables), label="Copying", file=sys.stderr) as bar:
            count = bring_back(url, file, lambda _table: bar.update(1))
    print(restored(count))
