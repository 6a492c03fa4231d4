"""Which initiative is meant, what somebody is in it, and whether they may do what they ask."""

from sqlmodel import Session

from bot.domain.initiative import Initiative, NotStarted
from bot.domain.lifecycle import check_has_not_ended
from bot.domain.people import Role
from bot.domain.privacy import is_nobody
from bot.domain.pulse import Wave
from bot.domain.roles import Action
from storage import initiative as initiatives
from storage import people
from storage.settings import settings_of


def initiative_of(session: Session, wave: Wave) -> Initiative:
    """The initiative that a wave belongs to."""
    initiative = initiatives.find_initiative(session, wave.initiative_id)
    assert initiative is not None
    return initiative


def initiative_for(session: Session, action: Action, channel_id: str, user_id: str) -> Initiative:
    """The initiative that lives in a channel or ended there last, if this person may do this there.

    Raises NotStarted, Ended or NotYours.
    """
    initiative = initiatives.last_in(session, channel_id)
    if initiative is None:
        raise NotStarted
    check_may(session, action, initiative, user_id)
    return initiative


def initiative_held(session: Session, action: Action, initiative_id: int, user_id: str) -> Initiative:
    """The initiative with this id, held until the transaction ends, if this person may do this with it.

    Raises NotStarted, Ended or NotYours.
    """
    initiative = initiatives.hold_initiative(session, initiative_id)
    if initiative is None:
        raise NotStarted
    check_may(session, action, initiative, user_id)
    return initiative


def initiative_with(session: Session, action: Action, initiative_id: int, user_id: str) -> Initiative:
    """The initiative with this id, if this person may do this with it. Raises NotStarted, Ended or NotYours."""
    initiative = initiatives.find_initiative(session, initiative_id)
    if initiative is None:
        raise NotStarted
    check_may(session, action, initiative, user_id)
    return initiative


def check_may(session: Session, action: Action, initiative: Initiative, user_id: str) -> None:
    """Raises NotYours where no role that this person has in the initiative today may do this.

    Raises Ended where the initiative is over, and with it what was to be done.
    """
    if not action.after_end:
        check_has_not_ended(initiative)
    lead = initiative.lead_user_id
    action.check(roles_of(session, initiative, user_id), "" if is_nobody(lead) else f"<@{lead}>")


def roles_of(session: Session, initiative: Initiative, user_id: str) -> frozenset[Role]:
    """What somebody is in an initiative today; none for those who can't take part, or whom we don't know."""
    person = people.find_person(session, user_id)
    if person is None or not person.profile.can_take_part:
        return frozenset()
    roles = {Role.COLLEAGUE, *people.roles(session, initiative.id, person.id)} - {Role.LEAD}
    if people.is_member(session, initiative.id, person.id):
        roles.add(Role.STAFF)
    if initiative.lead_user_id == user_id:
        roles.add(Role.LEAD)
    if settings_of(session, initiative.id).approver_user_id == user_id:
        roles.add(Role.APPROVER)
    return frozenset(roles)
