"""What is held on a person: shown to them, and handed out to them and to nobody else in Slack."""

from sqlmodel import Session

from bot.domain.people import Person
from bot.domain.privacy import AboutMe, Held, Kept, NobodyToCallBack, Promises, WasErased
from bot.domain.roles import COLLEAGUES, Action, check_takes_part
from bot.services.people import know_person
from bot.services.ports import Uses
from storage import audit, forgetting, people
from storage import initiative as initiatives

SEE_ME = Action("me.see", COLLEAGUES)
EXPORT = Action("me.export", COLLEAGUES)
RETURN = Action("me.return", COLLEAGUES)
SEE_PRIVACY = Action("privacy.read", COLLEAGUES)


def about_me(uses: Uses, user_id: str) -> AboutMe:
    """Everything that is held on the person who asks. Raises WasErased or NotForYou."""
    with uses.reading() as session:
        return _about(session, uses, acting(session, user_id))


def export_me(uses: Uses, user_id: str) -> AboutMe:
    """The same, to be handed out to them; the log says so. Raises WasErased or NotForYou."""
    with uses.writing() as session:
        person = acting(session, user_id)
        audit.note(session, uses.clock(), person.id, EXPORT.name)
        return _about(session, uses, person)


def export_person(uses: Uses, user_id: str) -> AboutMe | None:
    """What is held on somebody, for whoever runs Uptake and was asked by them; None where we know nobody like that."""
    with uses.writing() as session:
        person = people.find_person(session, user_id)
        if person is None:
            return None
        audit.note(session, uses.clock(), None, EXPORT.name, person=person.id)
        return _about(session, uses, person)


def promises(uses: Uses, user_id: str) -> Promises:
    """What Uptake holds on anybody, until when, and whom this person can ask. Raises WasErased or NotForYou."""
    with uses.reading() as session:
        person = acting(session, user_id)
        leads = {initiative.lead_user_id: None for initiative in initiatives.initiatives_of(session, person.id)}
    kept = tuple(Kept(each.kind, each.days) for each in uses.retention)
    return Promises(kept, tuple(lead for lead in leads if lead != user_id))


def come_back(uses: Uses, user_id: str) -> Person:
    """Somebody who was erased wants to take part again: they are known anew, as if never before.

    Raises NobodyToCallBack where they weren't erased, or NotForYou.
    """
    with uses.writing() as session:
        if not forgetting.take_mark_away(session, user_id):
            raise NobodyToCallBack
    person = know_person(uses, user_id)
    check_takes_part(person.profile)
    with uses.writing() as session:
        audit.note(session, uses.clock(), person.id, RETURN.name)
    return person


def acting(session: Session, user_id: str) -> Person:
    """The person who acts, if we know them and they work here. Raises WasErased or NotForYou."""
    person = people.find_person(session, user_id)
    if person is None:
        raise WasErased
    check_takes_part(person.profile)
    return person


def _about(session: Session, uses: Uses, person: Person) -> AboutMe:
    held = [Held(each.kind, each.days, tuple(each.held(session, person))) for each in uses.retention if each.held]
    return AboutMe(person.user_id, person.zone, uses.clock(), tuple(held))
