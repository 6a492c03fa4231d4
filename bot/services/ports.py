"""What use cases need from outside: a clock, holidays, Slack's directory, and the database of one workspace."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any, Protocol

from sqlmodel import Session

from bot.domain.acting import WayToAct
from bot.domain.duties import Duty
from bot.domain.initiative import Initiative
from bot.domain.measures.happening import Happening
from bot.domain.measures.measure import Measure
from bot.domain.people import Channel, Group, Person, Profile, Role, Upload
from bot.domain.pulse import Deed, Instrument
from bot.domain.roles import COLLEAGUES
from bot.domain.work_time import Region
from storage.database import Database
from storage.due import Work

Clock = Callable[[], datetime]
"""Product time, aware and in UTC; the demo moves it."""


class DirectoryUnavailable(Exception):
    """Slack didn't answer, or asked us to wait `seconds`; trying again later may help.

    `method` is the Web API method that was called, `reason` Slack's error.
    """

    def __init__(self, reason: str, seconds: float = 5.0, method: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
        self.method = method


class AddressesHidden(Exception):
    """Slack shows this app nobody's e-mail address."""


class Directory(Protocol):
    """Who is in the workspace and in its channels, as Slack says now. All calls may raise DirectoryUnavailable."""

    def people(self) -> list[Profile]:
        """Everyone in the workspace."""

    def person(self, user_id: str) -> Profile | None:
        """One person; None where Slack knows none."""

    def members(self, channel_id: str) -> list[str]:
        """User ids of a channel's members, bots included."""

    def described(self, user: dict[str, Any]) -> Profile:
        """A person as an event of Slack's describes them; asks nobody."""

    def channel(self, channel_id: str) -> Channel | None:
        """A channel; None where the bot can't see it."""

    def named(self, names: Collection[str]) -> dict[str, Profile]:
        """Those of the workspace's people whom `names` name, each by an e-mail address in small letters or a user id.

        Asks for everyone once, however many are named, and keeps no address. May raise AddressesHidden.
        """

    def groups(self) -> list[Group]:
        """The workspace's user groups that are in use with their people, by name."""

    def upload(self, file_id: str, most: int) -> Upload | None:
        """A file that somebody sent, with its content where that is at most `most` bytes; None where it is gone."""

    def may_read_files(self) -> bool:
        """Whether Slack would hand over a file that somebody sends."""


class Calendar(Protocol):
    """Public holidays by region."""

    def region(self, typed: str) -> Region | None:
        """The region that somebody means by its code or its name; None where there is none like that."""

    def nearest(self, typed: str) -> Region | None:
        """The region that looks most like what somebody typed; None where none is near."""

    def free_days(self, code: str, year: int) -> frozenset[date]:
        """The public holidays of a region in a year; none for a region that isn't known."""


class Pictures(Protocol):
    """Where pictures are put so that messages and pages can show them."""

    def upload(self, name: str, content: bytes) -> str:
        """Put a PNG there, in no channel; gives the id of its file. May raise DirectoryUnavailable."""


class Rendered(Protocol):
    """A message ready for Slack: `text` is what a notification shows, `simple` a plainer layout or empty.

    `pictures` are the drawings (SVG) that the blocks show, by what stands in place of their files' ids.
    """

    @property
    def text(self) -> str: ...

    @property
    def blocks(self) -> list[dict[str, Any]]: ...

    @property
    def simple(self) -> list[dict[str, Any]]: ...

    @property
    def pictures(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """How a feature lets people act on a result: the form it offers, and what came of it.

    `done` gives what was done in an initiative, about which item of its pulse, from a local day on; None where the
    feature doesn't keep which item it was about.
    """

    way: WayToAct
    done: Callable[[Session, int, date], Sequence[Deed]] | None = None


@dataclass(frozen=True, slots=True)
class MessageKind:
    """How one kind of outbox message is made at the moment it is sent.

    `prepare` reads what it says now (or raises NoLongerWanted); `render` puts that into the words of a locale. Only a
    person who has one of the roles `to` at that moment gets it; `shows_results` keeps it out of shared channels. Where
    it `reports_itself`, its feature sees to what follows when it can't be delivered, and tells the lead.

    A message that `edits` gives Slack's ts for replaces the one that stands there in its channel; where that is gone,
    or for '', it is posted anew. `posted` takes down the ts of what was posted, in the transaction that settles it. One
    that `takes_offers` is prepared with the offers of all features as `offers`.

    Whoever gets a message about an initiative finds a way out in it, "not for me": `way_out` adds it (all_messages sets
    it), given the initiative's id and a locale, unless the words have it already (`has_way_out`), or the person has
    just asked for the answer (`is_answer`). What `ends_with_opt_out` isn't sent to who has said so. Outsiders get only
    what is `for_outsiders`.
    """

    name: str
    prepare: Callable[..., Any]
    render: Callable[[Any, str], Rendered]
    to: frozenset[Role] = COLLEAGUES
    shows_results: bool = False
    reports_itself: bool = False
    edits: Callable[[Session, dict[str, int | str]], str] | None = None
    posted: Callable[[Session, dict[str, int | str], str], None] | None = None
    takes_offers: bool = False
    has_way_out: bool = False
    is_answer: bool = False
    ends_with_opt_out: bool = False
    for_outsiders: bool = False
    way_out: Callable[[Any, int, str], Rendered] | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of thing that Uptake holds in its `tables`: for how long, and what becomes of it when somebody goes.

    `kind` names its sentences in messages/en/privacy. `purge` deletes at most so many rows that are older than `days`
    at the given moment, and says how many; None in both: it goes with something else, or stays. `held` is what there
    is on one person, in plain words and numbers; `erase` takes the person out of it.
    """

    kind: str
    tables: tuple[str, ...]
    days: int | None = None
    purge: Callable[[Session, datetime, int, int], int] | None = None
    held: Callable[[Session, Person], list[dict[str, Any]]] | None = None
    erase: Callable[[Session, Person], None] | None = None


@dataclass(frozen=True, slots=True)
class DutyKind:
    """One kind of thing that people take on; at the top of bot/domain/duties.py stands how a feature adds one.

    `owed` gives what isn't done in an initiative that is under way, on its local date. `line` says it in one finished
    sentence of a locale, on a date of its reader's, and `choices` are the buttons beside it.
    """

    name: str
    owed: Callable[[Session, Initiative, date], Sequence[Duty]]
    line: Callable[[Any, date, str], str]
    choices: Callable[[Any, str], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class HappeningKind:
    """What a feature did that belongs on a measure's time axis; bot/domain/measures/happening.py says how to add one.

    `found` gives all that belongs to a measure, `line` says one of them in a few plain words of a locale.
    """

    found: Callable[[Session, Measure], Sequence[Happening]]
    line: Callable[[Any, str], str]


@dataclass(frozen=True)
class Uses:
    """Everything a use case is given, passed down from the composition root.

    `retention` is all that is ever held, `duties` all that people can take on, `offers` all ways to act on a result,
    and `happenings` all that belongs on the time axis of a measure.
    Without `pictures`, messages go out with their words and tables only.
    """

    database: Database
    workspace_id: int
    directory: Directory
    clock: Clock
    instrument: Instrument
    random: Random
    calendar: Calendar
    retention: tuple[Retention, ...] = ()
    pictures: Pictures | None = None
    duties: tuple[DutyKind, ...] = ()
    offers: tuple[Offer, ...] = ()
    happenings: tuple[HappeningKind, ...] = ()

    def reading(self) -> AbstractContextManager[Session]:
        """One consistent view of this workspace."""
        return self.database.reading(self.workspace_id)

    def writing(self) -> AbstractContextManager[Session]:
        """One transaction on this workspace."""
        return self.database.writing(self.workspace_id)


Handler = Callable[[Uses, Work], None]
"""What does a piece of due work, and finishes it in the same transaction."""
