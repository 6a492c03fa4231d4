"""Claiming and marking due messages on PostgreSQL by one, two and four processes, against bare SKIP LOCKED loops.

Whoever claims holds the pace that all replicas share, as the bot does; the bare loops share nothing but the table.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier

from bench.claiming import BAR, BATCH, LEASE, MESSAGES, NOW, afresh, fill, turns_bare
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report
from bench.raw import raw

from bot.domain.delivery import Fate, Outcome, State
from bot.services.ports import Uses
from storage import outbox, pace
from storage.outbox import Claimed, Settlement

PROCESSES = (1, 2, 4)
_ALL_TOGETHER = multiprocessing.get_context("spawn")
_PATIENCE = 60.0

Turns = Callable[[], list[int]]
Loop = Callable[[str, int], Iterator[Turns]]


def main() -> None:
    with durable_databases() as fresh:
        url = fresh("postgresql")
        with uses_of(url) as uses:
            fill(uses)
            for processes in PROCESSES:
                report(measure(url, uses.workspace_id, processes))


def measure(url: str, workspace_id: int, processes: int) -> Figure:
    """The same messages by both in turn; each must be claimed once."""
    progress(f"{processes} process{'es' if processes > 1 else ''} on postgresql")
    ours, floor = [], []
    with raw(url) as driver:
        for _ in range(ROUNDS):
            for loop, rates in ((as_the_bot, ours), (bare, floor)):
                seconds, claimed = together(loop, url, workspace_id, processes)
                assert sorted(claimed) == sorted(set(claimed)), "a message was claimed twice"
                assert len(claimed) == MESSAGES, len(claimed)
                rates.append(MESSAGES / seconds)
                afresh(driver, "postgresql")
    what = f"claiming and marking {MESSAGES:,}, {processes} process{'es' if processes > 1 else ''}"
    against = "bare SKIP LOCKED loops in as many processes"
    return Figure(what, "a second", tuple(ours), tuple(floor), against, BAR, more_is_better=True)


def together(loop: Loop, url: str, workspace_id: int, processes: int) -> tuple[float, list[int]]:
    """Seconds from the common start until the last has found nothing more, and all that were claimed."""
    begin = _ALL_TOGETHER.Barrier(processes)
    with _ALL_TOGETHER.Pool(processes, initializer=_meet_at, initargs=(begin,)) as pool:
        ended = pool.starmap(_timed, [(loop, url, workspace_id)] * processes, chunksize=1)
    seconds = max(end for _, end, _ in ended) - min(start for start, _, _ in ended)
    return seconds, [row for _, _, rows in ended for row in rows]


_begin: Barrier | None = None


def _meet_at(begin: Barrier) -> None:
    global _begin
    _begin = begin


def _timed(loop: Loop, url: str, workspace_id: int) -> tuple[float, float, list[int]]:
    with contextmanager(loop)(url, workspace_id) as turns:
        assert _begin is not None
        _begin.wait(_PATIENCE)
        start = time.time()
        rows = turns()
        return start, time.time(), rows


def as_the_bot(url: str, _workspace_id: int) -> Iterator[Turns]:
    """Claims as the bot's counter does it, once it is connected."""
    with uses_of(url) as uses:
        yield lambda: claim_until_none(uses)


def bare(url: str, workspace_id: int) -> Iterator[Turns]:
    """Claims with nothing but the driver, once it is connected."""
    with raw(url) as driver:
        yield lambda: turns_bare(driver, "postgresql", workspace_id)


def claim_until_none(uses: Uses) -> list[int]:
    """In turns, until nothing is left; gives what it was handed."""
    claimed: list[int] = []
    held: list[Claimed] = []
    posted = Outcome(Fate.POSTED, ts="1.0", channel="D1")
    while True:
        real = datetime.now(UTC)
        with uses.writing() as session:
            pace.hold_pace(session, "bench", {"rate": 1.0})
            done = [Settlement(row, State.SENT, outcome=posted) for row in held]
            assert outbox.settle(session, done, real) == []
            held = outbox.claim(session, now=NOW, real_now=real, lease=LEASE, most=BATCH)
        if not held:
            return claimed
        claimed += [row.id for row in held]


if __name__ == "__main__":
    main()
