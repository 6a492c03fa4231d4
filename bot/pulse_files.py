"""What whoever runs Uptake brings in and takes out of pulses as files: earlier surveys, and all that was published."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from bot.domain.delimited import MOST_BYTES, BadFile, Problem
from bot.domain.errors import Refusal
from bot.domain.instrument_file import OwnItem, Written, check_items
from bot.domain.past_rounds import Brought, PastRounds, read_past_rounds
from bot.given_file import content_of
from bot.records import opened
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
    if own_items is None:
        known = [item.id for item in instrument().items]
    else:
        known = [item.id for item in read_items(own_items)]
    return read_past_rounds(content_of(file), known)


def import_rounds(
    database_url: str, practice: str, past: PastRounds, team_id: str, *, keep: bool, after_each: Callable[[], None]
) -> Brought:
    """Publish past rounds; `after_each` is called after each. Raises Refusal, RecordsProblem or MigrationProblem."""
    with opened(database_url, team_id, make=True) as uses:
        return bring_rounds(uses, practice, past, keep=keep, after_each=after_each)


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
    content = content_of(file)
    if len(content) > MOST_BYTES:
        raise Refusal(f"{file} is larger than {MOST_BYTES // 1024 // 1024} MB. Keep only the items in it.")
    try:
        loader = yaml.SafeLoader(content.decode("utf-8-sig"))
        with closing(_Closed(loader)):
            root = loader.get_single_node()
            return check_items(_written(loader, root))
    except UnicodeDecodeError:
        raise Refusal(f"{file} isn't UTF-8 text. Save it as UTF-8 and try again.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFile(
            [Problem(mark.line + 1 if mark else 1, "this isn't YAML. Check the indents and quotes.")]
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise Refusal(f"{file} isn't YAML. It holds a list named items.") from None


class _Closed:
    """Lets a loader be closed."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self.close = loader.dispose


def _written(loader: yaml.SafeLoader, root: yaml.Node | None) -> list[Written]:
    line = root.start_mark.line + 1 if root is not None else 1
    if not isinstance(root, yaml.MappingNode):
        raise BadFile([Problem(line, "the file must hold a list named items.")])
    named = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    items = named.get("items")
    if not isinstance(items, yaml.SequenceNode) or not items.value:
        raise BadFile([Problem(line, "the file must hold a list named items, with at least one item.")])
    odd = [each for each in items.value if not isinstance(each, yaml.MappingNode)]
    if odd:
        raise BadFile([Problem(each.start_mark.line + 1, "an item has id, construct and text.") for each in odd])
    return [Written(each.start_mark.line + 1, _fields(loader, each)) for each in items.value]


def _fields(loader: yaml.SafeLoader, item: yaml.MappingNode) -> dict[str, Any]:
    """Scalars as YAML reads them, everything else as None, which no field allows."""
    fields = {}
    for key, value in item.value:
        if isinstance(key, yaml.ScalarNode):
            fields[key.value] = loader.construct_object(value) if isinstance(value, yaml.ScalarNode) else None
    return fields


def _as_json(records: Sequence[Record]) -> bytes:
    rows = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
    return ("[\n" + ",\n".join(rows) + "\n]\n" if records else "[]\n").encode()


def _as_csv(records: Sequence[Record]) -> bytes:
    rows = [asdict(record) | {"group": _LEVELS.join(record.group)} for record in records]
    return as_csv([_COLUMNS, *(tuple(row.values()) for row in rows)], marked=False)
