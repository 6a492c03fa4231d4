"""What is held on one person, table by table, as plain data; other people's rows and answers are never in it."""

from typing import Any

from sqlalchemy import String, cast, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from bot.domain.people import Person
from storage.audit import AuditRow
from storage.due import DueRow
from storage.initiative import InitiativeRow
from storage.outbox import OutboxRow
from storage.people import MemberRow, PersonRow, RoleRow, TeamRow
from storage.settings import SettingChangeRow, SettingsRow
from storage.taking_part import MessageDayRow, OptOutRow
from storage.teams import StagedImportRow

Held = list[dict[str, Any]]


def names(column: Any, user_id: str) -> ColumnElement[bool]:
    """Whether a JSON column says this user id anywhere, as a whole string."""
    return cast(column, String).contains(f'"{user_id}"', autoescape=True)


def concerns(user_id: str) -> ColumnElement[bool]:
    """Whether a message goes to this person, or would tell somebody else of them."""
    key = col(OutboxRow.unique_key)
    return or_(
        col(OutboxRow.recipient) == user_id,
        names(OutboxRow.arguments, user_id),
        key.endswith(f":{user_id}", autoescape=True),
        key.contains(f":{user_id}:", autoescape=True),
    )


def profile(_session: Session, person: Person) -> Held:
    """What Slack says of them."""
    about = person.profile
    flags = [name for name in ("is_bot", "is_guest", "is_stranger", "is_active") if getattr(about, name)]
    return [{"user": about.user_id, "name": about.name, "zone": about.zone, "locale": about.locale, "flags": flags}]


def hours(session: Session, person: Person) -> Held:
    """When they said they work, and until when they are away; nothing where they said neither."""
    row = session.exec(select(PersonRow).where(PersonRow.id == person.id)).first()
    said = {name: getattr(row, name, None) for name in ("work_days", "work_begins", "work_ends", "away_until")}
    return [said] if any(value is not None for value in said.values()) else []


def memberships(session: Session, person: Person) -> Held:
    """Each initiative that they lead or belong to, with their team and roles."""
    found: dict[int, dict[str, Any]] = {}
    for row in session.exec(select(InitiativeRow).order_by(col(InitiativeRow.number))):
        assert row.id is not None
        leads = ["lead"] if row.lead_id == person.id else []
        found[row.id] = {
            "initiative": row.practice,
            "channel": row.ended_in or row.channel_id,
            "team": None,
            "roles": leads,
        }
    teams = (
        select(MemberRow.initiative_id, TeamRow.name)
        .join(TeamRow, col(TeamRow.id) == col(MemberRow.team_id))
        .where(MemberRow.person_id == person.id)
    )
    for initiative_id, name in session.exec(teams):
        found[initiative_id]["team"] = name
    given = select(RoleRow.initiative_id, RoleRow.role).where(RoleRow.person_id == person.id).order_by(RoleRow.role)
    for initiative_id, role in session.exec(given):
        found[initiative_id]["roles"] = sorted({*found[initiative_id]["roles"], role})
    return [each for each in found.values() if each["team"] is not None or each["roles"]]


def opt_outs(session: Session, person: Person) -> Held:
    """The initiatives that they said are not for them."""
    rows = session.exec(
        select(InitiativeRow.practice, col(OptOutRow.since))
        .join(OptOutRow, col(OptOutRow.initiative_id) == col(InitiativeRow.id))
        .where(OptOutRow.person_id == person.id)
        .order_by(col(InitiativeRow.number))
    )
    return [{"initiative": practice, "since": since} for practice, since in rows]


def messages(session: Session, person: Person) -> Held:
    """The messages meant for them, and those to others that name them; without their words, which aren't kept."""
    rows = session.exec(
        select(OutboxRow.kind, OutboxRow.state, OutboxRow.not_before, OutboxRow.recipient)
        .where(concerns(person.user_id))
        .order_by(col(OutboxRow.id))
    )
    return [
        {"kind": kind, "state": state, "meant_for": moment, "to_you": recipient == person.user_id}
        for kind, state, moment, recipient in rows
    ]


def due_work(session: Session, person: Person) -> Held:
    """What is planned to happen for them, or has happened."""
    rows = session.exec(
        select(DueRow.what, col(DueRow.local_date), DueRow.state)
        .where(DueRow.person == person.user_id)
        .order_by(col(DueRow.id))
    )
    return [{"what": what, "day": day, "state": state} for what, day, state in rows]


def message_days(session: Session, person: Person) -> Held:
    """How many messages that they didn't ask for were meant for them, by local date."""
    rows = session.exec(
        select(col(MessageDayRow.local_date), col(MessageDayRow.count))
        .where(MessageDayRow.person_id == person.id)
        .order_by(col(MessageDayRow.local_date))
    )
    return [{"day": day, "messages": count} for day, count in rows]


def uploads(session: Session, person: Person) -> Held:
    """Lists of people that wait for a yes: those that they sent, and their own lines in others'."""
    rows = session.exec(
        select(StagedImportRow, InitiativeRow.practice)
        .join(InitiativeRow, col(InitiativeRow.id) == col(StagedImportRow.initiative_id))
        .where(or_(col(StagedImportRow.uploaded_by) == person.id, names(StagedImportRow.rows, person.user_id)))
        .order_by(col(StagedImportRow.id))
    )
    return [
        {
            "initiative": practice,
            "uploaded_at": row.uploaded_at,
            "by_you": row.uploaded_by == person.id,
            "lines": [line for line in row.rows if person.user_id in line.values()],
        }
        for row, practice in rows
    ]


def changes(session: Session, person: Person) -> Held:
    """Changes of what staff were promised that they made or that name them, and where they must agree to questions."""
    made = session.exec(
        select(SettingChangeRow, InitiativeRow.practice)
        .join(InitiativeRow, col(InitiativeRow.id) == col(SettingChangeRow.initiative_id))
        .where(or_(col(SettingChangeRow.changed_by) == person.id, names(SettingChangeRow.changes, person.user_id)))
        .order_by(col(SettingChangeRow.id))
    )
    found: Held = [
        {
            "initiative": practice,
            "changed_at": row.changed_at,
            "by_you": row.changed_by == person.id,
            "settings": sorted(row.changes),
            "state": row.state,
        }
        for row, practice in made
    ]
    agrees = session.exec(
        select(InitiativeRow.practice)
        .join(SettingsRow, col(SettingsRow.initiative_id) == col(InitiativeRow.id))
        .where(SettingsRow.approver_id == person.id)
        .order_by(col(InitiativeRow.number))
    )
    return found + [{"initiative": practice, "approves_questions": True} for practice in agrees]


def log(session: Session, person: Person) -> Held:
    """What the log says that they did."""
    rows = session.exec(
        select(AuditRow, InitiativeRow.practice)
        .outerjoin(InitiativeRow, col(InitiativeRow.id) == col(AuditRow.initiative_id))
        .where(AuditRow.actor_id == person.id)
        .order_by(col(AuditRow.id))
    )
    return [{"at": row.at, "action": row.action, "initiative": practice, "about": row.about} for row, practice in rows]
