"""A few people move to another team by hand, and everybody else stays where they are."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.teams import NO_TEAM, Path, Present, Wanted, key_of, paths_of


@dataclass(frozen=True, slots=True)
class Moving:
    """The teams that people can be put into: each id with the names from the top down to it."""

    initiative: Initiative
    teams: tuple[tuple[int, Path], ...]


class BelowIt(Refusal):
    """Somebody was to be put where teams stand below."""

    def __init__(self, team: str) -> None:
        super().__init__("“{team}” has teams below it. Choose one of those.", team=team)


def wanted_now(present: Present) -> tuple[Wanted, ...]:
    """The teams at the bottom as they are, with their people, in the order of their ids."""
    paths, inside = paths_of(present.teams), dict[int, list[str]]()
    for user_id, team_id in present.placed.items():
        inside.setdefault(team_id, []).append(user_id)
    upper = {team.parent_id for team in present.teams}
    leaves = [team for team in present.teams if team.id not in upper or team.id in inside]
    return tuple(Wanted(paths[team.id], tuple(inside.get(team.id, ())), team.group_id) for team in leaves)


def moved(present: Present, users: Collection[str], path: Path | None) -> tuple[Wanted, ...]:
    """The teams as they are, but with these people in the team at `path`, or in none where that is None.

    Where the first team is made, all others are in one of their own. Raises BelowIt where teams are below `path`.
    """
    leaving = frozenset(users)
    teams = [
        Wanted(leaf.path, tuple(user_id for user_id in leaf.users if user_id not in leaving), leaf.group_id)
        for leaf in wanted_now(present)
    ]
    if path is not None:
        key = key_of(path)
        for leaf in teams:
            if key and len(leaf.path) > len(key) and key_of(leaf.path)[: len(key)] == key:
                raise BelowIt(path[-1])
        same = next((leaf for leaf in teams if key_of(leaf.path) == key), Wanted(path, ()))
        teams = [leaf for leaf in teams if leaf is not same]
        teams.append(Wanted(same.path, (*same.users, *dict.fromkeys(users)), same.group_id))
    if any(leaf.path for leaf in teams):
        teams = [leaf if leaf.path else Wanted((NO_TEAM,), leaf.users) for leaf in teams]
    return tuple(leaf for leaf in teams if leaf.users or leaf.group_id)
