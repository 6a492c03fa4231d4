"""Recording an answer, against the same writes in bare SQL on the same tables: a flag and five tallies, committed."""

import wards
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.raw import Raw, Rows, raw

from bot.domain.pulse import Wave
from bot.services.ports import Uses
from bot.services.pulse.answering import record_checkin

ANSWERS = 400
"""In one round, half of them by the bot."""
BAR = 3.0

_FLAG = "UPDATE roster SET has_answered = ? WHERE wave_id = ? AND person_id = ? AND workspace_id = ?"
_TALLY = (
    "INSERT INTO tally (workspace_id, wave_id, team_id, item, value, count) VALUES (?, ?, ?, ?, ?, 1) "
    "ON CONFLICT (wave_id, team_id, item, value) DO UPDATE SET count = tally.count + 1"
)


def main() -> None:
    with durable_databases() as fresh:
        for kind in ("sqlite", "postgresql"):
            report(measure(kind, fresh(kind)))


def measure(kind: str, url: str) -> Figure:
    """Both in turn on one wave, each with people of its own."""
    progress(f"answers on {kind}")
    with uses_of(url) as uses, raw(url) as bare:
        initiative = wards.start(uses, staff=(ROUNDS + 1) * ANSWERS - 1)
        wave = wards.open_next_wave(uses, initiative)
        people = bare.run("SELECT user_id, person_id, team_id FROM roster JOIN person ON person.id = person_id")
        rounds = [compare(uses, bare, wave, group) for group in batched(people, ANSWERS)]
    ours, floor = zip(*rounds[1:], strict=True)
    return Figure(f"recording an answer, {kind}", "ms", ours, floor, "the same writes in SQL", BAR)


def compare(uses: Uses, bare: Raw, wave: Wave, people: Rows) -> tuple[float, float]:
    """Milliseconds an answer, by the bot for one half of these people and by bare SQL for the other."""
    mine, others = people[::2], people[1::2]
    ours = seconds_of(lambda: answer(uses, wave, [row[0] for row in mine]))
    return ours * 1000 / len(mine), seconds_of(lambda: write(bare, wave, uses.workspace_id, others)) * 1000 / len(
        others
    )


def batched(rows: Rows, size: int) -> list[Rows]:
    """So many at a time."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def answer(uses: Uses, wave: Wave, user_ids: list[str]) -> None:
    """These people send the form."""
    for user_id in user_ids:
        record_checkin(uses, wave.id, user_id, wards.answers(wave, 4), "")


def write(bare: Raw, wave: Wave, workspace_id: int, people: Rows) -> None:
    """What is written for these people."""
    for _, person_id, team_id in people:
        with bare.writing():
            bare.run(_FLAG, (True, wave.id, person_id, workspace_id))
            bare.run_many(_TALLY, [(workspace_id, wave.id, team_id, item, 4) for item in sorted(wave.items)])


if __name__ == "__main__":
    main()
