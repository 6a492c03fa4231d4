"""Who plays in the demo, read from cast.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the cast. `temper` says how they take to pulses; `week` is when they join (0: from the start)."""

    name: str
    title: str
    temper: str
    site: str
    zone: str
    week: int = 0


def read(name: str) -> dict[str, Any]:
    """A data file that lies beside this module."""
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


def team_of(who: Character) -> str:
    """The team that somebody belongs to, in the division that is their site."""
    teams: list[tuple[str, str]] = script()["teams"][who.site]
    return next(team for word, team in teams if word in who.title)


@cache
def script() -> dict[str, Any]:
    """The whole of cast.toml."""
    return read("cast.toml")


@cache
def characters() -> tuple[Character, ...]:
    """Everyone, those who join later last."""
    sites = script()["sites"]
    first = [
        Character(name, title, temper, site, sites[site])
        for site, people in script()["people"].items()
        for name, title, temper in people
    ]
    later = [Character(**row, zone=sites[row["site"]]) for row in script()["newcomers"]]
    return (*first, *later)
