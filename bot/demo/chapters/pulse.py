"""People answer their pulses: at once, when reminded, or never."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.demo.cast import read
from bot.demo.habits import TEMPERS, answer, comment, reaction
from bot.demo.story import Trial
from bot.demo.world import World
from bot.sandbox.finding import elements_of
from bot.sandbox.model import Call, Message
from bot.sandbox.people import Person
from bot.services import initiative
from messages import ids
from messages.pulse import instrument

_TIME_TO_ANSWER = timedelta(minutes=20)
_REVERSE = {item.id for item in instrument().items if item.reverse}


class Pulses:
    """What staff do with invitations and reminders."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen: set[tuple[str, str]] = set()
        self._waves: dict[str, int] = defaultdict(int)
        self._said: set[str] = {""}
        self._thirds = list(read("comments.toml").values())

    def begin(self) -> None:
        """Pulses come by themselves."""

    def live(self) -> None:
        """Everybody who finds something new in their messages makes up their mind, and acts on it."""
        world = self._world
        acts = []
        for name, person in world.people.items():
            found = self._new_question(person)
            if found is not None and person not in world.spared:
                temper = TEMPERS[world.cast[name].temper]
                wave, is_reminder = found[1], self._waves[f"{person.id}:{found[1]}"] > 1
                what = reaction(temper, world.chance("reaction", name, wave, is_reminder), is_reminder=is_reminder)
                if what == "skip":
                    acts.append(partial(self._leave_out, person, found[0]))
                elif what == "answer":
                    acts.append(partial(self._answer, name, person, found[0], wave, self._something_to_say(name, wave)))
        if acts:
            world.clock.move_by(_TIME_TO_ANSWER)
            world.together(acts)

    def faults(self) -> Iterable[str]:
        """Everyone was invited once to each pulse, reminded once at most, and each closed pulse has one result."""
        world = self._world
        asked: dict[str, list[Call]] = defaultdict(list)
        for call in world.sandbox.calls_to("chat.postMessage"):
            if call.ok and (wave := _wave_of(call)):
                asked[wave].append(call)
        for number, calls in enumerate(asked.values(), 1):
            yield from self._invitations(number, calls)
        yield from self._results(len(asked))

    def trials(self) -> Sequence[Trial]:
        """The open pulse, and what a week brings."""
        return (
            Trial("nurse", "answer the pulse that waits in the direct messages with Uptake"),
            Trial("champion", "press “Next week” and see the result in #bedside-handover"),
        )

    def _new_question(self, person: Person) -> tuple[Message, str] | None:
        """The newest message with an open question, and the wave it is about, if it wasn't looked at before."""
        for message in person.inbox()[-1:]:
            for _, element in elements_of(message):
                if element["action_id"] == ids.OPEN_CHECKIN and (person.id, message.ts) not in self._seen:
                    self._seen.add((person.id, message.ts))
                    self._waves[f"{person.id}:{element['value']}"] += 1
                    return message, str(element["value"])
        return None

    def _something_to_say(self, name: str, wave: str) -> str:
        """Mostly nothing; nobody says what somebody else has said."""
        said = comment(self._thirds, self._world.part, self._world.chance("comment", name, wave))
        if said in self._said:
            return ""
        self._said.add(said)
        return said

    def _leave_out(self, person: Person, message: Message) -> None:
        self._world.transcript.did(person, "presses “Not this time”")
        person.press(message, ids.SKIP_CHECKIN)
        self._world.wait(lambda: message.edited is not None)

    def _answer(self, name: str, person: Person, message: Message, wave: str, say: str) -> None:
        world = self._world
        world.transcript.did(person, "presses “Answer (1 minute)”")
        person.press(message, ids.OPEN_CHECKIN)
        world.wait(lambda: person.modal is not None)
        self._fill_in(name, person, wave, say)
        person.submit()
        person.close_modal()
        world.wait(lambda: message.edited is not None)

    def _fill_in(self, name: str, person: Person, wave: str, say: str) -> None:
        world, random = self._world, self._world.chance("answers", name, wave)
        temper, given = TEMPERS[world.cast[name].temper], []
        for block in person.modal.blocks if person.modal else []:
            field = block["block_id"]
            if block["type"] == "input" and field != ids.COMMENT:
                given.append(answer(field, temper, world.part, random, is_reverse=field in _REVERSE))
                person.fill(field, given[-1])
        if say:
            person.fill(ids.COMMENT, say)
            given.append(f"“{say}”")
        world.transcript.did(person, f"answers {', '.join(given)} and sends it")

    def _invitations(self, number: int, calls: list[Call]) -> Iterable[str]:
        world = self._world
        times: dict[str, int] = defaultdict(int)
        for call in calls:
            times[str(call.args["channel"])] += 1
        opened = datetime.fromtimestamp(min(call.at for call in calls), UTC)
        inside = world.initiative.members
        asked = {person_id for person_id, moment in world.joined.items() if moment < opened and person_id in inside}
        for missing in asked - set(times):
            yield f"{world.sandbox.people[missing].real_name} was not invited to pulse {number}."
        for person_id, count in times.items():
            if count > 2:
                yield f"{world.sandbox.people[person_id].real_name} was asked {count} times in pulse {number}."

    def _results(self, asked: int) -> Iterable[str]:
        world = self._world
        status = initiative.status(world.uptake.uses, world.initiative.id, world.person("lead").id)
        closed = max(0, asked - (1 if status.open_wave else 0))
        shown = len(world.sandbox.posts(world.initiative, containing="pulse has closed"))
        if shown != closed:
            yield f"{closed} pulses have closed, and {shown} results were posted."
        if status.open_wave and not status.open_wave.is_open(world.clock()):
            yield f"Pulse {status.open_wave.number} should have closed."


def _wave_of(call: Call) -> str:
    """The wave that a posted message asks about; '' where it asks about none."""
    blocks = call.args.get("blocks") or []
    for block in blocks if isinstance(blocks, list) else []:
        for element in block.get("elements", []):
            if element.get("action_id") == ids.OPEN_CHECKIN:
                return str(element["value"])
    return ""
