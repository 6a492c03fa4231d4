"""What waits for a person right now."""

from bot.domain.home import Home
from bot.services.people import know_person
from bot.services.ports import Uses
from bot.services.pulse.asking import waiting_for
from storage import initiative as initiatives


def home_of(uses: Uses, user_id: str) -> Home:
    """The person's page: pulses to answer, initiatives they lead or belong to. Guests get an empty one."""
    person = know_person(uses, user_id)
    if not person.profile.can_take_part:
        return Home(person.zone, (), (), ())
    with uses.reading() as session:
        theirs = initiatives.initiatives_of(session, person.id)
        return Home(
            zone=person.zone,
            waiting=tuple(waiting_for(session, person, uses.clock())),
            leads=tuple(each for each in theirs if each.lead_user_id == user_id),
            belongs_to=tuple(each for each in theirs if each.lead_user_id != user_id),
        )
