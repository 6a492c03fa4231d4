"""The two ways to see the demo: on a page that one can act on, or told as text in one go."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

from bot.demo.calendar import before_last_pulse, first_moment, next_morning, next_week
from bot.demo.chapters import CHAPTERS
from bot.demo.story import Story
from bot.demo.world import World, open_world
from bot.sandbox.refusal import PortBusy
from bot.sandbox.workspace import Sandbox
from bot.stopping import wait_for

log = logging.getLogger("uptake.demo")

WEEKS = 12
_ROLES = {"lead": "The lead", "nurse": "A nurse", "champion": "A champion"}
_LAST_PULSE_IS_OVER = timedelta(days=4)

Tell = Callable[[str], None]


class DemoProblem(Exception):
    """The demo can't start; the text is one sentence a person can act on."""


def serve(port: int, seed: int, tell: Tell, stop: Event) -> None:
    """Play twelve weeks, then let people act on the page until `stop`. Raises DemoProblem."""
    end = datetime.now(UTC)
    with _world(first_moment(end, WEEKS), seed, port) as world:
        tell("Twelve weeks at Harbour Health are being played. This takes about a minute.")
        story = Story(world, CHAPTERS)
        story.begin(end)
        story.play(before_last_pulse(end))
        world.read_everything()
        world.spared = {world.person(role) for role in _ROLES}
        story.play(end)
        _add_controls(story, tell)
        _report(story, tell)
        tell(_welcome(story))
        wait_for(stop)


def rehearse(weeks: int, seed: int, tell: Tell) -> list[str]:
    """Play so many weeks to their end and tell what each role saw; gives a sentence for each thing that went wrong."""
    end = datetime.now(UTC)
    with _world(first_moment(end, weeks), seed, None) as world:
        story = Story(world, CHAPTERS)
        try:
            story.begin(end)
            story.play(end)
            story.play(end + _LAST_PULSE_IS_OVER)
        except (TimeoutError, LookupError, RuntimeError) as error:
            return [*story.faults_on_the_way(), f"The story could not go on: {error}"]
        for role, title in _ROLES.items():
            person = world.person(role)
            tell(f"\n=== {title} saw: {person.real_name}, {person.title} ===\n{world.transcript.of(person)}")
        return story.faults()


@contextmanager
def _world(begin: datetime, seed: int, port: int | None) -> Iterator[World]:
    try:
        with open_world(begin, seed, port) as world:
            yield world
    except PortBusy:
        raise DemoProblem(
            f"Port {port} is taken or not allowed. Choose another one, such as: uptake demo --port {(port or 0) + 1}"
        ) from None


def _add_controls(story: Story, tell: Tell) -> None:
    sandbox, clock = story.world.sandbox, story.world.clock

    def button(label: str, target: Callable[[datetime], datetime], what: str) -> None:
        sandbox.add_control(label, lambda: _move(story, target(clock()), tell), what)

    button("Next morning", next_morning, "Go to the next 08:30 in Bristol")
    button("Next week", next_week, "Go one week on; everyone but the three you act as answers as they do")


def _move(story: Story, until: datetime, tell: Tell) -> str:
    """Go on to `until`; gives a sentence where that failed."""
    try:
        story.play(until)
    except (TimeoutError, LookupError, RuntimeError):
        log.exception("The story could not go on.")
        return "The story could not go on. The terminal says why."
    _report(story, tell)
    return ""


def _report(story: Story, tell: Tell) -> None:
    for fault in story.faults():
        tell(f"Something went wrong: {fault}")


def _welcome(story: Story) -> str:
    world = story.world
    tries = [
        f"  {number}. As {_who(world, trial.role)}: {trial.what}.\n     {_address(world.sandbox, world, trial.role)}"
        for number, trial in enumerate(story.trials(), 1)
    ]
    rows = [f"\nThe workspace is at {world.sandbox.url}", "", "Some things to try:", *tries]
    return "\n".join([*rows, "", "Ctrl-C ends it. Nothing is kept."])


def _who(world: World, role: str) -> str:
    return f"{_ROLES[role].lower()}, {world.person(role).real_name}"


def _address(sandbox: Sandbox, world: World, role: str) -> str:
    person = world.person(role)
    place = person.dm if role == "nurse" else world.initiative
    return f"{sandbox.url}/?as={person.id}&at={place.id}"
