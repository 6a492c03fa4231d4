"""A file of values that somebody sends: read for the measure that it is for, told as a change, and applied on a yes."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delimited import MOST_BYTES, SHOWN_PROBLEMS, BadFile, Problem, TooBig
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import FormRefusal, Refusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.measures.measure import Measure
from bot.domain.measures.recording import Comparison, Recorded, compare
from bot.domain.measures.typed_points import Line, Reading, looks_like_points, read_points
from bot.domain.measures.upload import Candidate, Preview, UploadGone, WhichMeasure
from bot.domain.people import Person
from bot.domain.typed import is_blank
from bot.services.capability import LACKING, note_missing
from bot.services.measures.recording import keep_values
from bot.services.measures.standing import (
    SEE,
    check_fillable,
    check_may_record,
    may_record,
    measure_and_initiative,
    measure_numbered,
    measure_to_fill,
)
from bot.services.ports import DirectoryUnavailable, Uses
from bot.services.standing import initiative_for
from bot.spreadsheet import is_excel, read_lines
from storage import due, measure_points, measure_uploads, measures, outbox, people
from storage import initiative as initiatives
from storage.due import Work
from storage.measure_uploads import Waiting

READ, CHECKED, WHICH = "measures.read_file", "measures.file_checked", "measures.file_which"
_WORTH_TELLING = timedelta(days=1)
_EXPECTED = timedelta(hours=1)
_PATIENCE = 4
_AWAY = Problem(0, "Slack didn't hand the file over. Send it again later.")
_NOT_ALLOWED = Problem(0, "Uptake may not read it. Ask whoever installed Uptake to run uptake check.")


def expect_file(uses: Uses, channel_id: str, user_id: str, number: int | None) -> Measure:
    """The next file that somebody sends is for this measure. Raises NoSuchMeasure, NotYours, FromPulse or Retired."""
    with uses.writing() as session:
        initiative = initiative_for(session, SEE, channel_id, user_id)
        measure = measure_numbered(session, initiative.id, number)
        check_may_record(session, initiative, measure, user_id)
        check_fillable(measure)
        person = people.find_person(session, user_id)
        assert person is not None
        measure_uploads.expect(session, measure.id, person, uses.clock())
        return measure


def take_values(session: Session, person: Person, file_id: str, now: datetime) -> bool:
    """Plan to read a file for the measure that somebody said it is for; False where they said nothing lately."""
    measure_id = measure_uploads.expected(session, person, now - _EXPECTED)
    if measure_id is None:
        return False
    measure_uploads.forget_expected(session, person)
    _plan_reading(session, measure_id, file_id, now)
    return True


def ask_which(session: Session, person: Person, file_id: str, now: datetime) -> bool:
    """Ask somebody for which measure a file is, or read it for the only one; False where there is none for them."""
    found = candidates(session, person)
    if len(found) == 1:
        _plan_reading(session, found[0].measure_id, file_id, now)
    elif found:
        key = f"{WHICH}:{person.id}:{file_id}"
        post = Post(WHICH, person.user_id, {"file": file_id, "user": person.user_id}, key, Priority.ANSWER)
        outbox.queue(session, [(post, now, now + _WORTH_TELLING)])
    return bool(found)


def holds_values(content: bytes) -> bool:
    """Whether a file holds days and values, and not people: nobody has to say what it is."""
    if is_excel(content):
        return True
    try:
        return looks_like_points(read_lines(content))
    except Refusal:
        return False


def candidates(session: Session, person: Person) -> tuple[Candidate, ...]:
    """The measures to which somebody gives values: those that they see to, and those where they lead."""
    led = {each.id: each.practice for each in initiatives.led_by(session, person.id)}
    found = {each.id: each for each in measures.owned_by(session, person.id)}
    for initiative_id in led:
        found |= {each.id: each for each in measures.measures_of(session, initiative_id)}
    named = {each.initiative_id: initiatives.find_initiative(session, each.initiative_id) for each in found.values()}
    return tuple(
        Candidate(each.id, each.terms.name, of.practice)
        for each in sorted(found.values(), key=lambda each: (each.initiative_id, each.number))
        if each.is_by_hand and (of := named[each.initiative_id]) is not None
    )


def read_for_measure(uses: Uses, measure_id: int, file_id: str, user_id: str) -> Measure:
    """Read a file for this measure; the answer comes as a message. Raises NoSuchMeasure, NotYours, Ended or Retired."""
    with uses.writing() as session:
        measure, _ = measure_to_fill(session, measure_id, user_id)
        _plan_reading(session, measure_id, file_id, uses.clock())
        return measure


def read_file(uses: Uses, work: Work) -> None:
    """Due work: check a file, and tell who sent it what it would change, or each line that needs a look."""
    sent_by, lines, faults = _fetched(uses, work)
    now = uses.clock()
    with uses.writing() as session:
        measure = measures.find_measure(session, work.subject)
        initiative = initiatives.find_initiative(session, measure.initiative_id) if measure else None
        outcome = "there was no such file, or it wasn't theirs to give"
        if measure and initiative and (lines or faults):
            sender = people.find_person(session, sent_by or initiative.lead_user_id)
            if sender and may_record(session, initiative, measure, sender.user_id):
                kept = measure_uploads.keep_upload(session, measure.id, sender, now, work.person, lines, faults)
                _tell(session, initiative, sender, kept, now)
                outcome = ""
        due.finish(session, work, outcome)


def read_as(uses: Uses, upload_id: int, user_id: str, how: Reading) -> Preview:
    """Somebody said how a file is to be read: what it would change then. Raises UploadGone or NotYours."""
    with uses.writing() as session:
        waiting, measure, initiative = _waiting(session, upload_id, user_id)
        measure_uploads.read_as(session, waiting.id, how)
        again = measure_uploads.find_upload(session, upload_id)
        assert again is not None
        return _preview(session, uses.clock(), again, measure, initiative)


def to_apply(uses: Uses, upload_id: int, user_id: str) -> Preview:
    """What a file would change now, for who is about to say yes. Raises UploadGone or NotYours."""
    with uses.reading() as session:
        waiting, measure, initiative = _waiting(session, upload_id, user_id)
        return _preview(session, uses.clock(), waiting, measure, initiative)


def apply(uses: Uses, upload_id: int, user_id: str, why: str) -> Recorded:
    """Write down what a file says. Raises FormRefusal without a reason for corrections, UploadGone or NotYours."""
    with uses.writing() as session:
        waiting, _, _ = _waiting(session, upload_id, user_id)
        measure, initiative = measure_to_fill(session, waiting.measure_id, user_id)
        found = _compared(session, uses.clock(), waiting, measure, initiative)
        if found.changed and is_blank(why):
            raise FormRefusal({"why": "Say in a few words why you change values that are there."})
        if not measure_uploads.drop_upload(session, upload_id):
            raise UploadGone
        return keep_values(session, uses, measure, initiative, found, user_id, why.strip())


def checked(session: Session, arguments: dict[str, int | str], now: datetime) -> Preview:
    """What somebody is told about a file, as things are now."""
    waiting = measure_uploads.find_upload(session, int(arguments["upload"]))
    if waiting is None:
        raise NoLongerWanted("the values were saved or forgotten")
    measure, initiative = measure_and_initiative(session, waiting.measure_id)
    return _preview(session, now, waiting, measure, initiative)


def which(session: Session, arguments: dict[str, int | str], _now: datetime) -> WhichMeasure:
    """The measures that a file may be for."""
    person = people.find_person(session, str(arguments["user"]))
    return WhichMeasure(str(arguments["file"]), candidates(session, person) if person else ())


def _fetched(uses: Uses, work: Work) -> tuple[str, list[Line], list[Problem]]:
    """Who sent a file ('' where Slack doesn't say), and its lines or what is wrong with it.

    May raise DirectoryUnavailable, so that it is tried again.
    """
    try:
        upload = uses.directory.upload(work.person, MOST_BYTES)
    except DirectoryUnavailable as unavailable:
        if unavailable.reason not in LACKING and work.attempt < _PATIENCE:
            raise
        if unavailable.reason in LACKING:
            note_missing(uses, unavailable.method, unavailable.reason)
        return "", [], [_NOT_ALLOWED if unavailable.reason in LACKING else _AWAY]
    if upload is None:
        return "", [], []
    try:
        if upload.content is None:
            raise TooBig
        return upload.user_id, read_lines(upload.content), []
    except BadFile as bad:
        return upload.user_id, [], list(bad.problems)
    except Refusal as refusal:
        return upload.user_id, [], [Problem(0, refusal.said(str))]


def _preview(session: Session, now: datetime, waiting: Waiting, measure: Measure, initiative: Initiative) -> Preview:
    shown = Preview(waiting.id, measure, initiative.practice, faults=_first(waiting.problems))
    if waiting.problems:
        return shown
    try:
        given = read_points(waiting.lines, measure.terms.data, local_date(now, initiative.zone), waiting.reading)
    except BadFile as bad:
        return replace(shown, faults=_first(bad.problems))
    except Refusal as refusal:
        return replace(shown, faults=(Problem(0, refusal.said(str)),))
    if given.question:
        return replace(shown, question=given.question)
    found = compare(measure_points.points(session, measure.id), given.points)
    return replace(shown, added=len(found.added), changed=found.changed, same=found.same, reading=given.reading)


def _compared(
    session: Session, now: datetime, waiting: Waiting, measure: Measure, initiative: Initiative
) -> Comparison:
    """What a file would change. Raises UploadGone where it can't be applied as it is."""
    if waiting.problems:
        raise UploadGone
    given = read_points(waiting.lines, measure.terms.data, local_date(now, initiative.zone), waiting.reading)
    if given.question:
        raise UploadGone
    return compare(measure_points.points(session, measure.id), given.points)


def _waiting(session: Session, upload_id: int, user_id: str) -> tuple[Waiting, Measure, Initiative]:
    """Raises UploadGone, NotYours or Ended."""
    waiting = measure_uploads.find_upload(session, upload_id)
    if waiting is None:
        raise UploadGone
    measure, initiative = measure_and_initiative(session, waiting.measure_id)
    check_may_record(session, initiative, measure, user_id)
    person = people.find_person(session, user_id)
    if person is None or person.id != waiting.uploaded_by:
        raise UploadGone
    return waiting, measure, initiative


def _first(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    more = len(problems) - SHOWN_PROBLEMS
    last = (Problem(0, f"And {more} more lines need a look."),) if more > 0 else ()
    return (*problems[:SHOWN_PROBLEMS], *last)


def _tell(session: Session, initiative: Initiative, person: Person, upload_id: int, now: datetime) -> None:
    arguments: dict[str, int | str] = {"upload": upload_id}
    post = Post(
        CHECKED,
        person.user_id,
        arguments,
        f"{CHECKED}:{upload_id}:{now.timestamp():.0f}",
        Priority.ANSWER,
        initiative_id=initiative.id,
    )
    outbox.queue(session, [(post, now, now + _WORTH_TELLING)])


def _plan_reading(session: Session, measure_id: int, file_id: str, now: datetime) -> None:
    due.plan(session, READ, measure_id, local_date(now, "UTC"), now, person=file_id)
