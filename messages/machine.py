"""What whoever runs Uptake reads on the command line about messages and due work; nobody's name or id is in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.domain.delivery import State
from bot.domain.initiative import Stage
from messages.sentences import FALLBACK, sentences

_PERSONS = ("U", "W")


class Kept(Protocol):
    """A message as the outbox keeps it."""

    @property
    def id(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def state(self) -> State: ...

    @property
    def recipient(self) -> str: ...

    @property
    def not_before(self) -> datetime: ...

    @property
    def attempt(self) -> int: ...

    @property
    def reason(self) -> str: ...


class Standing(Protocol):
    """How many messages and pieces of due work stand where."""

    @property
    def messages(self) -> Mapping[State, int]: ...

    @property
    def oldest(self) -> datetime | None: ...

    @property
    def work_waiting(self) -> int: ...

    @property
    def work_failed(self) -> int: ...

    @property
    def next_work(self) -> datetime | None: ...


def version(kind: str, number: str) -> str:
    """Which tables there are, in which kind of database."""
    return _said("version", kind=kind, version=number)


def standing(team_id: str, stages: Mapping[Stage, int], found: Standing, now: datetime) -> list[str]:
    """How a workspace stands, a line each."""
    numbers = {stage.value: stages[stage] for stage in Stage}
    messages = {state.value: found.messages.get(state, 0) for state in State}
    lines = [_said("workspace", team=team_id, **numbers), _said("messages", **messages)]
    if found.oldest is not None:
        lines.append(_said("oldest", minutes=round((now - found.oldest).total_seconds() / 60)))
    lines.append(_said("work", waiting=found.work_waiting, failed=found.work_failed))
    if found.next_work is not None:
        lines.append(_said("next", moment=f"{found.next_work:%Y-%m-%d %H:%M} UTC"))
    return lines


def row(kept: Kept) -> str:
    """Such as '412  failed  pulse.result  C0123456789  2026-03-03 09:12 UTC  3 attempts  is_archived'.

    It says 'a person' for whoever gets it: who was reminded of a pulse tells who hadn't answered.
    """
    to = _said("person") if kept.recipient.startswith(_PERSONS) else kept.recipient
    since = f"{kept.not_before:%Y-%m-%d %H:%M} UTC"
    parts = (str(kept.id), kept.state, kept.kind, to, since, _said("attempts", count=kept.attempt), kept.reason)
    return "  ".join(parts).rstrip()


def none() -> str:
    """No message stands there."""
    return _said("none")


def more(count: int) -> str:
    """Only the oldest were shown."""
    return _said("more", count=count)


def retried(count: int) -> str:
    """So many are tried again."""
    return _said("retried", count=count) if count else _said("unchanged")


def dropped(count: int) -> str:
    """So many were given up."""
    return _said("dropped", count=count) if count else _said("not_dropped")


def _said(part: str, **values: Any) -> str:
    return sentences("machine/outbox", FALLBACK, **values).plain(part)
