"""`uptake status`, `backup`, `restore` and `outbox`, for whoever runs Uptake: argument parsing only."""

import sys
from pathlib import Path

import typer

from bot.command_line import WORKSPACE, said_in_a_sentence, settings_or_exit

machine = typer.Typer()
outbox = typer.Typer(name="outbox", help="Look at messages that are stuck; free or drop them.", no_args_is_help=True)


@machine.command()
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


@machine.command()
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


@machine.command()
def status() -> None:
    """Say how many initiatives, messages and pieces of due work there are, and what is stuck."""
    from bot.machine import status as look

    with said_in_a_sentence():
        lines = look(settings_or_exit().database_url)
    print("\n".join(lines))


@outbox.command(name="list")
def list_messages(
    everything: bool = typer.Option(False, "--all", help="Those that wait, too; else only what is stuck."),
    workspace: str = WORKSPACE,
) -> None:
    """List messages that failed or are unsure: number, state, kind, since when, and why. Nobody is named."""
    from bot.domain.delivery import State
    from bot.machine import listed

    states = [State.FAILED, State.UNSURE, *([State.WAITING] if everything else [])]
    with said_in_a_sentence():
        lines = listed(settings_or_exit().database_url, workspace, states)
    print("\n".join(lines))


@outbox.command(name="retry")
def retry_messages(
    numbers: list[int] = typer.Argument(None, help="Numbers of the list; all that is stuck if left out."),
    not_posted: bool = typer.Option(False, "--not-posted", help="You looked in Slack, and those unsure aren't there."),
    workspace: str = WORKSPACE,
) -> None:
    """Try messages again that failed or are unsure. One that is unsure is looked for in Slack before it is sent."""
    from bot.machine import retry

    with said_in_a_sentence():
        said = retry(settings_or_exit().database_url, workspace, numbers or [], was_not_posted=not_posted)
    print(said)


@outbox.command(name="drop")
def drop_messages(numbers: list[int] = typer.Argument(help="Numbers of the list."), workspace: str = WORKSPACE) -> None:
    """Give messages up for good: whoever they are for never gets them."""
    from bot.machine import drop

    with said_in_a_sentence():
        said = drop(settings_or_exit().database_url, workspace, numbers)
    print(said)
