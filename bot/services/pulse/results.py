"""What was published of a wave, and which waves there were."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted
from bot.domain.initiative import Initiative
from bot.domain.pulse import Result, Wave
from bot.domain.roles import COLLEAGUES, Action
from bot.services.ports import Uses
from bot.services.standing import initiative_for, initiative_of
from storage import initiative as initiatives
from storage import people
from storage import pulse as waves

RESULT = "pulse.result"
SEE_RESULTS = Action("pulse.see_results", COLLEAGUES, after_end=True)


def last_result(uses: Uses, channel_id: str, user_id: str) -> Result | None:
    """The result of the channel's last closed wave; None where none has closed yet.

    What an initiative that ended there left stays in sight until the next has a result. Raises NotStarted or NotYours.
    """
    with uses.reading() as session:
        newest_one = initiative_for(session, SEE_RESULTS, channel_id, user_id)
        for initiative in (newest_one, *initiatives.ended_in(session, channel_id)):
            wave = waves.latest_wave(session, initiative.id, state="closed")
            if wave is not None:
                return _result(session, initiative, wave)
    return None


def newest(session: Session, initiative: Initiative, state: str) -> Wave | None:
    """The initiative's newest wave that is 'open' or 'closed'."""
    return waves.latest_wave(session, initiative.id, state=state)


def result(session: Session, arguments: dict[str, int | str], _now: datetime) -> Result:
    """What was published of a wave."""
    wave = waves.find_wave(session, int(arguments["wave"]))
    if wave is None:
        raise NoLongerWanted("the wave is gone")
    return _result(session, initiative_of(session, wave), wave)


def _result(session: Session, initiative: Initiative, wave: Wave) -> Result:
    root = next(team for team, parent in people.team_parents(session, initiative.id).items() if parent is None)
    of_all = {shown.item: shown for shown in waves.results(session, wave.id) if shown.group_id == root}
    items = tuple(of_all[item] for item in wave.items if item in of_all)
    return Result(wave, initiative.practice, initiative.zone, items, tuple(waves.comments(session, wave.id)))
