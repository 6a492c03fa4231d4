"""The tree of teams: who is in which, what would change it, and which teams are too small for a result of their own."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar

from bot.domain.initiative import Initiative
from bot.domain.people import Group
from bot.domain.settings import MembersFrom

NAME_LENGTH = 80
NO_TEAM = "No team yet"
"""Where people are of whom no team is said, while others have one."""

FEW = 8
"""Teams of fewer people seldom get a result of their own: five must answer."""

_LEVELS = re.compile(r"(?<!\S)/(?!\S)")

T = TypeVar("T")
Groups = Mapping[int, tuple[str, int | None]]
"""By id, each group's name and the id of the one above it, None for the top."""

Path = tuple[str, ...]
"""The names from the top of the tree to a team, without the top itself, which is the initiative."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team that is there today; the top has no parent. `group_id` is its Slack user group, '' where it has none."""

    id: int
    name: str
    parent_id: int | None
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A team at the bottom of the tree as it is to be, and the user ids of its people."""

    path: Path
    users: tuple[str, ...]
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """The tree as it is: its teams, and in which of them each person is, by user id."""

    teams: tuple[Team, ...]
    placed: Mapping[str, int]
    members_from: MembersFrom = MembersFrom.CHANNEL

    @property
    def top(self) -> int:
        """The id of the team that all others are below."""
        return next(team.id for team in self.teams if team.parent_id is None)

    @property
    def mark(self) -> str:
        """The same for the same tree with the same people, another for any other."""
        teams = sorted((team.id, team.name, team.parent_id or 0, team.group_id) for team in self.teams)
        return sha256(repr((self.members_from.value, teams, sorted(self.placed.items()))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """A team in the tree that is to be: the one that is there already, where `team_id` isn't None."""

    name: str
    team_id: int | None
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Somebody is in several user groups whose people are teams."""

    user_id: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupTrouble:
    """Groups and teams don't fit: people are in several, `more` beyond those named; or a `team` lost its group."""

    practice: str
    overlaps: tuple[Overlap, ...] = ()
    more: int = 0
    team: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What would be different: how many people join and move, who leaves, and which teams are new or end.

    `leaving` are user ids. `small` are the teams at the bottom that would have fewer than eight people.
    """

    joins: int
    leaving: tuple[str, ...]
    moves: int
    new_teams: tuple[str, ...]
    ended_teams: tuple[str, ...]
    small: tuple[str, ...] = ()
    total: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether all stays as it is."""
        return not (self.joins or self.leaving or self.moves or self.new_teams or self.ended_teams)


NO_CHANGE = Change(0, (), 0, (), ())


@dataclass(frozen=True, slots=True)
class TeamShown:
    """A team as people see it: `depth` is 0 directly below the initiative, `size` counts all below it too."""

    id: int
    name: str
    depth: int
    size: int
    is_leaf: bool

    @property
    def is_small(self) -> bool:
        """Whether it will seldom have a result of its own."""
        return self.is_leaf and self.size < FEW


@dataclass(frozen=True, slots=True)
class Named:
    """Who was named as what, by user id."""

    initiative: Initiative
    champions: tuple[str, ...]
    sponsors: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The same for the same roles, another for any other."""
        return sha256(repr((sorted(self.champions), sorted(self.sponsors))).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class NamedAs:
    """Somebody was named champion, or sponsor."""

    initiative: Initiative
    is_sponsor: bool


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in an initiative: how many people in all, and in which teams.

    Only the lead may change it, by a file too where `takes_files`. `silent` is how many want no messages, None for all
    but the lead, and `loose` are people of the channel who are in no team, by user id.
    """

    named: Named
    members_from: MembersFrom
    teams: tuple[TeamShown, ...]
    total: int
    is_lead: bool
    takes_files: bool = False
    silent: int | None = None
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The user groups that teams can be made of, and the ids of those that are teams now."""

    initiative: Initiative
    groups: tuple[Group, ...]
    chosen: tuple[str, ...]


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """What two spellings of the same name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def key_of(path: Path) -> Path:
    """What two spellings of the same path have in common."""
    return tuple(name_key(name) for name in path)


def levels(text: str) -> Path:
    """The names in a path as people write it: Surgery / Ward 7. A slash without blanks belongs to a name."""
    return tuple(name.strip() for name in _LEVELS.split(text))


def path_to(team_id: int, groups: Groups) -> Path:
    """The names that lead to a group, from the top down and with the top."""
    name, parent = groups[team_id]
    return (name,) if parent is None or parent not in groups else (*path_to(parent, groups), name)


def paths_of(teams: Iterable[Team]) -> dict[int, Path]:
    """The path of each team, by its id."""
    groups = {team.id: (team.name, team.parent_id) for team in teams}
    return {team_id: path_to(team_id, groups)[1:] for team_id in groups}


def places(wanted: Sequence[Wanted], teams: Collection[Team]) -> dict[Path, Place]:
    """The places of the tree that is to be, above before below, by what spellings of a path have in common.

    A team keeps its place by its name and what it stands below, one of a user group by the group.
    """
    groups = {team.group_id: team.id for team in teams if team.group_id}
    groups = {leaf.group_id: groups[leaf.group_id] for leaf in wanted if leaf.group_id in groups}
    taken = set(groups.values())
    here = {key_of(path): team_id for team_id, path in paths_of(teams).items() if path and team_id not in taken}
    found: dict[Path, Place] = {}
    for leaf in wanted:
        key = key_of(leaf.path)
        for depth in range(1, len(key)):
            upper = key[:depth]
            found.setdefault(upper, Place(leaf.path[depth - 1], here.get(upper)))
        if key:
            found[key] = Place(leaf.path[-1], groups.get(leaf.group_id) or here.get(key), leaf.group_id)
    return found


def plan(wanted: Sequence[Wanted], present: Present) -> Change:
    """What would change if exactly these teams with exactly these people were there."""
    there = places(wanted, present.teams)
    root = present.top
    goals: dict[str, int | None] = {}
    for leaf in wanted:
        place = there.get(key_of(leaf.path))
        goals |= dict.fromkeys(leaf.users, place.team_id if place else root)
    kept = {root, *(place.team_id for place in there.values())}
    return Change(
        joins=len(goals.keys() - present.placed.keys()),
        leaving=tuple(sorted(present.placed.keys() - goals.keys())),
        moves=sum(present.placed[who] != goal for who, goal in goals.items() if who in present.placed),
        new_teams=tuple(place.name for place in there.values() if place.team_id is None),
        ended_teams=tuple(team.name for team in present.teams if team.id not in kept),
        small=tuple(leaf.path[-1] for leaf in wanted if leaf.path and len(leaf.users) < FEW),
        total=len(goals),
    )


def shown_tree(present: Present) -> tuple[TeamShown, ...]:
    """The teams below the top in the order in which people read them, each with how many people it has."""
    below: dict[int | None, list[Team]] = {}
    for team in sorted(present.teams, key=lambda team: (name_key(team.name), team.id)):
        below.setdefault(team.parent_id, []).append(team)
    sizes: dict[int, int] = {}
    for team_id in present.placed.values():
        sizes[team_id] = sizes.get(team_id, 0) + 1

    def walk(team: Team, depth: int) -> list[TeamShown]:
        lower = [each for child in below.get(team.id, []) for each in walk(child, depth + 1)]
        size = sizes.get(team.id, 0) + sum(each.size for each in lower if each.depth == depth + 1)
        return [TeamShown(team.id, team.name, depth, size, not lower), *lower]

    return tuple(each for top in below.get(None, []) for child in below.get(top.id, []) for each in walk(child, 0))


def overlaps(groups: Mapping[T, Collection[str]]) -> dict[str, tuple[T, ...]]:
    """Everybody who is in several of the groups, by user id, each with these groups."""
    found: dict[str, list[T]] = {}
    for group, users in groups.items():
        for user_id in dict.fromkeys(users):
            found.setdefault(user_id, []).append(group)
    return {user_id: tuple(several) for user_id, several in found.items() if len(several) > 1}


def settle(read: Mapping[int, Collection[str]], placed: Mapping[str, int]) -> dict[str, int]:
    """Who is in which team once these teams were read: `read` has the user ids that each team's group or channel holds.

    A person can be in one team only, so whoever is in several stays where they were. Other teams keep their people.
    """
    torn = overlaps(read)
    goals = {user_id: team_id for team_id, users in read.items() for user_id in users if user_id not in torn}
    stays = {user_id: placed[user_id] for user_id in torn if user_id in placed}
    elsewhere = {who: team_id for who, team_id in placed.items() if team_id not in read and who not in goals}
    return elsewhere | stays | goals
