"""What people say of their own time: their hours, absences, and that an initiative's messages are not for them.

None of this is written into the log: it is nobody else's business.
"""

from datetime import date

from sqlmodel import Session

from bot.domain.hours_form import AbsenceForm, HoursForm, MyTime, check_my_time
from bot.domain.initiative import Initiative, NotStarted, Stage
from bot.domain.local_time import local_date
from bot.domain.people import Person, Role
from bot.domain.roles import COLLEAGUES, Action, check_takes_part
from bot.domain.taking_part import TakingPart, Tie
from bot.domain.work_time import Window, hours_of_team
from bot.services import duties
from bot.services.people import know_person
from bot.services.ports import Uses
from bot.services.pulse.asking import waiting_for
from bot.services.standing import check_may, roles_of
from bot.services.vacancy import ASKED
from storage import initiative as initiatives
from storage import people, taking_part
from storage import work_time as stored

CHANGE_MY_TIME = Action("work_time.change_own", COLLEAGUES)
OPT_OUT = Action("work_time.opt_out", COLLEAGUES, after_end=True)
"""Undoing it is the same act."""


def my_time(uses: Uses, user_id: str) -> MyTime:
    """When somebody works and until when they are away. Raises NotForYou."""
    person = know_person(uses, user_id)
    check_takes_part(person.profile)
    with uses.reading() as session:
        return time_of(session, person, local_date(uses.clock(), person.zone))


def time_of(session: Session, person: Person, today: date) -> MyTime:
    """When a person works, and until when they are away on `today`, their local date."""
    own = stored.own_hours_of(session, person.id)
    is_away = own.away_until is not None and own.away_until >= today
    return MyTime(own.window, _team_window(session, person), own.away_until if is_away else None, today)


def change_my_time(uses: Uses, user_id: str, absence: AbsenceForm | None, hours: HoursForm | None) -> MyTime:
    """Write down somebody's hours and absence, for all of their initiatives; a form that is None wasn't asked.

    Messages that wait go out in these hours: they are looked at again when they are sent. Raises NotForYou, or
    FormRefusal with a sentence per field.
    """
    person = know_person(uses, user_id)
    today = local_date(uses.clock(), person.zone)
    with uses.writing() as session:
        now_known = people.find_person(session, user_id) or person
        check_takes_part(now_known.profile)
        own, away_until = check_my_time(time_of(session, person, today), absence, hours)
        stored.set_own_hours(session, person.id, own)
        stored.set_away_until(session, person.id, away_until)
        return time_of(session, person, today)


def opt_out(uses: Uses, initiative_id: int, user_id: str) -> TakingPart:
    """Somebody wants nothing unrequested about this initiative: no pulse asks them any more, no reminder comes.

    An answer that they gave still counts, and a pulse that is open can be answered. Raises NotStarted or NotYours.
    """
    with uses.writing() as session:
        person, about = _allowed(session, uses, initiative_id, user_id)
        taking_part.opt_out(session, initiative_id, person.id, local_date(uses.clock(), person.zone))
        return about


def opt_in(uses: Uses, initiative_id: int, user_id: str) -> TakingPart:
    """Somebody takes part again, from the next pulse on. Raises NotStarted or NotYours."""
    with uses.writing() as session:
        person, about = _allowed(session, uses, initiative_id, user_id)
        taking_part.opt_in(session, initiative_id, person.id)
        return about


def _allowed(session: Session, uses: Uses, initiative_id: int, user_id: str) -> tuple[Person, TakingPart]:
    initiative = initiatives.find_initiative(session, initiative_id)
    if initiative is None:
        raise NotStarted
    check_may(session, OPT_OUT, initiative, user_id)
    person = people.find_person(session, user_id)
    assert person is not None
    waiting = [one for one in waiting_for(session, person, uses.clock()) if one.wave.initiative_id == initiative_id]
    return person, TakingPart(
        initiative_id=initiative_id,
        practice=initiative.practice,
        zone=person.zone,
        waiting=waiting[0] if waiting else None,
        tie=_tie(session, uses, initiative, person),
        lead_user_id=initiative.lead_user_id,
    )


def _tie(session: Session, uses: Uses, initiative: Initiative, person: Person) -> Tie | None:
    """What somebody has taken on in an initiative, if anything; nothing once it has ended."""
    if initiative.state is Stage.ENDED:
        return None
    roles = roles_of(session, initiative, person.user_id)
    if Role.LEAD in roles:
        return Tie.LEADS
    if Role.APPROVER in roles:
        return Tie.AGREES
    today = local_date(uses.clock(), initiative.zone)
    if any(duty.user_id == person.user_id for duty in duties.owed(session, uses.duties, initiative, today)):
        return Tie.OWES
    return Tie.NAMED if roles & ASKED else None


def _team_window(session: Session, person: Person) -> Window:
    """The hours of the person's team in the first of their initiatives."""
    theirs = [each.id for each in initiatives.initiatives_of(session, person.id)][:1]
    towards = stored.readers(session, [person.user_id], theirs).get((person.user_id, theirs[0] if theirs else None))
    team_id = towards.team_id if towards else None
    return hours_of_team(team_id, stored.teams_above(session, [team_id] if team_id else []))[0]
