"""What whoever runs Uptake takes out of its database without Slack: what is held on somebody, and the log."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from random import SystemRandom
from typing import Any, cast

from bot.calendars import PublicHolidays
from bot.features import all_duties, all_retention
from bot.services.pdsa import looking
from bot.services.ports import Directory, DirectoryUnavailable, Uses
from bot.services.privacy.log import lines_of_log
from bot.services.privacy.me import export_person
from messages import log as words
from messages import pdsa_file
from messages.privacy_file import as_json
from messages.pulse import instrument
from messages.sentences import FALLBACK
from storage import health, migrations
from storage.database import Database
from storage.people import know_workspace
from storage.workspaces import workspaces


class RecordsProblem(Exception):
    """What was asked for can't be given; the text is one sentence a person can act on."""


def export_of(database_url: str, user_id: str, team_id: str = "") -> str:
    """Everything that is held on somebody, as JSON; the log says that it was handed out. Raises RecordsProblem."""
    with opened(database_url, team_id) as uses:
        held = export_person(uses, user_id)
    if held is None:
        raise RecordsProblem(words.unknown(user_id))
    return as_json(held, FALLBACK)


def cycles_of(database_url: str, initiative: int, number: int, kind: str, team_id: str = "", *, alone: bool) -> str:
    """A test of change with its chain, or `alone`, as a file of this kind (page, markdown or csv).

    Raises RecordsProblem.
    """
    if kind not in pdsa_file.ENDINGS:
        raise RecordsProblem(words.unknown_kind(kind))
    with opened(database_url, team_id) as uses:
        record = looking.handed_out(uses, initiative, number, is_alone=alone)
    if record is None:
        raise RecordsProblem(words.no_test(initiative, number))
    return pdsa_file.made(record, kind, FALLBACK)


def log_of(database_url: str, channel_id: str = "", since: str = "", team_id: str = "") -> list[str]:
    """The log, a line each; or a sentence that says it has none like that. Raises RecordsProblem."""
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError:
        raise RecordsProblem(words.bad_date()) from None
    with opened(database_url, team_id) as uses:
        lines = lines_of_log(uses, channel_id, day)
    return [words.row(line) for line in lines] or [words.empty()]


@contextmanager
def opened(database_url: str, team_id: str = "", *, make: bool = False) -> Iterator[Uses]:
    """What use cases of one workspace are given without Slack: `team_id` is Slack's, '' for the only one there is.

    With `make`, tables are brought to this version, and what has no workspace yet goes to the first that is met.
    Raises RecordsProblem, or MigrationProblem.
    """
    with closing(Database(database_url)) as database:
        if make:
            migrations.upgrade(database)
            if not workspaces(database):
                know_workspace(database, "", "", "")
        if not health.exists(database) or migrations.version(database) != migrations.HEAD:
            raise RecordsProblem(words.not_ready())
        known = {team: workspace_id for workspace_id, team in workspaces(database)}
        wanted = team_id or (next(iter(known)) if len(known) == 1 else "")
        if wanted not in known:
            raise RecordsProblem(words.which_workspace(team_id, list(known)))
        nobody = cast(Directory, _NoDirectory())
        yield Uses(
            database=database,
            workspace_id=known[wanted],
            directory=nobody,
            clock=lambda: datetime.now(UTC),
            instrument=instrument(),
            random=SystemRandom(),
            calendar=PublicHolidays(),
            retention=all_retention(),
            duties=all_duties(),
        )


class _NoDirectory:
    """Stands where Slack's directory would: nobody is asked."""

    def __getattr__(self, name: str) -> Any:
        raise DirectoryUnavailable(f"no {name} on the command line")
