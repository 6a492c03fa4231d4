"""What whoever runs Uptake sees of it, and may do with messages by hand; Slack is asked nothing."""

from collections.abc import Collection
from contextlib import closing

from bot.domain.delivery import State
from bot.domain.initiative import Stage
from bot.records import opened
from messages import machine as words
from storage import audit, migrations, outbox_desk
from storage import initiative as initiatives
from storage.database import Database
from storage.workspaces import workspaces

RETRY, DROP = "machine.retry", "machine.drop"
_MOST = 200


def status(database_url: str) -> list[str]:
    """How each workspace stands, as lines to read. Raises RecordsProblem."""
    with closing(Database(database_url)) as database:
        known = workspaces(database) if migrations.version(database) == migrations.HEAD else []
    lines = [words.version(database_url.split(":")[0].split("+")[0], migrations.HEAD)]
    for _, team_id in known or [(0, "")]:
        with opened(database_url, team_id) as uses, uses.reading() as session:
            now = uses.clock()
            stages = [initiative.state for initiative in initiatives.all_initiatives(session)]
            counts = {stage: stages.count(stage) for stage in Stage}
            lines += words.standing(team_id, counts, outbox_desk.standing(session, now), now)
    return lines


def listed(database_url: str, team_id: str, states: Collection[State]) -> list[str]:
    """Up to 200 messages in these states, a line each, or a sentence that there are none. Raises RecordsProblem."""
    with opened(database_url, team_id) as uses, uses.reading() as session:
        found = outbox_desk.find(session, states, _MOST + 1)
    more = [words.more(_MOST)] if len(found) > _MOST else []
    return [*(words.row(each) for each in found[:_MOST]), *more] or [words.none()]


def retry(database_url: str, team_id: str, ids: Collection[int], *, was_not_posted: bool) -> str:
    """Let these messages, or all that failed or are unsure, be tried again. Raises RecordsProblem."""
    with opened(database_url, team_id) as uses, uses.writing() as session:
        count = outbox_desk.try_again(session, ids or None, was_not_posted=was_not_posted)
        if count:
            audit.note(session, uses.clock(), None, RETRY, count=count)
    return words.retried(count)


def drop(database_url: str, team_id: str, ids: Collection[int]) -> str:
    """Give these messages up. Raises RecordsProblem."""
    with opened(database_url, team_id) as uses, uses.writing() as session:
        count = outbox_desk.give_up(session, ids)
        if count:
            audit.note(session, uses.clock(), None, DROP, count=count)
    return words.dropped(count)
