"""Pause an initiative, let it go on, and end it: what waits is cancelled, what was published stays."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted
from bot.domain.initiative import Initiative, Stage
from bot.domain.lifecycle import AlreadyPaused, NotPaused, Prospect, Turn
from bot.domain.local_time import local_date
from bot.domain.roles import LEADERS, Action
from bot.services.news import tell_channel
from bot.services.ports import Uses
from bot.services.pulse import planning, results, rounds
from bot.services.standing import initiative_for, initiative_held
from storage import audit, due, withheld
from storage import initiative as initiatives

PAUSE = Action("initiative.pause", LEADERS)
"""Letting it go on again is the same act."""

END = Action("initiative.end", LEADERS)
PAUSED, RESUMED, ENDED = "lifecycle.paused", "lifecycle.resumed", "lifecycle.ended"


def prospect(uses: Uses, action: Action, channel_id: str, user_id: str) -> Prospect:
    """What pausing, resuming or ending the channel's initiative would mean now.

    Raises NotStarted, Ended or NotYours.
    """
    with uses.reading() as session:
        initiative = initiative_for(session, action, channel_id, user_id)
        return Prospect(initiative, results.newest(session, initiative, state="open"))


def paused_prospect(uses: Uses, channel_id: str, user_id: str) -> Prospect:
    """What would go on again. Raises NotStarted, Ended, NotYours or NotPaused."""
    found = prospect(uses, PAUSE, channel_id, user_id)
    if found.initiative.state is not Stage.PAUSED:
        raise NotPaused
    return found


def pause(uses: Uses, initiative_id: int, user_id: str) -> Turn:
    """Pause: no pulse is planned, nothing is sent that nobody asked for, and the channel is told.

    A pulse that is open can be answered until its closing and is then published, as its people were promised; nobody is
    invited or reminded any more. Raises NotStarted, Ended, NotYours or AlreadyPaused.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, PAUSE, initiative_id, user_id)
        if initiative.state is Stage.PAUSED:
            raise AlreadyPaused
        version = initiatives.set_state(session, initiative.id, Stage.PAUSED)
        _cancel(session, initiative, Stage.PAUSED)
        tell_channel(session, PAUSED, initiative, version, now)
        audit.note_by(session, now, user_id, PAUSE.name, initiative.id, stage=Stage.PAUSED.value)
        return _turn(session, initiative)


def resume(uses: Uses, initiative_id: int, user_id: str) -> Turn:
    """Go on after a pause: the next pulse is planned, and the channel is told.

    Raises NotStarted, Ended, NotYours or NotPaused.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, PAUSE, initiative_id, user_id)
        if initiative.state is not Stage.PAUSED:
            raise NotPaused
        version = initiatives.set_state(session, initiative.id, Stage.ACTIVE)
        planning.plan_again(session, uses, initiative, now)
        tell_channel(session, RESUMED, initiative, version, now)
        audit.note_by(session, now, user_id, PAUSE.name, initiative.id, stage=Stage.ACTIVE.value)
        return _turn(session, initiative)


def end(uses: Uses, initiative_id: int, user_id: str) -> None:
    """End for good: a pulse that is open closes now and is published, all that waits is cancelled, the channel is told.

    The channel is free for another initiative from now on. Raises NotStarted, Ended or NotYours.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, END, initiative_id, user_id)
        rounds.close_early(session, uses, initiative)
        _cancel(session, initiative, Stage.ENDED)
        version = initiatives.end(session, initiative, local_date(now, initiative.zone))
        tell_channel(session, ENDED, initiative, version, now)
        audit.note_by(session, now, user_id, END.name, initiative.id, stage=Stage.ENDED.value)


def paused(session: Session, arguments: dict[str, int | str], _now: datetime) -> Turn:
    """What the channel is told about a pause, if it still lasts."""
    return _turn(session, _standing(session, arguments, Stage.PAUSED))


def resumed(session: Session, arguments: dict[str, int | str], _now: datetime) -> Turn:
    """What the channel is told when a pause is over, if it is."""
    return _turn(session, _standing(session, arguments, Stage.ACTIVE))


def ended(session: Session, arguments: dict[str, int | str], _now: datetime) -> Turn:
    """What the channel is told about the end."""
    return _turn(session, _standing(session, arguments, Stage.ENDED))


def _standing(session: Session, arguments: dict[str, int | str], stage: Stage) -> Initiative:
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None or initiative.state is not stage:
        raise NoLongerWanted("it has changed since")
    return initiative


def _turn(session: Session, initiative: Initiative) -> Turn:
    planned = due.waiting(session, planning.OPEN, initiative.id)
    return Turn(initiative, results.newest(session, initiative, state="open"), planned[0][0] if planned else None)


def _cancel(session: Session, initiative: Initiative, stage: Stage) -> None:
    for what in (planning.OPEN, planning.OPEN_NOW):
        due.cancel(session, what, initiative.id)
    withheld.drop_unrequested(session, initiative.id, f"the initiative is {stage}")
