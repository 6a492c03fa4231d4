"""Whether results may be posted in a channel: not where another organisation reads, nor where the readers changed.

A channel is looked at when its initiative starts, when Slack says that it changed, and before each result is posted.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import HELD_BACK, Fate, NoLongerWanted, Outcome, Post, Priority
from bot.domain.initiative import Initiative, ResultsStop
from bot.domain.lifecycle import CannotSeeChannel, PostedAlready, StillShared, Stopped, look
from bot.domain.people import Channel, ChannelKind
from bot.domain.roles import LEAD, Action
from bot.services.capability import LACKING, note_missing
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.standing import initiative_held
from storage import audit, due, outbox, people, withheld
from storage import initiative as initiatives
from storage.due import Work
from storage.outbox import Claimed

LOOK, STOPPED = "channels.look", "channels.stopped"
CONFIRM = Action("initiative.confirm_channel", LEAD, after_end=True)
_WORTH_TELLING = timedelta(days=14)
_WORTH_POSTING = timedelta(days=14)


def first_look(uses: Uses, work: Work) -> None:
    """Due work: write down what kind of channel an initiative has begun in. Raises DirectoryUnavailable."""
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, work.subject)
    channel = _seen_or_lacking(uses, initiative.channel_id) if initiative else None
    with uses.writing() as session:
        if initiative is not None and channel is not None:
            _note(session, initiative.id, channel, uses.clock())
        due.finish(session, work)


def look_again(uses: Uses, channel_id: str, *, is_shared: bool) -> None:
    """Slack says that a channel is shared now, or isn't any more; what counts is how the channel is now.

    For what is said may come late, and again. Where the channel can't be seen, only that it is shared is believed.
    """
    with uses.reading() as session:
        initiative = initiatives.last_in(session, channel_id)
    if initiative is None:
        return
    try:
        channel = uses.directory.channel(channel_id)
    except DirectoryUnavailable:
        channel = None
    if channel is None and is_shared:
        is_private = initiative.channel_kind is ChannelKind.PRIVATE
        channel = Channel(channel_id, "", has_bot=True, is_shared=True, is_private=is_private)
    if channel is not None:
        _note_if_new(uses, initiative, channel)


def note_new_id(uses: Uses, old_id: str, new_id: str) -> None:
    """A private channel gets another id when somebody begins to share it: its initiatives and messages go along."""
    with uses.writing() as session:
        initiatives.move_channel(session, old_id, new_id)
        withheld.move_channel(session, old_id, new_id)
    look_again(uses, new_id, is_shared=False)


def hold_back(uses: Uses, row: Claimed) -> Outcome | None:
    """Look at the channel that a result is about to be posted in; why it isn't, or None where it may be.

    Called outside transactions, right before posting. Where this server or installation can't show channels, what is
    written down decides; where the channel is gone, posting will say so.
    """
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, row.initiative_id or 0)
    try:
        channel = _seen_or_lacking(uses, row.recipient)
    except DirectoryUnavailable as unavailable:
        return Outcome(Fate.NOT_NOW, unavailable.reason, retry_after=unavailable.seconds)
    if channel is None:
        stop = initiative.results_stop if initiative else None
    elif initiative is None or initiative.channel_id != row.recipient:
        stop = ResultsStop.SHARED if channel.is_shared else None
    else:
        stop = _note_if_new(uses, initiative, channel)
    return Outcome(Fate.UNWANTED, HELD_BACK) if stop else None


def confirm(uses: Uses, initiative_id: int, user_id: str) -> Initiative:
    """The lead says that results may be posted in the channel as it is now: what was held back is posted too.

    Raises NotStarted, NotYours, PostedAlready, StillShared, or CannotSeeChannel.
    """
    with uses.writing() as session:
        initiative = initiative_held(session, CONFIRM, initiative_id, user_id)
    if initiative.results_stop is None:
        raise PostedAlready
    channel = _seen_for_lead(uses, initiative)
    if _note_if_new(uses, initiative, channel) is ResultsStop.SHARED:
        raise StillShared
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, CONFIRM, initiative_id, user_id)
        person = people.find_person(session, user_id)
        initiatives.set_channel(session, initiative.id, channel.kind, None)
        sent = withheld.send_after_all(session, initiative.id, HELD_BACK, now, now + _WORTH_POSTING)
        audit.note(
            session, now, person.id if person else None, CONFIRM.name, initiative.id, kind=channel.kind.value, sent=sent
        )
    return initiative


def stopped(session: Session, arguments: dict[str, int | str], _now: datetime) -> Stopped:
    """What the lead is told about results that aren't posted, if that is still why."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None or initiative.results_stop != arguments["stop"]:
        raise NoLongerWanted("it has changed since")
    return Stopped(initiative, ResultsStop(str(arguments["stop"])), ChannelKind(str(arguments["kind"])))


def _seen_or_lacking(uses: Uses, channel_id: str) -> Channel | None:
    """None where the bot can't see the channel, or this server or installation can't show any; then the lead hears so.

    Raises DirectoryUnavailable where trying again may help.
    """
    try:
        return uses.directory.channel(channel_id)
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING:
            raise
        note_missing(uses, unavailable.method, unavailable.reason)
        return None


def _seen_for_lead(uses: Uses, initiative: Initiative) -> Channel:
    """Where no channel can be shown, the lead's word counts, but for one that was shared when it was last seen."""
    try:
        channel = uses.directory.channel(initiative.channel_id)
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING or initiative.results_stop is ResultsStop.SHARED:
            raise CannotSeeChannel from None
        is_private = initiative.channel_kind is ChannelKind.PRIVATE
        return Channel(initiative.channel_id, "", has_bot=True, is_private=is_private)
    if channel is None:
        raise CannotSeeChannel
    return channel


def _note_if_new(uses: Uses, initiative: Initiative, channel: Channel) -> ResultsStop | None:
    """Nothing is written, and nobody waited for, where the channel is as it was."""
    sight = look(initiative, channel)
    if not sight.is_news:
        return sight.stop
    with uses.writing() as session:
        return _note(session, initiative.id, channel, uses.clock())


def _note(session: Session, initiative_id: int, channel: Channel, now: datetime) -> ResultsStop | None:
    """Write down what the channel is now, and tell the lead once where results stop or may begin again."""
    initiative = initiatives.hold_initiative(session, initiative_id)
    if initiative is None:
        return None
    sight = look(initiative, channel)
    if sight.is_news:
        version = initiatives.set_channel(session, initiative.id, sight.kind, sight.stop)
        if sight.stop is not None:
            _tell_lead(session, replace(initiative, results_stop=sight.stop), channel, version, now)
            audit.note(session, now, None, STOPPED, initiative.id, why=sight.stop.value)
    return sight.stop


def _tell_lead(session: Session, initiative: Initiative, channel: Channel, version: int, now: datetime) -> None:
    """At once, whatever the hour: somebody else may be reading along, and only the lead can see to it."""
    stop = initiative.results_stop
    assert stop is not None
    post = Post(
        STOPPED,
        initiative.lead_user_id,
        {"initiative": initiative.id, "stop": stop.value, "kind": channel.kind.value},
        f"{STOPPED}:{initiative.id}:{version}",
        Priority.ANSWER,
        initiative_id=initiative.id,
    )
    outbox.queue(session, [(post, now, now + _WORTH_TELLING)])
