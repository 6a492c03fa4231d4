"""Who is who in an initiative: its teams and roles, and naming champions and sponsors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.people import Person, Role
from bot.domain.privacy import ONE_TAKES_NO_PART
from bot.domain.roles import COLLEAGUES, LEAD, Action
from bot.domain.settings import MembersFrom
from bot.domain.teams import Named, NamedAs, People, Present, shown_tree
from bot.services.capability import note_missing
from bot.services.people import everyone, meet_person
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.standing import initiative_for, initiative_held, roles_of
from storage import audit, outbox, people, teams
from storage import initiative as initiatives
from storage.taking_part import count_opted_out

SEE = Action("people.see", COLLEAGUES)
NAME_ROLES = Action("people.name_roles", LEAD)
NAMED = "people.named"
CHAMPIONS, SPONSORS = "champions", "sponsors"
_WORTH_TELLING = timedelta(days=7)
_GIVEN = {CHAMPIONS: Role.CHAMPION, SPONSORS: Role.SPONSOR}


def who_is_who(uses: Uses, channel_id: str, user_id: str) -> People:
    """The teams and roles of the channel's initiative; the lead sees more. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        initiative = initiative_for(session, SEE, channel_id, user_id)
        is_lead = Role.LEAD in roles_of(session, initiative, user_id)
        here = teams.present(session, initiative.id)
        named = _named(session, initiative)
        silent = count_opted_out(session, initiative.id) if is_lead else None
    takes_files = is_lead and uses.directory.may_read_files()
    if is_lead and not takes_files:
        note_missing(uses, "files.info", "missing_scope", initiative.id)
    loose = _loose(uses, initiative, here) if is_lead and here.members_from is not MembersFrom.CHANNEL else ()
    return People(
        named,
        members_from=here.members_from,
        teams=shown_tree(here),
        total=len(here.placed),
        is_lead=is_lead,
        takes_files=takes_files,
        silent=silent,
        loose=loose,
    )


def _loose(uses: Uses, initiative: Initiative, here: Present) -> tuple[str, ...]:
    """Who could take part and is in the channel, but in no team; nobody where Slack can't tell just now."""
    try:
        inside = set(uses.directory.members(initiative.channel_id)) - here.placed.keys()
        able = [who.user_id for who in everyone(uses, inside, initiative.zone) if who.can_take_part]
    except DirectoryUnavailable:
        return ()
    found = [user_id for user_id in able if user_id in inside]
    with uses.reading() as session:
        erased = people.erased_among(session, found)
    return tuple(sorted(set(found) - erased))


def naming(uses: Uses, initiative_id: int, user_id: str) -> Named:
    """Who has which role now, for the form that changes it. Raises NotStarted, Ended or NotYours."""
    with uses.writing() as session:
        return _named(session, initiative_held(session, NAME_ROLES, initiative_id, user_id))


def name_roles(uses: Uses, initiative_id: int, user_id: str, mark: str, named: dict[str, Sequence[str]]) -> None:
    """Make exactly these people champions and sponsors; `mark` is that of the roles as the form showed them.

    Raises FormRefusal for who can't take part or where the roles changed meanwhile, NotStarted, Ended or NotYours.
    """
    _check_can(uses, named)
    with uses.writing() as session:
        initiative = initiative_held(session, NAME_ROLES, initiative_id, user_id)
        if _named(session, initiative).mark != mark:
            raise FormRefusal({CHAMPIONS: "Somebody changed the roles meanwhile. Close this and open it again."})
        for field, role in _GIVEN.items():
            _give(session, initiative, role, named.get(field, ()), user_id, uses.clock())


def _check_can(uses: Uses, chosen: dict[str, Sequence[str]]) -> None:
    errors = {}
    for field, user_ids in chosen.items():
        met = [meet_person(uses, each) for each in user_ids]
        known = [person.profile for person in met if person is not None]
        if len(known) < len(met):
            errors[field] = ONE_TAKES_NO_PART
        unable = [who.name or who.user_id for who in known if not who.can_take_part]
        if unable:
            errors[field] = f"Not possible, as guests, apps and closed accounts can't take part: {', '.join(unable)}."
    if errors:
        raise FormRefusal(errors)


def _give(
    session: Session, initiative: Initiative, role: Role, user_ids: Sequence[str], actor_id: str, now: datetime
) -> None:
    before = {who.user_id: who for who in people.holders(session, initiative.id, role)}
    after = {who.user_id: who for who in people.find_people(session, list(user_ids))}
    actor = people.find_person(session, actor_id)
    by = actor.id if actor else None
    for user_id in sorted(after.keys() - before.keys()):
        people.give_role(session, initiative.id, after[user_id].id, role)
        _tell(session, initiative, after[user_id], role, now)
        audit.note(session, now, by, NAME_ROLES.name, initiative.id, role=role.value, to=after[user_id].id)
    for user_id in sorted(before.keys() - after.keys()):
        people.take_role(session, initiative.id, before[user_id].id, role)
        audit.note(session, now, by, NAME_ROLES.name, initiative.id, role=role.value, taken=before[user_id].id)


def named(session: Session, arguments: dict[str, int | str], _now: datetime) -> NamedAs:
    """What somebody is told who was named, if they still are."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    role, who = Role(str(arguments["role"])), arguments["person"]
    if initiative is None or who not in [each.id for each in people.holders(session, initiative.id, role)]:
        raise NoLongerWanted("they have that role no longer")
    return NamedAs(initiative, is_sponsor=role is Role.SPONSOR)


def _tell(session: Session, initiative: Initiative, person: Person, role: Role, now: datetime) -> None:
    arguments: dict[str, int | str] = {"initiative": initiative.id, "role": role.value, "person": person.id}
    key = f"{NAMED}:{initiative.id}:{role.value}:{person.id}:{now.isoformat(timespec='minutes')}"
    post = Post(
        NAMED, person.user_id, arguments, key, Priority.INVITATION, is_unrequested=True, initiative_id=initiative.id
    )
    outbox.queue(session, [(post, now, now + _WORTH_TELLING)])


def _named(session: Session, initiative: Initiative) -> Named:
    held = {role: [who.user_id for who in people.holders(session, initiative.id, role)] for role in _GIVEN.values()}
    return Named(initiative, tuple(held[Role.CHAMPION]), tuple(held[Role.SPONSOR]))
