"""The result of one team: what was published of it, or where its answers count, and how it stood before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.pulse import Before, Item, ItemResult, Wave
from bot.domain.teams import Groups, key_of, levels, path_to

MOST_NAMED = 20
_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class TeamResult:
    """What everybody may see of a team in the last wave; `before` has earlier waves, the latest first.

    `counted_in` are the groups above whose results hold the answers to items that have none here, '' for everybody's;
    `own` are those items, here or before, that are a team's own.
    """

    wave: Wave
    practice: str
    zone: str
    name: str
    items: tuple[ItemResult, ...]
    counted_in: tuple[str, ...]
    before: tuple[Before, ...] = ()
    own: tuple[Item, ...] = ()

    @property
    def is_partly(self) -> bool:
        """Whether some of the wave's items have no result here, but count above."""
        return 0 < len(self.items) < len(self.wave.items) and self.counted_in != ()


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


def find_team(typed: str, groups: Groups) -> int:
    """The id of the group that somebody typed: its name, with those above it where there are several.

    Raises NoSuchTeam, which names what there is.
    """
    paths = {team_id: path_to(team_id, groups) for team_id in groups}
    keys = {team_id: key_of(path[1:] or path) for team_id, path in paths.items()}
    wanted = key_of(levels(typed))
    found = [team_id for team_id, key in keys.items() if key[-len(wanted) :] == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchTeam(_named(paths[each][1:] for each in found), several=True)
    raise NoSuchTeam(_named(path[1:] for path in paths.values() if path[1:]))


def _named(paths: Iterable[Sequence[str]]) -> str:
    named = sorted(_BETWEEN.join(path) for path in paths)
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return ", ".join(named[:MOST_NAMED]) + more
