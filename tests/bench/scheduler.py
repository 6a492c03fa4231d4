"""The outbox beside what many bots do: one APScheduler job per message in its SQLAlchemy job store.

First 5,000 that are due now; then 10,000 that fell due while nobody ran, for an hour.
"""

import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from bench.claiming import BATCH, LEASE, MESSAGES, afresh, claim_all, fill
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.raw import raw

from bot.domain.delivery import Fate, Outcome, Post, Priority, State
from bot.services.ports import Uses
from storage import outbox
from storage.database import Database
from storage.outbox import Settlement

JOBS, MISSED = 5_000, 10_000
AT_LEAST = {"postgresql": 10.0, "sqlite": 3.0}
_THREADS, _PATIENCE = 20, 120.0
_sent: list[int] = []
_all_sent = Event()
_expected = [0]


def main() -> None:
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it reports each job that it loses
    with durable_databases() as fresh:
        for kind in ("sqlite", "postgresql"):
            report(due_now(kind, fresh(kind)))
        report(*missed(fresh("sqlite"), fresh("sqlite")))


def send(number: int) -> None:
    """A job's work: nothing but to be counted."""
    _sent.append(number)
    if len(_sent) >= _expected[0]:
        _all_sent.set()


def due_now(kind: str, url: str) -> Figure:
    """Messages a second against jobs a second, in the same database with the same settings."""
    progress(f"outbox and job store on {kind}")
    ours, floor = [], []
    with uses_of(url) as uses, raw(url) as bare:
        fill(uses)
        for _ in range(ROUNDS):
            ours.append(MESSAGES / seconds_of(lambda: claim_all(uses)))
            afresh(bare, kind)
            floor.append(JOBS / by_scheduler(url, [datetime.now(UTC)] * JOBS, grace=None))
    what, against = f"due messages, {kind}", "one APScheduler job each in its SQLAlchemy job store"
    return Figure(what, "a second", tuple(ours), tuple(floor), against, AT_LEAST[kind], more_is_better=True)


def by_scheduler(url: str, moments: Sequence[datetime], grace: int | None = 1) -> float:
    """Seconds until every job has run, or until nothing has run for two seconds; `_sent` is what did."""
    database = Database(url)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        jobstores={"default": SQLAlchemyJobStore(engine=database.engine)},
        executors={"default": ThreadPoolExecutor(_THREADS)},
        job_defaults={"misfire_grace_time": grace},
    )
    _sent.clear()
    _all_sent.clear()
    _expected[0] = len(moments)
    scheduler.start(paused=True)
    for number, moment in enumerate(moments):
        scheduler.add_job(send, "date", run_date=moment, args=[number])
    began = time.perf_counter()
    scheduler.resume()
    while not _all_sent.wait(2.0) and scheduler.get_jobs() and time.perf_counter() - began < _PATIENCE:
        pass
    seconds = time.perf_counter() - began
    scheduler.shutdown(wait=True)
    database.close()
    return seconds


def missed(ours: str, theirs: str) -> list[Figure]:
    """The share that is sent, or expired with a record, of what fell due evenly over an hour without a process."""
    progress("due while down for an hour")
    now = datetime.now(UTC)
    moments = [now - timedelta(hours=1) * (MISSED - number) / MISSED for number in range(MISSED)]
    by_scheduler(theirs, moments)
    share = len(_sent) / MISSED
    with uses_of(ours) as uses:
        settled = all_settled(uses, moments, now)
    what = f"of {MISSED:,} due while down for an hour"
    return [
        Figure(f"{what}, sent or dropped with a record", "share", (settled / MISSED,), bar=1.0, more_is_better=True),
        Figure(f"{what}, APScheduler as it is", "share", (share,)),
    ]


def all_settled(uses: Uses, moments: Sequence[datetime], now: datetime) -> int:
    """Send what is due, each with an hour to live; gives how many ended with a record."""
    with uses.writing() as session:
        posts = [
            Post("bench", f"U{number:06d}", {}, str(number), Priority.INVITATION) for number in range(len(moments))
        ]
        outbox.queue(session, [(post, at, at + timedelta(hours=1)) for post, at in zip(posts, moments, strict=True)])
    while True:
        with uses.writing() as session:
            held = outbox.claim(session, now=now, real_now=now, lease=LEASE, most=BATCH)
            posted = Outcome(Fate.POSTED, ts="1.0", channel="D1")
            ended = [
                Settlement(row, State.DROPPED, "too late")
                if row.expires and now >= row.expires
                else Settlement(row, State.SENT, outcome=posted)
                for row in held
            ]
            outbox.settle(session, ended, now)
        if not held:
            break
    with uses.reading() as session:
        counts = outbox.count_by_state(session)
    return counts.get(State.SENT, 0) + counts.get(State.DROPPED, 0)


if __name__ == "__main__":
    main()
