"""Hand an initiative over: a new lead gets everything, the one before nothing new."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.approval import CANNOT_LEAD, AgreesAlready
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.lifecycle import AlreadyLed, OthersFirst, Turn, new_lead_trouble
from bot.domain.people import Person
from bot.domain.privacy import TAKES_NO_PART
from bot.domain.roles import LEADERS, MEMBERS, Action
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.pulse import approval
from bot.services.standing import initiative_for, initiative_held, roles_of
from bot.services.vacancy import ASKED, successors
from storage import audit, outbox, people
from storage import initiative as initiatives

HANDOVER = Action("initiative.handover", LEADERS)
TAKE_OVER = Action("initiative.take_over", MEMBERS)
"""Only where the lead can't lead any more; staff only where no sponsor and no champion can."""

CHANGED, YOURS, HANDED_OVER = "leadership.changed", "leadership.yours", "leadership.handed_over"
NEW_LEAD = "new_lead"
_WORTH_TELLING, _UNTIL_BACK = timedelta(days=7), timedelta(days=30)


def handing_over(uses: Uses, channel_id: str, user_id: str) -> Initiative:
    """The channel's initiative, if this person may hand it over. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        return initiative_for(session, HANDOVER, channel_id, user_id)


def choosing(uses: Uses, initiative_id: int, user_id: str) -> Initiative:
    """The initiative for which somebody is to be chosen whose lead is gone.

    Raises NotStarted, Ended, NotYours, or AlreadyLed where it has a lead by now.
    """
    with uses.writing() as session:
        initiative = initiative_held(session, HANDOVER, initiative_id, user_id)
        _check_vacant(session, initiative)
        return initiative


def hand_over(uses: Uses, initiative_id: int, user_id: str, chosen: str | None) -> None:
    """Let the person with the Slack id `chosen` lead. Both are told, and the channel.

    What waits for the lead goes to the new one, since it is sent to whoever leads then. The one before stays a member.
    Raises FormRefusal, NotStarted, Ended or NotYours.
    """
    if not chosen:
        raise FormRefusal({NEW_LEAD: "Pick the person who leads it from now on."})
    new = meet_person(uses, chosen)
    if new is None:
        raise FormRefusal({NEW_LEAD: TAKES_NO_PART})
    with uses.writing() as session:
        initiative = initiative_held(session, HANDOVER, initiative_id, user_id)
        agrees = approval.must_agree(session, initiative, new.user_id)
        trouble = CANNOT_LEAD if agrees else new_lead_trouble(initiative, new.profile)
        if trouble:
            raise FormRefusal({NEW_LEAD: trouble})
        _let_lead(session, HANDOVER, initiative, new, user_id, uses.clock())


def take_over(uses: Uses, initiative_id: int, user_id: str) -> Turn:
    """Lead an initiative whose lead is gone: of several who want to, the first.

    Raises NotStarted, Ended, NotYours, AlreadyLed, AgreesAlready for the one who must agree to the questions, or
    OthersFirst for staff while a sponsor or champion can be asked.
    """
    with uses.writing() as session:
        initiative = initiative_held(session, TAKE_OVER, initiative_id, user_id)
        _check_vacant(session, initiative)
        if approval.must_agree(session, initiative, user_id):
            raise AgreesAlready
        if ASKED.isdisjoint(roles_of(session, initiative, user_id)) and successors(session, initiative)[1]:
            raise OthersFirst
        person = people.find_person(session, user_id)
        assert person is not None
        return Turn(_let_lead(session, TAKE_OVER, initiative, person, user_id, uses.clock()))


def changed(session: Session, arguments: dict[str, int | str], _now: datetime) -> Turn:
    """What the channel and the new lead are told, if that person still leads."""
    initiative, lead = _now_led(session, arguments)
    if lead.id != arguments["lead"]:
        raise NoLongerWanted("somebody else leads it by now")
    return Turn(initiative)


def handed_over(session: Session, arguments: dict[str, int | str], _now: datetime) -> Turn:
    """What the lead before is told, unless they lead again."""
    initiative, lead = _now_led(session, arguments)
    if lead.id == arguments["before"]:
        raise NoLongerWanted("they lead it again")
    return Turn(initiative)


def _now_led(session: Session, arguments: dict[str, int | str]) -> tuple[Initiative, Person]:
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    lead = people.find_person(session, initiative.lead_user_id) if initiative else None
    if initiative is None or lead is None:
        raise NoLongerWanted("the initiative is gone")
    return initiative, lead


def _check_vacant(session: Session, initiative: Initiative) -> None:
    lead = people.find_person(session, initiative.lead_user_id)
    if lead is not None and lead.profile.can_take_part:
        raise AlreadyLed(initiative)


def _how_soon(told: str, actor: str) -> Priority:
    """Whoever did it hears at once; who hears of somebody else's act does so at work."""
    return Priority.ANSWER if told == actor else Priority.TROUBLE


def _let_lead(
    session: Session, action: Action, initiative: Initiative, new: Person, user_id: str, now: datetime
) -> Initiative:
    before = people.find_person(session, initiative.lead_user_id)
    version = initiatives.set_lead(session, initiative.id, new)
    told = [
        (CHANGED, initiative.channel_id, Priority.ANSWER, _WORTH_TELLING),
        (YOURS, new.user_id, _how_soon(new.user_id, user_id), _UNTIL_BACK),
        (HANDED_OVER, initiative.lead_user_id, _how_soon(initiative.lead_user_id, user_id), _UNTIL_BACK),
    ]
    arguments: dict[str, int | str] = {
        "initiative": initiative.id,
        "lead": new.id,
        "before": before.id if before else 0,
    }
    posts = [
        (
            Post(kind, to, arguments, f"{kind}:{initiative.id}:{version}", soon, initiative_id=initiative.id),
            now,
            now + span,
        )
        for kind, to, soon, span in told
    ]
    outbox.queue(session, posts)
    audit.note_by(session, now, user_id, action.name, initiative.id, role="lead", to=new.id)
    again = initiatives.find_initiative(session, initiative.id)
    assert again is not None
    return again
