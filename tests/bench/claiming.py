"""Claiming 4,000 due messages and marking them as sent, against a bare driver's loop on the same table.

Each turn is one transaction: what was handed out last is marked, and as many new messages are claimed.
"""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.raw import Raw, raw

from bot.domain.delivery import Fate, Outcome, Post, Priority, State
from bot.services.ports import Uses
from storage import outbox
from storage.outbox import Claimed, Settlement

MESSAGES, BATCH = 4_000, 100
LEASE = timedelta(seconds=40)
BAR = 0.5
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)

_FREE = (
    "SELECT id FROM outbox WHERE workspace_id = ? AND state = 'waiting' AND not_before <= ? "
    "AND (lease_until IS NULL OR lease_until < ?) ORDER BY priority, not_before, id LIMIT ?"
)
_HOLD = "UPDATE outbox SET lease = ?, lease_until = ?, attempt = attempt + 1 WHERE id = ?"
_MARK = "UPDATE outbox SET state = 'sent', lease = NULL, lease_until = NULL, channel = ?, ts = ? WHERE id = ?"
_AFRESH = "UPDATE outbox SET state = 'waiting', lease = NULL, lease_until = NULL, busy_until = NULL, ts = ''"


def main() -> None:
    with durable_databases() as fresh:
        for kind in ("sqlite", "postgresql"):
            report(measure(kind, fresh(kind)))


def measure(kind: str, url: str) -> Figure:
    """The same messages by both in turn."""
    progress(f"claiming and marking on {kind}")
    ours, floor = [], []
    with uses_of(url) as uses, raw(url) as bare:
        fill(uses)
        for _ in range(ROUNDS):
            ours.append(MESSAGES / seconds_of(lambda: claim_all(uses)))
            afresh(bare, kind)
            floor.append(MESSAGES / seconds_of(lambda: claim_all_bare(bare, kind, uses.workspace_id)))
            afresh(bare, kind)
    what, against = (
        f"claiming and marking {MESSAGES:,}, {kind}",
        "the same in SQL, without a pool, recipients or doubts",
    )
    return Figure(what, "a second", tuple(ours), tuple(floor), against, BAR, more_is_better=True)


def fill(uses: Uses) -> None:
    """One message each to so many people."""
    with uses.writing() as session:
        posts = [
            Post("bench", f"U{number:06d}", {"wave": 1, "user": f"U{number:06d}"}, str(number), Priority.INVITATION)
            for number in range(MESSAGES)
        ]
        assert outbox.queue(session, [(post, NOW, None) for post in posts]) == MESSAGES


def claim_all(uses: Uses) -> None:
    """Until none is left."""
    held: list[Claimed] = []
    marked, is_first = 0, True
    while held or is_first:
        is_first = False
        real = datetime.now(UTC)
        with uses.writing() as session:
            done = [Settlement(row, State.SENT, outcome=Outcome(Fate.POSTED, ts="1.0", channel="D1")) for row in held]
            assert outbox.settle(session, done, real) == []
            marked += len(done)
            held = outbox.claim(session, now=NOW, real_now=real, lease=LEASE, most=BATCH)
    assert marked == MESSAGES, marked


def claim_all_bare(bare: Raw, kind: str, workspace_id: int) -> None:
    """The same, with nothing but the driver."""
    marked = turns_bare(bare, kind, workspace_id)
    assert len(marked) == MESSAGES, len(marked)


def turns_bare(bare: Raw, kind: str, workspace_id: int) -> list[int]:
    """Claim and mark until none is left; gives the rows that were marked."""
    free = _FREE if kind == "sqlite" else f"{_FREE} FOR UPDATE SKIP LOCKED"
    held: list[int] = []
    marked: list[int] = []
    is_first = True
    while held or is_first:
        is_first, real = False, datetime.now(UTC)
        now, soon = _text(NOW), _text(real + LEASE)
        with bare.writing():
            bare.run_many(_MARK, [("D1", "1.0", row) for row in held])
            marked += held
            lease = uuid4().hex
            held = [row for (row,) in bare.run(free, (workspace_id, now, _text(real), BATCH))]
            bare.run_many(_HOLD, [(lease, soon, row) for row in held])
    return marked


def afresh(bare: Raw, kind: str) -> None:
    """All of them are due again, and the table is as compact as it was."""
    bare.run(_AFRESH)
    bare.run("VACUUM" if kind == "sqlite" else "VACUUM FULL outbox")
    time.sleep(0.1)


def _text(moment: datetime) -> str:
    """A moment as SQLite keeps it; PostgreSQL's session keeps UTC."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


if __name__ == "__main__":
    main()
