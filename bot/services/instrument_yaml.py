"""A file of a team's own questions in YAML: read as items, or answered with every line that needs a change."""

from contextlib import closing
from typing import Any

import yaml

from bot.domain.delimited import BadFile, Problem
from bot.domain.instrument_file import OwnItem, Written, check_items

MOST_BYTES = 1024 * 1024
"""Far more than the longest questions take; YAML is slow to read."""


def items_in(content: bytes) -> tuple[OwnItem, ...]:
    """The items of an instrument's file (YAML, a list `items`). Raises BadFile with the lines."""
    if len(content) > MOST_BYTES:
        line = content[:MOST_BYTES].count(b"\n") + 1
        raise BadFile([Problem(line, "the file is larger than 1 MB from here on. Keep only the items in it.")])
    try:
        loader = yaml.SafeLoader(content.decode("utf-8-sig"))
        with closing(_Closed(loader)):
            root = loader.get_single_node()
            return check_items(_written(loader, root))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile([Problem(line, "this isn't UTF-8 text. Save the file as UTF-8 and try again.")]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFile(
            [Problem(mark.line + 1 if mark else 1, "this isn't YAML. Check the indents and quotes.")]
        ) from None
    except yaml.reader.ReaderError as error:
        line = content.decode("utf-8-sig")[: error.position].count("\n") + 1
        raise BadFile([Problem(line, "there is a character here that no text has. Write the line anew.")]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadFile([Problem(1, "this isn't YAML. The file holds a list named items.")]) from None


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
