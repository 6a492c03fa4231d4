"""The one message in the channel that shows a cycle: posted when it is planned, edited whenever it changes."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import AnotherFirst, NoLongerWanted, Post, Priority
from bot.domain.initiative import Initiative
from bot.domain.pdsa.cycle import Cycle
from bot.domain.pdsa.shown import CycleShown
from bot.services.pdsa.looking import shown_by_id
from storage import outbox
from storage import pdsa as stored

LIVING = "pdsa.living"
_WORTH_SHOWING = timedelta(days=7)


def show(session: Session, initiative: Initiative, cycle: Cycle, now: datetime) -> None:
    """Queue that the channel sees the cycle as it is: once for each version of it."""
    post = Post(
        LIVING,
        initiative.channel_id,
        {"cycle": cycle.id, "version": cycle.version},
        _key(cycle.id, cycle.version),
        Priority.ANSWER,
        initiative_id=initiative.id,
    )
    outbox.queue(session, [(post, now, now + _WORTH_SHOWING)])


def living(session: Session, arguments: dict[str, int | str], now: datetime) -> CycleShown:
    """What the message says, as the cycle is now.

    Raises AnotherFirst while one for an earlier version may still become the message that this one edits.
    """
    cycle_id, version = int(arguments["cycle"]), int(arguments["version"])
    shown = shown_by_id(session, cycle_id, now)
    if shown is None:
        raise NoLongerWanted("the test is gone")
    earlier = [_key(cycle_id, each) for each in range(1, version)]
    if not stored.message_of(session, cycle_id) and outbox.is_any_waiting(session, earlier):
        raise AnotherFirst
    return shown


def message_of(session: Session, arguments: dict[str, int | str]) -> str:
    """Slack's ts of the message that is edited; '' where it is to be posted."""
    return stored.message_of(session, int(arguments["cycle"]))


def posted(session: Session, arguments: dict[str, int | str], ts: str) -> None:
    """The message stands in the channel now; whatever changes is edited there."""
    stored.note_message(session, int(arguments["cycle"]), ts)


def _key(cycle_id: int, version: int) -> str:
    return f"{LIVING}:{cycle_id}:{version}"
