"""Sees whatever goes wrong while the demo plays: in the log, on the wire, and in the outbox."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from bot.app import Uptake
from bot.sandbox.model import Call
from bot.sandbox.workspace import Sandbox
from storage import outbox


class Watch(logging.Handler):
    """Keeps what was logged as an error, and what ended a thread. A context manager."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        self._hook = threading.excepthook
        threading.excepthook = self._thread_ended
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger().removeHandler(self)
        threading.excepthook = self._hook

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, with the exception that caused it."""
        cause = f" ({record.exc_info[1]!r})" if record.exc_info and record.exc_info[1] else ""
        self.heard.append(f"{record.name} logged: {record.getMessage()}{cause}")

    def _thread_ended(self, ended: Any) -> None:
        self.heard.append(f"A thread ended with {ended.exc_value!r}.")
        self._hook(ended)


def faults(sandbox: Sandbox, uptake: Uptake, watch: Watch) -> list[str]:
    """A sentence for each kind of thing that went wrong so far, whatever feature it belongs to."""
    found = Counter([*watch.heard, *_refused(sandbox), *_unanswered(sandbox), *_doubled(sandbox), *_lost(uptake)])
    return [f"{sentence} ({times} times)" if times > 1 else sentence for sentence, times in found.items()]


def _refused(sandbox: Sandbox) -> Iterator[str]:
    for call in sandbox.calls:
        if not call.ok:
            why = "; ".join(call.answer.get("response_metadata", {}).get("messages", []))
            yield f"Slack refused {call.method}: {call.error}{f' ({why})' if why else ''}."


def _unanswered(sandbox: Sandbox) -> Iterator[str]:
    for exchange in sandbox.exchanges:
        if exchange.error:
            yield f"A delivery of {exchange.kind} went wrong: {exchange.error}."


def _doubled(sandbox: Sandbox) -> Iterator[str]:
    posted = [call for call in sandbox.calls_to("chat.postMessage") if call.ok]
    for (channel, _), times in Counter(map(_sameness, posted)).items():
        if times > 1:
            yield f"A message to {channel} was posted {times} times."


def _sameness(call: Call) -> tuple[str, str]:
    """Messages to one place whose text and blocks agree are the same message."""
    return str(call.args.get("channel")), f"{call.args.get('text')} {call.args.get('blocks')}"


def _lost(uptake: Uptake) -> Iterator[str]:
    with uptake.uses.reading() as session:
        counts = outbox.count_by_state(session)
        is_waiting = outbox.has_waiting(session, uptake.uses.clock())
    for state in ("failed", "unsure"):
        if counts.get(state):
            yield f"{counts[state]} messages are {state}."
    if is_waiting:
        yield "Messages that are due still wait."
