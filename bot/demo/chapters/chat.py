"""Ordinary talk in the channels, and somebody new."""

from collections.abc import Iterable, Sequence
from functools import partial

from bot.demo.cast import Character, characters, read
from bot.demo.story import Trial
from bot.demo.world import World


class Chat:
    """What people say to each other, from chat.toml."""

    def __init__(self, world: World) -> None:
        self._world = world

    def begin(self) -> None:
        """Write into the diary who says what, and who joins."""
        world = self._world
        for row in read("chat.toml")["said"]:
            person = world.people[row["who"]]
            moment = world.local(person, row["day"], row["at"])
            if world.begin <= moment <= world.end:
                world.on(moment, partial(person.say, world.places[row["where"]], row["text"]))
        for who in characters():
            moment = world.local(world.person("lead"), 7 * who.week, "10:00")
            if who.week and moment <= world.end:
                world.on(moment, partial(self._join, who))

    def live(self) -> None:
        """Talk is in the diary."""

    def faults(self) -> Iterable[str]:
        """Talk can't go wrong."""
        return ()

    def trials(self) -> Sequence[Trial]:
        """Nothing that one must see."""
        return ()

    def _join(self, who: Character) -> None:
        self._world.enter(who)
