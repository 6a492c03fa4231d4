"""The `uptake` command: argument parsing only."""

import signal
import sys
from pathlib import Path
from threading import Event

import typer

from bot.command_line import leave, said_in_a_sentence, settings_or_exit
from bot.file_commands import exports, imports
from bot.machine_commands import machine, outbox


def _commands(*groups: typer.Typer) -> typer.Typer:
    command = typer.Typer(
        name="uptake",
        help="Helps a team put a new practice into use: listen, tell, learn, show.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for group in groups:
        command.add_typer(group)
    return command


main = _commands(imports, exports, machine, outbox)


@main.command()
def run(
    http: int | None = typer.Option(
        None, metavar="PORT", min=0, max=65535, help="Take Slack's requests on this port, in place of Socket Mode."
    ),
    host: str = typer.Option("", help="The address to listen on, with --http; all of this machine's if left out."),
) -> None:
    """Run the bot in a real workspace: by Socket Mode, or by HTTP at an address of its own."""
    given = {"UPTAKE_HTTP_PORT": http, "UPTAKE_HTTP_HOST": host or None}
    settings = settings_or_exit(**{name: value for name, value in given.items() if value is not None})
    problem = settings.problem_for_running()
    if problem:
        leave(problem)
    from bot.app import Uptake
    from bot.logs import set_up_logging
    from bot.serving import PortTaken
    from bot.slack.client import SlackNotReached
    from bot.stopping import asked_to_stop, wait_for
    from storage.migrations import MigrationProblem

    set_up_logging(settings.log_level)
    stop = asked_to_stop()
    try:
        uptake = Uptake(settings)
        uptake.start()
    except (MigrationProblem, PortTaken, SlackNotReached) as trouble:
        leave(str(trouble))
    print(uptake.door.welcome, flush=True)
    wait_for(stop)
    uptake.stop()


@main.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    from storage import migrations
    from storage.database import Database

    settings = settings_or_exit()
    database = Database(settings.database_url)
    try:
        migrations.upgrade(database)
    except migrations.MigrationProblem as trouble:
        leave(str(trouble))
    print(f"The database stands at {migrations.version(database)}.")


@main.command()
def check() -> None:
    """Say what is wrong with this installation before it is started, and how to mend it."""
    from bot.slack.installation import findings
    from messages.installation import row

    found = []
    for finding in findings(settings_or_exit()):
        found.append(finding)
        print(row(finding), flush=True)
    raise SystemExit(0 if all(finding.is_well for finding in found) else 1)


@main.command()
def demo(
    port: int = typer.Option(8065, help="Where the page is, on this machine only."),
    headless: bool = typer.Option(False, "--headless", help="Tell the story as text, without a page, and end."),
    weeks: int = typer.Option(12, min=1, max=52, help="How many weeks to play; with --headless only."),
    seed: int = typer.Option(1, help="Another number makes other people answer."),
) -> None:
    """Try Uptake in a stand-in workspace with a story behind it. Needs no Slack account."""
    from bot.demo.hosting import DemoProblem, rehearse, serve
    from bot.logs import set_up_logging
    from storage.migrations import MigrationProblem

    def tell(text: str) -> None:
        print(text, flush=True)

    set_up_logging("WARNING")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    faults: list[str] = []
    try:
        if headless:
            faults = rehearse(weeks, seed, tell)
        else:
            serve(port, seed, tell, Event())
    except (DemoProblem, MigrationProblem) as problem:
        leave(str(problem))
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    for fault in faults:
        print(f"Something went wrong: {fault}", file=sys.stderr)
    raise SystemExit(1 if faults else 0)


@main.command()
def chart(
    file: Path = typer.Argument(help="A CSV file: date, value and, for shares and rates, denominator."),
    kind: str = typer.Option("run", help="run, i, p, c, u or xmr."),
    rules: str = typer.Option("", help="anhoej (the default), ihi, or nhs (for xmr)."),
    freeze: int | None = typer.Option(None, help="How many points, from the first, fix centre and limits."),
    part: list[int] = typer.Option([], help="The last point of a phase; give it again for more."),
    direction: str = typer.Option("neutral", help="Which way is better: up, down or neutral."),
    target: float | None = typer.Option(None, help="The target, as a value on the chart."),
    screen_outliers: bool = typer.Option(True, help="Leave wild moving ranges out of the limits."),
    out: Path | None = typer.Option(None, help="Where to draw it: a name that ends in .png or .svg."),
    as_json: bool = typer.Option(False, "--json", help="Print every number."),
) -> None:
    """Chart a series of values from a file, and say whether it shows more than chance."""
    import json

    from bot.offline import Asked, chart_of_file, draw

    with said_in_a_sentence():
        made = chart_of_file(file, Asked(kind, rules, freeze, part, direction, target, screen_outliers))
        if out is not None:
            draw(made, file.stem, out)
    print(json.dumps(made.record, allow_nan=False) if as_json else made.says)


@main.command()
def audit(
    channel: str = typer.Option("", help="Only what concerns the initiatives of this channel, such as C0123456789."),
    since: str = typer.Option("", help="Only from this UTC date on, such as 2026-03-31."),
    workspace: str = typer.Option("", help="Slack's id of the workspace, where the database has several."),
) -> None:
    """Print the log: who changed, exported or erased what, and when."""
    from bot.records import log_of

    with said_in_a_sentence():
        lines = log_of(settings_or_exit().database_url, channel, since, workspace)
    print("\n".join(lines))
