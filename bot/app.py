"""The one composition root: puts settings, database, Slack and features together; nothing is built at import."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.domain.pacing import Pace
from bot.features import FEATURES, all_messages
from bot.figures import CountErrors, Figures
from bot.listeners.dispatch import Dispatch
from bot.meeting import meet_workspace
from bot.schedule.due import DueWork
from bot.schedule.ticker import Ticker
from bot.services import duties
from bot.services.delivery import Counter
from bot.services.ports import Clock
from bot.services.privacy import retaining
from bot.settings import Settings
from bot.slack.client import web_client, why_not_reached
from bot.slack.delivery import Delivery
from bot.slack.sockets import Sockets
from storage import migrations
from storage.database import Database

if TYPE_CHECKING:
    from bot.health import HealthPage
    from bot.slack.request_url import RequestUrl

log = logging.getLogger("uptake")

_SETTLED = 0.05


def real_clock() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


class Uptake:
    """The bot in one process: listeners, due work and delivery for one workspace.

    `clock` is product time; `real`, in seconds since the epoch, is what leases, retries and limits go by.
    """

    def __init__(self, settings: Settings, clock: Clock = real_clock, real: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        if migrations.version(self.database) != migrations.HEAD:
            migrations.upgrade(self.database)
        self.client = web_client(settings.bot_token, settings.api_url, settings.http_timeout)
        self.uses, self._who = meet_workspace(settings, self.database, self.client, clock)
        retaining.begin(self.uses)
        duties.begin(self.uses)
        lease = timedelta(seconds=settings.lease_seconds)
        self.figures = Figures(real)
        handlers = {what: do for feature in FEATURES for what, do in feature.due.items()}
        self.due = DueWork(self.uses, handlers, lease=lease, real=real, figures=self.figures)
        counter = Counter(
            self.uses,
            all_messages(),
            lease=lease,
            first=Pace(start=settings.first_rate, rate=settings.first_rate),
            real=real,
            figures=self.figures,
        )
        self.delivery = Delivery(
            counter,
            self.client,
            author=self._who.bot_user_id or "",
            threads=settings.sender_threads,
            timeout=settings.http_timeout,
            real=real,
        )
        self.ticker = Ticker(self.tick, settings.tick_seconds)
        self._stopping = False
        self._working = Lock()
        self._pool = ThreadPoolExecutor(settings.listener_threads, thread_name_prefix="listener")
        self.door = self._listen()
        self.health = self._health_page()

    def start(self) -> None:
        """Connect, and begin to listen, tick and send."""
        try:
            self.door.connect()
        except (SlackApiError, OSError) as error:
            raise why_not_reached(error, self.settings.api_url) from None
        if not self.door.are_connected:
            raise why_not_reached(OSError(), self.settings.api_url)
        self.delivery.start()
        self.ticker.start()
        if self.health is not None:
            self.health.start()

    def stop(self) -> None:
        """Stop gracefully: no new payloads, work and requests under way end, what is unsent goes back."""
        self._stopping = True
        if self.health is not None:
            self.health.stop()
        self.door.close()
        self.ticker.stop()
        self.delivery.stop()
        self._pool.shutdown(wait=True)
        self.database.close()

    def tick(self) -> None:
        """Do what is due now."""
        self.figures.count("ticks")
        if self._do_due():
            self.delivery.wake()

    def settle(self, timeout: float = 60.0, pause: Callable[[float], None] = time.sleep) -> None:
        """Do all that is due and send all that may go out now. Raises TimeoutError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while not self.delivery.is_idle or self._do_due() or not self.delivery.is_idle:
            self.delivery.wake()
            if time.monotonic() > deadline:
                raise TimeoutError("Uptake did not come to rest.")
            pause(_SETTLED)

    def _do_due(self) -> int:
        """One at a time, so that who settles knows that no tick is in the middle of something."""
        with self._working:
            return self.due.do_due(lambda: self._stopping)

    def _health_page(self) -> "HealthPage | None":
        """Where a port was given for it; what it takes is loaded only then."""
        given = self.settings
        if given.health_port is None:
            return None
        from bot.health import HealthPage

        logging.getLogger().addHandler(CountErrors(self.figures))
        return HealthPage(
            self.figures, self.database, self.uses.clock, self.door, host=given.http_host, port=given.health_port
        )

    def _listen(self) -> "Sockets | RequestUrl":
        """Whom payloads are for was said at the start: Bolt would ask again with the first, and could lose it."""
        app = App(
            client=web_client(None, self.settings.api_url, self.settings.http_timeout),
            authorize=lambda: self._who,
            raise_error_for_unhandled_request=True,
            listener_executor=self._pool,
            logger=logging.getLogger("slack_bolt"),
        )
        Dispatch(self.uses, self.client, [feature.listeners for feature in FEATURES]).wire(app)
        given = self.settings
        if given.http_port is not None:
            from bot.slack.request_url import RequestUrl

            return RequestUrl(
                app,
                given.signing_secret,
                self.figures,
                host=given.http_host,
                port=given.http_port,
                threads=given.listener_threads,
            )
        return Sockets(
            app,
            given.app_token,
            self.client,
            self.figures,
            count=given.sockets,
            ping_seconds=given.ping_seconds,
            threads=given.listener_threads,
        )
