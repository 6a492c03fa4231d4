"""One cell of the table of roles: somebody does something by a command, a button or a form, and is refused or not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, TypeVar

from plain_rows import plain_rows
from slack_sdk.models.views import View

from bot.app import Uptake
from bot.domain.initiative import CaseForChange, Initiative, StartForm
from bot.domain.local_time import local_date
from bot.domain.people import Role
from bot.sandbox.model import Channel
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox
from bot.services import initiative as starting
from bot.services.people import know_person
from storage import people as stored_people
from storage import tables
from storage.rows import upsert_many
from storage.settings import SettingsRow

REFUSED = re.compile(r"Only the [^.]* can do that here\.|Uptake is only for people who work here")
CASE = CaseForChange("We hand over at the bed.", "Nothing is lost.")
OUTSIDERS = ("guest", "stranger", "closed")
CAST = (*[role.value for role in Role], *OUTSIDERS)
"""Everybody a cell is about: one person for each role, who has no other beyond being staff, and three outsiders."""


@dataclass
class Place:
    """A channel with an initiative of its own, and one person for each role."""

    bot: Uptake
    sandbox: Sandbox
    channel: Channel
    cast: Mapping[str, Person]
    initiative: Initiative
    things: dict[str, Any] = field(default_factory=dict)

    def give_roles(self) -> None:
        """Everybody has the one role that they are here for, whatever the last reading of the channel made of them.

        Of a closed account, the event came before the last thing that its owner did.
        """
        uses = self.bot.uses
        sponsor, approver = (know_person(uses, self.cast[name].id) for name in ("sponsor", "approver"))
        colleague = know_person(uses, self.cast["colleague"].id)
        with uses.writing() as session:
            stored_people.give_role(session, self.initiative.id, sponsor.id, Role.SPONSOR)
            agreed_to = uses.instrument.fingerprint
            row = SettingsRow(initiative_id=self.initiative.id, approver_id=approver.id, approved_items=agreed_to)
            columns = row.model_dump(exclude={"workspace_id"})
            update = ("approver_id", "approved_items")
            upsert_many(session, SettingsRow, [columns], key=("initiative_id",), update=update)
            for person in (sponsor, approver, colleague):
                stored_people.drop_member(session, self.initiative.id, person.id)
            stored_people.deactivate(session, self.cast["closed"].id)

    def rows(self) -> dict[str, list[str]]:
        """Everything that is kept, but what Slack says of people and what delivery notes for itself."""
        aside = {"person", "inbox", "pace", "outbox"}
        kept = [table for table in tables.metadata.sorted_tables if table.name not in aside]
        with self.bot.database.engine.connect() as connection:
            return {table.name: plain_rows(connection, table, without=["message_ts"]) for table in kept}


class Troupe:
    """The people of the cells, in one workspace with one bot."""

    def __init__(self, sandbox: Sandbox, bot: Uptake) -> None:
        self._sandbox, self._bot = sandbox, bot
        outside = {"guest": {"is_restricted": True}, "stranger": {"is_stranger": True}}
        self.cast = {name: sandbox.add_person(f"Some {name}", **outside.get(name, {})) for name in CAST}
        self.others = [sandbox.add_person(f"Nurse {number}") for number in range(5)]
        self._places = 0

    def start(self, *, practice: str = "bedside handover") -> Place:
        """An initiative in a new channel, in which everybody has their role; it has just begun."""
        self._places += 1
        sandbox, bot, cast = self._sandbox, self._bot, self.cast
        channel = sandbox.add_channel(f"ward-{self._places}", members=[*cast.values(), *self.others], with_bot=True)
        first = local_date(bot.uses.clock(), "Europe/London") + timedelta(days=7)
        form = StartForm(practice, CASE, (cast["champion"].id,), first, time(10), "fortnightly", 3)
        initiative = starting.start_initiative(bot.uses, channel.id, cast["lead"].id, form)
        bot.settle()
        place = Place(bot, sandbox, channel, cast, initiative)
        place.give_roles()
        return place


T = TypeVar("T")
OfPlace = Callable[[Place], T]
Values = Mapping[str, Any]


def _nothing(_place: Place) -> str:
    return ""


def _nobody(_place: Place) -> None:
    return None


@dataclass(frozen=True)
class Way:
    """One way in which an action is done: `act` does it as somebody, and gives what they were told."""

    name: str
    act: Callable[[Place, Person], str]
    prepare: Callable[[Place], None] = _nobody


def command(name: str, words: str = "", prepare: OfPlace[None] = _nobody, *, behind: str = "") -> Way:
    """Typing a command in the initiative's channel; `behind` follows the words that choose what it does."""

    def act(place: Place, who: Person) -> str:
        return _after(place, who, lambda: who.slash(name, f"{words} {behind}".strip(), channel=place.channel))

    return Way(f"{name} {words}".strip(), act, prepare)


def button(action_id: str, value: OfPlace[str] = _nothing, prepare: OfPlace[None] = _nobody) -> Way:
    """Pressing a button, wherever it came from: it stands in a message in the channel, where everybody can press it."""

    def act(place: Place, who: Person) -> str:
        element = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Press"}}
        blocks = [{"type": "actions", "elements": [element | ({"value": value(place)} if value(place) else {})]}]
        posted = place.bot.client.chat_postMessage(channel=place.channel.id, text="An old message", blocks=blocks)
        message = next(each for each in place.sandbox.messages(place.channel) if each.ts == posted["ts"])
        return _after(place, who, lambda: who.press(message, action_id))

    return Way(action_id, act, prepare)


def form(callback_id: str, view: OfPlace[View], values: OfPlace[Values], prepare: OfPlace[None] = _nobody) -> Way:
    """Sending a form that stands open, whoever it was opened for."""

    def act(place: Place, who: Person) -> str:
        asked = who.slash("/uptake", "help", channel=place.channel)
        place.bot.client.views_open(trigger_id=asked.payload["trigger_id"], view=view(place).to_dict())
        for name, value in values(place).items():
            who.fill(name, value)
        sent = who.submit()
        assert sent.error in ("", "invalid_input"), sent.error
        told = f"{sent.ack} {who.modal.blocks if who.modal else ''} {who.modal.errors if who.modal else ''}"
        who.close_modal(all_of_them=True)
        return told

    return Way(callback_id, act, prepare)


def home() -> Way:
    """Opening App Home."""
    return Way("home", lambda place, who: str(who.open_home().blocks))


def _after(place: Place, who: Person, act: Callable[[], Any]) -> str:
    """What somebody is told in answer: by a message only they see, a modal, or a message that changes or comes."""
    before = _seen(place, who)
    exchange = act()
    assert exchange.error == "", exchange.error
    try:
        place.sandbox.wait_for(lambda: _seen(place, who) != before and not _is_loading(who), timeout=2)
    except TimeoutError:
        return ""
    told = " ".join(sorted(set(_seen(place, who)) - set(before)))
    if who.modal is not None:
        who.close_modal(all_of_them=True)
    return told


def _seen(place: Place, who: Person) -> list[str]:
    messages = [*place.sandbox.ephemerals(who, place.channel), *place.sandbox.messages(place.channel), *who.inbox()]
    seen = [f"{each.ts} {each.text} {each.blocks}" for each in messages]
    return [*seen, f"{who.modal.title} {who.modal.blocks}"] if who.modal else seen


def _is_loading(who: Person) -> bool:
    return who.modal is not None and "One moment" in str(who.modal.blocks)
