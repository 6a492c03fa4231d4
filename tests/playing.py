"""What people do in a story, in the words of the story."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

MANIFEST = yaml.safe_load((Path(__file__).parent.parent / "app_manifest.yml").read_text())


class MovableClock:
    """Product time that a story sets; it stands still otherwise."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def __call__(self) -> datetime:
        return self.moment

    def go_to(self, *moment: int) -> None:
        """Set the clock to year, month, day, hour, minute in UTC."""
        self.moment = datetime(*moment, tzinfo=UTC)

    def wait(self, **span: float) -> None:
        self.moment += timedelta(**span)


def ask_everybody(bot, clock, *day: int, **settling: float) -> None:
    """Let a day pass until all of the ward have been at work: Tokyo first, then London and New York."""
    for hour in (1, 15):
        clock.go_to(*day, hour, 0)
        bot.settle(**settling)


def next_workday(days: int = 1) -> date:
    """The first day from Monday to Friday that is at least so many days ahead of today, in real time."""
    day = datetime.now(UTC).date() + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def fill_start_form(lead, *, first_on: date, **fields: str) -> None:
    """Fill in the form of /uptake start that stands open."""
    given = {
        "practice": "bedside handover",
        "what_is_new": "We hand over at the bed, with the patient.",
        "why_better": "Nothing gets lost between shifts.",
        "first_on": first_on.isoformat(),
    }
    for name, value in (given | fields).items():
        lead.fill(name, value)


def start_initiative(sandbox, lead, channel, *, first_on: date, **fields: str) -> None:
    """The lead types /uptake start, fills in the form and sends it."""
    asked = lead.slash("/uptake", "start", channel=channel)
    assert asked.error == "", asked.error
    sandbox.wait_for(lambda: lead.modal is not None and len(lead.modal.blocks) > 5)
    fill_start_form(lead, first_on=first_on, **fields)
    sent = lead.submit()
    assert sent.error == "", sent.error
    assert lead.modal is None, lead.modal.errors


def invitation_of(person):
    """The newest message with an Answer button in the person's direct messages."""
    asked = [message for message in person.inbox() if "Answer" in str(message.blocks)]
    return asked[-1] if asked else None


def open_form(sandbox, person) -> None:
    """Press Answer and wait for the form."""
    pressed = person.press(invitation_of(person), "pulse:open_checkin")
    assert pressed.error == "", pressed.error
    sandbox.wait_for(lambda: person.modal is not None)


def fill_checkin(person, value: int | str, comment: str = "") -> None:
    """Give every item in the open form the same answer: 1 to 5 or 'none'."""
    for block in person.modal.blocks:
        if block["type"] == "input" and block["block_id"] != "comment":
            person.fill(block["block_id"], str(value))
    if comment:
        person.fill("comment", comment)


def answer(sandbox, person, value: int | str, comment: str = "") -> None:
    """Answer the pulse from the direct message, and see the thank-you."""
    open_form(sandbox, person)
    fill_checkin(person, value, comment)
    sent = person.submit()
    assert sent.error == "", sent.error
    assert "Thank you" in str(person.modal.blocks), person.modal.blocks
    person.close_modal()


def texts(messages) -> list[str]:
    return [message.text for message in messages]
