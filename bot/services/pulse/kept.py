"""What the pulse holds, and for how long: of people only who is asked in an open wave, and never what they answered."""

from typing import Any

from sqlmodel import Session

from bot.domain.people import Person
from bot.services.ports import Retention
from bot.services.standing import initiative_of
from storage import breaks, questions
from storage import pulse as waves


def asked(session: Session, person: Person) -> list[dict[str, Any]]:
    """The open waves in which somebody is asked, and whether they answered or left it out; not what."""
    return [
        {
            "initiative": initiative_of(session, wave).practice,
            "closes_at": wave.closes_at,
            "answered": answered,
            "left_out": waves.has_declined(session, wave.id, person.user_id),
        }
        for wave, answered in waves.open_waves_for(session, person.user_id)
    ]


OPEN_PULSE = Retention("open_pulse", ("roster", "tally", "newcomer_tally"), held=asked)
BREAKS = Retention("breaks", ("pulse_break",), 1, breaks.drop_old, breaks.held_on, breaks.forget)
QUESTIONS = Retention("questions", ("own_item",))
FILES = Retention(
    "question_files", ("staged_questions",), 1, questions.drop_old, questions.held_on, questions.forget_files_of
)
RESULTS = Retention("results", ("wave", "result"))
COMMENTS = Retention("comments", ("comment",), 730, waves.drop_old_comments)
