"""What is held on one person, table by table, as plain data; other people's rows and answers are never in it."""

import json
import re
from typing import Any

from sqlalchemy import String, cast, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from bot.domain.people import Person
from storage.audit import ON_PEOPLE, AuditRow
from storage.due import DueRow
from storage.initiative import InitiativeRow
from storage.outbox_table import OutboxRow
from storage.people import MemberRow, PersonRow, RoleRow, TeamRow
from storage.settings import SettingChangeRow, SettingsRow
from storage.taking_part import MessageDayRow, OptOutRow
from storage.teams import StagedImportRow

Held = list[dict[str, Any]]


def is_named(who: str, *values: Any) -> bool:
    """Whether these values say a user id or a name anywhere, not as part of a longer word."""
    wanted = re.escape(json.dumps(who, ensure_ascii=False)[1:-1])
    said = json.dumps(values, ensure_ascii=False)
    return re.search(rf"(?<![A-Za-z0-9]){wanted}(?![A-Za-z0-9])", said) is not None


def concerned(session: Session, user_id: str) -> list[OutboxRow]:
    """The messages that go to this person, or would tell somebody else of them."""
    may_name = [_says(column, user_id) for column in (OutboxRow.recipient, OutboxRow.arguments, OutboxRow.unique_key)]
    rows = session.exec(select(OutboxRow).where(or_(*may_name)).order_by(col(OutboxRow.id)))
    return [row for row in rows if is_named(user_id, row.recipient, row.arguments, row.unique_key)]


def lists(session: Session, person: Person) -> list[StagedImportRow]:
    """The lists of people that wait for a yes and were sent by this person, or name them by id or name."""
    who = [person.user_id, *([person.profile.name] if person.profile.name else [])]
    theirs = col(StagedImportRow.uploaded_by) == person.id
    may_name = [_says(column, each) for column in (StagedImportRow.rows, StagedImportRow.problems) for each in who]
    rows = session.exec(select(StagedImportRow).where(or_(theirs, *may_name)).order_by(col(StagedImportRow.id)))
    return [
        row
        for row in rows
        if row.uploaded_by == person.id or any(is_named(each, row.rows, row.problems) for each in who)
    ]


def changes_naming(session: Session, person: Person) -> list[SettingChangeRow]:
    """The changes of settings by which this person must agree to the questions from then on, or need not any more."""
    rows = session.exec(select(SettingChangeRow).where(_says(SettingChangeRow.changes, "approver")))
    return [row for row in rows if person.id in row.changes.get("approver", ())]


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
    """Each initiative that they lead or belong to, with their roles and team, which may be the whole of it.

    `counted` says that the team was counted with them in it, which strict roster mode asks for.
    """
    found: dict[int, dict[str, Any]] = {}
    for row in session.exec(select(InitiativeRow).order_by(col(InitiativeRow.number))):
        assert row.id is not None
        leads = ["lead"] if row.lead_id == person.id else []
        found[row.id] = {
            "initiative": row.practice,
            "channel": row.ended_in or row.channel_id,
            "team": None,
            "is_whole": False,
            "counted": False,
            "roles": leads,
        }
    teams = (
        select(MemberRow, TeamRow)
        .join(TeamRow, col(TeamRow.id) == col(MemberRow.team_id))
        .where(MemberRow.person_id == person.id)
    )
    for member, team in session.exec(teams):
        counted = member.counted_team_id == member.team_id
        found[member.initiative_id] |= {"team": team.name, "is_whole": team.parent_id is None, "counted": counted}
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
    return [
        {"kind": row.kind, "state": row.state, "meant_for": row.not_before, "to_you": row.recipient == person.user_id}
        for row in concerned(session, person.user_id)
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
    """Lists of people that wait for a yes: those that they sent, and where others' put them."""
    practices = dict(session.exec(select(InitiativeRow.id, InitiativeRow.practice)).all())
    return [
        {
            "initiative": practices[row.initiative_id],
            "uploaded_at": row.uploaded_at,
            "by_you": row.uploaded_by == person.id,
            "teams": [leaf["path"] for leaf in row.rows if is_named(person.user_id, leaf["users"])],
            "problems": [each for each in row.problems if is_named(person.user_id, each)],
        }
        for row in lists(session, person)
    ]


def changes(session: Session, person: Person) -> Held:
    """Changes of what staff were promised that they made or that name them, and where they must agree to questions."""
    practices = dict(session.exec(select(InitiativeRow.id, InitiativeRow.practice)).all())
    made = session.exec(select(SettingChangeRow).where(SettingChangeRow.changed_by == person.id)).all()
    rows = {row.id: row for row in [*made, *changes_naming(session, person)]}
    found: Held = [
        {
            "initiative": practices[row.initiative_id],
            "changed_at": row.changed_at,
            "by_you": row.changed_by == person.id,
            "settings": sorted(row.changes),
            "state": row.state,
        }
        for _, row in sorted(rows.items())
    ]
    agrees = session.exec(
        select(InitiativeRow.practice)
        .join(SettingsRow, col(SettingsRow.initiative_id) == col(InitiativeRow.id))
        .where(SettingsRow.approver_id == person.id)
        .order_by(col(InitiativeRow.number))
    )
    return found + [{"initiative": practice, "approves_questions": True} for practice in agrees]


def log(session: Session, person: Person) -> Held:
    """What the log says that they did, or that was done with them."""
    acted = col(AuditRow.actor_id) == person.id
    rows = session.exec(
        select(AuditRow, InitiativeRow.practice)
        .outerjoin(InitiativeRow, col(InitiativeRow.id) == col(AuditRow.initiative_id))
        .where(or_(acted, _says(AuditRow.about, str(person.id))))
        .order_by(col(AuditRow.id))
    )
    return [
        {
            "at": row.at,
            "action": row.action,
            "initiative": practice,
            "by_you": row.actor_id == person.id,
            "about": about,
        }
        for row, practice in rows
        if row.actor_id == person.id or any(row.about.get(name) == person.id for name in ON_PEOPLE)
        for about in [{name: value for name, value in row.about.items() if name not in ON_PEOPLE}]
    ]


def _says(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a column may say a text somewhere: a longer word that holds it is found too."""
    return or_(*(cast(column, String).contains(each, autoescape=True) for each in {text, json.dumps(text)[1:-1]}))
