"""One item of one wave, with all that was ever published of it: what a reader works on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from attacker.records import Path, Publication, Shown, Unreadable

Key = tuple[str, str, str]
"""Initiative, wave and item."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What one publication shows, and the groups of the persons who had given the item a number by then.

    `forms` is how many had answered the wave at all, in each group.
    """

    shown: dict[Path, Shown] = field(default_factory=dict)
    persons: dict[str, Path] = field(default_factory=dict)
    histograms: dict[Path, tuple[int, ...]] = field(default_factory=dict)
    forms: dict[Path, int] = field(default_factory=dict)

    @property
    def people(self) -> dict[Path, int]:
        """How many gave the item a number directly in each group."""
        return count(self.persons.values())


@dataclass(frozen=True, slots=True)
class Case:
    """One item of one wave: its editions, and what each person knows of their own answer (None: the reader doesn't)."""

    key: Key
    editions: tuple[Edition, ...]
    own: Mapping[str, int | None]


def cases(publications: Sequence[Publication]) -> list[Case]:
    """Every item of every wave. Raises `Unreadable` where a publication has two results for one group."""
    found: dict[Key, list[Edition]] = {}
    own: dict[Key, dict[str, int | None]] = {}
    for publication in publications:
        for key, edition in _editions(publication).items():
            found.setdefault(key, []).append(edition)
        for each in publication.answered:
            for item, number in each.numbers.items():
                own.setdefault((each.initiative, each.wave, item), {})[each.person] = number
    return [Case(key, tuple(editions), own.get(key, {})) for key, editions in found.items()]


def count(groups: Iterable[Path]) -> dict[Path, int]:
    """How often each group occurs."""
    counted: dict[Path, int] = {}
    for group in groups:
        counted[group] = counted.get(group, 0) + 1
    return counted


def _editions(publication: Publication) -> dict[Key, Edition]:
    found: defaultdict[Key, Edition] = defaultdict(Edition)
    homes: defaultdict[tuple[str, str], dict[str, Path]] = defaultdict(dict)
    for each in publication.records:
        edition = found[each.initiative, each.wave, each.item]
        if each.group in edition.shown:
            raise Unreadable(f"{' / '.join(each.group)} has two results for {each.item} of {each.wave}.")
        edition.shown[each.group] = (each.respondents, each.low, each.high)
        if each.histogram is not None:
            edition.histograms[each.group] = each.histogram
    for person in publication.answered:
        homes[person.initiative, person.wave][person.person] = person.group
        for item in person.numbers:
            found[person.initiative, person.wave, item].persons[person.person] = person.group
    for (initiative, wave, _), edition in found.items():
        edition.forms.update(count(homes[initiative, wave].values()))
    return dict(found)
