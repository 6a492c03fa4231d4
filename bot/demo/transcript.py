"""What some people saw, in order, with the local day and time of each: messages, modals, and what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.demo.reading import as_text, view_as_text
from bot.sandbox.model import Change, Channel, Message
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was seen or done at `at` (epoch seconds)."""

    at: float
    where: str
    text: str


@dataclass
class Watched:
    """A person whose eyes we look through; `shown` is what they saw last of each message and modal."""

    person: Person
    places: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)


class Transcript:
    """Follows the changes in a workspace."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._watched: dict[str, Watched] = {}

    def follow(self, person: Person, *channels: Channel) -> Callable[[], None]:
        """Look through this person's eyes at their direct messages and these channels; returns how to stop."""
        places = {person.dm.id: "", **{each.id: f"#{each.name}" for each in channels}}
        watched = self._watched[person.id] = Watched(person, places)
        return self._sandbox.subscribe(lambda change: self._see(watched, change))

    def did(self, person: Person, what: str) -> None:
        """Somebody did something; only what followed people do is kept."""
        watched = self._watched.get(person.id)
        if watched is not None:
            watched.lines.append(Line(self._sandbox.state.now(), "", what))

    def of(self, person: Person) -> str:
        """All that this person saw and did, as plain text."""
        watched = self._watched[person.id]
        zone, day, parts = ZoneInfo(person.tz), "", []
        for line in watched.lines:
            moment = datetime.fromtimestamp(line.at, UTC).astimezone(zone)
            today = f"{moment:%A}, {moment.day} {moment:%B}"
            if today != day:
                parts.append(f"\n{today}")
                day = today
            parts.append(_entry(f"{moment:%H:%M}", line))
        return "\n".join(parts)

    def _see(self, watched: Watched, change: Change) -> None:
        if change.kind in ("message", "ephemeral"):
            self._see_message(watched, change)
        elif change.kind == "view" and change.person_id == watched.person.id:
            self._see_modal(watched)

    def _see_message(self, watched: Watched, change: Change) -> None:
        where = watched.places.get(change.channel_id)
        if where is None or (change.kind == "ephemeral" and change.person_id != watched.person.id):
            return
        channel = self._sandbox.channels[change.channel_id]
        hidden = {each.ts: each for each in channel.ephemerals if each.only_for == watched.person.id}
        message = channel.by_ts.get(change.ts) or hidden.get(change.ts)
        if message is not None:
            heading = ", ".join(filter(None, (where, self._sender(message))))
            self._keep(watched, message.ts, heading, as_text(message, self._names()))

    def _see_modal(self, watched: Watched) -> None:
        modal = watched.person.modal
        if modal is not None:
            self._keep(watched, modal.id, f"Modal “{modal.title}”", view_as_text(modal, self._names()))

    def _keep(self, watched: Watched, key: str, where: str, text: str) -> None:
        if watched.shown.get(key) == text:
            return
        again = " now says" if key in watched.shown else ""
        watched.shown[key] = text
        watched.lines.append(Line(self._sandbox.state.now(), where + again, text))

    def _sender(self, message: Message) -> str:
        name = self._names().get(message.user_id, "Uptake")
        return f"{name}, only for you" if message.only_for else name

    def _names(self) -> dict[str, str]:
        return {each.id: each.real_name for each in self._sandbox.people.values()}


def _entry(clock: str, line: Line) -> str:
    if not line.where:
        return f"  {clock}  -> {line.text}"
    body = "\n".join(f"         {row}" for row in line.text.splitlines())
    return f"  {clock}  {line.where}:\n{body}"
