"""Changes of what staff were promised: announced, applied a day after that or later, or taken back.

They are announced in the channel. Where the channel isn't what brings the people together, each of them is told too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.announcement import Announcement, NotAnnounced, starts_at
from bot.domain.delivery import NoLongerWanted, Post, Priority, State
from bot.domain.initiative import Initiative, NotStarted
from bot.domain.local_time import local_date
from bot.domain.people import Person
from bot.domain.roles import LEAD, Action
from bot.domain.settings import Changes, MembersFrom, NothingPlanned, Outcome, Planned, notice
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.pulse import planning, results
from bot.services.pulse.inviting import expected_closing
from bot.services.standing import initiative_held
from bot.services.terms import log_changes, put_in_force
from storage import due, fate, outbox, people
from storage import initiative as initiatives
from storage import settings as stored
from storage.due import Work

ANNOUNCEMENT, TAKEN_BACK, NOT_ANNOUNCED = "settings.announcement", "settings.taken_back", "settings.not_announced"
WATCH, APPLY = "settings.watch", "settings.apply"
TAKE_BACK = Action("settings.take_back", LEAD)
_SOON, _LOOK_AGAIN, _USEFUL = timedelta(minutes=1), timedelta(minutes=10), timedelta(days=7)


def announce(
    session: Session,
    initiative: Initiative,
    changes: Changes,
    lead: Person,
    now: datetime,
    in_channel: Collection[str] = (),
    *,
    replaces: bool,
    actor_id: int | None,
) -> None:
    """Plan a change and tell staff; `replaces` says that they heard of another one before.

    Who is `in_channel` hears of it there, and not once more. `lead` answers for it, `actor_id` is who made it, None for
    whoever runs Uptake.
    """
    change_id = stored.plan_change(session, initiative.id, lead, now, changes)
    told = {initiative.channel_id: 0}
    if stored.settings_of(session, initiative.id).members_from is not MembersFrom.CHANNEL:
        members = [person for person, _ in people.members(session, initiative.id)]
        told |= {person.user_id: person.id for person in members if person.user_id not in in_channel}
    _post(session, initiative, ANNOUNCEMENT, change_id, told, now, replaces=int(replaces))
    due.plan(session, WATCH, change_id, local_date(now, initiative.zone), now + _SOON)
    log_changes(session, now, actor_id, "settings.plan", initiative.id, changes)


def in_channel(uses: Uses, initiative_id: int) -> frozenset[str]:
    """Who hears in the channel of a change, where others are told one by one; nobody where Slack can't say."""
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, initiative_id)
        settings = stored.settings_of(session, initiative_id)
    if initiative is None or settings.members_from is MembersFrom.CHANNEL:
        return frozenset()
    try:
        return frozenset(uses.directory.members(initiative.channel_id))
    except DirectoryUnavailable:
        return frozenset()


def planned_of(session: Session, initiative: Initiative) -> Planned | None:
    """The change that waits in an initiative, with when it starts to apply as far as that is known."""
    planned = stored.planned_change(session, initiative.id)
    applies = due.waiting(session, APPLY, planned.id) if planned else []
    if planned is None or not applies:
        return planned
    return replace(planned, starts_at=_starts_at(session, initiative, applies[0][1]))


def drop(session: Session, planned: Planned) -> list[str]:
    """Cancel a change that waits; gives who has heard of it or may have, channel and people.

    Raises NothingPlanned where it doesn't wait any more.
    """
    if not stored.settle_change(session, planned.id, "cancelled"):
        raise NothingPlanned
    due.cancel(session, WATCH, planned.id)
    due.cancel(session, APPLY, planned.id)
    return fate.withdraw(session, _key(planned.id), "the change was taken back")


def take_back(uses: Uses, change_id: int, user_id: str) -> Outcome:
    """The lead takes a change back before it applies; whoever had heard of it is told.

    Raises NothingPlanned, NotStarted or NotYours.
    """
    now = uses.clock()
    with uses.writing() as session:
        planned = stored.find_change(session, change_id)
        if planned is None:
            raise NotStarted
        initiative = initiative_held(session, TAKE_BACK, planned.initiative_id, user_id)
        told = drop(session, planned)
        stored.change_settings(session, initiative.id)
        tell_taken_back(session, initiative, planned, told, now)
        person = people.find_person(session, user_id)
        log_changes(session, now, person.id if person else None, TAKE_BACK.name, initiative.id, planned.changes)
        return Outcome(initiative.practice, initiative.zone, {}, {}, taken_back=True)


def tell_taken_back(
    session: Session, initiative: Initiative, planned: Planned, heard: Sequence[str], now: datetime
) -> None:
    """Tell those who heard of a change, channel and people, that it doesn't happen."""
    numbers = {person.user_id: person.id for person in people.find_people(session, heard)}
    _post(session, initiative, TAKEN_BACK, planned.id, {each: numbers.get(each, 0) for each in heard}, now)


def watch(uses: Uses, work: Work) -> None:
    """Due work: once the announcement stands in the channel, the time of notice begins.

    Where it can't be posted, nothing changes and the lead is told.
    """
    now = uses.clock()
    with uses.writing() as session:
        planned = stored.find_change(session, work.subject)
        if planned is None or planned.state != "waiting":
            due.finish(session, work, "the change was taken back")
            return
        state, reason = fate.state_of(session, f"{_key(planned.id)}0") or (State.DROPPED, "")
        if state is State.WAITING:
            due.put_off(session, work, now + _LOOK_AGAIN)
            return
        if state is State.SENT:
            waits = notice(stored.settings_of(session, planned.initiative_id).members_from)
            due.plan(session, APPLY, planned.id, work.local_date, now + waits)
        else:
            reason = {State.UNSURE: "unsure", State.FAILED: reason}.get(state, "not_in_time")
            _give_up(session, planned, reason, now)
        due.finish(session, work, reason)


def apply(uses: Uses, work: Work) -> None:
    """Due work: a change of which staff have known for long enough holds from now on; not while a pulse is open."""
    now = uses.clock()
    with uses.writing() as session:
        planned = stored.find_change(session, work.subject)
        initiative = initiatives.hold_initiative(session, planned.initiative_id) if planned else None
        if planned is None or initiative is None or planned.state != "waiting":
            due.finish(session, work, "the change was taken back")
            return
        wave = results.newest(session, initiative, state="open")
        if wave is not None:
            due.put_off(session, work, max(wave.closes_at, now + _SOON))
            return
        _put_in_force(session, uses, initiative, planned, now)
        due.finish(session, work)


def announcement(session: Session, arguments: dict[str, int | str], now: datetime) -> Announcement:
    """What the channel is told of a change, and from when it applies if they are told now."""
    planned, initiative = _change(session, arguments)
    if planned.state != "waiting":
        raise NoLongerWanted("the change was made or taken back")
    applies = [moment for _, moment in due.waiting(session, APPLY, planned.id)]
    soonest = now + notice(stored.settings_of(session, initiative.id).members_from)
    return Announcement(
        practice=initiative.practice,
        zone=initiative.zone,
        changed_by=planned.changed_by,
        changes=planned.changes,
        starts_at=_starts_at(session, initiative, applies[0] if applies else soonest),
        replaces=bool(arguments["replaces"]),
    )


def taken_back(session: Session, arguments: dict[str, int | str], now: datetime) -> Announcement:
    """What the channel is told of a change that doesn't happen after all."""
    planned, initiative = _change(session, arguments)
    return Announcement(initiative.practice, initiative.zone, initiative.lead_user_id, planned.changes, now)


def not_announced(session: Session, arguments: dict[str, int | str], _now: datetime) -> NotAnnounced:
    """What a lead is told of a change that the channel could not be told of."""
    planned, initiative = _change(session, arguments)
    of = (initiative.practice, initiative.channel_id, initiative.zone)
    return NotAnnounced(*of, planned.changes, str(arguments["reason"]))


def _put_in_force(session: Session, uses: Uses, initiative: Initiative, planned: Planned, now: datetime) -> None:
    ended = initiative.state == "ended"
    if stored.settle_change(session, planned.id, "cancelled" if ended else "applied") and not ended:
        stored.hold_settings(session, initiative.id)
        put_in_force(session, uses, initiative, planned.changes, now, None)
        log_changes(session, now, None, "settings.apply", initiative.id, planned.changes)


def _give_up(session: Session, planned: Planned, reason: str, now: datetime) -> None:
    initiative = initiatives.hold_initiative(session, planned.initiative_id)
    if initiative is None or not stored.settle_change(session, planned.id, "cancelled"):
        return
    arguments: dict[str, int | str] = {"change": planned.id, "reason": reason}
    key = f"{NOT_ANNOUNCED}:{planned.id}"
    post = Post(NOT_ANNOUNCED, initiative.lead_user_id, arguments, key, Priority.TROUBLE, initiative_id=initiative.id)
    outbox.queue(session, [(post, now, now + _USEFUL)])
    told = fate.withdraw(session, _key(planned.id), "the change was not made")
    tell_taken_back(session, initiative, planned, [each for each in told if each != initiative.channel_id], now)
    log_changes(session, now, None, "settings.give_up", initiative.id, planned.changes)


def _post(
    session: Session,
    initiative: Initiative,
    kind: str,
    change_id: int,
    to: Mapping[str, int],
    now: datetime,
    **more: int,
) -> None:
    """One message for each recipient; `to` gives our own number of each person, 0 for the channel.

    People get theirs while they work.
    """
    posts = [
        Post(
            kind=kind,
            recipient=recipient,
            arguments={"change": change_id, **more},
            unique_key=f"{kind}:{change_id}:{number}",
            priority=Priority.INVITATION if number else Priority.ANSWER,
            initiative_id=initiative.id,
        )
        for recipient, number in to.items()
    ]
    outbox.queue(session, [(post, now, now + _USEFUL) for post in posts])


def _starts_at(session: Session, initiative: Initiative, moment: datetime) -> datetime:
    wave = results.newest(session, initiative, state="open")
    waves = [(wave.opens_at, wave.closes_at)] if wave else []
    for day, opens_at in due.waiting(session, planning.OPEN, initiative.id):
        waves.append((opens_at, expected_closing(session, initiative, day).moment(initiative.zone)))
    return starts_at(moment, waves)


def _change(session: Session, arguments: dict[str, int | str]) -> tuple[Planned, Initiative]:
    planned = stored.find_change(session, int(arguments["change"]))
    initiative = initiatives.find_initiative(session, planned.initiative_id) if planned else None
    if planned is None or initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return planned, initiative


def _key(change_id: int) -> str:
    """How the keys of all messages that announce a change begin."""
    return f"{ANNOUNCEMENT}:{change_id}:"
