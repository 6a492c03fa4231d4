"""A wave's life: opened with a frozen roster, reminded, closed and published once, and swept away."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain import pulse
from bot.domain.delivery import Post, Priority
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.newcomers import admitted_teams, tallies_that_count
from bot.domain.publication import Tree, publish_item
from bot.domain.pulse import Wave
from bot.services import work_time
from bot.services.ports import Uses
from bot.services.pulse.approval import NOT_AGREED, ask_unless_agreed, tell_left_out
from bot.services.pulse.asking import EARLY_REMINDER, REMINDER
from bot.services.pulse.inviting import closing_of, invite
from bot.services.pulse.inviting import remind as remind_silent
from bot.services.pulse.planning import OPEN, OPEN_NOW, plan_next
from bot.services.pulse.questions import instrument_of
from bot.services.pulse.results import RESULT, what_calls
from bot.services.standing import initiative_of
from bot.services.teams import keep_members, plan_lost_refresh, read_patiently
from storage import due, newcomers, outbox, people
from storage import initiative as initiatives
from storage import pulse as waves
from storage.due import Work
from storage.settings import settings_of

REMIND, REMIND_EARLY, CLOSE, SWEEP = "pulse.remind", "pulse.remind_early", "pulse.close", "pulse.sweep"
_REMINDS = {REMIND: REMINDER, REMIND_EARLY: EARLY_REMINDER}


def open_wave(uses: Uses, work: Work) -> None:
    """Due work: freeze the roster, invite everyone in their own working hours, plan reminder, closing and next wave.

    Everyone belongs to the roster but those who said "not for me": who is away or off work can answer all the same.
    Somebody may pause or end the initiative while its members are read; what holds is how it stands then.
    """
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, work.subject)
    if initiative is None:
        with uses.writing() as session:
            due.finish(session, work, "the initiative is gone")
        return
    reading = read_patiently(uses, initiative, work)
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiatives.hold_initiative(session, initiative.id) or initiative
        if reading is not None:
            keep_members(session, initiative, reading, now)
        plan_lost_refresh(session, initiative, now)
        outcome = _open(session, uses, initiative, work, now)
        next_on = None
        if work.what == OPEN and initiative.state == "active":
            after = max(work.local_date, local_date(now, initiative.zone))
            next_on = plan_next(session, uses, initiative, after)
        if outcome == NOT_AGREED:
            tell_left_out(session, initiative, work.local_date, next_on, now)
        due.finish(session, work, outcome)


def remind(uses: Uses, work: Work) -> None:
    """Due work: queue a reminder to everyone who hasn't answered, each for their own working hours.

    The wave is held, so that none is queued after a closing that forgot all of them; none comes while it is paused.
    """
    with uses.writing() as session:
        wave = waves.hold_wave_for_answer(session, work.subject)
        if wave is None or not wave.is_open(uses.clock()):
            due.finish(session, work, "the wave had closed")
            return
        initiative = initiative_of(session, wave)
        if initiative.state != "active":
            due.finish(session, work, f"the initiative is {initiative.state}")
            return
        remind_silent(session, uses, initiative, wave, _REMINDS.get(work.what, REMINDER), uses.clock())
        due.finish(session, work)


def close_wave(uses: Uses, work: Work) -> None:
    """Due work: publish once, delete every tally and flag and who was reminded, and post the result to the channel."""
    with uses.writing() as session:
        wave = waves.hold_wave(session, work.subject)
        if wave is None or wave.state != "open":
            due.finish(session, work, "it was closed before")
            return
        _close(session, uses, wave, work.local_date)
        due.finish(session, work)


def close_early(session: Session, uses: Uses, initiative: Initiative) -> Wave | None:
    """Close the initiative's open wave now, by the rules of every closing; gives it, None where none is open."""
    found = waves.latest_wave(session, initiative.id, state="open")
    wave = waves.hold_wave(session, found.id) if found else None
    if wave is None or wave.state != "open":
        return None
    for what in (*_REMINDS, CLOSE):
        due.cancel(session, what, wave.id)
    _close(session, uses, wave, wave.opens_on)
    return wave


def sweep(uses: Uses, work: Work) -> None:
    """Due work: overwrite the space that closing a wave freed."""
    waves.empty_freed_space(uses.database)
    with uses.writing() as session:
        due.finish(session, work)


def _open(session: Session, uses: Uses, initiative: Initiative, work: Work, now: datetime) -> str:
    """Open the wave of this work, or say in words why not."""
    closes_at = closing_of(session, uses, initiative, work.local_date).moment(initiative.zone)
    roster = work_time.members(session, uses, initiative.id, now)
    if initiative.state != "active":
        return f"the initiative is {initiative.state}"
    if now >= closes_at - timedelta(hours=1):
        return "its time had passed"
    if waves.latest_wave(session, initiative.id, state="open") is not None:
        return "another wave was open"
    if ask_unless_agreed(session, uses.instrument, initiative, now) is not None:
        return NOT_AGREED
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
        items=pulse.items_for(instrument_of(session, uses.instrument, initiative.id), number),
        state="open",
    )
    tree = people.team_parents(session, initiative.id)
    fresh = _newcomers(session, initiative)
    wave = waves.add_wave(session, wave, [(one.person_id, one.team_id) for one in roster], tree, fresh)
    firsts = invite(session, initiative, wave, roster, at_once=work.what == OPEN_NOW)
    for what, kind in _REMINDS.items():
        if kind in firsts:
            due.plan(session, what, wave.id, wave.opens_on, firsts[kind])
    due.plan(session, CLOSE, wave.id, wave.opens_on, closes_at)
    return ""


def _newcomers(session: Session, initiative: Initiative) -> set[int]:
    """Whose answers are counted apart; nobody's in a first wave, which can be compared with nothing."""
    is_first = waves.latest_wave(session, initiative.id, state="closed") is None
    if is_first or not settings_of(session, initiative.id).is_strict:
        return set()
    return newcomers.newcomers(session, initiative.id)


def _close(session: Session, uses: Uses, wave: Wave, local_date: date) -> None:
    initiative = initiative_of(session, wave)
    answered = waves.count_answered(session, wave.id)
    tree = Tree(waves.tree_of(session, wave.id) or people.team_parents(session, initiative.id))
    fresh = newcomers.newcomer_tallies(session, wave.id)
    counted = tallies_that_count(waves.tallies(session, wave.id), fresh, wave.items)
    published = {item: publish_item(tree, teams) for item, teams in counted.items() if teams}
    newcomers.count_from_now_on(session, initiative.id, wave.id, admitted_teams(fresh, wave.items))
    if answered >= pulse.FEWEST_FOR_COMMENTS:
        waves.shuffle_comments(session, wave.id, uses.random)
    else:
        waves.drop_comments(session, wave.id)
    shown = answered if answered >= pulse.FEWEST_FOR_A_RESULT else None
    waves.close(session, wave.id, answered=shown, results=published)
    outbox.forget_wave(session, wave.id)
    now = uses.clock()
    _queue_result(session, uses, initiative, wave, now)
    due.plan(session, SWEEP, wave.id, local_date, now)


def _queue_result(session: Session, uses: Uses, initiative: Initiative, wave: Wave, now: datetime) -> None:
    """The result goes to the channel, with a word to the lead where something in it calls for it."""
    about: dict[str, int | str] = {"wave": wave.id, "calls": len(what_calls(session, uses, wave))}
    key = f"{RESULT}:{wave.id}"
    post = Post(RESULT, initiative.channel_id, about, key, Priority.RESULT, initiative_id=initiative.id)
    outbox.queue(session, [(post, now, now + timedelta(days=14))])
