"""The lead starts the initiative, and looks at it every two weeks."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from bot.demo.calendar import pulse_day
from bot.demo.cast import script
from bot.demo.story import Trial
from bot.demo.world import World
from bot.domain.local_time import local_date
from bot.sandbox.people import Person

FORTNIGHT = 14
_TEXTS = ("practice", "what_is_new", "why_better", "how_it_fits", "what_improves", "at")
_STATUS = ("/uptake", "status")
_RESULTS = ("/pulse", "results")


class Beginning:
    """What the lead does with `/uptake`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def begin(self) -> None:
        """The lead tries too early, invites Uptake, and starts the initiative."""
        world = self._world
        lead, channel = world.person("lead"), world.initiative
        for role in ("lead", "nurse", "champion"):
            world.transcript.follow(world.person(role), channel)
        self._start_form(lead)
        world.transcript.did(lead, "closes it and types /invite @Uptake")
        lead.close_modal()
        world.sandbox.invite_bot(channel, lead)
        self._start_form(lead)
        world.wait(lambda: lead.modal is not None and lead.modal.submit_label)
        self._fill_in(lead)
        world.transcript.did(lead, "fills in the form and sends it")
        lead.submit()
        if lead.modal is not None:
            raise RuntimeError(f"The initiative could not be started: {lead.modal.errors or lead.modal.notice}")
        self._plan_looks()

    def live(self) -> None:
        """Looking is in the diary."""

    def faults(self) -> Iterable[str]:
        """What each of them sees is checked by the chapters that show it."""
        return ()

    def trials(self) -> Sequence[Trial]:
        """The lead's view of things."""
        return (Trial("lead", "type /uptake status in #bedside-handover"),)

    def _start_form(self, lead: Person) -> None:
        """Type the command and wait until the modal shows more than that it is loading."""
        world = self._world
        before = lead.modal
        world.transcript.did(lead, "types /uptake start")
        lead.slash("/uptake", "start", channel=world.initiative)
        world.wait(lambda: lead.modal is not None and lead.modal is not before)
        shown = lead.modal
        first = shown.hash if shown else ""
        world.wait(lambda: lead.modal is not None and (lead.modal.submit_label or lead.modal.hash != first))

    def _fill_in(self, lead: Person) -> None:
        given = script()["initiative"]
        for field in _TEXTS:
            lead.fill(field, given[field])
        lead.fill("champions", [self._world.people[name] for name in given["champions"]])
        lead.fill("every", "fortnightly")
        first_on, open_days = self._rhythm(lead)
        lead.fill("first_on", first_on)
        lead.fill("open_days", str(open_days))

    def _rhythm(self, lead: Person) -> tuple[date, int]:
        """The first pulse, so that one is open at the end of the story; and for how many days each is open."""
        world = self._world
        today = local_date(world.end, lead.tz)
        last = pulse_day(today)
        rounds = (last - local_date(world.begin, lead.tz)).days // FORTNIGHT
        return last - timedelta(days=rounds * FORTNIGHT), (today - last).days + 2

    def _plan_looks(self) -> None:
        """On the day after each pulse has closed, the lead asks for the status and the champion for the result."""
        world = self._world
        first_on, open_days = self._rhythm(world.person("lead"))
        first = (first_on - local_date(world.begin, world.person("lead").tz)).days + open_days
        for day in range(first, (world.end - world.begin).days + FORTNIGHT, FORTNIGHT):
            for role, at, command in (("lead", "09:40", _STATUS), ("champion", "13:05", _RESULTS)):
                person = world.person(role)
                world.on(world.local(person, day, at), partial(self._look, person, *command))

    def _look(self, person: Person, command: str, words: str) -> None:
        if person in self._world.spared:
            return
        sandbox, channel = self._world.sandbox, self._world.initiative
        before = len(sandbox.ephemerals(person, channel))
        self._world.transcript.did(person, f"types {command} {words}")
        person.slash(command, words, channel=channel)
        self._world.wait(lambda: len(sandbox.ephemerals(person, channel)) > before)
