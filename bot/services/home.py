"""What waits for a person right now."""

from bot.domain.home import Home
from bot.domain.initiative import Stage
from bot.domain.local_time import local_date
from bot.domain.people import Role
from bot.domain.roles import COLLEAGUES, Action, check_takes_part
from bot.services import duties
from bot.services.own_time import time_of
from bot.services.people import know_person
from bot.services.ports import Uses
from bot.services.pulse.asking import waiting_for
from storage import initiative as initiatives
from storage import people, taking_part

SEE_HOME = Action("home.see", COLLEAGUES)


def home_of(uses: Uses, user_id: str) -> Home:
    """The person's page: pulses to answer, duties, initiatives they lead or belong to. Raises NotForYou."""
    person = know_person(uses, user_id)
    check_takes_part(person.profile)
    with uses.reading() as session:
        theirs = initiatives.initiatives_of(session, person.id, (Stage.ACTIVE, Stage.PAUSED))
        others = [each for each in theirs if each.lead_user_id != user_id]
        sponsored = {each.id for each in others if Role.SPONSOR in people.roles(session, each.id, person.id)}
        unwanted = taking_part.opted_out_by(session, person.id)
        return Home(
            zone=person.zone,
            waiting=tuple(waiting_for(session, person, uses.clock())),
            duties=duties.waiting_for(session, uses, person, theirs),
            leads=tuple(each for each in theirs if each.lead_user_id == user_id),
            answers_for=tuple(each for each in others if each.id in sponsored),
            belongs_to=tuple(each for each in others if each.id not in sponsored and each.id not in unwanted),
            not_for_me=tuple(each for each in theirs if each.id in unwanted),
            time=time_of(session, person, local_date(uses.clock(), person.zone)),
        )
