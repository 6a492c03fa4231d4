"""The table of the outbox."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from bot.domain.delivery import State
from storage.columns import Owned, in_workspace, instant, one_of

_WAITING = text("state = 'waiting'")


class OutboxRow(Owned, table=True):
    """One message. `not_before` and `expires` are product time; leases, retries and `busy_until` are real time.

    A lease that ran out was never settled: its holder died, and the message may have been posted (`doubt_since`).
    While `busy_until` lies ahead, nothing else is sent to the same recipient. `token` goes with the message to Slack.
    `charged_on` is the recipient's local date on which the message counts against how many nobody asked for.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "unique_key"),
        one_of("state", *State),
        Index(
            "waiting_outbox",
            "workspace_id",
            "priority",
            "not_before",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("busy_outbox", "workspace_id", "recipient", "busy_until"),
        Index("outbox_of_wave", "wave_id"),
        Index("outbox_of_initiative", "initiative_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    recipient: str
    arguments: dict[str, int | str] = Field(sa_type=JSON)
    unique_key: str
    initiative_id: int | None = None
    wave_id: int | None = None
    priority: int
    is_unrequested: bool
    charged_on: date | None = None
    not_before: datetime = instant()
    expires: datetime | None = instant(default=None, nullable=True)
    state: str = "waiting"
    reason: str = ""
    attempt: int = 0
    lease: str | None = None
    lease_until: datetime | None = instant(default=None, nullable=True)
    claimed_at: datetime | None = instant(default=None, nullable=True)
    doubt_since: datetime | None = instant(default=None, nullable=True)
    retry_at: datetime | None = instant(default=None, nullable=True)
    busy_until: datetime | None = instant(default=None, nullable=True)
    channel: str = ""
    ts: str = ""
    token: str
