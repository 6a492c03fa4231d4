"""Does the work that is due: claims it, hands it to its feature, and tries again what failed."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.pacing import backoff
from bot.figures import Figures
from bot.services.ports import DirectoryUnavailable, Handler, Uses
from storage import due
from storage.due import LeaseLost, Work

log = logging.getLogger("uptake.schedule")

_BATCH = 20
_MOST_ATTEMPTS = 20


class DueWork:
    """The work of one workspace. Each piece is one transaction that also marks it done."""

    def __init__(
        self,
        uses: Uses,
        handlers: Mapping[str, Handler],
        *,
        lease: timedelta,
        real: Callable[[], float] = time.time,
        figures: Figures | None = None,
    ) -> None:
        self._uses, self._handlers, self._lease, self._real = uses, handlers, lease, real
        self._figures = figures or Figures()

    def do_due(self, should_stop: Callable[[], bool] = lambda: False) -> int:
        """Do all that is due now, oldest first, until nothing is left; gives how many pieces were done."""
        done = 0
        while not should_stop():
            works = self._claim()
            if not works:
                return done
            for number, work in enumerate(works):
                if should_stop():
                    self._release(works[number:])
                    return done
                done += self._do(work)
        return done

    def _claim(self) -> list[Work]:
        now, real_now = self._uses.clock(), self._moment()
        with self._uses.reading() as session:
            soonest = due.soonest(session)
        if soonest is None or soonest > now:
            return []
        with self._uses.writing() as session:
            return due.claim(session, now=now, real_now=real_now, until=real_now + self._lease, most=_BATCH)

    def _do(self, work: Work) -> bool:
        try:
            return self._try(work)
        except LeaseLost:
            log.warning("Due work %s (%s) was taken over by another process.", work.id, work.what)
            return False

    def _try(self, work: Work) -> bool:
        try:
            self._handlers[work.what](self._uses, work)
        except LeaseLost:
            raise
        except DirectoryUnavailable as unavailable:
            seconds = max(unavailable.seconds, backoff(work.attempt, self._uses.random))
            self._again(work, unavailable.reason, seconds)
        except Exception as error:
            log.exception("Due work %s (%s) failed.", work.id, work.what)
            self._again(work, type(error).__name__, backoff(work.attempt, self._uses.random))
        else:
            self._figures.count("due_work")
            return True
        return False

    def _again(self, work: Work, reason: str, seconds: float) -> None:
        with self._uses.writing() as session:
            if work.attempt >= _MOST_ATTEMPTS:
                due.give_up(session, work, reason)
                log.error("Due work %s (%s) was given up: %s.", work.id, work.what, reason)
            else:
                due.try_again(session, work, self._moment() + timedelta(seconds=seconds), reason)

    def _release(self, works: list[Work]) -> None:
        with self._uses.writing() as session:
            due.release(session, works)

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self._real(), UTC)
