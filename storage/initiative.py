"""Initiatives: at most one lives in a channel; those that have ended keep where they were."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, UniqueConstraint, func
from sqlmodel import Field, Session, col, exists, or_, select, update
from sqlmodel.sql.expression import Select

from bot.domain.initiative import CaseForChange, Initiative, ResultsStop, Stage
from bot.domain.local_time import REGULAR, Rhythm
from bot.domain.people import ChannelKind, Person
from storage.columns import Owned, belongs_to, in_workspace, one_of, whole
from storage.database import seen_once
from storage.people import MemberRow, PersonRow, RoleRow
from storage.rhythm_columns import columns_of, rhythm_of
from storage.settings import SettingsRow


class InitiativeRow(Owned, table=True):
    """One practice being put into use.

    `channel_kind` is what its channel was when people were last told who reads along; `results_stop` is why results
    aren't posted there for now. One that has ended leaves its channel to the next: where it was stands in `ended_in`,
    and its `channel_id` is no channel's. `dates` has commas between; where there are some, `every` is what was before.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("workspace_id", "channel_id"),
        UniqueConstraint("workspace_id", "number"),
        belongs_to("person", "lead_id"),
        one_of("state", *Stage),
        one_of("every", *REGULAR),
        whole("open_days", 1, 14),
        whole("weekday", 0, 6),
        whole("reminders", 0, 2),
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
    ended_in: str | None = None
    ended_on: date | None = None
    dates: str | None = None
    reminders: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


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
        **asdict(case),
        zone=zone,
        lead_id=lead.id,
        **columns_of(rhythm, first_on),
    )
    session.add(row)
    session.flush()
    return _initiative(row, lead.user_id)


def find_initiative(session: Session, initiative_id: int) -> Initiative | None:
    """The initiative with this id, if it is there."""

    def find() -> Initiative | None:
        found = session.exec(_with_lead().where(InitiativeRow.id == initiative_id)).one_or_none()
        return _initiative(*found) if found else None

    return seen_once(session, ("initiative", initiative_id), find)


def initiative_in(session: Session, channel_id: str) -> Initiative | None:
    """The initiative that lives in this channel, if any."""
    found = session.exec(_with_lead().where(InitiativeRow.channel_id == channel_id)).one_or_none()
    return _initiative(*found) if found else None


def last_in(session: Session, channel_id: str) -> Initiative | None:
    """The initiative that lives in this channel, or else the one that ended there last."""
    return initiative_in(session, channel_id) or next(iter(ended_in(session, channel_id)), None)


def ended_in(session: Session, channel_id: str) -> list[Initiative]:
    """The initiatives that ended in this channel, the latest first."""
    rows = session.exec(
        _with_lead().where(InitiativeRow.ended_in == channel_id).order_by(col(InitiativeRow.number).desc())
    )
    return [_initiative(row, lead) for row, lead in rows]


def hold_initiative(session: Session, initiative_id: int) -> Initiative | None:
    """The initiative, held against every other change of its state, lead or channel until the transaction ends."""
    held = select(InitiativeRow.id).where(InitiativeRow.id == initiative_id).with_for_update(key_share=True)
    session.exec(held).all()
    query = _with_lead().where(InitiativeRow.id == initiative_id).execution_options(populate_existing=True)
    found = session.exec(query).one_or_none()
    return _initiative(*found) if found else None


def describe(session: Session, initiative_id: int, practice: str, case: CaseForChange) -> int:
    """Call the practice this, for these reasons; gives the initiative's new version."""
    return _change(session, initiative_id, practice=practice, **asdict(case))


def set_state(session: Session, initiative_id: int, state: Stage) -> int:
    """Pause an initiative or let it go on; gives its new version."""
    return _change(session, initiative_id, state=state.value)


def end(session: Session, initiative: Initiative, ended_on: date) -> int:
    """End an initiative on a local date; its channel is free for the next one. Gives its new version."""
    return _change(
        session,
        initiative.id,
        state=Stage.ENDED.value,
        ended_on=ended_on,
        ended_in=initiative.channel_id,
        channel_id=f"ended:{initiative.id}",
    )


def set_lead(session: Session, initiative_id: int, lead: Person) -> int:
    """Let somebody else lead the initiative; gives its new version."""
    return _change(session, initiative_id, lead_id=lead.id)


def set_rhythm(session: Session, initiative_id: int, rhythm: Rhythm, first_on: date) -> int:
    """Let the pulse come in another rhythm, counted from `first_on`; gives the new version."""
    return _change(session, initiative_id, **columns_of(rhythm, first_on))


def set_channel(session: Session, initiative_id: int, kind: ChannelKind | None, stop: ResultsStop | None) -> int:
    """Write down what kind of channel results go to, and why they don't for now; gives the new version."""
    return _change(session, initiative_id, channel_kind=kind and kind.value, results_stop=stop and stop.value)


def move_channel(session: Session, old_id: str, new_id: str) -> None:
    """Slack gave a channel another id."""
    there, left = col(InitiativeRow.channel_id), col(InitiativeRow.ended_in)
    session.exec(update(InitiativeRow).where(there == old_id).values(channel_id=new_id))
    session.exec(update(InitiativeRow).where(left == old_id).values(ended_in=new_id))


def leads(session: Session) -> set[str]:
    """The user ids of all who lead an initiative that hasn't ended."""
    query = select(PersonRow.user_id).join(InitiativeRow, col(InitiativeRow.lead_id) == col(PersonRow.id))
    return set(session.exec(query.where(InitiativeRow.state != Stage.ENDED)))


def without_lead(session: Session) -> list[Initiative]:
    """The initiatives that haven't ended and whose lead can't take part any more, oldest first."""
    rows = session.exec(
        _with_lead().where(InitiativeRow.state != Stage.ENDED, _is_gone()).order_by(col(InitiativeRow.number))
    )
    return [_initiative(row, lead) for row, lead in rows]


def approvers(session: Session) -> set[str]:
    """The user ids of all who must agree to the questions of an initiative that hasn't ended."""
    query = select(PersonRow.user_id).join(SettingsRow, col(SettingsRow.approver_id) == col(PersonRow.id))
    of = query.join(InitiativeRow, col(InitiativeRow.id) == col(SettingsRow.initiative_id))
    return set(session.exec(of.where(InitiativeRow.state != Stage.ENDED)))


def without_approver(session: Session) -> list[Initiative]:
    """The initiatives that haven't ended and whose approver can't take part any more, oldest first."""
    gone = select(SettingsRow.initiative_id).join(PersonRow, col(PersonRow.id) == col(SettingsRow.approver_id))
    rows = session.exec(
        _with_lead()
        .where(InitiativeRow.state != Stage.ENDED, col(InitiativeRow.id).in_(gone.where(_is_gone())))
        .order_by(col(InitiativeRow.number))
    )
    return [_initiative(row, lead) for row, lead in rows]


def approved_by(session: Session, person_id: int) -> list[Initiative]:
    """The initiatives that haven't ended and to whose questions this person must agree, oldest first."""
    theirs = select(SettingsRow.initiative_id).where(SettingsRow.approver_id == person_id)
    rows = session.exec(
        _with_lead()
        .where(InitiativeRow.state != Stage.ENDED, col(InitiativeRow.id).in_(theirs))
        .order_by(col(InitiativeRow.number))
    )
    return [_initiative(row, lead) for row, lead in rows]


def active_initiatives(session: Session) -> list[Initiative]:
    """Every initiative that is under way (neither paused nor ended), oldest first."""
    rows = session.exec(_with_lead().where(InitiativeRow.state == "active").order_by(col(InitiativeRow.number)))
    return [_initiative(row, lead) for row, lead in rows]


def all_initiatives(session: Session) -> list[Initiative]:
    """Every initiative of the workspace, those that have ended too, oldest first."""
    rows = session.exec(_with_lead().order_by(col(InitiativeRow.number)))
    return [_initiative(row, lead) for row, lead in rows]


def initiatives_of(session: Session, person_id: int, states: Sequence[Stage] = (Stage.ACTIVE,)) -> list[Initiative]:
    """The initiatives under way in which this person has any part, oldest first; others where `states` says so."""
    this = col(InitiativeRow.id)
    part = [
        exists().where(col(table.initiative_id) == this, column == person_id)
        for table, column in (
            (MemberRow, col(MemberRow.person_id)),
            (RoleRow, col(RoleRow.person_id)),
            (SettingsRow, col(SettingsRow.approver_id)),
        )
    ]
    rows = session.exec(
        _with_lead()
        .where(col(InitiativeRow.state).in_(states), or_(*part, col(InitiativeRow.lead_id) == person_id))
        .order_by(col(InitiativeRow.number))
    )
    return [_initiative(row, lead) for row, lead in rows]


def _is_gone() -> ColumnElement[bool]:
    """A person who can't take part."""
    return or_(PersonRow.is_bot, PersonRow.is_guest, PersonRow.is_stranger, ~col(PersonRow.is_active))


def _change(session: Session, initiative_id: int, **values: Any) -> int:
    version = col(InitiativeRow.version)
    changed = session.exec(
        update(InitiativeRow)
        .where(col(InitiativeRow.id) == initiative_id)
        .values(version=version + 1, **values)
        .returning(version)
    ).first()
    return int(changed[0]) if changed else 0


def led_by(session: Session, person_id: int) -> list[Initiative]:
    """The initiatives that this person leads and that haven't ended, oldest first."""
    rows = session.exec(
        _with_lead()
        .where(InitiativeRow.state != "ended", InitiativeRow.lead_id == person_id)
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
        channel_id=row.ended_in or row.channel_id,
        practice=row.practice,
        case=CaseForChange(row.what_is_new, row.why_better, row.how_it_fits, row.what_improves),
        zone=row.zone,
        rhythm=rhythm_of(row),
        first_on=row.first_on,
        lead_user_id=lead_user_id,
        state=Stage(row.state),
        ended_on=row.ended_on,
        channel_kind=ChannelKind(row.channel_kind) if row.channel_kind else None,
        results_stop=ResultsStop(row.results_stop) if row.results_stop else None,
    )
