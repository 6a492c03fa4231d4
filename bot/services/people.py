"""Keep our picture of people and channel members as Slack has it."""

from dataclasses import replace

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.people import Person, Profile
from bot.services.capability import LACKING, note_missing
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.vacancy import note_gone
from storage import initiative as initiatives
from storage import people


def know_person(uses: Uses, user_id: str, fallback_zone: str = "UTC") -> Person:
    """The person with Slack's `user_id`; asks the directory where we don't know them yet."""
    with uses.reading() as session:
        known = people.find_person(session, user_id)
    if known is not None:
        return known
    profile = _ask(uses, user_id) or Profile(user_id, "", fallback_zone)
    with uses.writing() as session:
        people.keep_profiles(session, [profile])
        person = people.find_person(session, user_id)
    assert person is not None
    return person


def members_now(uses: Uses, initiative: Initiative) -> list[Profile] | None:
    """The members of the initiative's channel who can take part, straight from the directory.

    None where this server or installation can't tell; the lead hears so once. Raises DirectoryUnavailable.
    """
    try:
        inside = set(uses.directory.members(initiative.channel_id))
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            raise
        note_missing(uses, unavailable.method, unavailable.reason)
        return None
    everyone = _everyone(uses, inside, initiative.zone)
    note_gone(uses, everyone)
    return [who for who in everyone if who.user_id in inside and who.can_take_part]


def keep_members(session: Session, initiative: Initiative, profiles: list[Profile]) -> None:
    """Make these people the members of the initiative, all in its one team."""
    people.keep_profiles(session, profiles)
    known = people.find_people(session, [profile.user_id for profile in profiles])
    root = next(team for team, parent in people.team_parents(session, initiative.id).items() if parent is None)
    people.set_members(session, initiative.id, root, [person.id for person in known])


def note_profile(uses: Uses, profile: Profile) -> None:
    """Slack says that somebody changed; only people whom we keep are written down."""
    with uses.writing() as session:
        if people.find_person(session, profile.user_id) is not None:
            people.keep_profiles(session, [profile])


def note_joined(uses: Uses, channel_id: str, user_id: str) -> None:
    """Somebody joined a channel: where an initiative lives there, they belong to it from its next wave on."""
    with uses.reading() as session:
        initiative = initiatives.initiative_in(session, channel_id)
    if initiative is None:
        return
    person = know_person(uses, user_id, initiative.zone)
    with uses.writing() as session:
        if person.profile.can_take_part:
            people.add_member(session, initiative.id, person.id)


def note_left(uses: Uses, channel_id: str, user_id: str) -> None:
    """Somebody left a channel: they are no member of its initiative any more."""
    with uses.writing() as session:
        initiative = initiatives.initiative_in(session, channel_id)
        person = people.find_person(session, user_id)
        if initiative is not None and person is not None:
            people.drop_member(session, initiative.id, person.id)


def keep_unknown(session: Session, user_ids: tuple[str, ...], zone: str) -> list[Person]:
    """People of whom we have only an id for now; the next refresh fills in the rest."""
    known = {person.user_id for person in people.find_people(session, user_ids)}
    people.keep_profiles(session, [Profile(user_id, "", zone) for user_id in user_ids if user_id not in known])
    return people.find_people(session, user_ids)


def _everyone(uses: Uses, wanted: set[str], zone: str) -> list[Profile]:
    """The workspace's people; one by one where the server has no list of them."""
    try:
        return uses.directory.people()
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            raise
        note_missing(uses, unavailable.method, unavailable.reason)
        return [know_person(uses, user_id, zone).profile for user_id in sorted(wanted)]


def _ask(uses: Uses, user_id: str) -> Profile | None:
    try:
        profile = uses.directory.person(user_id)
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            return None
        profile = _listed(uses, user_id)
    return replace(profile, name=profile.name or user_id) if profile else None


def _listed(uses: Uses, user_id: str) -> Profile | None:
    """The person out of the list of everyone, for a server that can't tell of one alone."""
    try:
        return next((who for who in uses.directory.people() if who.user_id == user_id), None)
    except DirectoryUnavailable as unavailable:
        note_missing(uses, unavailable.method, unavailable.reason)
        return None
