"""The outbox: every message that Uptake will post, kept until Slack has it; nothing is lost and nothing doubled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, bindparam, case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, exists, select, update
from sqlmodel.sql.expression import Select

from bot.domain.delivery import SECONDS_PER_CHANNEL, Outcome, Post, State
from bot.domain.privacy import is_nobody
from storage.database import workspace_of
from storage.outbox_table import OutboxRow
from storage.people import erased_among
from storage.rows import insert_new

_ROUNDS = 3
_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_SETTLED = (
    _TABLE.update()
    .where(_TABLE.c.id == bindparam("of"), _TABLE.c.workspace_id == bindparam("within"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        lease=None,
        lease_until=None,
        retry_at=bindparam("again_at"),
        doubt_since=bindparam("in_doubt"),
        attempt=bindparam("tries"),
        busy_until=bindparam("rests_until"),
        channel=bindparam("in_channel"),
        ts=bindparam("posted_as"),
        recipient=func.coalesce(bindparam("to", type_=_TABLE.c.recipient.type), _TABLE.c.recipient),
    )
)
"""One message's end; many go in one round trip."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process may send until `lease_until`, and must settle."""

    id: int
    kind: str
    recipient: str
    arguments: dict[str, int | str]
    initiative_id: int | None
    expires: datetime | None
    attempt: int
    lease: str
    lease_until: datetime
    claimed_at: datetime
    doubt_since: datetime | None
    token: str
    is_unrequested: bool = False
    priority: int = 0
    charged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an attempt ended: the row's new state, and what is known. Instants are real time.

    `recipient` is who gets the message in place of the one it was for; '' where that stays.
    """

    row: Claimed
    state: State
    reason: str = ""
    outcome: Outcome | None = None
    retry_at: datetime | None = None
    doubt_since: datetime | None = None
    was_tried: bool = True
    recipient: str = ""


def queue(session: Session, posts: Iterable[tuple[Post, datetime, datetime | None]]) -> int:
    """Write messages with their earliest and latest moment; those whose key stands already are left alone.

    Nothing is written for somebody who was erased. Gives how many were new.
    """
    posts = list(posts)
    erased = erased_among(session, {post.recipient for post, _, _ in posts})
    rows = [
        {
            "kind": post.kind,
            "recipient": post.recipient,
            "arguments": post.arguments,
            "unique_key": post.unique_key,
            "initiative_id": post.initiative_id,
            "wave_id": post.wave_id,
            "priority": int(post.priority),
            "is_unrequested": post.is_unrequested,
            "charged_on": post.charged_on,
            "not_before": not_before,
            "expires": expires,
            "state": State.WAITING.value,
            "reason": "",
            "attempt": 0,
            "channel": "",
            "ts": "",
            "token": uuid4().hex,
        }
        for post, not_before, expires in posts
        if post.recipient not in erased and not is_nobody(post.recipient)
    ]
    return insert_new(session, OutboxRow, rows, ("workspace_id", "unique_key"))


def claim(session: Session, *, now: datetime, real_now: datetime, lease: timedelta, most: int) -> list[Claimed]:
    """Take up to `most` messages that may go out now, one per recipient, most urgent first, and hold them.

    By itself this keeps one message per recipient only within a transaction: of two at once on PostgreSQL, each skips
    the other's rows and may take the same recipient's next. Replicas take turns because whoever claims holds the pace
    row (`storage.pace.hold_pace`) in the same transaction; claim in no other way.
    """
    chosen: dict[str, int] = {}
    for _ in range(_ROUNDS):
        wanted = most - len(chosen)
        free = _free(now, real_now, list(chosen)).limit(wanted)
        found = session.exec(free.with_for_update(skip_locked=True, of=OutboxRow)).all()
        for row_id, recipient in found:
            chosen.setdefault(recipient, row_id or 0)
        if len(found) < wanted or len(chosen) == most:
            break
    if not chosen:
        return []
    return _hold(session, list(chosen.values()), real_now, lease)


def settle(session: Session, settlements: Sequence[Settlement], real_now: datetime) -> list[Settlement]:
    """Write down how attempts ended; gives those whose lease was lost meanwhile (nothing is changed for them)."""
    if not settlements:
        return []
    ours = _still_held(session, [ended.row for ended in settlements])
    kept = [ended for ended in settlements if ended.row.id in ours]
    if kept:
        within = {"within": workspace_of(session)}
        session.connection().execute(_SETTLED, [_as_settled(ended, real_now) | within for ended in kept])
    return [ended for ended in settlements if ended.row.id not in ours]


def move(session: Session, row: Claimed, not_before: datetime, charged_on: date | None) -> None:
    """A message in hand goes out later, and counts on another day."""
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id) == row.id, col(OutboxRow.lease) == row.lease)
        .values(not_before=not_before, charged_on=charged_on)
    )


def moments_of(session: Session, wave_id: int, kind: str, now: datetime) -> dict[str, datetime]:
    """For when the messages of this kind about a wave are or were meant, by recipient; what is overdue goes now."""
    rows = session.exec(
        select(OutboxRow.recipient, OutboxRow.not_before, OutboxRow.state).where(
            OutboxRow.wave_id == wave_id, OutboxRow.kind == kind
        )
    )
    return {recipient: max(moment, now) if state == State.WAITING else moment for recipient, moment, state in rows}


def forget_wave(session: Session, wave_id: int) -> None:
    """Delete every message of a wave: together they would tell who was reminded."""
    session.exec(delete(OutboxRow).where(col(OutboxRow.wave_id) == wave_id))


def has_waiting(session: Session, now: datetime) -> bool:
    """Whether any message is due at `now`, though it may have to wait for its recipient, a retry or its holder."""
    return (
        session.exec(
            select(OutboxRow.id).where(OutboxRow.state == State.WAITING, OutboxRow.not_before <= now).limit(1)
        ).first()
        is not None
    )


def has_free(session: Session, now: datetime, real_now: datetime) -> bool:
    """Whether `claim` would find anything now."""
    return session.exec(_free(now, real_now, []).limit(1)).first() is not None


def count_by_state(session: Session) -> dict[str, int]:
    """How many messages stand in each state."""
    return dict(session.exec(select(OutboxRow.state, func.count()).group_by(OutboxRow.state)).all())


def where_posted(session: Session, keys: Sequence[str]) -> list[tuple[str, str]]:
    """Slack's channel and ts of those messages, by unique key, that were posted."""
    rows = session.exec(
        select(OutboxRow.channel, OutboxRow.ts).where(
            col(OutboxRow.unique_key).in_(keys), OutboxRow.state == State.SENT, OutboxRow.ts != ""
        )
    )
    return [(channel, ts) for channel, ts in rows]


def is_any_waiting(session: Session, keys: Sequence[str]) -> bool:
    """Whether one of those messages, by unique key, may still be posted."""
    query = select(OutboxRow.id).where(col(OutboxRow.unique_key).in_(keys), OutboxRow.state == State.WAITING)
    return session.exec(query.limit(1)).first() is not None


def stuck(session: Session, initiative_id: int) -> dict[str, int]:
    """How many messages of an initiative could not be delivered, by reason; 'unsure' for those that nobody can tell."""
    counts: dict[str, int] = {}
    rows = session.exec(
        select(OutboxRow.state, OutboxRow.reason, func.count())
        .where(OutboxRow.initiative_id == initiative_id, col(OutboxRow.state).in_((State.FAILED, State.UNSURE)))
        .group_by(OutboxRow.state, OutboxRow.reason)
    )
    for state, reason, count in rows:
        name = "unsure" if state == State.UNSURE else reason
        counts[name] = counts.get(name, 0) + count
    return counts


def _free(now: datetime, real_now: datetime, taken: Sequence[str]) -> Select[int | None, str]:
    """Messages that wait, are due, aren't held, and whose recipient isn't busy."""
    other = aliased(OutboxRow)
    busy = exists().where(col(other.recipient) == col(OutboxRow.recipient), col(other.busy_until) > real_now)
    return (
        select(OutboxRow.id, OutboxRow.recipient)
        .where(
            OutboxRow.state == State.WAITING,
            OutboxRow.not_before <= now,
            (col(OutboxRow.lease_until).is_(None)) | (col(OutboxRow.lease_until) < real_now),
            (col(OutboxRow.retry_at).is_(None)) | (col(OutboxRow.retry_at) <= real_now),
            col(OutboxRow.recipient).not_in(taken),
            ~busy,
        )
        .order_by(col(OutboxRow.priority), col(OutboxRow.not_before), col(OutboxRow.id))
    )


def _hold(session: Session, ids: Sequence[int], real_now: datetime, lease: timedelta) -> list[Claimed]:
    token = uuid4().hex
    first_doubt = func.coalesce(col(OutboxRow.doubt_since), col(OutboxRow.claimed_at))
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(ids))
        .values(
            doubt_since=case((col(OutboxRow.lease).is_(None), col(OutboxRow.doubt_since)), else_=first_doubt),
            lease=token,
            lease_until=real_now + lease,
            busy_until=real_now + lease,
            claimed_at=real_now,
            attempt=col(OutboxRow.attempt) + 1,
        )
    )
    rows = session.connection().execute(
        _TABLE.select()
        .where(_TABLE.c.id.in_(ids), _TABLE.c.workspace_id == workspace_of(session))
        .order_by(_TABLE.c.priority, _TABLE.c.not_before, _TABLE.c.id)
    )
    return [_claimed(row) for row in rows]


def _still_held(session: Session, rows: Sequence[Claimed]) -> set[int]:
    """Which of these messages are held by whom they were given to, and by nobody else from now on."""
    leases = {row.id: row.lease for row in rows}
    found = session.connection().execute(
        select(_TABLE.c.id, _TABLE.c.lease)
        .where(_TABLE.c.id.in_(list(leases)), _TABLE.c.workspace_id == workspace_of(session))
        .order_by(_TABLE.c.id)
        .with_for_update()
    )
    return {row_id for row_id, lease in found if lease == leases[row_id]}


def _as_settled(ended: Settlement, real_now: datetime) -> dict[str, Any]:
    rested = real_now + timedelta(seconds=SECONDS_PER_CHANNEL)
    return {
        "of": ended.row.id,
        "new_state": ended.state.value,
        "why": ended.reason,
        "again_at": ended.retry_at,
        "in_doubt": ended.doubt_since,
        "tries": ended.row.attempt - (0 if ended.was_tried else 1),
        "rests_until": rested if ended.outcome or ended.doubt_since else None,
        "in_channel": ended.outcome.channel if ended.outcome else "",
        "posted_as": ended.outcome.ts if ended.outcome else "",
        "to": ended.recipient or None,
    }


def _claimed(row: Any) -> Claimed:
    return Claimed(**{each.name: getattr(row, each.name) for each in fields(Claimed)})
