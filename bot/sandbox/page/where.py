"""Who looks and at what, as the address of the page says it: `?as=U1&at=C1&thread=1.2&inspect=1`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox

HOME = "home"


@dataclass(frozen=True)
class Where:
    """The acting person and the place they have open. `channel` is None on App Home."""

    person: Person
    channel: Channel | None
    thread: str = ""
    inspect: bool = False
    since: str = ""
    """Where something new was waiting: the ts up to which the person had read when they came here."""

    @property
    def at(self) -> str:
        return self.channel.id if self.channel else HOME

    def link(self, *, person: str = "", at: str = "", thread: str = "") -> str:
        """The address of another place; whom to act as and where stay as they are unless said."""
        asked = {"as": person or self.person.id, "at": at or self.at, "thread": thread}
        if self.inspect:
            asked["inspect"] = "1"
        return "?" + urlencode({key: value for key, value in asked.items() if value})


def is_open_to(person: Person, channel: Channel) -> bool:
    return person.id in channel.members or channel.kind == "public"


def where(sandbox: Sandbox, asked: Mapping[str, str]) -> Where | None:
    """What an address asks for, or the nearest sensible place; None in a workspace without people."""
    people = sandbox.people
    person = people.get(asked.get("as", "")) or next(iter(people.values()), None)
    if person is None:
        return None
    at = asked.get("at", "")
    channel = sandbox.channels.get(at)
    if at != HOME and (channel is None or not is_open_to(person, channel)):
        channel = person.dm
    inspect = asked.get("inspect", "") not in {"", "0"}
    thread = asked.get("thread", "") if channel else ""
    read = person.read_up_to.get(channel.id, "") if channel and person.unread(channel) else ""
    return Where(person, channel, thread, inspect, asked.get("since", read))


def bare_names(sandbox: Sandbox) -> dict[str, str]:
    return {each.id: each.real_name or each.name for each in sandbox.state.people.values()}


def viewer_of(sandbox: Sandbox, person: Person) -> Viewer:
    """What this person sees texts with: only the channels that are open to them have a name."""
    channels = {
        each.id: each.name for each in sandbox.channels.values() if each.kind != "im" and is_open_to(person, each)
    }
    return Viewer(
        id=person.id,
        zone=ZoneInfo(person.tz),
        now=datetime.fromtimestamp(sandbox.state.now(), tz=UTC),
        people={**bare_names(sandbox), sandbox.state.bot_user_id: app_name(sandbox)},
        channels=channels,
        groups={each.id: each.handle for each in sandbox.usergroups.values()},
        gone=frozenset(each.id for each in sandbox.state.people.values() if each.deleted),
    )


def app_name(sandbox: Sandbox) -> str:
    """The name the app has in its manifest."""
    manifest = sandbox.state.manifest
    bot = manifest.get("features", {}).get("bot_user", {}).get("display_name")
    return str(bot or manifest.get("display_information", {}).get("name") or "App")
