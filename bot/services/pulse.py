"""A wave's life: planned, opened, reminded, answered, closed, published. The only reader and writer of answers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative, NotStarted, OnlyTheLead
from bot.domain.local_time import instant, local_date, next_date
from bot.domain.people import Person, Profile
from bot.domain.publication import Tree, publish_item
from bot.domain.pulse import Invitation, Result, Wave
from bot.services.people import keep_members, members_now
from bot.services.ports import DirectoryUnavailable, Uses
from storage import due, outbox, people
from storage import initiative as initiatives
from storage import pulse as waves
from storage.due import Work

OPEN, OPEN_NOW, REMIND, CLOSE, SWEEP = "pulse.open", "pulse.open_now", "pulse.remind", "pulse.close", "pulse.sweep"
INVITATION, REMINDER, RESULT = "pulse.invitation", "pulse.reminder", "pulse.result"
_PATIENCE = 3


class OpenedToday(Refusal):
    """One extra round a day is enough."""

    def __init__(self) -> None:
        super().__init__("A pulse was opened here today already. Start the next one tomorrow.")


def plan_next(session: Session, initiative: Initiative, after: date) -> date:
    """Plan the first pulse later than `after`; gives its local date."""
    day = next_date(initiative.rhythm, initiative.first_on, after)
    due.plan(session, OPEN, initiative.id, day, _first_moment(session, initiative, day))
    return day


def replan(session: Session, initiative: Initiative) -> None:
    """Move the planned pulse to where the first of its people now reach their local opening time."""
    for day, _ in due.waiting(session, OPEN, initiative.id):
        due.move(session, OPEN, initiative.id, day, _first_moment(session, initiative, day))


def plan_now(uses: Uses, channel_id: str, user_id: str) -> datetime:
    """Plan an extra pulse for as soon as the time to undo is over; gives that moment.

    Raises NotStarted, OnlyTheLead, WaveIsOpen or OpenedToday.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative = _initiative_led_by(session, channel_id, user_id)
        if waves.latest_wave(session, initiative.id, state="open") is not None:
            raise pulse.WaveIsOpen
        moment = now + pulse.TIME_TO_UNDO
        if not due.plan(session, OPEN_NOW, initiative.id, local_date(now, initiative.zone), moment):
            raise OpenedToday
        return moment


def undo_now(uses: Uses, channel_id: str, user_id: str) -> bool:
    """Take back an extra pulse that hasn't begun; False where it has."""
    with uses.writing() as session:
        return due.cancel(session, OPEN_NOW, _initiative_led_by(session, channel_id, user_id).id) > 0


def open_wave(uses: Uses, work: Work) -> None:
    """Due work: freeze the roster, invite everyone at their own local time, plan reminder, closing and next wave."""
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, work.subject)
    if initiative is None:
        with uses.writing() as session:
            due.finish(session, work, "the initiative is gone")
        return
    profiles = _members_or_patience(uses, initiative, work)
    now = uses.clock()
    with uses.writing() as session:
        if profiles is not None:
            keep_members(session, initiative, profiles)
        outcome = _open(session, uses, initiative, work, now)
        if work.what == OPEN and initiative.state == "active":
            plan_next(session, initiative, after=max(work.local_date, local_date(now, initiative.zone)))
        due.finish(session, work, outcome)


def remind(uses: Uses, work: Work) -> None:
    """Due work: queue a reminder to everyone who hasn't answered, each for their own local time."""
    with uses.writing() as session:
        wave = waves.find_wave(session, work.subject)
        if wave is None or not wave.is_open(uses.clock()):
            due.finish(session, work, "the wave had closed")
            return
        initiative = _initiative(session, wave)
        posts = []
        for user_id, zone in waves.silent_people(session, wave.id):
            moment = pulse.reminder_time(initiative.rhythm, wave.opens_on, zone, wave.closes_at)
            if moment is not None:
                posts.append((_to_person(REMINDER, wave, user_id, Priority.REMINDER), moment, wave.closes_at))
        outbox.queue(session, posts)
        due.finish(session, work)


def close_wave(uses: Uses, work: Work) -> None:
    """Due work: publish once, delete every tally and flag and who was reminded, and post the result to the channel."""
    with uses.writing() as session:
        wave = waves.hold_wave(session, work.subject)
        if wave is None or wave.state != "open":
            due.finish(session, work, "it was closed before")
            return
        initiative = _initiative(session, wave)
        answered = waves.count_answered(session, wave.id)
        tree = Tree(people.team_parents(session, initiative.id))
        published = {item: publish_item(tree, teams) for item, teams in waves.tallies(session, wave.id).items()}
        if answered >= pulse.FEWEST_FOR_COMMENTS:
            waves.shuffle_comments(session, wave.id, uses.random)
        else:
            waves.drop_comments(session, wave.id)
        shown = answered if answered >= pulse.FEWEST_FOR_A_RESULT else None
        waves.close(session, wave.id, answered=shown, results=published)
        outbox.forget_wave(session, wave.id)
        now = uses.clock()
        _queue_result(session, initiative, wave, now)
        due.plan(session, SWEEP, wave.id, work.local_date, now)
        due.finish(session, work)


def sweep(uses: Uses, work: Work) -> None:
    """Due work: overwrite the space that closing a wave freed."""
    waves.empty_freed_space(uses.database)
    with uses.writing() as session:
        due.finish(session, work)


def wave_to_answer(uses: Uses, user_id: str) -> Invitation:
    """The open wave that this person can answer now.

    Raises AlreadyAnswered, NotInRoster where a wave is open but began without them, or NoOpenWave.
    """
    now = uses.clock()
    with uses.reading() as session:
        person = people.find_person(session, user_id)
        standing = [(wave, done) for wave, done in waves.open_waves_for(session, user_id) if wave.is_open(now)]
        for wave, done in standing:
            if not done:
                return _invitation_for(session, wave, person)
        if standing:
            raise pulse.AlreadyAnswered
        if person is not None and waves.open_beside(session, person.id):
            raise pulse.NotInRoster
    raise pulse.NoOpenWave


def check_answerable(uses: Uses, wave_id: int, user_id: str) -> Invitation:
    """The wave with this id, if this person can answer it now.

    Raises WaveClosed, NotInRoster or AlreadyAnswered.
    """
    with uses.reading() as session:
        wave = _open_for(session, wave_id, user_id, uses.clock())
        return _invitation_for(session, wave, people.find_person(session, user_id))


def record_checkin(uses: Uses, wave_id: int, user_id: str, given: dict[str, str | None], comment: str) -> Invitation:
    """Count a form once, in the tallies of the person's team.

    Raises FormRefusal, WaveClosed, NotInRoster or AlreadyAnswered; then nothing has changed.
    """
    with uses.writing() as session:
        wave = waves.hold_wave_for_answer(session, wave_id)
        if wave is None:
            raise pulse.WaveClosed
        _open_for(session, wave_id, user_id, uses.clock())
        person = people.find_person(session, user_id)
        checkin = pulse.check_checkin(wave.items, given, comment)
        if person is None or not waves.record(session, wave, person.id, checkin):
            raise pulse.AlreadyAnswered
        return _invitation_for(session, wave, person)


def decline(uses: Uses, wave_id: int, user_id: str) -> Invitation:
    """Leave a wave out: no reminder comes, and answering after all stays possible.

    Raises WaveClosed, NotInRoster or AlreadyAnswered.
    """
    with uses.writing() as session:
        wave = _open_for(session, wave_id, user_id, uses.clock())
        person = people.find_person(session, user_id)
        if person is not None:
            waves.decline(session, wave.id, person.id)
        return _invitation_for(session, wave, person)


def invitations_sent(uses: Uses, wave_id: int, user_id: str) -> list[tuple[str, str, Invitation]]:
    """Where this person was invited and reminded: channel and ts of each message, with what it was about."""
    with uses.reading() as session:
        wave = waves.find_wave(session, wave_id)
        if wave is None:
            return []
        about = _invitation_for(session, wave, people.find_person(session, user_id))
        keys = [_to_person(kind, wave, user_id, Priority.INVITATION).unique_key for kind in (INVITATION, REMINDER)]
        return [(channel, ts, about) for channel, ts in outbox.where_posted(session, keys)]


def last_result(uses: Uses, channel_id: str) -> Result | None:
    """The result of the channel's last closed wave; None where none has closed yet. Raises NotStarted."""
    with uses.reading() as session:
        initiative = _initiative_in(session, channel_id)
        wave = waves.latest_wave(session, initiative.id, state="closed")
        return _result(session, initiative, wave) if wave else None


def newest(session: Session, initiative: Initiative, state: str) -> Wave | None:
    """The initiative's newest wave that is 'open' or 'closed'."""
    return waves.latest_wave(session, initiative.id, state=state)


def invitation(session: Session, arguments: dict[str, int | str], now: datetime) -> Invitation:
    """What an invitation says now; pointless once the person has answered or the wave has closed."""
    user_id = str(arguments["user"])
    try:
        wave = _open_for(session, int(arguments["wave"]), user_id, now)
    except Refusal as refusal:
        raise NoLongerWanted(type(refusal).__name__) from None
    person = people.find_person(session, user_id)
    if person is None or not person.profile.can_take_part:
        raise NoLongerWanted("the person can't take part any more")
    return _invitation_for(session, wave, person)


def reminder(session: Session, arguments: dict[str, int | str], now: datetime) -> Invitation:
    """What a reminder says now; pointless in the same cases as an invitation."""
    reminded = replace(invitation(session, arguments, now), is_reminder=True)
    if waves.has_declined(session, reminded.wave.id, str(arguments["user"])):
        raise NoLongerWanted("the person leaves this wave out")
    return reminded


def result(session: Session, arguments: dict[str, int | str], _now: datetime) -> Result:
    """What was published of a wave."""
    wave = waves.find_wave(session, int(arguments["wave"]))
    if wave is None:
        raise NoLongerWanted("the wave is gone")
    return _result(session, _initiative(session, wave), wave)


def _open(session: Session, uses: Uses, initiative: Initiative, work: Work, now: datetime) -> str:
    """Open the wave of this work, or say in words why not."""
    rhythm, extra = initiative.rhythm, work.what == OPEN_NOW
    closes_at = pulse.closing(work.local_date, rhythm.open_days, initiative.zone)
    roster = people.members(session, initiative.id)
    if initiative.state != "active":
        return f"the initiative is {initiative.state}"
    if now >= closes_at - timedelta(hours=1):
        return "its time had passed"
    if waves.latest_wave(session, initiative.id, state="open") is not None:
        return "another wave was open"
    if not roster:
        return "nobody could be asked"
    number = waves.next_number(session, initiative.id)
    wave = Wave(
        id=0,
        initiative_id=initiative.id,
        number=number,
        opens_on=work.local_date,
        opens_at=now,
        closes_at=closes_at,
        items=pulse.items_for(uses.instrument, number),
        state="open",
    )
    wave = waves.add_wave(session, wave, [(person.id, team_id) for person, team_id in roster])
    _invite(session, initiative, wave, [person for person, _ in roster], at_once=extra, now=now)
    return ""


def _invite(
    session: Session, initiative: Initiative, wave: Wave, roster: list[Person], *, at_once: bool, now: datetime
) -> None:
    rhythm, day = initiative.rhythm, wave.opens_on
    reminders = [pulse.reminder_time(rhythm, day, person.zone, wave.closes_at) for person in roster]
    posts = [
        (
            _to_person(INVITATION, wave, person.user_id, Priority.INVITATION),
            pulse.decent_moment(now, person.zone)
            if at_once
            else pulse.invitation_time(rhythm, day, person.zone, wave.closes_at, wave.opens_at),
            wave.closes_at,
        )
        for person in roster
    ]
    outbox.queue(session, posts)
    known = [moment for moment in reminders if moment is not None]
    if known:
        due.plan(session, REMIND, wave.id, day, min(known))
    due.plan(session, CLOSE, wave.id, day, wave.closes_at)


def _to_person(kind: str, wave: Wave, user_id: str, priority: Priority) -> Post:
    return Post(
        kind=kind,
        recipient=user_id,
        arguments={"wave": wave.id, "user": user_id},
        unique_key=f"{kind}:{wave.id}:{user_id}",
        priority=priority,
        is_unrequested=True,
        initiative_id=wave.initiative_id,
        wave_id=wave.id,
    )


def _queue_result(session: Session, initiative: Initiative, wave: Wave, now: datetime) -> None:
    key = f"{RESULT}:{wave.id}"
    post = Post(RESULT, initiative.channel_id, {"wave": wave.id}, key, Priority.RESULT, initiative_id=initiative.id)
    outbox.queue(session, [(post, now, now + timedelta(days=14))])


def _open_for(session: Session, wave_id: int, user_id: str, now: datetime) -> Wave:
    wave = waves.find_wave(session, wave_id)
    if wave is None or not wave.is_open(now):
        raise pulse.WaveClosed
    answered = waves.has_answered(session, wave_id, user_id)
    if answered is None:
        raise pulse.NotInRoster
    if answered:
        raise pulse.AlreadyAnswered
    return wave


def _invitation_for(session: Session, wave: Wave, person: Person | None) -> Invitation:
    initiative = _initiative(session, wave)
    return Invitation(wave, initiative.practice, person.zone if person else initiative.zone)


def _result(session: Session, initiative: Initiative, wave: Wave) -> Result:
    root = next(team for team, parent in people.team_parents(session, initiative.id).items() if parent is None)
    of_all = {shown.item: shown for shown in waves.results(session, wave.id) if shown.group_id == root}
    items = tuple(of_all[item] for item in wave.items if item in of_all)
    return Result(wave, initiative.practice, initiative.zone, items, tuple(waves.comments(session, wave.id)))


def _initiative(session: Session, wave: Wave) -> Initiative:
    initiative = initiatives.find_initiative(session, wave.initiative_id)
    assert initiative is not None
    return initiative


def _initiative_in(session: Session, channel_id: str) -> Initiative:
    initiative = initiatives.initiative_in(session, channel_id)
    if initiative is None:
        raise NotStarted
    return initiative


def _initiative_led_by(session: Session, channel_id: str, user_id: str) -> Initiative:
    initiative = _initiative_in(session, channel_id)
    if initiative.lead_user_id != user_id:
        raise OnlyTheLead(initiative.lead_user_id)
    return initiative


def _first_moment(session: Session, initiative: Initiative, day: date) -> datetime:
    zones = {person.zone for person, _ in people.members(session, initiative.id)}
    if not zones:
        return instant(day, initiative.rhythm.at, initiative.zone)
    return pulse.opening(day, initiative.rhythm.at, zones)


def _members_or_patience(uses: Uses, initiative: Initiative, work: Work) -> list[Profile] | None:
    """Who is in the channel now; after a few failed attempts None, and the members that we know must do."""
    try:
        return members_now(uses, initiative)
    except DirectoryUnavailable:
        if work.attempt < _PATIENCE:
            raise
        return None
