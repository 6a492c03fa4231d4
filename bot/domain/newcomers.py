"""Strict roster mode: a newcomer's answers count nowhere until five of their team count for the first time together.

"Across waves" in the project's statement on anonymity. Who compares two waves, and takes it that all others answered
as before, would else read a single newcomer's answers off the difference.
"""

from collections.abc import Mapping, Sequence

from bot.domain.publication import SMALLEST_BLOCK, Tally

Tallies = Mapping[str, Mapping[int, Tally]]
"""By item and leaf team, how many people gave each answer from 1 to 5."""


def admitted_teams(newcomers: Tallies, items: Sequence[str]) -> frozenset[int]:
    """The leaf teams whose newcomers count from this wave on: five or more of them gave a number to every item asked.

    `newcomers` holds the numbers of those who have counted in no earlier wave. Counts alone decide, never answers.
    It is all items or none: otherwise newcomers would have counted for one item and be new for another, and nothing
    that may be remembered of a person could tell which.
    """
    teams = {team for of_item in newcomers.values() for team in of_item}
    return frozenset(
        team for team in teams if items and all(_people(newcomers, item, team) >= SMALLEST_BLOCK for item in items)
    )


def tallies_that_count(regulars: Tallies, newcomers: Tallies, items: Sequence[str]) -> dict[str, dict[int, Tally]]:
    """What is published of a wave in strict roster mode: regulars, and newcomers of admitted teams; others are dropped.

    In an initiative's first wave nobody is a newcomer: nothing was published before that it could be compared with.
    """
    admitted = admitted_teams(newcomers, items)
    counted: dict[str, dict[int, Tally]] = {}
    for item in items:
        counted[item] = dict(regulars.get(item, {}))
        for team, tally in newcomers.get(item, {}).items():
            if team in admitted:
                counted[item][team] = _add(counted[item].get(team), tally)
    return counted


def _people(tallies: Tallies, item: str, team: int) -> int:
    return sum(tallies.get(item, {}).get(team, ()))


def _add(one: Tally | None, other: Tally) -> Tally:
    if one is None:
        return other
    ones, twos, threes, fours, fives = (mine + theirs for mine, theirs in zip(one, other, strict=True))
    return ones, twos, threes, fours, fives
