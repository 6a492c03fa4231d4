"""A lead who can't lead any more: whoever may take over is asked once. Until then everything goes on.

Of somebody who must agree to questions and can't any more, the lead is told.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.duties import Duty
from bot.domain.initiative import Initiative
from bot.domain.lifecycle import Vacancy
from bot.domain.local_time import local_date
from bot.domain.people import Person, Profile, Role
from bot.services.ports import Uses
from bot.services.pulse import approval
from storage import fate, outbox, people
from storage import initiative as initiatives

VACANT, FIND_LEAD = "leadership.vacant", "leadership.find_lead"
ASKED = frozenset({Role.SPONSOR, Role.CHAMPION})
_WORTH_TELLING, _TIME_TO_THINK = timedelta(days=14), timedelta(days=3)


def note_gone(uses: Uses, profiles: Sequence[Profile]) -> None:
    """Of people as the directory has them now: where leads are among them who can't lead any more, ask who takes over.

    Where they had to agree to questions, the lead hears so. It may be said again and again: each is asked and told once
    for each who is gone.
    """
    gone = {profile.user_id: profile for profile in profiles if not profile.can_take_part}
    with uses.reading() as session:
        missed = gone.keys() & (initiatives.leads(session) | initiatives.approvers(session))
    if missed:
        now = uses.clock()
        with uses.writing() as session:
            people.keep_profiles(session, [gone[user_id] for user_id in sorted(missed)])
            for initiative in initiatives.without_lead(session):
                _ask(session, initiative, now)
            for initiative in initiatives.without_approver(session):
                approval.tell_gone(session, uses.instrument, initiative, now)


def successors(session: Session, initiative: Initiative) -> tuple[Role, list[Person]]:
    """Who is asked first to take over: the sponsor, else the champions, else nobody in particular (the staff)."""
    for role in (Role.SPONSOR, Role.CHAMPION):
        able = [who for who in people.holders(session, initiative.id, role) if who.profile.can_take_part]
        if able:
            return role, able
    return Role.STAFF, []


def vacant(session: Session, arguments: dict[str, int | str], _now: datetime) -> Vacancy:
    """What is asked about a lead who is gone; pointless once somebody leads."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    lead = people.find_person(session, initiative.lead_user_id) if initiative else None
    if initiative is None or lead is None or lead.profile.can_take_part:
        raise NoLongerWanted("somebody leads it")
    can_choose = arguments["asked"] == Role.SPONSOR
    return Vacancy(initiative, lead.profile.name, has_left=not lead.profile.is_active, can_choose=can_choose)


def owed(session: Session, initiative: Initiative, _day: date) -> list[Duty]:
    """A sponsor answers for an initiative: once asked, it is theirs to find a lead where it has lost its own."""
    lead = people.find_person(session, initiative.lead_user_id)
    if lead is None or lead.profile.can_take_part:
        return []
    found = []
    for sponsor in people.holders(session, initiative.id, Role.SPONSOR):
        asked_at = fate.last_meant_for(session, _key(initiative, lead), sponsor.user_id)
        if asked_at is not None:
            asked_on = local_date(asked_at, sponsor.zone)
            found.append(
                Duty(
                    kind=FIND_LEAD,
                    initiative_id=initiative.id,
                    subject=lead.id,
                    user_id=sponsor.user_id,
                    title=initiative.practice,
                    due_on=asked_on + _TIME_TO_THINK,
                    since=asked_on,
                )
            )
    return found


def _ask(session: Session, initiative: Initiative, now: datetime) -> None:
    """The keys name people by our own numbers, which tell nothing once somebody is erased."""
    role, able = successors(session, initiative)
    lead = people.find_person(session, initiative.lead_user_id)
    assert lead is not None
    recipients = [(who.user_id, who.id) for who in able] or [(initiative.channel_id, 0)]
    posts = [
        Post(
            VACANT,
            recipient,
            {"initiative": initiative.id, "asked": role.value},
            f"{_key(initiative, lead)}{number}",
            Priority.TROUBLE,
            initiative_id=initiative.id,
        )
        for recipient, number in recipients
    ]
    outbox.queue(session, [(post, now, now + _WORTH_TELLING) for post in posts])


def _key(initiative: Initiative, lead: Person) -> str:
    """How the keys of all questions begin that are asked about this lead, who is gone."""
    return f"{VACANT}:{initiative.id}:{lead.id}:"
