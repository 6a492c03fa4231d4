"""Start an initiative in a channel, and say how it stands."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import FormRefusal
from bot.domain.initiative import (
    NOT_THERE,
    TAKEN,
    AlreadyStarted,
    Initiative,
    StartForm,
    Status,
    check_start,
    hurdle_of,
)
from bot.domain.local_time import local_date
from bot.domain.people import Person, Role
from bot.domain.privacy import ONE_TAKES_NO_PART
from bot.domain.roles import COLLEAGUES, LEADERS, Action
from bot.services import channels, promises, settings, teams
from bot.services.people import keep_unknown, know_person
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.pulse import planning, results
from bot.services.standing import initiative_for, roles_of
from storage import due, outbox, people
from storage import initiative as initiatives

STARTED = "initiative.started"
START = Action("initiative.start", COLLEAGUES)
SEE_STATUS = Action("initiative.see_status", COLLEAGUES, after_end=True)


def check_free(uses: Uses, channel_id: str) -> None:
    """Raises AlreadyStarted where the channel has an initiative."""
    with uses.reading() as session:
        _check_free(session, channel_id)


def suggested_start(uses: Uses, user_id: str) -> date:
    """A friendly first day for the pulse: the next Tuesday that isn't today, for this person."""
    person = know_person(uses, user_id)
    today = local_date(uses.clock(), person.zone)
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7)


def picked_channel(uses: Uses, channel_id: str, user_id: str) -> str:
    """The channel that somebody picked for a new initiative, if one can begin there and they are in it.

    Raises FormRefusal with a sentence beside the field. Where Slack can't be asked now, the channel is taken as it is.
    """
    try:
        channel = uses.directory.channel(channel_id) if channel_id else None
        hurdle = hurdle_of(channel, picked=bool(channel_id))
        if not hurdle and user_id not in uses.directory.members(channel_id):
            hurdle = NOT_THERE
    except DirectoryUnavailable:
        hurdle = ""
    if hurdle:
        raise FormRefusal({"channel": hurdle})
    try:
        check_free(uses, channel_id)
    except AlreadyStarted:
        raise FormRefusal({"channel": TAKEN}) from None
    return channel_id


def start_initiative(uses: Uses, channel_id: str, lead_user_id: str, form: StartForm) -> Initiative:
    """Start an initiative: the lead, the champions, one team for all, and the first pulse planned.

    Raises FormRefusal with a sentence per field, or AlreadyStarted.
    """
    lead = know_person(uses, lead_user_id)
    now = uses.clock()
    today = local_date(now, lead.zone)
    rhythm = check_start(form, today)
    assert form.first_on is not None
    with uses.writing() as session:
        _check_free(session, channel_id)
        initiative = initiatives.add_initiative(
            session,
            channel_id=channel_id,
            practice=form.practice.strip(),
            case=form.case,
            zone=lead.zone,
            rhythm=rhythm,
            first_on=form.first_on,
            lead=lead,
        )
        _give_roles(session, initiative, lead, form.champions)
        due.plan(session, teams.REFRESH, initiative.id, today, now)
        due.plan(session, channels.LOOK, initiative.id, today, now)
        planning.plan_next(session, uses, initiative, after=form.first_on - timedelta(days=1))
        post = Post(
            STARTED,
            channel_id,
            {"initiative": initiative.id},
            f"{STARTED}:{initiative.id}",
            Priority.ANSWER,
            initiative_id=initiative.id,
        )
        outbox.queue(session, [(post, now, now + timedelta(days=2))])
    return initiative


def started(session: Session, arguments: dict[str, int | str], _now: datetime) -> Status:
    """What the confirmation in the channel says, as things are now."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return _status(session, initiative)


def status(uses: Uses, channel_id: str, user_id: str) -> Status:
    """How the channel's initiative stands. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        initiative = initiative_for(session, SEE_STATUS, channel_id, user_id)
        agreement, approver = settings.agreement_of(session, uses, initiative)
        roles = roles_of(session, initiative, user_id)
        return replace(
            _status(session, initiative),
            planned=promises.planned_of(session, initiative),
            agreement=agreement,
            approver=approver,
            may_change=Role.LEAD in roles,
            may_resume=not roles.isdisjoint(LEADERS),
        )


def _check_free(session: Session, channel_id: str) -> None:
    standing = initiatives.initiative_in(session, channel_id)
    if standing is not None:
        raise AlreadyStarted(standing.practice)


def _give_roles(session: Session, initiative: Initiative, lead: Person, champions: tuple[str, ...]) -> None:
    people.add_team(session, initiative.id, initiative.practice)
    known = keep_unknown(session, champions, lead.zone)
    if len(known) < len(set(champions)):
        raise FormRefusal({"champions": ONE_TAKES_NO_PART})
    for person in known:
        people.give_role(session, initiative.id, person.id, Role.CHAMPION)


def _status(session: Session, initiative: Initiative) -> Status:
    planned = due.waiting(session, planning.OPEN, initiative.id)
    champions = people.holders(session, initiative.id, Role.CHAMPION)
    return Status(
        initiative=initiative,
        members=len(people.members(session, initiative.id)),
        champions=tuple(person.user_id for person in champions if person.profile.can_take_part),
        open_wave=results.newest(session, initiative, state="open"),
        last_wave=results.newest(session, initiative, state="closed"),
        next_on=planned[0][0] if planned else None,
        stuck=outbox.stuck(session, initiative.id),
    )
