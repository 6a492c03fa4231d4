"""A page for whoever watches over a running bot: whether it lives and is ready, and its figures for Prometheus."""

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Any, Protocol

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.domain.installation import OLD_MESSAGE
from bot.figures import WITHIN, Figures
from bot.services.ports import Clock
from bot.serving import Serving
from storage import health
from storage.database import Database

_LONGEST_TICK = 600.0
"""Seconds after which a clock that wasn't asked stands still; opening a pulse for 100,000 people takes one."""
_COUNTED = {
    "messages": ("Messages settled, by how: sent, dropped, failed, unsure, or waiting for another attempt.", "end"),
    "refusals": ("Requests that Slack refused because they came too fast.", ""),
    "ticks": ("How often the clock was asked what is due.", ""),
    "due_work": ("Pieces of due work that were done.", ""),
    "errors": ("Errors in the log, by the part that logged them.", "part"),
}


class Door(Protocol):
    """Whatever Slack's payloads come in by."""

    @property
    def are_connected(self) -> bool:
        """Whether they can come in now."""


class HealthPage:
    """Answers on a port of its own: `/healthz` (ready), `/healthz/live` and `/metrics`."""

    def __init__(self, figures: Figures, database: Database, clock: Clock, door: Door, *, host: str, port: int) -> None:
        self._figures, self._database, self._clock, self._door = figures, database, clock, door
        self._registry = CollectorRegistry()
        self._registry.register(_Exposed(figures, self._waiting, lambda: door.are_connected))
        routes = [("/healthz", self._ready), ("/healthz/live", self._live), ("/metrics", self._metrics)]
        self._serving = Serving(Starlette(routes=[Route(path, answer) for path, answer in routes]), host, port)
        self.port = port

    def start(self) -> None:
        """Begin to answer. Raises PortTaken."""
        self.port = self._serving.start()

    def stop(self) -> None:
        """Answer no more."""
        self._serving.stop()

    async def _live(self, _request: Request) -> Response:
        """Whether this process does anything at all; where it doesn't, start it anew."""
        ticked = self._figures.seconds_since("ticks")
        return _answer(ticked <= _LONGEST_TICK, {"seconds_since_tick": round(ticked, 1)})

    async def _ready(self, _request: Request) -> Response:
        """Whether it can do its work: the database answers, Slack reaches it, and messages get away.

        Old messages alone are no fault: Slack takes its time for thousands. They are one where nothing gets away.
        """
        found: dict[str, Any] = {"slack": "connected" if self._door.are_connected else "not connected"}
        try:
            _, age = await run_in_threadpool(self._waiting)
        except SQLAlchemyError as error:
            found["database"] = type(error).__name__
            return _answer(False, found)
        is_stuck = min(age, self._figures.seconds_since("messages")) > OLD_MESSAGE
        found |= {"database": "ok", "oldest_message_seconds": round(age, 1), "outbox": "stuck" if is_stuck else "ok"}
        return _answer(self._door.are_connected and not is_stuck, found)

    async def _metrics(self, _request: Request) -> Response:
        text = await run_in_threadpool(generate_latest, self._registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    def _waiting(self) -> tuple[int, float]:
        """How many messages may go out now, and how many seconds the oldest of them has been waiting."""
        now = self._clock()
        number, since = health.due_messages(self._database, now)
        return number, (now - since).total_seconds() if since else 0.0


class _Exposed:
    """The figures as Prometheus reads them; what stands in the database is looked up when it asks."""

    def __init__(
        self, figures: Figures, waiting: Callable[[], tuple[int, float]], is_connected: Callable[[], bool]
    ) -> None:
        self._figures, self._waiting, self._is_connected = figures, waiting, is_connected

    def describe(self) -> Iterable[Metric]:
        """Nothing is looked up to register it."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Every figure of this process, and those of the database that all replicas share."""
        counts = self._figures.counts()
        for what, (meaning, label) in _COUNTED.items():
            family = CounterMetricFamily(f"uptake_{what}", meaning, labels=[label] if label else [])
            kinds = {kind: number for (counted, kind), number in counts.items() if counted == what}
            for kind, number in (kinds or ({} if label else {"": 0})).items():
                family.add_metric([kind] if label else [], number)
            yield family
        acks = HistogramMetricFamily("uptake_ack_seconds", "Until a payload was acknowledged.", labels=["payload"])
        for kind, (buckets, total) in self._figures.acks().items():
            bounds = [*(str(bound) for bound in WITHIN), "+Inf"]
            acks.add_metric([kind], list(zip(bounds, accumulate(buckets), strict=True)), total)
        yield acks
        number, age = self._waiting()
        yield GaugeMetricFamily("uptake_outbox_waiting", "Messages that may go out now.", number)
        yield GaugeMetricFamily("uptake_outbox_age_seconds", "How long the oldest of them has been waiting.", age)
        yield GaugeMetricFamily("uptake_connected", "1 while Slack reaches this process.", int(self._is_connected()))


def _answer(is_well: bool, found: dict[str, Any]) -> Response:
    return JSONResponse({"well": is_well, **found}, status_code=200 if is_well else 503)
