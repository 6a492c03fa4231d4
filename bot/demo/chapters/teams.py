"""The lead sends a list of who belongs to which team, and a new one when somebody has joined."""

from collections.abc import Iterable, Sequence
from functools import partial

from bot.demo.cast import characters, team_of
from bot.demo.story import Trial
from bot.demo.world import World
from bot.sandbox.finding import elements_of
from bot.sandbox.model import Message
from bot.services import who_is_who
from messages import ids

_AT = "10:30"


class Teams:
    """Three divisions, of which one has four teams."""

    def __init__(self, world: World) -> None:
        self._world = world

    def begin(self) -> None:
        """A list on the first day, and one on each day on which somebody joins."""
        world = self._world
        for week in sorted({who.week for who in characters()}):
            moment = world.local(world.person("lead"), 7 * week, _AT)
            if moment <= world.end:
                world.on(moment, self._send_list)

    def live(self) -> None:
        """Lists are in the diary."""

    def faults(self) -> Iterable[str]:
        """Everybody who was there when the last list was sent has the team that it says."""
        world = self._world
        shown = who_is_who.who_is_who(world.uptake.uses, world.initiative.id, world.person("lead").id)
        if shown.total != len(world.people):
            yield f"{len(world.people)} people are in the story, and {shown.total} in the teams."

    def trials(self) -> Sequence[Trial]:
        """Who is who, and what a small team's result says."""
        return (Trial("lead", "type /pulse results Ward 7 nights: a team so small is counted in its division"),)

    def _send_list(self) -> None:
        world = self._world
        lead = world.person("lead")
        rows = [
            f"{world.people[who.name].id},{team_of(who)},{who.site}" for who in characters() if who.name in world.people
        ]
        before = len(lead.inbox())
        world.transcript.did(lead, "sends a list of people, people.csv")
        lead.upload(lead.dm, "people.csv", "\n".join(["person,team,division", *rows]).encode())
        world.wait(partial(self._has_answer, before))
        asked = lead.inbox()[-1]
        world.transcript.did(lead, "presses “Apply it”")
        lead.press(asked, ids.APPLY_LIST)
        world.wait(lambda: asked.edited is not None)

    def _has_answer(self, before: int) -> bool:
        """Uptake reads the file and says what it would change."""
        self._world.uptake.settle()
        return any(map(_asks, self._world.person("lead").inbox()[before:]))


def _asks(message: Message) -> bool:
    return any(element["action_id"] == ids.APPLY_LIST for _, element in elements_of(message))
