"""Plays the story: moves the clock to the next thing that happens, lets Uptake do it, and lets people live."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from bot.demo.agenda import next_due
from bot.demo.watch import faults
from bot.demo.world import World

_PAUSE = 0.04


@dataclass(frozen=True, slots=True)
class Trial:
    """Something worth trying on the page: as whom ('lead', 'nurse', 'champion'), and what to do."""

    role: str
    what: str


class Chapter(Protocol):
    """What a feature adds to the story."""

    def begin(self) -> None:
        """The first day; more may be written into the diary."""

    def live(self) -> None:
        """The clock has moved and Uptake has done what was due: people react to what they find."""

    def faults(self) -> Iterable[str]:
        """A sentence for each thing of this feature that went wrong so far."""

    def trials(self) -> Sequence[Trial]:
        """What to try once the story has been played."""


MakeChapter = Callable[[World], Chapter]


class Story:
    """The chapters, played in one world from `begin` to `end`."""

    def __init__(self, world: World, chapters: Sequence[MakeChapter]) -> None:
        self.world = world
        self._chapters = [make(world) for make in chapters]
        self._lock = Lock()

    def begin(self, end: datetime) -> None:
        """Play the first day's beginnings; `end` is when the story ends."""
        self.world.end = end
        for chapter in self._chapters:
            chapter.begin()
            self._settle()

    def play(self, until: datetime) -> None:
        """Play everything that happens up to `until`, and leave the clock there."""
        with self._lock:
            while (moment := self._next()) is not None and moment <= until:
                self._go_to(moment)
                self._settle()
                for chapter in self._chapters:
                    chapter.live()
                self._settle()
            self.world.clock.move_to(until)

    def faults_on_the_way(self) -> list[str]:
        """A sentence for each thing that went wrong so far, whether or not the story came to its end."""
        return faults(self.world.sandbox, self.world.uptake, self.world.watch)

    def faults(self) -> list[str]:
        """A sentence for each thing that went wrong, and for what should have come about by now and didn't."""
        return [*self.faults_on_the_way(), *(fault for chapter in self._chapters for fault in chapter.faults())]

    def trials(self) -> list[Trial]:
        """What to try."""
        return [trial for chapter in self._chapters for trial in chapter.trials()]

    def _next(self) -> datetime | None:
        moments = [next_due(self.world.uptake), *(moment for moment, _ in self.world.diary[:1])]
        return min((moment for moment in moments if moment is not None), default=None)

    def _go_to(self, moment: datetime) -> None:
        """What should have happened already is being tried again: give it a minute."""
        clock, diary = self.world.clock, self.world.diary
        if moment < clock():
            clock.move_by(timedelta(minutes=1))
        clock.move_to(moment)
        while diary and diary[0][0] <= clock():
            _, act = diary.pop(0)
            act()

    def _settle(self) -> None:
        self.world.uptake.settle(pause=lambda _: time.sleep(_PAUSE))
