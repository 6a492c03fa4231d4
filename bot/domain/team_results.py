"""The result of one team: what was published of it, or where its answers count, and how it stood before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import Refusal
from bot.domain.pulse import ItemResult, Wave
from bot.domain.teams import key_of

FEWEST_FOR_A_TREND = 10
"""A run chart with fewer points tells nothing: Perla, Provost & Murray 2011, BMJ Quality & Safety 20:46."""

MOST_NAMED = 20
_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Before:
    """What was published of the team in an earlier wave."""

    opens_on: date
    items: tuple[ItemResult, ...]

    def of(self, item: str) -> ItemResult | None:
        """What was published of one item; None where nothing was."""
        return next((each for each in self.items if each.item == item), None)


@dataclass(frozen=True, slots=True)
class TeamResult:
    """What everybody may see of a team in the last wave; `before` has earlier waves, the latest first.

    `counted_in` is the next group above that has a result, '' where none has; `asked_always` are the items that every
    wave asks.
    """

    wave: Wave
    practice: str
    zone: str
    name: str
    items: tuple[ItemResult, ...]
    counted_in: str
    asked_always: tuple[str, ...]
    before: tuple[Before, ...] = ()

    @property
    def is_partly(self) -> bool:
        """Whether some of the wave's items have no result here, and one above may have."""
        return 0 < len(self.items) < len(self.wave.items) and self.counted_in != ""


class NoSuchTeam(Refusal):
    """No team has this name, or several have; `teams` are those to choose from, '' where there are none."""

    def __init__(self, teams: str = "", *, several: bool = False) -> None:
        if several:
            sentence = "Several teams have this name. Write which you mean: {teams}."
        elif teams:
            sentence = "There is no team of this name here. There are: {teams}."
        else:
            sentence = "There are no teams here. Type `/pulse results` to see everybody's result."
        super().__init__(sentence, **({"teams": teams} if teams else {}))


def path_in(team_id: int, groups: Mapping[int, tuple[str, int | None]]) -> tuple[str, ...]:
    """The names from below the organisation to a group; the organisation's own path is empty.

    `groups` has each group's name and the id of the one above it, None for the organisation.
    """
    name, parent = groups[team_id]
    return () if parent is None else (*path_in(parent, groups), name)


def find_team(typed: str, groups: Mapping[int, tuple[str, int | None]]) -> int:
    """The id of the group that somebody typed: its name, with those above it where there are several.

    Raises NoSuchTeam, which names what there is.
    """
    wanted = key_of(tuple(part.strip() for part in typed.split("/")))
    paths = {team_id: path_in(team_id, groups) for team_id in groups}
    found = [team_id for team_id, path in paths.items() if _names(team_id, path, groups)[-len(wanted) :] == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchTeam(_named(paths[each] for each in found), several=True)
    raise NoSuchTeam(_named(path for path in paths.values() if path))


def _names(team_id: int, path: tuple[str, ...], groups: Mapping[int, tuple[str, int | None]]) -> tuple[str, ...]:
    """A path as it is compared; the organisation goes by its name."""
    return key_of(path or (groups[team_id][0],))


def _named(paths: Iterable[Sequence[str]]) -> str:
    named = sorted(_BETWEEN.join(path) for path in paths)
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return ", ".join(named[:MOST_NAMED]) + more
