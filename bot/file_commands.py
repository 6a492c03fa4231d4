"""`uptake import` and `uptake export`: argument parsing only."""

import sys
from pathlib import Path

import typer

from bot.command_line import WORKSPACE, leave, said_in_a_sentence, settings_or_exit

imports = typer.Typer(
    name="import", help="Bring in a file: all of it, or with any fault in it nothing.", no_args_is_help=True
)
exports = typer.Typer(name="export", help="Hand out what is kept, or what was published.", no_args_is_help=True)


@imports.command(name="people")
def import_people(
    file: Path = typer.Argument(help="A CSV file: person (e-mail or user id), team, and division, organisation."),
    channel: str = typer.Option("", help="The id of the initiative's channel, where there are several."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would change."),
    yes: bool = typer.Option(False, "--yes", help="Apply it without asking."),
) -> None:
    """Bring in a list of people and their teams: all of it, or with any fault in it nothing."""
    from bot.importing import import_people as bring

    def agrees() -> bool:
        return not dry_run and (yes or typer.confirm("Apply it?"))

    settings = settings_or_exit()
    if not settings.bot_token:
        leave(settings.problem_for_running() or "")
    with said_in_a_sentence():
        is_applied = bring(settings, file, channel, print, agrees)
    if not is_applied:
        print("Nothing was changed.")


@imports.command(name="pulse")
def import_pulse(
    file: Path = typer.Argument(help="A CSV file: date, group, a column for each item, and comment. A row is a form."),
    initiative: str = typer.Option(help="The name of the initiative; it is made if there is none."),
    own_items: Path | None = typer.Option(None, "--instrument", help="A YAML file with the items that were asked."),
    workspace: str = WORKSPACE,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what the file would bring."),
) -> None:
    """Bring in rounds of an earlier survey. They are published by the rules of every pulse, and answers aren't kept."""
    from bot.pulse_files import import_rounds, read_items, read_rounds
    from messages.pulse_files import brought

    with said_in_a_sentence():
        database_url = settings_or_exit().database_url
        past, own = read_rounds(file, own_items), read_items(own_items) if own_items else ()
        with typer.progressbar(length=len(past.rounds), label="Counting", file=sys.stderr) as bar:
            made = import_rounds(
                database_url, initiative, past, workspace, keep=not dry_run, after_each=lambda: bar.update(1), own=own
            )
    print(brought(made, is_tried=dry_run))


@imports.command(name="measure")
def import_measure(
    file: Path = typer.Argument(help="A CSV or Excel file: date, value, and for shares and rates denominator."),
    initiative: str = typer.Option(help="The name of the initiative."),
    measure: int = typer.Option(help="The number of the measure, as /measure list shows it."),
    order: str = typer.Option("", help="What comes first in a date such as 3/4/2026: day or month."),
    decimal: str = typer.Option("", help="What parts the decimals in a number such as 1,234: comma or point."),
    why: str = typer.Option("", help="Why values that are there already change."),
    workspace: str = WORKSPACE,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what the file would bring."),
) -> None:
    """Bring in values of a measure: all of them, or with any fault in the file none."""
    from bot.measure_files import import_values
    from messages.measure_import import in_terminal

    with said_in_a_sentence():
        url, named = settings_or_exit().database_url, (initiative, measure)
        done = import_values(url, file, named, (order, decimal), team_id=workspace, why=why, keep=not dry_run)
    print(in_terminal(done, is_tried=dry_run))


@imports.command(name="instrument")
def import_instrument(
    file: Path | None = typer.Argument(None, help="A YAML file: a list items, each with id, construct and text."),
    initiative: str = typer.Option("", help="The name of the initiative, where there are several."),
    channel: str = typer.Option("", help="The id of its channel, where several have one name."),
    built_in: bool = typer.Option(False, "--built-in", help="Ask the questions that come with Uptake again."),
    workspace: str = WORKSPACE,
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Only say what would change, and what people would be asked."
    ),
) -> None:
    """Ask a team's own questions. What was asked before can be left out, never reworded under the same id."""
    from bot.pulse_files import import_instrument as bring
    from bot.pulse_files import read_items
    from messages.question_lines import in_terminal

    if (file is None) is not built_in:
        leave("Name a file, or write --built-in to ask the questions that come with Uptake again.")
    with said_in_a_sentence():
        items = read_items(file) if file else ()
        change = bring(settings_or_exit().database_url, items, initiative, channel, workspace, keep=not dry_run)
    print(in_terminal(change, is_tried=dry_run))


@exports.command(name="published")
def export_published(
    file: Path = typer.Argument(help="Where to: a name that ends in .json or .csv; any other gets both."),
    workspace: str = WORKSPACE,
) -> None:
    """Write every result of a pulse that was ever published: wave, group, item, people counted, and sum or band."""
    from bot.pulse_files import export_published as write
    from messages.pulse_files import written

    with said_in_a_sentence():
        count, targets = write(settings_or_exit().database_url, file, workspace)
    print(written(count, [str(target) for target in targets]))


@exports.command(name="pdsa")
def export_pdsa(
    initiative: int = typer.Argument(help="The number of the initiative, 1 for the first."),
    test: int = typer.Argument(help="The number of a test in it; its whole chain comes with it."),
    kind: str = typer.Option("page", "--as", help="page (HTML to print), markdown or csv."),
    alone: bool = typer.Option(False, "--alone", help="Only this test, without its chain."),
    workspace: str = WORKSPACE,
) -> None:
    """Print the record of a test of change; the log says that it was handed out."""
    from bot.records import cycles_of

    with said_in_a_sentence():
        print(cycles_of(settings_or_exit().database_url, initiative, test, kind, workspace, alone=alone), end="")


@exports.command(name="person")
def export_person(
    user_id: str = typer.Argument(help="The person's user id in Slack, such as U0123456789."),
    workspace: str = WORKSPACE,
) -> None:
    """Print everything that is held on one person, as JSON; the log says that it was handed out."""
    from bot.records import export_of

    with said_in_a_sentence():
        print(export_of(settings_or_exit().database_url, user_id, workspace), end="")
