"""Every report that was ever published, in plain records: what an auditor reads, and all that there is to read."""

from collections import Counter
from dataclasses import dataclass

from bot.domain.publication import HIGHEST
from bot.domain.teams import Groups, path_to
from bot.services.ports import Uses
from storage import audit, published
from storage.published import PublishedWave

EXPORTED = "pulse.export"


@dataclass(frozen=True, slots=True)
class Record:
    """What was published of one item in one group of one wave.

    `group` is the path from the organisation down. `respondents` people were counted; the sum of their answers, each
    from 1 to `scale`, lies between `low` and `high`, which are the same where it is exact.
    """

    initiative: str
    wave: str
    group: tuple[str, ...]
    item: str
    scale: int
    respondents: int
    low: int
    high: int


def published_records(uses: Uses) -> list[Record]:
    """All records of the workspace, by initiative, wave, item and group; the log says that they were handed out.

    Groups without a result are absent. A second wave of a day is named with its number of that day, a second group of
    the same name at the same place with its own.
    """
    with uses.writing() as session:
        waves = published.published_waves(session)
        records = []
        days: Counter[tuple[int, str]] = Counter()
        paths: dict[int, Groups] = {}
        for wave in waves:
            if wave.initiative_id not in paths:
                paths[wave.initiative_id] = published.names_of_groups(session, wave.initiative_id)
            day = wave.opened_on.isoformat()
            days[wave.initiative_id, day] += 1
            name = _numbered(day, days[wave.initiative_id, day])
            groups = _paths(wave, paths[wave.initiative_id])
            records += [
                Record(
                    wave.practice, name, groups[each.team_id], each.item, HIGHEST, each.respondents, each.low, each.high
                )
                for each in published.reports(session, wave.id)
            ]
        audit.note(session, uses.clock(), None, EXPORTED, records=len(records))
    return records


def _paths(wave: PublishedWave, names: Groups) -> dict[int, tuple[str, ...]]:
    """The path of each group as groups were nested when the wave opened."""
    parents = {team_id: parent_id for team_id, (_, parent_id) in names.items()} | dict(wave.parents or {})
    taken: Counter[tuple[int | None, str]] = Counter()
    groups: dict[int, tuple[str, int | None]] = {}
    for team_id, (name, _) in names.items():
        taken[parents[team_id], name] += 1
        groups[team_id] = (_numbered(name, taken[parents[team_id], name]), parents[team_id])
    return {team_id: path_to(team_id, groups) for team_id in groups}


def _numbered(name: str, turn: int) -> str:
    return name if turn == 1 else f"{name} ({turn})"
