"""Seconds in which the stand-in itself was running: it can't time others while its machine stands still."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_BEAT = 0.05
_LONGEST_STEP = 0.1


class OwnTime:
    """A clock that `keep` moves on twenty times a second; a beat that comes late counts for a tenth of a second.

    Slack's clock never stops. But where the bot and the stand-in share a machine, three seconds in which neither could
    run say nothing about how quickly the bot answers.
    """

    def __init__(self) -> None:
        self._counted, self._beaten = 0.0, time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> float:
        """Own seconds since the beginning; any thread may ask."""
        with self._lock:
            return self._counted + min(time.monotonic() - self._beaten, _LONGEST_STEP)

    async def keep(self) -> None:
        """Move the clock on for as long as the server runs."""
        while True:
            await asyncio.sleep(_BEAT)
            moment = time.monotonic()
            with self._lock:
                self._counted += min(moment - self._beaten, _LONGEST_STEP)
                self._beaten = moment

    @asynccontextmanager
    async def at_most(self, seconds: float) -> AsyncIterator[None]:
        """Raises TimeoutError in the block when so many own seconds have passed."""
        async with asyncio.timeout(None) as limit:
            watch = asyncio.ensure_future(self._end(limit, self.now() + seconds))
            try:
                yield
            finally:
                watch.cancel()

    async def _end(self, limit: asyncio.Timeout, moment: float) -> None:
        while (left := moment - self.now()) > 0:
            await asyncio.sleep(left)
        limit.reschedule(asyncio.get_running_loop().time())
