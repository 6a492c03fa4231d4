"""APScheduler as a plain UTC ticker: it wakes us, and what is due stands in our own tables."""

import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


class Ticker:
    """Calls `tick` every `seconds`; a late tick comes once, and two never overlap."""

    def __init__(self, tick: Callable[[], object], seconds: float) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
        self._scheduler.add_job(
            tick, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop, and wait for a tick that is under way."""
        self._scheduler.shutdown(wait=True)
