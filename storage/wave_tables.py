"""The tables of waves and answers; only `storage.pulse` reads and writes them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, UniqueConstraint, false, text
from sqlmodel import Field

from storage.columns import Owned, belongs_to, instant, one_of, whole

_OPEN = text("state = 'open'")


class WaveRow(Owned, table=True):
    """One round of the pulse. `answered` is null until it closes; `tree` is how teams were nested when it opened."""

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("initiative_id", "number"),
        belongs_to("initiative", "initiative_id"),
        one_of("state", "open", "closed"),
        Index("one_open_wave", "initiative_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int
    number: int
    opens_on: date
    opens_at: datetime = instant()
    closes_at: datetime = instant()
    items: list[str] = Field(sa_type=JSON)
    state: str = "open"
    invited: int
    answered: int | None = None
    tree: dict[str, int | None] | None = Field(default=None, sa_type=JSON)


class RosterRow(Owned, table=True):
    """Who is asked in an open wave, and whether they answered: no time, and gone when the wave closes.

    `is_newcomer` is only set in strict roster mode.
    """

    __tablename__ = "roster"
    __table_args__ = (belongs_to("wave", "wave_id"), belongs_to("person", "person_id"), belongs_to("team", "team_id"))

    wave_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    team_id: int
    has_answered: bool = False
    has_declined: bool = False
    is_newcomer: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class TallyRow(Owned, table=True):
    """How many people of a leaf team gave an item this value in an open wave."""

    __tablename__ = "tally"
    __table_args__ = (belongs_to("wave", "wave_id"), belongs_to("team", "team_id"), whole("value", 1, 5))

    wave_id: int = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    value: int = Field(primary_key=True)
    count: int


class NewcomerTallyRow(Owned, table=True):
    """The same of a leaf team's newcomers in strict roster mode: they count only where they are enough together."""

    __tablename__ = "newcomer_tally"
    __table_args__ = (belongs_to("wave", "wave_id"), belongs_to("team", "team_id"), whole("value", 1, 5))

    wave_id: int = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    value: int = Field(primary_key=True)
    count: int


class CommentRow(Owned, table=True):
    """What somebody wrote: a random key, no team, no time, no link to their answers."""

    __tablename__ = "comment"
    __table_args__ = (belongs_to("wave", "wave_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    wave_id: int = Field(index=True)
    text: str


class ResultRow(Owned, table=True):
    """What was published of an item in a group: people counted, lowest and highest possible sum."""

    __tablename__ = "result"
    __table_args__ = (belongs_to("wave", "wave_id"), belongs_to("team", "team_id"))

    wave_id: int = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    respondents: int
    low: int
    high: int
