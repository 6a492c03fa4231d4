"""What people do with tests of change in a story."""

PLAN = {
    "aim": "Handovers that are over in time.",
    "answers": "New staff say the list is too long.",
    "change": "A shorter checklist at the bed",
    "question": "Does a short list leave anything out?",
    "measure": "Minutes for one handover",
    "compare": "at_most",
    "number": "12",
    "by": "2026-03-12",
    "step": "few",
    "who": "Nights on ward 7",
    "how_many": "3",
    "do_on": "2026-03-05",
    "study_on": "2026-03-12",
    "act_on": "2026-03-13",
}


def asked(sandbox, person, channel, words: str) -> str:
    """What the person alone sees in answer to /pdsa, or in the modal that opens."""
    seen = len(sandbox.ephemerals(person, channel))
    assert person.slash("/pdsa", words, channel=channel).error == ""
    sandbox.wait_for(lambda: person.modal is not None or len(sandbox.ephemerals(person, channel)) > seen)
    if person.modal is not None:
        return f"{person.modal.title} {person.modal.blocks}"
    told = sandbox.ephemerals(person, channel)[-1]
    return f"{told.text} {told.blocks}"


def send(person, **fields) -> str:
    """Fill in the form that stands open and send it; gives what stands in its place, or beside its fields."""
    for name, value in fields.items():
        person.fill(name, value)
    sent = person.submit()
    assert sent.error in ("", "invalid_input"), sent.error
    if person.modal is None:
        return ""
    return str(person.modal.errors or person.modal.blocks)


def plan(sandbox, person, channel, **fields) -> None:
    """Plan a test, with nobody to do anything else for it."""
    asked(sandbox, person, channel, "plan")
    told = send(person, **{**PLAN, **fields})
    assert "is planned, and the channel sees it" in told, told
    person.close_modal(all_of_them=True)


def living(sandbox, channel, number: int = 1):
    """The messages in the channel that show a test."""
    return [message for message in sandbox.posts(channel) if f"Test {number}:" in str(message.blocks)]


def press(sandbox, person, message, text: str):
    """Press a button of a message that opens a form."""
    assert person.press_text(message, text).error == ""
    sandbox.wait_for(lambda: person.modal)
    return person.modal
