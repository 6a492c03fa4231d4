"""Changing what an initiative is about: the practice's name, and why people should adopt it."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.delivery import NoLongerWanted
from bot.domain.initiative import CaseForChange, Initiative, check_description
from bot.domain.roles import LEAD, Action
from bot.services.news import tell_channel
from bot.services.ports import Uses
from bot.services.standing import initiative_held, initiative_with
from storage import audit
from storage import initiative as initiatives

DESCRIBED = "initiative.described"
DESCRIBE = Action("initiative.describe", LEAD)


def to_describe(uses: Uses, initiative_id: int, user_id: str) -> Initiative:
    """What is written down now. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        return initiative_with(session, DESCRIBE, initiative_id, user_id)


def describe(uses: Uses, initiative_id: int, user_id: str, practice: str, case: CaseForChange) -> bool:
    """Write down another name or other reasons, and tell the channel; gives whether anything is different.

    Raises NotStarted, Ended, NotYours, or FormRefusal with a sentence per field.
    """
    check_description(practice, case)
    practice, now = practice.strip(), uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, DESCRIBE, initiative_id, user_id)
        if (practice, case) == (initiative.practice, initiative.case):
            return False
        version = initiatives.describe(session, initiative.id, practice, case)
        tell_channel(session, DESCRIBED, initiative, version, now)
        audit.note_by(session, now, user_id, DESCRIBE.name, initiative.id)
    return True


def described(session: Session, arguments: dict[str, int | str], _now: datetime) -> Initiative:
    """What the channel is told: what is written down by then."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return initiative
