"""Initiatives, one per channel."""

from datetime import date, time

from sqlalchemy import UniqueConstraint, func
from sqlmodel import Field, Session, col, exists, or_, select
from sqlmodel.sql.expression import Select

from bot.domain.initiative import CaseForChange, Initiative
from bot.domain.local_time import Every, Rhythm
from bot.domain.people import Person
from storage.columns import Owned, belongs_to, in_workspace, one_of, whole
from storage.people import MemberRow, PersonRow


class InitiativeRow(Owned, table=True):
    """One practice being put into use.

    `channel_kind` is what its channel was when people were last told who reads along; `results_stop` is why results
    aren't posted there for now.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("workspace_id", "channel_id"),
        UniqueConstraint("workspace_id", "number"),
        belongs_to("person", "lead_id"),
        one_of("state", "active", "paused", "ended"),
        one_of("every", *Every),
        whole("open_days", 1, 14),
        whole("weekday", 0, 6),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int
    channel_id: str
    practice: str
    what_is_new: str
    why_better: str
    how_it_fits: str
    what_improves: str
    zone: str
    every: str
    weekday: int
    at: time
    open_days: int
    first_on: date
    lead_id: int
    state: str = "active"
    version: int = 1
    channel_kind: str | None = None
    results_stop: str | None = None


def add_initiative(
    session: Session,
    *,
    channel_id: str,
    practice: str,
    case: CaseForChange,
    zone: str,
    rhythm: Rhythm,
    first_on: date,
    lead: Person,
) -> Initiative:
    """Write down a new initiative, led by `lead`; it gets the next number of the workspace."""
    highest = session.exec(select(func.max(col(InitiativeRow.number)))).one()
    row = InitiativeRow(
        number=(highest or 0) + 1,
        channel_id=channel_id,
        practice=practice,
        what_is_new=case.what_is_new,
        why_better=case.why_better,
        how_it_fits=case.how_it_fits,
        what_improves=case.what_improves,
        zone=zone,
        every=rhythm.every.value,
        weekday=rhythm.weekday,
        at=rhythm.at,
        open_days=rhythm.open_days,
        first_on=first_on,
        lead_id=lead.id,
    )
    session.add(row)
    session.flush()
    return _initiative(row, lead.user_id)


def find_initiative(session: Session, initiative_id: int) -> Initiative | None:
    """The initiative with this id, if it is there."""
    found = session.exec(_with_lead().where(InitiativeRow.id == initiative_id)).one_or_none()
    return _initiative(*found) if found else None


def initiative_in(session: Session, channel_id: str) -> Initiative | None:
    """The initiative that lives in this channel, if any."""
    found = session.exec(_with_lead().where(InitiativeRow.channel_id == channel_id)).one_or_none()
    return _initiative(*found) if found else None


def active_initiatives(session: Session) -> list[Initiative]:
    """Every initiative that is under way, oldest first."""
    rows = session.exec(_with_lead().where(InitiativeRow.state == "active").order_by(col(InitiativeRow.number)))
    return [_initiative(row, lead) for row, lead in rows]


def initiatives_of(session: Session, person_id: int) -> list[Initiative]:
    """The initiatives under way that this person leads or belongs to, oldest first."""
    belongs = exists().where(
        col(MemberRow.initiative_id) == col(InitiativeRow.id), col(MemberRow.person_id) == person_id
    )
    rows = session.exec(
        _with_lead()
        .where(InitiativeRow.state == "active", or_(belongs, col(InitiativeRow.lead_id) == person_id))
        .order_by(col(InitiativeRow.number))
    )
    return [_initiative(row, lead) for row, lead in rows]


def _with_lead() -> Select[InitiativeRow, str]:
    return select(InitiativeRow, PersonRow.user_id).join(PersonRow, col(PersonRow.id) == col(InitiativeRow.lead_id))


def _initiative(row: InitiativeRow, lead_user_id: str) -> Initiative:
    assert row.id is not None
    return Initiative(
        id=row.id,
        number=row.number,
        channel_id=row.channel_id,
        practice=row.practice,
        case=CaseForChange(row.what_is_new, row.why_better, row.how_it_fits, row.what_improves),
        zone=row.zone,
        rhythm=Rhythm(Every(row.every), row.weekday, row.at, row.open_days),
        first_on=row.first_on,
        lead_user_id=lead_user_id,
        state=row.state,
    )
