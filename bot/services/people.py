"""Keep our picture of people and channel members as Slack has it."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.people import Person, Profile
from bot.domain.privacy import WasErased
from bot.domain.settings import MembersFrom
from bot.services.capability import LACKING, note_missing
from bot.services.ports import DirectoryUnavailable, Uses
from storage import initiative as initiatives
from storage import people
from storage.settings import settings_of


def know_person(uses: Uses, user_id: str, fallback_zone: str = "UTC") -> Person:
    """The person with Slack's `user_id`; asks the directory where we don't know them yet. Raises WasErased."""
    person = meet_person(uses, user_id, fallback_zone)
    if person is None:
        raise WasErased
    return person


def meet_person(uses: Uses, user_id: str, fallback_zone: str = "UTC") -> Person | None:
    """As `know_person`, but None where they were erased: nobody is asked about them, and nothing is written down."""
    with uses.reading() as session:
        known = people.find_person(session, user_id)
        if known is not None or people.erased_among(session, [user_id]):
            return known
    profile = _ask(uses, user_id) or Profile(user_id, "", fallback_zone)
    with uses.writing() as session:
        people.keep_profiles(session, [profile])
        return people.find_person(session, user_id)


def note_profile(uses: Uses, profile: Profile) -> None:
    """Slack says that somebody changed; only people whom we keep are written down."""
    with uses.writing() as session:
        if people.find_person(session, profile.user_id) is not None:
            people.keep_profiles(session, [profile])


def note_joined(uses: Uses, channel_id: str, user_id: str) -> None:
    """Somebody joined a channel whose people belong to its initiative: they do from its next wave on."""
    with uses.reading() as session:
        initiative = initiatives.initiative_in(session, channel_id)
        if initiative is None or not _is_of_channel(session, initiative):
            return
    person = meet_person(uses, user_id, initiative.zone)
    with uses.writing() as session:
        if person is not None and person.profile.can_take_part and _is_of_channel(session, initiative):
            people.add_member(session, initiative.id, person.id)


def note_left(uses: Uses, channel_id: str, user_id: str) -> None:
    """Somebody left a channel whose people belong to its initiative: they don't any more."""
    with uses.writing() as session:
        initiative = initiatives.initiative_in(session, channel_id)
        person = people.find_person(session, user_id)
        if initiative is not None and person is not None and _is_of_channel(session, initiative):
            people.drop_member(session, initiative.id, person.id)


def keep_unknown(session: Session, user_ids: tuple[str, ...], zone: str) -> list[Person]:
    """People of whom we have only an id for now; the next refresh fills in the rest. Who was erased is left out."""
    known = {person.user_id for person in people.find_people(session, user_ids)}
    people.keep_profiles(session, [Profile(user_id, "", zone) for user_id in user_ids if user_id not in known])
    return people.find_people(session, user_ids)


def everyone(uses: Uses, wanted: Collection[str], zone: str) -> list[Profile]:
    """The workspace's people; where the server has no list of them, those who are `wanted`, one by one.

    Raises DirectoryUnavailable.
    """
    try:
        return uses.directory.people()
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            raise
        note_missing(uses, unavailable.method, unavailable.reason)
        met = [meet_person(uses, user_id, zone) for user_id in sorted(wanted)]
        return [person.profile for person in met if person is not None]


def _is_of_channel(session: Session, initiative: Initiative) -> bool:
    return settings_of(session, initiative.id).members_from is MembersFrom.CHANNEL


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
