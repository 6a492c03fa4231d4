"""The stand-in workspace with its people, the bot joined to it, and the clock that moves both."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from bot.app import Uptake
from bot.demo.cast import Character, characters, script
from bot.demo.clock import DemoClock
from bot.demo.transcript import Transcript
from bot.demo.watch import Watch
from bot.domain.local_time import instant, local_date
from bot.manifest import manifest
from bot.sandbox.model import Channel
from bot.sandbox.page import page
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox
from bot.settings import read_settings

_HANDS = 2
_FIRST_RATE = 1000
_PATIENCE = 20.0
_WHOLE = timedelta(weeks=12)
Act = Callable[[], object]


class World:
    """Everything that a chapter may use."""

    def __init__(self, sandbox: Sandbox, uptake: Uptake, clock: DemoClock, watch: Watch, seed: int) -> None:
        self.sandbox, self.uptake, self.clock, self.watch = sandbox, uptake, clock, watch
        self.seed = seed
        self.begin = self.end = clock()
        self.cast = {each.name: each for each in characters()}
        self.people: dict[str, Person] = {}
        self.places: dict[str, Channel] = {}
        self.joined: dict[str, datetime] = {}
        self.spared: set[Person] = set()
        self.diary: list[tuple[datetime, Act]] = []
        self.transcript = Transcript(sandbox)
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="person")

    @property
    def initiative(self) -> Channel:
        """The channel where the initiative lives."""
        return self.places[script()["initiative"]["channel"]]

    def person(self, role: str) -> Person:
        """Who plays the 'lead', the 'nurse' or the 'champion'."""
        return self.people[script()["roles"][role]]

    @property
    def part(self) -> float:
        """How much of twelve weeks has passed: 0 to 1, and more after them."""
        return (self.clock() - self.begin) / _WHOLE

    def chance(self, *about: object) -> Random:
        """Randomness of its own for one matter, the same in each run with this seed."""
        return Random(f"{self.seed}:{about}")

    def on(self, moment: datetime, act: Act) -> None:
        """Write into the diary that somebody does something then."""
        self.diary.append((moment, act))
        self.diary.sort(key=lambda entry: entry[0])

    def enter(self, who: Character) -> Person:
        """Somebody gets an account and joins the channels of their site."""
        person = self.sandbox.add_person(who.name, tz=who.zone, title=who.title)
        self.people[who.name] = person
        self.joined[person.id] = self.clock()
        for name, channel in self.places.items():
            if who.site in script()["channels"].get(name, [who.site]):
                self.sandbox.join(channel, person)
        return person

    def local(self, who: Person, day: int, at: str) -> datetime:
        """The moment at which clocks where they are show `at` (such as '09:30') on this day of the story (from 0)."""
        date = local_date(self.begin, who.tz) + timedelta(days=day)
        return instant(date, time.fromisoformat(at), who.tz)

    def together(self, acts: Sequence[Act]) -> None:
        """Let several people act at the same time. Raises what any of them raised."""
        for done in [self._hands.submit(act) for act in acts]:
            done.result()

    def wait(self, for_what: Callable[[], object]) -> None:
        """Wait until something has shown up in the workspace. Raises TimeoutError."""
        self.sandbox.wait_for(for_what, _PATIENCE)

    def read_everything(self) -> None:
        """Everybody has seen what has been said so far."""
        for person in self.people.values():
            for channel in person.channels():
                person.mark_read(channel)

    def rest(self) -> None:
        """Nobody acts any more."""
        self._hands.shutdown(cancel_futures=True)


@contextmanager
def open_world(begin: datetime, seed: int, port: int | None = None) -> Iterator[World]:
    """A workspace with the bot in it, at `begin`; with a page where a port is given.

    Raises PortBusy with a sentence where that port is taken.
    """
    clock = DemoClock(begin)
    with tempfile.TemporaryDirectory(prefix="uptake-demo-", ignore_cleanup_errors=True) as folder, Watch() as watch:
        sandbox = Sandbox(port or 0, manifest(), page=None if port is None else page)
        sandbox.set_clock(clock.seconds)
        with sandbox:
            uptake = _bot(sandbox, clock, Path(folder))
            world = World(sandbox, uptake, clock, watch, seed)
            try:
                _populate(world)
                uptake.start()
                yield world
            finally:
                world.rest()
                uptake.stop()


def _bot(sandbox: Sandbox, clock: DemoClock, folder: Path) -> Uptake:
    settings = read_settings(
        None,
        SLACK_BOT_TOKEN=sandbox.bot_token,
        SLACK_APP_TOKEN=sandbox.app_token,
        SLACK_API_URL=sandbox.api_url,
        UPTAKE_DATABASE_URL=f"sqlite:///{folder / 'demo.db'}",
        UPTAKE_FIRST_RATE=_FIRST_RATE,
    )
    return Uptake(settings, clock, real=clock.seconds)


def _populate(world: World) -> None:
    """People and channels as they are before the story; newcomers join in their week."""
    sandbox = world.sandbox
    sandbox.state.team_name, sandbox.state.team_domain = "Harbour Health", "harbour-health"
    there = [each for each in characters() if not each.week]
    for each in there:
        world.enter(each)
    everybody = list(script()["sites"])
    for name, sites in {script()["initiative"]["channel"]: everybody, **script()["channels"]}.items():
        world.places[name] = sandbox.add_channel(name, _of(world, there, sites))


def _of(world: World, there: Iterable[Character], sites: Sequence[str]) -> list[Person]:
    return [world.people[each.name] for each in there if each.site in sites]
