"""A plan is agreed on, its review comes in the note of the day, and what is decided comes to who sees to it."""

from datetime import date

import pytest
from playing import start_initiative, texts

sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@sqlite
def test_from_questions_to_a_review_and_to_what_was_decided(sandbox, bot, clock, ward):
    lead, nurse = ward.staff[:2]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()

    def told(person):
        seen = len(sandbox.ephemerals(person, ward))
        person.slash("/measure", "plan", channel=ward)
        sandbox.wait_for(lambda: len(sandbox.ephemerals(person, ward)) > seen)
        return sandbox.ephemerals(person, ward)[-1]

    assert "Write the plan" not in str(told(nurse).blocks)
    lead.press_text(told(lead), "Write the plan")
    sandbox.wait_for(lambda: lead.modal is not None)
    for name, value in {
        "question_1": "Do handovers take less time?",
        "audience_1": "The ward",
        "question_2": "Do patients hear more?",
        "audience_2": "The board",
        "agreed": [nurse],
        "exists": "The incident book.",
        "review_1": "2026-03-10",
        "review_2": "2026-03-10",
    }.items():
        lead.fill(name, value)
    lead.submit()
    assert "stands there twice" in lead.modal.errors["review_2"]
    lead.fill("review_2", None)
    lead.submit()
    assert "Next review:* Tuesday 10 March" in str(lead.modal.blocks)
    lead.close_modal()
    assert "Do patients hear more?" in str(told(nurse).blocks)

    clock.go_to(2026, 3, 9, 16)
    bot.settle()
    note = next(each for each in lead.inbox() if "Review of bedside handover tomorrow" in each.text)
    lead.press_text(note, "See the agenda")
    sandbox.wait_for(lambda: "Agenda of the review" in str(texts(sandbox.ephemerals(lead))))
    agenda = sandbox.ephemerals(lead)[-1]
    assert "No pulse was published." in str(agenda.blocks)
    lead.press_text(agenda, "Write down what was decided")
    sandbox.wait_for(lambda: lead.modal is not None)
    for name, value in {"what_1": "Print the list.", "owner_1": nurse, "due_1": "2026-03-11"}.items():
        lead.fill(name, value)
    lead.submit()
    assert "One decision is kept" in str(lead.modal.blocks)
    lead.close_modal()

    clock.go_to(2026, 3, 11, 16)
    bot.settle()
    duty = next(each for each in nurse.inbox() if "due today: Print the list." in each.text)
    nurse.press_text(duty, "Done")
    sandbox.wait_for(lambda: "Done: Print the list." in str(texts(sandbox.ephemerals(nurse))))
    assert "Print the list." not in str(told(lead).blocks)
