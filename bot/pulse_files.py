"""What whoever runs Uptake brings in and takes out of pulses as files: earlier surveys, and all that was published."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from bot.domain.errors import Refusal
from bot.domain.instrument_file import OwnItem
from bot.domain.past_rounds import Brought, PastRounds, read_past_rounds
from bot.domain.questions import QuestionChange
from bot.given_file import content_of
from bot.records import opened
from bot.services.instrument_yaml import items_in
from bot.services.own_questions import look_at_questions, meant, use_questions
from bot.services.pulse.past import bring_rounds
from bot.services.pulse.reports import Record, published_records
from messages.files import as_csv
from messages.pulse import instrument

_LEVELS = " / "
_COLUMNS = tuple(Record.__dataclass_fields__)


def read_rounds(file: Path, own_items: Path | None = None) -> PastRounds:
    """The rounds of a file; its items are those of the instrument in `own_items`, else of the built-in one.

    Raises Refusal.
    """
    items = instrument().items if own_items is None else read_items(own_items)
    return read_past_rounds(content_of(file), [item.id for item in items])


def import_rounds(
    database_url: str,
    practice: str,
    past: PastRounds,
    team_id: str,
    *,
    keep: bool,
    after_each: Callable[[], None],
    own: Sequence[OwnItem] = (),
) -> Brought:
    """Publish past rounds; `after_each` is called after each. Raises Refusal, RecordsProblem or MigrationProblem."""
    with opened(database_url, team_id, make=True) as uses:
        return bring_rounds(uses, practice, past, own, keep=keep, after_each=after_each)


def import_instrument(
    database_url: str, items: Sequence[OwnItem], practice: str, channel_id: str, team_id: str, *, keep: bool
) -> QuestionChange:
    """Let an initiative ask these questions (none: the built-in ones), or with `keep` False say what it would change.

    Without a name or a channel it is for the only initiative there is. Raises Refusal, BadFile, RecordsProblem or
    MigrationProblem; nothing has changed then.
    """
    with opened(database_url, team_id) as uses:
        initiative = meant(uses, practice, channel_id)
        return (use_questions if keep else look_at_questions)(uses, initiative.id, items)


def export_published(database_url: str, file: Path, team_id: str = "") -> tuple[int, list[Path]]:
    """Write every published report, and give how many there are and the files.

    A name that ends in .json or .csv gets that form; any other gets both, with these endings. Raises Refusal or
    RecordsProblem.
    """
    forms = {".json": _as_json, ".csv": _as_csv}
    given = file.suffix.lower()
    targets = [file] if given in forms else [file.with_name(file.name + ending) for ending in forms]
    with opened(database_url, team_id) as uses:
        records = published_records(uses)
    for target in targets:
        try:
            target.write_bytes(forms[target.suffix.lower()](records))
        except OSError:
            raise Refusal(f"{target} can't be written. Check the folder, and that you may write there.") from None
    return len(records), targets


def read_items(file: Path) -> tuple[OwnItem, ...]:
    """The items of an instrument's file (YAML, a list `items`). Raises Refusal, or BadFile with the lines."""
    return items_in(content_of(file))


def _as_json(records: Sequence[Record]) -> bytes:
    rows = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
    return ("[\n" + ",\n".join(rows) + "\n]\n" if records else "[]\n").encode()


def _as_csv(records: Sequence[Record]) -> bytes:
    rows = [asdict(record) | {"group": _LEVELS.join(record.group)} for record in records]
    return as_csv([_COLUMNS, *(tuple(row.values()) for row in rows)], marked=False)
