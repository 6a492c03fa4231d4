"""A file of questions that a lead sends to the bot: answered with what it would change, and used when they say so."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delimited import SHOWN_PROBLEMS, BadFile, Problem
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.instrument_file import OwnItem
from bot.domain.people import Person, Upload
from bot.domain.questions import FileGone, QuestionChange, faulty
from bot.services.instrument_yaml import items_in
from bot.services.own_questions import CHANGE_QUESTIONS, change_for, check_questions, put
from bot.services.ports import Uses
from bot.services.standing import initiative_held
from storage import initiative as initiatives
from storage import outbox, people, questions

CHECKED = "pulse.questions_checked"
_WORTH_TELLING = timedelta(days=1)
_ENDINGS = (".yml", ".yaml")


def is_of_questions(upload: Upload) -> bool:
    """Whether somebody sent questions, and not a list of people."""
    begins = (upload.content or b"")[:200].lstrip(b"\xef\xbb\xbf \r\n")
    return upload.name.lower().endswith(_ENDINGS) or begins.startswith(b"items:")


def read_questions(upload: Upload) -> tuple[OwnItem, ...]:
    """The questions in a file. Raises BadFile, or Refusal where it is too big to be looked at."""
    if upload.content is None:
        raise Refusal("The file is larger than 1 MB. Keep only the questions in it.")
    return items_in(upload.content)


def offer(
    session: Session, uses: Uses, initiative: Initiative, person: Person, items: Sequence[OwnItem], now: datetime
) -> None:
    """Tell somebody what a file of questions would change; it is used when they say so."""
    try:
        check_questions(session, uses, initiative, items)
    except BadFile as bad:
        refuse(session, initiative, person, bad.problems, now)
    else:
        staged_id = questions.stage(session, initiative_id=initiative.id, sent_by=person.id, at=now, items=items)
        _tell(session, initiative, person, staged_id, now)


def refuse(
    session: Session, initiative: Initiative, person: Person, problems: Sequence[Problem], now: datetime
) -> None:
    """Tell somebody why a file of questions can't be used; a problem on line 0 is about the whole of it."""
    more = len(problems) - SHOWN_PROBLEMS
    shown = [*problems[:SHOWN_PROBLEMS], *([Problem(0, f"And {more} more lines need a look.")] if more > 0 else [])]
    staged_id = questions.stage(session, initiative_id=initiative.id, sent_by=person.id, at=now, problems=shown)
    _tell(session, initiative, person, staged_id, now)


def checked(session: Session, arguments: dict[str, int | str], _now: datetime) -> QuestionChange:
    """What somebody is told about a file of questions, as things are now."""
    staged = questions.find_staged(session, int(arguments["questions"]))
    initiative = initiatives.find_initiative(session, staged.initiative_id) if staged else None
    if staged is None or initiative is None:
        raise NoLongerWanted("the file was used or forgotten")
    if staged.problems:
        return faulty(initiative.practice, staged.problems)
    return change_for(session, initiative, staged.items, staged.id)


def use_staged(uses: Uses, staged_id: int, user_id: str) -> QuestionChange:
    """Ask the questions of a file that waits. Raises FileGone, NotStarted, Ended, NotYours or BadFile."""
    with uses.writing() as session:
        staged = questions.find_staged(session, staged_id)
        if staged is None or not staged.items:
            raise FileGone
        initiative = initiative_held(session, CHANGE_QUESTIONS, staged.initiative_id, user_id)
        change = put(session, uses, initiative.id, staged.items, people.find_person(session, user_id))
        questions.drop_staged(session, staged_id)
        return change


def _tell(session: Session, initiative: Initiative, person: Person, staged_id: int, now: datetime) -> None:
    arguments: dict[str, int | str] = {"questions": staged_id, "initiative": initiative.id}
    key = f"{CHECKED}:{staged_id}:{now.isoformat()}"
    post = Post(CHECKED, person.user_id, arguments, key, Priority.ANSWER, initiative_id=initiative.id)
    outbox.queue(session, [(post, now, now + _WORTH_TELLING)])
