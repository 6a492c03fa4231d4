"""Who may send which file: every cell of the table of roles by upload, and roles that change before the yes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from role_cells import CAST, REFUSED, Place, Troupe
from role_ways import MAY
from sheets import workbook

from bot.domain.measures.measure import MeasureForm
from bot.features import all_messages
from bot.services import question_files, team_files
from bot.services.measures import defining
from bot.services.measures import files as measure_files
from messages import ids
from storage import due, people
from storage import initiative as initiatives

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
_A_MOMENT = 0.2
"""Long enough for an event that nobody answers."""


@dataclass(frozen=True)
class File:
    """A kind of file: the action that sending it is, what it holds, its answer, and the button that says yes to it."""

    action: str
    name: str
    content: Callable[[Place], bytes]
    answer: str
    button: str


def _list(place: Place) -> bytes:
    return f"person,team\n{place.cast['lead'].id},Night\n{place.cast['staff'].id},Day\n".encode()


FILES = [
    File("people.import", "people.csv", _list, "people.list_checked", ids.APPLY_LIST),
    File(
        "pulse.change_questions",
        "questions.yml",
        lambda _: b"items:\n  - id: light\n    text: It is light.\n    construct: fit\n",
        question_files.CHECKED,
        ids.USE_QUESTIONS,
    ),
    File(
        "measures.record", "falls.csv", lambda _: b"date,value\n2026-01-05,4\n", measure_files.CHECKED, ids.APPLY_VALUES
    ),
    File(
        "measures.record",
        "falls.xlsx",
        lambda _: workbook([["date", "value"], [date(2026, 1, 5), 4]]),
        measure_files.CHECKED,
        ids.APPLY_VALUES,
    ),
]


@pytest.fixture
def place(sandbox, bot) -> Place:
    return Troupe(sandbox, bot).start()


def answers(person) -> list[Any]:
    return [each for each in person.inbox() if each.user_id != person.id]


def define_a_measure(place: Place) -> None:
    """One to which the champion gives the values."""
    about = {
        "lies_where": "The incident book",
        "name": "Falls",
        "purpose": "outcome",
        "definition": "Each fall counts.",
    }
    terms = MeasureForm(
        **about, data="count", direction="decrease", owner=place.cast["champion"].id, often="weekly",
        first_on=date(2026, 1, 5),
    )  # fmt: skip
    defining.define(place.bot.uses, place.initiative.id, place.cast["lead"].id, terms)
    place.bot.settle()


def send(place: Place, who: str, file: File):
    """What somebody is told in answer to a file; None for nothing."""
    person = place.cast[who]
    before = len(answers(person))
    sent = person.upload(person.dm, file.name, file.content(place))
    place.sandbox.wait_for(lambda: time.monotonic() > sent.ready_at)

    def has_come() -> bool:
        place.bot.settle()
        return len(answers(person)) > before

    try:
        place.sandbox.wait_for(has_come, timeout=_A_MOMENT if who == "closed" else 5)
    except TimeoutError:
        return None
    return answers(person)[-1]


def hand_over(place: Place, to: str) -> None:
    with place.bot.uses.writing() as session:
        (new,) = people.find_people(session, [place.cast[to].id])
        initiatives.set_lead(session, place.initiative.id, new)


def is_read_soon(place: Place) -> bool:
    """Whether a file waits to be read."""
    with place.bot.uses.reading() as session:
        about = [(what, subject) for what in (team_files.READ, measure_files.READ) for subject in range(1, 5)]
        return any(due.waiting(session, what, subject) for what, subject in about)


def test_every_kind_of_file_is_tried(kind) -> None:
    checked = {each.name for each in all_messages().values() if each.is_answer and each.name.endswith("checked")}
    assert {file.answer for file in FILES} == checked


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_a_file_is_taken_from_whom_it_may_come_and_applied_by_whom_it_may_be_now(place, file) -> None:
    if file.action == "measures.record":
        define_a_measure(place)
    place.give_roles()
    for who in CAST:
        before = place.rows()
        told = send(place, who, file)
        if who in MAY[file.action].split():
            assert told is not None, who
            assert file.button in str(told.blocks), (who, told.blocks)
        else:
            assert place.rows() == before, who
            assert told is None if who == "closed" else REFUSED.search(str(told.blocks)), (who, told)

    lead = place.cast["lead"]
    asked = answers(lead)[-1]
    hand_over(place, "colleague")
    before = place.rows()
    lead.press(asked, file.button)
    place.sandbox.wait_for(lambda: REFUSED.search(str([each.text for each in place.sandbox.ephemerals(lead)])))
    assert place.rows() == before

    hand_over(place, "lead")
    count = len(answers(lead))
    lead.upload(lead.dm, file.name, file.content(place))
    place.sandbox.wait_for(lambda: is_read_soon(place))
    hand_over(place, "colleague")
    place.bot.settle()
    time.sleep(_A_MOMENT)
    place.bot.settle()
    assert len(answers(lead)) == count, "who doesn't lead any more when a file is read hears nothing of it"
    assert file.button not in str([each.blocks for each in answers(place.cast["colleague"])])
