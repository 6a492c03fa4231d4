"""A team's own questions from file to form, a preview and the schedule, in a real browser; pictures are kept."""

from datetime import date

import pytest
from browsing import picture, type_command
from playing import MANIFEST, answer, start_initiative
from playwright.sync_api import expect

from bot.sandbox.page import page as sandbox_page
from bot.sandbox.workspace import Sandbox
from storage import pulse as waves
from storage import questions

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
FILE = """items:
- {id: calm, construct: climate, text: Our handovers are calm.}
- {id: heard, construct: safety, text: I am heard when I ask something.}
- {id: rushed, construct: burden, text: I feel rushed at the bed., reverse: true}
- {id: sheet, construct: fit, text: The new sheet helps me.}
- {id: lead, construct: leadership, text: Our leads ask how it goes.}
- {id: again, construct: outcome, text: I would go back to the old way., reverse: true}
"""


@pytest.fixture
def sandbox():
    with Sandbox(port=0, manifest=MANIFEST, page=sandbox_page) as workspace:
        yield workspace


def send(sandbox, bot, lead, text: str) -> None:
    before = len(lead.inbox())
    lead.upload(lead.dm, "questions.yml", text.encode())
    sandbox.wait_for(lambda: (bot.settle(), len(lead.inbox()) > before + 1)[1])


def test_a_file_becomes_the_form_that_staff_answer(sandbox, bot, clock, ward, look):
    lead, nurse = ward.staff[0], ward.staff[3]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()
    sandbox.set_clock(lambda: clock().timestamp())
    send(sandbox, bot, lead, FILE.replace("id: heard", "id: calm"))
    assert "• Line 3: id: line 2 has the same. Give each item its own." in str(lead.inbox()[-1].blocks)
    send(sandbox, bot, lead, FILE)
    page = look(lead, lead.dm, height=1150)
    messages = page.get_by_test_id("messages")
    expect(messages).to_contain_text("bedside handover: 6 new.")
    picture(page, "questions-offered")
    page.get_by_role("button", name="See them as staff do").click()
    expect(messages).to_contain_text("of the questions in your file")
    page.get_by_role("button", name="Answer (1 minute)").click()
    form = page.get_by_role("dialog", name="Pulse check-in")
    expect(form).to_contain_text("I feel rushed at the bed.")
    picture(page, "questions-preview-form")
    for group in form.get_by_role("radiogroup").all() or form.get_by_role("group").all():
        group.get_by_label("4 – Mostly").check()
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_role("dialog")).to_contain_text("nothing was sent or counted")
    page.get_by_test_id("modal-close").first.click()
    page.get_by_role("button", name="Use these questions").click()
    expect(messages).to_contain_text("Done. The bedside handover pulse asks these questions from now on")
    page = look(lead, ward, height=1150)
    type_command(page, "ward-7", "/pulse preview")
    expect(page.get_by_test_id("messages")).to_contain_text("This is a preview.")
    picture(page, "pulse-preview")
    type_command(page, "ward-7", "/pulse schedule")
    schedule = page.get_by_role("dialog", name="When the pulse comes")
    schedule.get_by_label("How often does it come?").select_option("dates")
    schedule.get_by_label("Which dates?").fill("2026-03-10\n10 April")
    page.get_by_test_id("modal-submit").click()
    expect(schedule.get_by_role("alert")).to_have_text(
        "Line 2 isn't a date. Write each like 2026-03-02, on a line of its own."
    )
    picture(page, "pulse-schedule")
    page.get_by_test_id("modal-close").first.click()
    clock.go_to(2026, 3, 10, 16, 0)
    bot.settle()
    page = look(nurse, nurse.dm, width=390, height=844)
    expect(page.get_by_test_id("messages")).to_contain_text("5 short questions")
    picture(page, "own-invitation-phone")
    answer(sandbox, nurse, 4, comment="The sheet is fine.")
    with bot.uses.reading() as session:
        (asked,) = [each for each in (waves.latest_wave(session, 1),) if each]
        assert asked.items == ("calm", "heard", "rushed", "sheet", "lead")
        assert len(questions.in_use(session, 1)) == 6
        assert waves.count_answered(session, asked.id) == 1, "the preview was counted nowhere"
    other = ward.staff[4]
    other.press(other.inbox()[-1], "pulse:take_break")
    sandbox.wait_for(lambda: "You get no bedside handover pulse before" in other.inbox()[-1].text)
    page = look(other, other.dm, width=390, height=844)
    picture(page, "not-this-month-phone")
