"""Whoever gets a message about an initiative, unasked, finds a way out in it; a new kind has it by itself."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.duties import Duty, DutyNote, Told
from bot.domain.pulse import Invitation, Wave
from bot.features import all_messages
from bot.services import duties
from messages import duties as duty_messages
from messages import ids
from messages import pulse as pulse_messages
from messages.message import Message, button, buttons, message, paragraph, small
from messages.way_out import with_way_out

ANSWERS = {
    "measures.file_checked": "says what a file would change that its reader has just sent",
    "measures.file_which": "asks what a file is for that its reader has just sent",
    "people.file_of_outsider": "says that Uptake isn't for its reader, who has just sent a file",
    "people.list_checked": "says what a list would change that its reader has just sent",
    "people.list_which": "asks what a list is for that its reader has just sent",
    "pulse.questions_checked": "says what questions would change that their reader has just sent",
}
"""The only kinds of message to a person that have no way out, and why: each is the answer to what they did."""

WITH_THEIR_OWN = {"pulse.invitation", "pulse.reminder", "pulse.early_reminder", "duties.note"}
"""Kinds in whose words it stands already."""


def ways_out(what: Message) -> list[str]:
    """What the three dots of a message do, by the action ids and values of their choices."""
    elements = [each for block in what.blocks for each in [*block.get("elements", []), block.get("accessory") or {}]]
    return [option["value"] for each in elements if each.get("action_id") == ids.MENU for option in each["options"]]


def test_every_kind_of_message_to_a_person_has_a_way_out_or_answers_what_they_did() -> None:
    kinds = all_messages().values()
    assert {kind.name for kind in kinds if kind.is_answer} == set(ANSWERS)
    assert {kind.name for kind in kinds if kind.has_way_out} == WITH_THEIR_OWN
    for kind in kinds:
        if kind.name in ANSWERS or kind.name in WITH_THEIR_OWN:
            continue
        assert kind.way_out is not None, kind.name
        plain = kind.way_out(message("Hello", [paragraph("Hello")]), 5, "en-GB")
        assert isinstance(plain, Message)
        assert ways_out(plain)[-1] == f"{ids.NOT_FOR_ME} 5{ids.STAYS}", kind.name


def test_the_words_that_have_it_themselves_do() -> None:
    begins = datetime(2026, 3, 10, 9, tzinfo=UTC)
    wave = Wave(7, 1, 1, begins.date(), begins, begins + timedelta(days=2), ("why",), "open", 40)
    invited = pulse_messages.invitation(Invitation(wave, "a thing", "Asia/Tokyo"), "en-GB")
    assert ways_out(invited)[-1].startswith(ids.NOT_FOR_ME)
    about = {"kind": "a.kind", "subject": 1, "user_id": "U1", "title": "a thing", "due_on": date(2026, 3, 9)}
    told = tuple(Told(Duty(initiative_id=each, **about), f"thing {each}", "U2") for each in range(1, 6))

    class Words:
        line = staticmethod(lambda duty, today, locale: "Do it.")
        choices = staticmethod(lambda duty, locale: [])

    for some in (told[:1], told):
        note = duty_messages.note({"a.kind": Words()}, DutyNote(date(2026, 3, 9), some), "en-GB")
        out = [each for each in ways_out(note) if each.startswith(ids.NOT_FOR_ME)]
        assert out == [f"{ids.NOT_FOR_ME} {each.duty.initiative_id}{ids.STAYS}" for each in some[:3]]
    assert duties.NOTE in WITH_THEIR_OWN


def test_the_way_out_stands_behind_the_last_buttons_or_beside_the_first_words() -> None:
    pressed = message("Hello", [paragraph("Hello"), buttons(button("do", "Do it")), small("Or not.")])
    with_buttons = with_way_out(pressed, 5, "en-GB")
    assert [block["type"] for block in with_buttons.blocks] == ["section", "actions", "context"]
    assert with_buttons.blocks[1]["elements"][-1]["action_id"] == ids.MENU
    assert "accessory" in with_way_out(message("Hello", [paragraph("Hello")]), 5, "en-GB").blocks[0]
    bare = with_way_out(message("Hello", [small("Hello")]), 5, "en-GB")
    assert [block["type"] for block in bare.blocks] == ["context", "actions"]
    assert [block["type"] for block in pressed.blocks] == ["section", "actions", "context"]
