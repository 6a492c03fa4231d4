"""/pulse results after 12 waves of 100,000 people in 10,000 teams, beside the same for 20 people: is it flat?"""

import json
from random import Random

import wards
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.raw import Raw, raw

from bot.services.ports import Uses
from bot.services.pulse.results import last_result, result_of_group
from messages import results as messages

SIZES = (20, 100_000)
WAVES = 12
ASKED = 20
"""How often it is asked for in a round."""
BAR = 2.0


def main() -> None:
    with durable_databases() as fresh:
        places = []
        for size in SIZES:
            progress(f"results of {size:,} people")
            url = fresh("sqlite")
            fill(url, size)
            places.append(url)
        with uses_of(places[0]) as few, uses_of(places[1]) as many:
            rounds = [(everybody(many), everybody(few), of_team(many), of_team(few)) for _ in range(ROUNDS)]
    all_many, all_few, team_many, team_few = zip(*rounds, strict=True)
    of = f"of {SIZES[1]:,} people"
    report(
        Figure(f"/pulse results {of}", "ms", all_many, all_few, f"the same of {SIZES[0]}", BAR),
        Figure(f"one team's results {of}", "ms", team_many, team_few, f"the same of {SIZES[0]}"),
    )


def everybody(uses: Uses) -> float:
    """Milliseconds of reading and writing everybody's result, as somebody of a team gets it."""

    def ask() -> None:
        for _ in range(ASKED):
            shown = last_result(uses, wards.CHANNEL, wards.LEAD)
            assert shown is not None
            assert messages.result(shown, "en-GB").pictures

    return seconds_of(ask) * 1000 / ASKED


def of_team(uses: Uses) -> float:
    """The same of the first team."""

    def ask() -> None:
        for _ in range(ASKED):
            shown = result_of_group(uses, 1, 2, wards.LEAD)
            assert shown is not None
            assert messages.of_team(shown, "en-GB").pictures

    return seconds_of(ask) * 1000 / ASKED


def fill(url: str, size: int) -> None:
    """So many people, ten in each team, and what was published of them."""
    teams = size // 10
    with uses_of(url) as uses, raw(url) as bare:
        initiative = wards.start(uses, staff=size - 1)
        root = bare.run("SELECT id FROM team")[0][0]
        rows = [
            (root + number, uses.workspace_id, initiative.id, root, f"Team {number}") for number in range(1, teams + 1)
        ]
        with bare.writing():
            bare.run_many(
                "INSERT INTO team (id, workspace_id, initiative_id, parent_id, name) VALUES (?, ?, ?, ?, ?)", rows
            )
            bare.run("UPDATE member SET team_id = ? + 1 + person_id % ?", (root, teams))
        _publish(bare, uses, initiative.id, root, teams, size)


def _publish(bare: Raw, uses: Uses, initiative_id: int, root: int, teams: int, size: int) -> None:
    random = Random(3)
    tree = json.dumps({str(root): None} | {str(root + number): root for number in range(1, teams + 1)})
    items = ("expected", "supported", "why", "safe", "burden")
    with bare.writing():
        for number in range(1, WAVES + 1):
            day = f"2026-{number:02}-02"
            bare.run(
                "INSERT INTO wave (id, workspace_id, initiative_id, number, opens_on, opens_at, closes_at, items, "
                "state, invited, answered, tree) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'closed', ?, ?, ?)",
                (
                    *(number, uses.workspace_id, initiative_id, number, day, f"{day} 09:00", f"{day} 17:00"),
                    *(json.dumps(items), size, size, tree),
                ),
            )
            groups = [(root, size), *((root + each, 10) for each in range(1, teams + 1))]
            bare.run_many(
                "INSERT INTO result (workspace_id, wave_id, team_id, item, respondents, low, high) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (uses.workspace_id, number, team, item, people, of, of)
                    for team, people in groups
                    for item in items
                    for of in [round(people * (3 + random.random()))]
                ],
            )


if __name__ == "__main__":
    main()
