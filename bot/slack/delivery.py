"""The only thing that posts to Slack on its own account: sends what the outbox holds, many messages at a time."""

import logging
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from slack_sdk import WebClient

from bot.domain.delivery import Fate, Outcome, is_patient
from bot.services.attempts import Attempt
from bot.services.delivery import Counter, Ready
from bot.slack.history import Sought, look_for
from bot.slack.layouts import Layouts
from bot.slack.posting import edit, is_gone

log = logging.getLogger("uptake.delivery")

_IDLE = 0.25
_GATHER = 0.02


class Delivery:
    """Sends what the outbox holds, with `threads` senders, until it is stopped; `author` is the bot's user id."""

    def __init__(
        self,
        counter: Counter,
        client: WebClient,
        *,
        author: str,
        threads: int,
        timeout: float,
        real: Callable[[], float] = time.time,
    ) -> None:
        self._counter, self._client, self._threads, self._timeout, self._real = counter, client, threads, timeout, real
        self._author = author
        self._ready: SimpleQueue[Ready | None] = SimpleQueue()
        self._ended: SimpleQueue[Attempt] = SimpleQueue()
        self._in_hand = 0
        self._blocked_until = 0.0
        self._lock = Lock()
        self._stopping, self._news = Event(), Event()
        self._senders = [Thread(target=self._send_all, name=f"sender-{n}", daemon=True) for n in range(threads)]
        self._dispatcher = Thread(target=self._dispatch, name="dispatcher", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        for thread in (*self._senders, self._dispatcher):
            thread.start()

    def wake(self) -> None:
        """Something may be waiting: look now rather than at the next turn."""
        self._news.set()

    def stop(self) -> None:
        """Let requests under way end, give back what wasn't tried, and settle everything."""
        self._stopping.set()
        self._news.set()
        if self._dispatcher.is_alive():
            self._dispatcher.join()
        for _ in self._senders:
            self._ready.put(None)
        for thread in self._senders:
            if thread.is_alive():
                thread.join()
        self._counter.give_back(self._gather())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in hand and nothing waits now."""
        return self._in_hand == 0 and not self._counter.has_waiting()

    def _dispatch(self) -> None:
        next_look = 0.0
        while not self._stopping.is_set():
            try:
                next_look = self._turn(next_look)
            except Exception:
                log.exception("A turn of the delivery failed; the next one begins in a second.")
                next_look = self._real() + 1
            pause = next_look - self._real()
            if pause > 0 and self._news.wait(min(pause, _IDLE)):
                self._news.clear()
                time.sleep(_GATHER)

    def _turn(self, next_look: float) -> float:
        """Settle and take once; gives when to look again."""
        attempts = self._gather()
        room = 2 * self._threads - self._in_hand
        is_time = self._real() >= next_look
        if not attempts and not (is_time and room > 0 and self._counter.has_free()):
            return self._real() + _IDLE if is_time else next_look
        try:
            taken, next_slot = self._counter.settle_and_take(attempts, room)
        except Exception:
            self._put_back(attempts)
            raise
        with self._lock:
            self._in_hand += len(taken)
        for one in taken:
            self._ready.put(one)
        return next_slot if taken else max(next_slot, self._real() + _IDLE)

    def _gather(self) -> list[Attempt]:
        attempts = []
        while True:
            try:
                attempts.append(self._ended.get_nowait())
            except Empty:
                break
        with self._lock:
            self._in_hand -= len(attempts)
        return attempts

    def _put_back(self, attempts: list[Attempt]) -> None:
        """Keep what ended for the next turn: a message that was sent must not be looked for later."""
        with self._lock:
            self._in_hand += len(attempts)
        for attempt in attempts:
            self._ended.put(attempt)

    def _send_all(self) -> None:
        while (one := self._ready.get()) is not None:
            try:
                attempt = self._send(one)
            except Exception:
                log.exception("Message %s of kind %s could not be sent.", one.row.id, one.row.kind)
                attempt = Attempt(one.row, Outcome(Fate.UNKNOWN, "a fault in Uptake"), self._real())
            self._ended.put(attempt)
            self._news.set()

    def _send(self, one: Ready) -> Attempt:
        pause = one.start - self._real()
        if pause > 0:
            self._stopping.wait(pause)
        if self._stopping.is_set() or not self._may_send(one):
            return Attempt(one.row, Outcome(Fate.NOT_NOW), was_tried=False)
        if one.edits:
            sent_at = self._real()
            outcome = edit(self._client, one.row.recipient, one.edits, one.message)
            if not is_gone(outcome):
                return Attempt(one.row, outcome, sent_at, is_post=False, is_edit=True)
        return self._post(one)

    def _post(self, one: Ready) -> Attempt:
        if one.row.doubt_since is not None:
            settled = self._settle_doubt(one)
            if settled is not None:
                return settled
            if self._stopping.is_set() or not self._may_send(one):
                return Attempt(one.row, Outcome(Fate.NOT_NOW, "a slow history"), self._real(), is_post=False)
        if one.is_result:
            held = self._counter.hold_back(one)
            if held is None and (self._stopping.is_set() or not self._may_send(one)):
                held = Outcome(Fate.NOT_NOW, "a slow look at the channel")
            if held is not None:
                return Attempt(one.row, held, self._real(), is_post=False)
        sent_at = self._real()
        layouts = Layouts(
            self._client, self._counter, lambda: self._may_send(one), is_patient=is_patient(one.row.attempt)
        )
        outcome = layouts.post(one.row.recipient, one.message, one.row.token)
        if outcome.fate is Fate.TOO_FAST:
            self._blocked_until = max(self._blocked_until, self._real() + outcome.retry_after)
        return Attempt(one.row, outcome, sent_at, is_post=layouts.has_tried)

    def _may_send(self, one: Ready) -> bool:
        """Whether the lease still covers a whole request, and Slack hasn't asked us to wait.

        A request may take the timeout twice: to connect, and to be answered.
        """
        now = self._real()
        return now >= self._blocked_until and one.row.lease_until.timestamp() - now > 2 * self._timeout

    def _settle_doubt(self, one: Ready) -> Attempt | None:
        """Look whether an earlier attempt was posted after all; None where it surely wasn't, so that it can be sent."""
        since = one.row.doubt_since
        assert since is not None
        sought = Sought(one.row.token, one.message.text, self._author)
        trace = look_for(self._client, one.row.recipient, sought, since)
        if trace.was_posted is False:
            return None
        if trace.was_posted:
            outcome = Outcome(Fate.POSTED, ts=trace.ts, channel=trace.channel)
        elif trace.wait:
            outcome = Outcome(Fate.UNKNOWN, trace.reason, retry_after=trace.wait)
        else:
            outcome = Outcome(Fate.UNSURE, trace.reason)
        return Attempt(one.row, outcome, self._real(), is_post=False)
