"""Every function that makes a message or a view, found and called with values made up from its types alone.

So whoever adds one has nothing to register: each text in what it is given counts as typed by somebody, unless its name
stands in `OURS`. There, a text that can't be typed gets a value that stands for it.
"""

import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import partial
from types import SimpleNamespace
from typing import Any

from everything_held import all_promises, held_on
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

import messages
from bot import domain, listeners, services
from bot.domain.acting import Call
from bot.domain.duties import Duty
from bot.domain.errors import FormRefusal, Refusal
from bot.domain.hours_form import TeamTime
from bot.domain.instrument_file import OwnItem
from bot.domain.local_time import Every, Rhythm
from bot.domain.measures.measure import Often
from bot.domain.pdsa.cycle import Origin
from bot.domain.privacy import AboutMe, Kept, Promises
from bot.domain.pulse import Came, Deed, Item, ItemResult, Wave
from bot.domain.roles import NotForYou
from bot.domain.settings import Changes
from bot.domain.work_time import OFFICE_HOURS, Region, Window
from messages.duties import when
from messages.escaping import as_data
from messages.message import Message, button, said
from messages.sentences import sentences

NOT_MESSAGES = (
    "message",
    "form",
    "escaping",
    "fitting",
    "files",
    "sentences",
    "ids",
    "installation",
    "log",
    "privacy_file",
    "list_lines",
    "measure_import",
    "measure_words",
    "question_lines",
    "pulse_files",
    "backups",
    "charts",
    "pictures",
    "machine",
    "pdsa_file",
    "strategies",
)
"""Modules that messages are made with, what an administrator reads in a terminal, and a file of JSON."""


class Duties(dict[str, SimpleNamespace]):
    """Every kind of duty there may be: its line says what somebody typed and when, and it has a button."""

    def __missing__(self, _name: str) -> SimpleNamespace:
        return SimpleNamespace(line=_line_of_a_duty, choices=lambda _duty, _locale: [button("test:done", "Done", "1")])


def _line_of_a_duty(duty: Duty, today: date, locale: str) -> str:
    opens = when(duty.due_on, today, locale)
    return sentences("pulse/approval", locale, practice=duty.title, opens=opens)["awaited"]


OURS: dict[str, Any] = {
    "locale": "en-GB",
    "zone": "Europe/London",
    "where": "C0123456789 1700000000.000100",
    "kinds": Duties(),
    "user_id": "U0123456789",
    "lead_user_id": "U0123456789",
    "channel_id": "C0123456789",
    "channels": ("C0123456789", "C1123456789"),
    "champions": ("U0123456789", "W0123456789"),
    "approver": "U0123456789",
    "owner_user_id": "U0123456789",
    "by_user_id": "U0123456789",
    "by_user_ids": ("U0123456789",),
    "changed_by": "U0123456789",
    "agreed_by": "U0123456789",
    "private": "7",
    "state": "active",
    "reason": "user_disabled",
    "reason of a message that is stuck": {"user_disabled": 1, "unsure": 2},
    "method": "users.list",
    "error": "missing_scope",
    "sponsors": ("U0123456789", "W0123456789"),
    "loose": ("U0123456789",),
    "why": "unknown",
    "file_id": "F0123456789",
    "group_id": "S0123456789",
    "chosen": ("S0123456789",),
    "users": ("U0123456789",),
    "ask": "<@U0123456789>",
    "action_id": "pdsa:plan",
    "ask_lead": "U0123456789",
    "calls": (Call("expected", has_fallen=True), Call("burden", has_fallen=False)),
    "command": "/uptake",
    "nearest": "status",
    "own_region": "GB-ENG",
    "region": "GB-ENG",
    "near": Region("GB-ENG", "England, United Kingdom"),
    "causes": (None, "common_cause"),
    "types": (None, "common_cause"),
    "variation": "common_cause",
    "assurance": "inconsistent",
    "changed_parts": ("question_1", "audience_2", "measures_1", "agreed", "agreed_on", "exists", "reviews"),
    "differing": ("name", "definition", "purpose"),
    "pulse_items": ("expected", "supported"),
    "often": Often.WEEKLY,
    "owner": "U0123456789",
    "agreed": ("U0123456789",),
    "agreed_user_ids": ("U0123456789",),
}
"""What Slack or we ourselves chose, by the name of the parameter or field."""

RENAMED = {"stuck": "reason of a message that is stuck", "counts": "reason of a message that is stuck"}
FINISHED = {"notice.notice.text", "home.not_for_you.sentence", "initiative.refused.sentence", "BrokenTree.sentence"}
FINISHED |= {f"privacy.{name}.sentence" for name in ("was_erased", "was_erased_view", "was_erased_page")}
"""Parameters that are a finished sentence already."""

LONGEST = {"practice": 80, "comments": 1000}
"""How long a typed text can be by the domain's rules, where that isn't 500."""

RESULTS = [(5, 11, 11), (12, 12, 18), (12, 54, 60), (20, 58, 58), (17, 35, 41)]
MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)
ITEMS = ("expected", "supported", "why", "safe", "burden")
_NIGHTS = Window(frozenset(range(7)), time(20), time(7))
_EVERYONE = TeamTime(1, 1, "", True, None, None, OFFICE_HOURS, None)
_NIGHT_TEAM = TeamTime(1, 2, "Nights", False, None, "GB-ENG", OFFICE_HOURS, "GB-ENG")
CHANGES: dict[str, Any] = {
    "every": (Every.MONTHLY, Every.WEEKLY),
    "first_on": (date(2026, 3, 10), date(2026, 3, 12)),
    "at": (time(10), time(9)),
    "open_days": (3, 1),
    "dates": ((), tuple(date(2026, 3, day) for day in range(3, 17, 2))),
    "reminders": (1, 2),
    "questions": ((), (OwnItem("light", "fit", "It is light."), OwnItem("clear", "fit", "It is clear."))),
    "message_cap": (3, 10),
    "digest_weekday": (0, 6),
    "digest_at": (time(9), time(16)),
    "is_reviewed": (False, True),
    "is_strict": (True, False),
    "approver": ("", "U0123456789"),
    "team_hours:1": (_EVERYONE, replace(_EVERYONE, window=_NIGHTS, region="GB-ENG")),
    "team_hours:2": (_NIGHT_TEAM, replace(_NIGHT_TEAM, region="DE-BY")),
    "team_hours:3": (_NIGHT_TEAM, replace(_NIGHT_TEAM, region=None)),
}
"""A change of every setting; nobody can type anything in them."""


@dataclass(frozen=True)
class Maker:
    """A function that makes what people see, with its name and the types of its parameters."""

    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, Any]

    def make(self, typed: Callable[[str], str], *, full: bool) -> Any:
        """What it makes; `typed` gives the text for each thing that somebody typed, by its name."""
        given = {
            name: "Something is to be done."
            if f"{self.name}.{name}" in FINISHED
            else filled(hint, name, typed, full=full)
            for name, hint in self.parameters.items()
        }
        return self.function(**given)


def makers() -> list[Maker]:
    """All functions in messages/ that give a message, a view, blocks or a sentence."""
    found = []
    for info in pkgutil.walk_packages(messages.__path__, "messages."):
        if info.name.removeprefix("messages.") in NOT_MESSAGES:
            continue
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != info.name or name.startswith("_"):
                continue
            hints = typing.get_type_hints(function)
            if _is_shown(hints.pop("return")):
                found.append(Maker(f"{info.name.removeprefix('messages.')}.{name}", function, hints))
    return found


def refusals() -> list[Maker]:
    """All refusals that fill something in, as the sentence that people read."""
    for package in (domain, services, listeners):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(info.name)
    return [
        Maker(kind.__name__, partial(_said, kind), hints)
        for kind in _below(Refusal)
        if kind is not FormRefusal
        and (hints := typing.get_type_hints(kind.__init__, vars(inspect.getmodule(kind))))
        and hints.pop("return", True) in (None, types.NoneType)
        and hints
    ]


def _said(kind: type[Refusal], **given: Any) -> str:
    return kind(**given).said(as_data)


def _below(kind: type[Refusal]) -> list[type[Refusal]]:
    return [each for child in kind.__subclasses__() for each in (child, *_below(child))]


def _is_shown(hint: Any) -> bool:
    if typing.get_origin(hint) in (list, tuple, Sequence):
        return any(_is_shown(each) for each in typing.get_args(hint))
    return hint in (Message, View, str) or (inspect.isclass(hint) and issubclass(hint, Block))


NEVER_EMPTY = {
    ("Choice", "groups"),  # a workspace without groups is told so before a form opens
    ("Preview", "others"),  # there is always another pulse to look at
}


def filled(hint: Any, name: str, typed: Callable[[str], str], *, full: bool) -> Any:
    """A value of this type. `full` gives what is optional, several of each, and True; otherwise as little as may be."""
    name = RENAMED.get(name, name)
    if name in OURS:
        return OURS[name]
    if hint is str:
        return typed(name)
    if hint == Changes:
        return CHANGES if full else {}
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        some = [each for each in typing.get_args(hint) if each is not types.NoneType]
        return filled(some[0], name, typed, full=full) if full else None
    if is_dataclass(hint):
        return _filled_dataclass(hint, typed, full=full)
    return _filled_plain(hint, name, typed, full=full)


def _filled_dataclass(hint: Any, typed: Callable[[str], str], *, full: bool) -> Any:
    if hint is Wave:
        return Wave(7, 1, 1, MOMENT.date(), MOMENT, MOMENT + timedelta(days=2), ITEMS, "open", 40, 20 if full else None)
    if hint is Rhythm:
        return Rhythm(Every.WEEKLY, 1, time(10), 3)
    if hint is Item:
        return Item(ITEMS[0], "fit", reverse=full, text=typed("text"))
    if hint is TeamTime:
        planned = replace(_NIGHT_TEAM, name=typed("name"), window=_NIGHTS) if full else None
        return replace(_NIGHT_TEAM, name=typed("name"), planned=planned)
    if hint is Window:
        return OFFICE_HOURS
    if hint is ItemResult:
        return ItemResult(1, "expected", *RESULTS[3])
    if hint is Deed:
        return Deed("expected", typed("what"), MOMENT.date(), Came.KEPT if full else Came.TRYING)
    if hint is Origin:
        return Origin(7, "expected", MOMENT.date())
    if hint is Message:
        return said("Something is to be done.")
    if hint is AboutMe:
        return held_on(typed, rows=9 if full else 0)
    if hint is Kept:
        return all_promises(0).kept[0]
    if hint is Promises:
        return all_promises(2 if full else 0)
    hints = typing.get_type_hints(hint)
    given = {
        each.name: filled(hints[each.name], each.name, typed, full=full or (hint.__name__, each.name) in NEVER_EMPTY)
        for each in fields(hint)
    }
    return hint(**given)


def _filled_plain(hint: Any, name: str, typed: Callable[[str], str], *, full: bool) -> Any:
    simple = {
        int: 3,
        float: 3.5,
        bool: full,
        date: MOMENT.date(),
        time: time(10),
        datetime: MOMENT,
        timedelta: timedelta(1),
    }
    if hint in simple:
        return simple[hint]
    if hint is NotForYou:
        return NotForYou()
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return next(iter(hint))
    of = typing.get_origin(hint)
    inner = typing.get_args(hint)
    if of in (dict, Mapping):
        pairs = [(filled(inner[0], name, typed, full=full), filled(inner[1], name, typed, full=full))]
        return dict(pairs if full else [])
    if of is tuple and Ellipsis not in inner:
        return tuple(filled(each, name, typed, full=full) for each in inner)
    if of in (list, tuple, frozenset, set, Sequence):
        many = [filled(inner[0], name, typed, full=full) for _ in range(2 if full else 0)]
        return (tuple if of is Sequence else of)(many)
    raise TypeError(f"{name}: {hint} can't be made up. Say in tests/filled_in.py how.")
