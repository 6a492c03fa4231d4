"""A file that somebody sends to the bot: a list of people, or questions; answered with what it would change."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.domain.delimited import MOST_BYTES, SHOWN_PROBLEMS, BadFile, Problem, TooBig
from bot.domain.delivery import Post, Priority
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.instrument_file import OwnItem
from bot.domain.local_time import local_date
from bot.domain.people import Person, Upload
from bot.domain.roles import NotForYou
from bot.domain.team_list import Checked, WhichList
from bot.services import question_files
from bot.services.capability import LACKING, note_missing
from bot.services.measures import files as measure_files
from bot.services.people import meet_person
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.standing import initiative_held, roles_of
from bot.services.team_lists import IMPORT, check
from bot.services.team_offers import WORTH_TELLING, offer, refuse
from storage import due, outbox, people
from storage import initiative as initiatives
from storage.due import Work

READ = "people.read_file"
WHICH = "people.list_which"
OUTSIDER = "people.file_of_outsider"
_PATIENCE = 4
_AWAY = "Slack didn't hand the file over. Send it again later."
_NOT_ALLOWED = "Uptake may not read it. Ask whoever installed Uptake to run uptake check."


def take_file(uses: Uses, user_id: str, file_id: str) -> None:
    """Somebody sent a file: read it for the initiative that they lead, or ask for which of several it is.

    However often it is told, a file is read once for an initiative. Who leads none hears so, and who can't take part
    hears that Uptake isn't for them; a bot and a closed account hear nothing.
    """
    person = meet_person(uses, user_id)
    if person is None or not (person.profile.can_take_part or person.profile.is_outsider):
        return
    now = uses.clock()
    with uses.writing() as session:
        if person.profile.is_outsider:
            _tell(session, OUTSIDER, person, file_id, now)
            return
        led = initiatives.led_by(session, person.id)
        if measure_files.take_values(session, person, file_id, now):
            return
        if not led and measure_files.ask_which(session, person, file_id, now):
            return
        if len(led) == 1:
            _plan_reading(session, led[0], file_id, now)
        else:
            _tell(session, WHICH, person, file_id, now)


def _tell(session: Session, kind: str, sender: Person, file_id: str, now: datetime) -> None:
    """Answer a file at once, and once."""
    about: dict[str, int | str] = {"file": file_id, "person": sender.id}
    post = Post(kind, sender.user_id, about, f"{kind}:{sender.id}:{file_id}", Priority.ANSWER)
    outbox.queue(session, [(post, now, now + WORTH_TELLING)])


def read_for(uses: Uses, initiative_id: int, file_id: str, user_id: str) -> Initiative:
    """Read a file for this initiative; the answer comes as a message. Raises NotStarted, Ended or NotYours."""
    with uses.writing() as session:
        initiative = initiative_held(session, IMPORT, initiative_id, user_id)
        _plan_reading(session, initiative, file_id, uses.clock())
        return initiative


def read_file(uses: Uses, work: Work) -> None:
    """Due work: check a file, and tell who sent it what it would change, or each line that needs a look.

    A file that is gone meanwhile is let be. Where Slack is away for long, or doesn't let us, the lead hears so.
    """
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, work.subject)
    sent_by, found = _read(uses, initiative, work) if initiative else ("", Faults())
    now = uses.clock()
    with uses.writing() as session:
        sender = people.find_person(session, sent_by)
        is_answered = False
        if initiative and sender and not IMPORT.may.isdisjoint(roles_of(session, initiative, sender.user_id)):
            _answer(session, uses, initiative, sender, found, work, now)
            is_answered = True
        due.finish(session, work, "" if is_answered else "there was no such file, or it wasn't the lead's")


def which(session: Session, arguments: dict[str, int | str], _now: datetime) -> WhichList:
    """The initiatives that a file may be for: those that its sender leads, none where they lead none."""
    return WhichList(str(arguments["file"]), tuple(initiatives.led_by(session, int(arguments["person"]))))


def not_for_you(_session: Session, _arguments: dict[str, int | str], _now: datetime) -> NotForYou:
    """What a guest hears, or somebody of another organisation, who sends a file."""
    return NotForYou()


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a file; the whole of it is line 0. `of_questions` where it isn't a list of people."""

    lines: tuple[Problem, ...] = ()
    of_questions: bool = False


VALUES = Faults(
    (Problem(0, "This looks like values of a measure, and there is none here yet. Type `/measure new` first."),)
)

Found = Checked | tuple[OwnItem, ...] | Faults
"""What a file holds: a list of people, questions, or what is wrong with it."""


def _answer(
    session: Session, uses: Uses, initiative: Initiative, sender: Person, found: Found, work: Work, now: datetime
) -> None:
    if isinstance(found, Checked):
        offer(session, initiative, sender, found, now)
    elif found is VALUES and measure_files.ask_which(session, sender, work.person, now):
        pass
    elif not isinstance(found, Faults):
        question_files.offer(session, uses, initiative, sender, found, now)
    elif found.of_questions:
        question_files.refuse(session, initiative, sender, found.lines, now)
    else:
        refuse(session, initiative, sender, found.lines, now)


def _read(uses: Uses, initiative: Initiative, work: Work) -> tuple[str, Found]:
    """Who sent a file, '' where it is gone, and what it says or what is wrong: VALUES where no people are in it.

    May raise DirectoryUnavailable.
    """
    try:
        upload = uses.directory.upload(work.person, MOST_BYTES)
        return (upload.user_id, _checked(uses, upload)) if upload else ("", Faults())
    except DirectoryUnavailable as unavailable:
        if unavailable.reason in LACKING:
            note_missing(uses, unavailable.method, unavailable.reason, initiative.id)
            return initiative.lead_user_id, Faults((Problem(0, _NOT_ALLOWED),))
        if work.attempt < _PATIENCE:
            raise
        return initiative.lead_user_id, Faults((Problem(0, _AWAY),))


def _checked(uses: Uses, upload: Upload) -> Found:
    """What a file says, or what is wrong with it. Raises DirectoryUnavailable."""
    of_questions = question_files.is_of_questions(upload)
    try:
        if of_questions:
            return question_files.read_questions(upload)
        if upload.content is None:
            raise TooBig
        if measure_files.holds_values(upload.content):
            return VALUES
        return check(uses, upload.content)
    except BadFile as bad:
        if of_questions:
            return Faults(bad.problems, of_questions=True)
        more = len(bad.problems) - SHOWN_PROBLEMS
        last = (Problem(0, f"And {more} more lines need a look."),) if more > 0 else ()
        return Faults((*bad.problems[:SHOWN_PROBLEMS], *last))
    except Refusal as refusal:
        return Faults((Problem(0, refusal.said(str)),), of_questions)


def _plan_reading(session: Session, initiative: Initiative, file_id: str, now: datetime) -> None:
    due.plan(session, READ, initiative.id, local_date(now, initiative.zone), now, person=file_id)
