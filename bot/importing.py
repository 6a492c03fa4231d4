"""`uptake import people`: the same list that a lead sends in a message, for whoever runs the server."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.given_file import content_of
from bot.meeting import meet_workspace
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.team_lists import SlackIsAway, apply_checked, check, preview
from bot.settings import Settings
from bot.slack.client import web_client
from messages.list_lines import in_terminal
from storage import initiative as initiatives
from storage import migrations
from storage.database import Database

LOCALE = "en-GB"
_STEPS = ("Reading the file", "Asking Slack who is who", "Comparing with the teams as they are")


def import_people(
    settings: Settings, file: Path, channel_id: str, tell: Callable[[str], None], agrees: Callable[[], bool]
) -> bool:
    """Tell what a list would change, and apply it if `agrees` says so; gives whether it was applied.

    Without `channel_id` it is for the only initiative there is. Raises Refusal, MigrationProblem or SlackNotReached;
    nothing has changed then.
    """
    database = Database(settings.database_url)
    try:
        if migrations.version(database) != migrations.HEAD:
            migrations.upgrade(database)
        client = web_client(settings.bot_token, settings.api_url, settings.http_timeout)
        uses, _ = meet_workspace(settings, database, client, lambda: datetime.now(UTC))
        return _import(uses, file, channel_id, tell, agrees)
    finally:
        database.close()


def _import(uses: Uses, file: Path, channel_id: str, tell: Callable[[str], None], agrees: Callable[[], bool]) -> bool:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        step = progress.add_task(_STEPS[0], total=len(_STEPS))
        initiative = _meant(uses, channel_id)
        content = content_of(file)
        progress.update(step, advance=1, description=_STEPS[1])
        try:
            found = check(uses, content)
        except DirectoryUnavailable:
            raise SlackIsAway from None
        progress.update(step, advance=1, description=_STEPS[2])
        change, mark = preview(uses, initiative.id, found)
    tell(in_terminal(change, LOCALE))
    if not change.does_something or not agrees():
        return False
    tell(in_terminal(apply_checked(uses, initiative.id, found, mark), LOCALE))
    return True


def _meant(uses: Uses, channel_id: str) -> Initiative:
    with uses.reading() as session:
        if channel_id:
            found = [initiatives.initiative_in(session, channel_id)]
        else:
            found = [*initiatives.active_initiatives(session)]
    if not found:
        raise Refusal("No initiative goes on here. Start one in its channel with /uptake start.")
    if len(found) > 1:
        named = ", ".join(f"{one.channel_id} ({one.practice})" for one in found if one)
        raise Refusal("Say for which initiative, with --channel and one of: {named}.", named=named)
    if found[0] is None:
        raise Refusal("There is no initiative in that channel. Give the channel's id, such as C024BE91L.", "channel")
    return found[0]
