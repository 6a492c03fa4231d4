"""What a reader has: the records that were published, and who gave which item a number.

A record is a line of the export, where low = high is the exact sum:
    {"initiative", "wave", "group": path, "item", "scale", "respondents", "low", "high"}
Who answered is a line too:
    {"initiative", "wave", "person", "group": path, "items": ids of the items that the person gave a number}
with {item: number} for `items` where even that is known, as a colleague knows their own. "Can't say" is no number, so
the item is absent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]
"""A group, by the names that lead to it from the organisation down."""
Shown = tuple[int, int, int]
"""People counted, and the least and greatest sum that their answers can have."""
SCALE = 5


class Unreadable(ValueError):
    """A line is not a record, or not a person who answered."""


@dataclass(frozen=True, slots=True)
class Record:
    """One published result. No record of Uptake has a `histogram`; the reader takes it where somebody adds it."""

    initiative: str
    wave: str
    group: Path
    item: str
    respondents: int
    low: int
    high: int
    histogram: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who answered, and the items that they gave a number: which, or None where the reader doesn't know."""

    initiative: str
    wave: str
    person: str
    group: Path
    numbers: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Publication:
    """What could be read at one time, and who had answered by then."""

    records: tuple[Record, ...]
    answered: tuple[Respondent, ...]


def read_publication(records: Iterable[Mapping[str, Any]], answered: Iterable[Mapping[str, Any]]) -> Publication:
    """The lines of an export and of who answered. Raises `Unreadable` with the number of the line."""
    return Publication(
        tuple(_numbered("record", number, line, _record) for number, line in enumerate(records, 1)),
        tuple(_numbered("person", number, line, _respondent) for number, line in enumerate(answered, 1)),
    )


def _numbered(name: str, number: int, line: Mapping[str, Any], read: Any) -> Any:
    try:
        return read(line)
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{name} {number} can't be read: {error!r}") from error


def _record(line: Mapping[str, Any]) -> Record:
    if int(line.get("scale", SCALE)) != SCALE:
        raise ValueError("the scale must be 1 to 5")
    histogram = line.get("histogram")
    return Record(
        str(line["initiative"]),
        str(line["wave"]),
        _path(line["group"]),
        str(line["item"]),
        int(line["respondents"]),
        int(line["low"]),
        int(line["high"]),
        tuple(int(each) for each in histogram) if histogram is not None else None,
    )


def _respondent(line: Mapping[str, Any]) -> Respondent:
    items = line["items"]
    numbers = dict(items) if isinstance(items, Mapping) else dict.fromkeys(items)
    return Respondent(str(line["initiative"]), str(line["wave"]), str(line["person"]), _path(line["group"]), numbers)


def _path(group: Any) -> Path:
    if isinstance(group, str) or not group:
        raise ValueError("a group is a list of names, from the organisation down")
    return tuple(str(name) for name in group)
