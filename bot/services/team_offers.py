"""What a lead is told about a list before it is applied: the change it would make, or each line that needs a look."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delimited import Problem
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.initiative import Initiative
from bot.domain.people import Person
from bot.domain.settings import MembersFrom
from bot.domain.team_list import Checked, Preview
from bot.domain.teams import NO_CHANGE
from bot.services.team_lists import preview_of, stage
from storage import initiative as initiatives
from storage import outbox, teams

CHECKED = "people.list_checked"
WORTH_TELLING = timedelta(days=1)


def offer(session: Session, initiative: Initiative, person: Person, checked: Checked, now: datetime) -> None:
    """Tell somebody what a list would change; it is applied when they say so."""
    _tell(session, initiative, person, stage(session, initiative, person, checked, now).list_id, now)


def refuse(session: Session, initiative: Initiative, person: Person, faults: Sequence[Problem], now: datetime) -> None:
    """Tell somebody why a list can't be used; a fault on line 0 is about the whole of it."""
    list_id = teams.stage(
        session,
        initiative_id=initiative.id,
        uploaded_by=person.id,
        at=now,
        members_from=MembersFrom.FILE,
        problems=[{"line": each.line, "sentence": each.sentence} for each in faults],
    )
    _tell(session, initiative, person, list_id, now)


def checked(session: Session, arguments: dict[str, int | str], _now: datetime) -> Preview:
    """What somebody is told about a list, as things are now."""
    staged = teams.find_staged(session, int(arguments["list"]))
    initiative = initiatives.find_initiative(session, staged.initiative_id) if staged else None
    if staged is None or initiative is None:
        raise NoLongerWanted("the list was applied or forgotten")
    faults = tuple(Problem(each["line"], each["sentence"]) for each in staged.problems if "sentence" in each)
    if faults:
        return Preview(initiative.practice, staged.id, NO_CHANGE, faults=faults)
    return preview_of(session, initiative, staged)


def _tell(session: Session, initiative: Initiative, person: Person, list_id: int, now: datetime) -> None:
    arguments: dict[str, int | str] = {"list": list_id, "initiative": initiative.id}
    key = f"{CHECKED}:{list_id}:{now.timestamp():.0f}"
    post = Post(CHECKED, person.user_id, arguments, key, Priority.ANSWER, initiative_id=initiative.id)
    outbox.queue(session, [(post, now, now + WORTH_TELLING)])
