"""What stands at the side: channels, direct messages, the app, and everyone whom one can act as."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel
from bot.sandbox.page.conversation import Author, author_named
from bot.sandbox.page.dates import DAYS, MONTHS, clock_time
from bot.sandbox.page.where import HOME, Where, app_name
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox

FOUND = 60


@dataclass(frozen=True)
class Row:
    """One place to go to."""

    at: str
    name: str
    kind: str
    unread: int
    chosen: bool

    @property
    def shown_unread(self) -> str:
        return "99+" if self.unread > 99 else str(self.unread)


@dataclass(frozen=True)
class Face:
    """One person whom one can act as."""

    id: str
    name: str
    author: Author
    title: str
    local_time: str
    zone: str
    waiting: int


def channel_rows(place: Where) -> list[Row]:
    joined = [each for each in place.person.channels() if each.kind in {"public", "private"} and not each.archived]
    return [
        Row(each.id, each.name, each.kind, place.person.unread(each), each.id == place.at)
        for each in sorted(joined, key=lambda each: each.name.casefold())
    ]


def direct_rows(sandbox: Sandbox, place: Where) -> list[Row]:
    """Direct messages with other people."""
    names = sandbox.state.people
    rows = []
    for each in place.person.channels():
        if each.kind not in {"im", "mpim"} or each.id == place.person.dm.id:
            continue
        others = [names[key].real_name for key in each.members if key != place.person.id and key in names]
        rows.append(
            Row(each.id, ", ".join(others) or each.name, each.kind, place.person.unread(each), each.id == place.at)
        )
    return rows


def app_rows(sandbox: Sandbox, place: Where) -> list[Row]:
    """The app's direct messages and its Home."""
    dm: Channel = place.person.dm
    return [
        Row(dm.id, app_name(sandbox), "app", place.person.unread(dm), place.at == dm.id),
        Row(HOME, "App Home", HOME, 0, place.at == HOME),
    ]


def total_unread(sandbox: Sandbox, place: Where) -> int:
    rows = (*channel_rows(place), *direct_rows(sandbox, place), *app_rows(sandbox, place))
    return sum(row.unread for row in rows)


def face(sandbox: Sandbox, person: Person) -> Face:
    local = datetime.fromtimestamp(sandbox.state.now(), tz=UTC).astimezone(ZoneInfo(person.tz))
    name, dm = person.real_name or person.name, sandbox.state.direct.get(person.id)
    return Face(
        id=person.id,
        name=name,
        author=author_named(name),
        title=person.title or ("Guest" if person.is_restricted else ""),
        local_time=clock_time(local),
        zone=person.tz.rsplit("/", 1)[-1].replace("_", " "),
        waiting=person.unread(dm) if dm else 0,
    )


def faces(sandbox: Sandbox, typed: str) -> list[Face]:
    """Those whose name, title or zone has every typed word, at most `FOUND`."""
    words = typed.casefold().split()
    found = [
        each
        for each in sandbox.people.values()
        if not each.deleted
        and all(word in f"{each.real_name} {each.name} {each.title} {each.tz}".casefold() for word in words)
    ]
    return [face(sandbox, each) for each in found[:FOUND]]


def wall_clock(sandbox: Sandbox, place: Where) -> str:
    """The workspace's day and time where the acting person is: `Tue 24 Nov, 9:00 AM`."""
    local = datetime.fromtimestamp(sandbox.state.now(), tz=UTC).astimezone(ZoneInfo(place.person.tz))
    return f"{DAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]} {local.year}, {clock_time(local)}"
