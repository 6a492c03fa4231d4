"""Closing and publishing a wave of 1,000, 10,000 and 100,000 answers in a tenth as many teams: does it stay linear?"""

import json
import shutil
from pathlib import Path
from random import Random

import wards
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.raw import Raw, raw
from databases import file_of

from bot.domain.publication import Tree, publish_item
from bot.services.ports import Uses
from bot.services.pulse.rounds import CLOSE, close_wave
from storage import due, people
from storage import pulse as waves
from storage.due import Work

SIZES = (1_000, 10_000, 100_000)
LINEAR, SECONDS = 1.3, 2.0


def main() -> None:
    whole: dict[int, list[float]] = {}
    rules: dict[int, list[float]] = {}
    with durable_databases() as fresh:
        for size in SIZES:
            progress(f"publishing {size:,} answers")
            template = fresh("sqlite")
            fill(template, size)
            rounds = [measure(template, size) for _ in range(ROUNDS)]
            rules[size], whole[size] = [one[0] for one in rounds], [one[1] for one in rounds]
    for name, seconds in (("publishing", rules), ("closing and publishing", whole)):
        report(*figures(name, seconds))


def figures(name: str, seconds: dict[int, list[float]]) -> list[Figure]:
    """What an answer costs among many, beside what it costs among 1,000; and the time of the largest."""
    first, last = SIZES[0], SIZES[-1]
    found = [
        Figure(
            f"{name} {size:,} answers, each",
            "µs",
            tuple(each * 1e6 / size for each in seconds[size]),
            tuple(each * 1e6 / first for each in seconds[first]),
            f"the same of {first:,}",
            LINEAR,
        )
        for size in SIZES[1:]
    ]
    return [*found, Figure(f"{name} {last:,} answers", "s", tuple(seconds[last]), bar=SECONDS)]


def fill(url: str, size: int) -> None:
    """A wave with so many answers, ten in each team."""
    with uses_of(url) as uses, raw(url) as bare:
        initiative = wards.start(uses, staff=size - 1)
        wave = wards.open_next_wave(uses, initiative)
        _spread_over_teams(bare, uses, initiative.id, size // 10)
        _answer(bare, uses, wave.id, wave.items)
        bare.run("PRAGMA wal_checkpoint(TRUNCATE)")


def measure(template: str, size: int) -> tuple[float, float]:
    """Seconds of publishing alone, and of the whole transaction that closes the wave."""
    copy = Path(f"{file_of(template)}.copy")
    shutil.copyfile(file_of(template), copy)
    with uses_of(f"sqlite:///{copy}") as uses:
        rules = seconds_of(lambda: publish(uses))
        wards.move_to(uses, _closing(uses))
        work = _claimed(uses)
        whole = seconds_of(lambda: close_wave(uses, work))
    for ending in ("", "-wal", "-shm"):
        Path(f"{copy}{ending}").unlink(missing_ok=True)
    return rules, whole


def publish(uses: Uses) -> None:
    """What everybody may see of the wave, from its tallies."""
    with uses.reading() as session:
        tree = Tree(people.team_parents(session, 1))
        shown = [publish_item(tree, teams) for teams in waves.tallies(session, 1).values()]
    assert all(shown)


def _spread_over_teams(bare: Raw, uses: Uses, initiative_id: int, teams: int) -> None:
    root = bare.run("SELECT id FROM team")[0][0]
    rows = [(root + number, uses.workspace_id, initiative_id, root, f"Team {number}") for number in range(1, teams + 1)]
    with bare.writing():
        bare.run_many(
            "INSERT INTO team (id, workspace_id, initiative_id, parent_id, name) VALUES (?, ?, ?, ?, ?)", rows
        )
        nested = {str(root): None} | {str(row[0]): root for row in rows}
        bare.run("UPDATE wave SET tree = ?", (json.dumps(nested),))
        bare.run("UPDATE roster SET has_answered = 1, team_id = ? + 1 + person_id % ?", (root, teams))


def _answer(bare: Raw, uses: Uses, wave_id: int, items: tuple[str, ...]) -> None:
    random, counted = Random(7), {}
    for (team,) in bare.run("SELECT team_id FROM roster"):
        for item in items:
            key = (uses.workspace_id, wave_id, team, item, random.randint(1, 5))
            counted[key] = counted.get(key, 0) + 1
    with bare.writing():
        bare.run_many(
            "INSERT INTO tally (workspace_id, wave_id, team_id, item, value, count) VALUES (?, ?, ?, ?, ?, ?)",
            [(*key, count) for key, count in counted.items()],
        )


def _closing(uses: Uses) -> object:
    with uses.reading() as session:
        return due.waiting(session, CLOSE, 1)[0][1]


def _claimed(uses: Uses) -> Work:
    now = uses.clock()
    with uses.writing() as session:
        works = due.claim(session, now=now, real_now=now, until=now, most=10)
    return next(work for work in works if work.what == CLOSE)


if __name__ == "__main__":
    main()
