"""What a lead and a nurse see and do, in a real browser on the sandbox's page; the pictures are kept."""

from datetime import date

import pytest
from browsing import picture, type_command
from playing import MANIFEST, answer, ask_everybody, start_initiative
from playwright.sync_api import expect

from bot.sandbox.page import page as sandbox_page
from bot.sandbox.workspace import Sandbox

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def sandbox():
    with Sandbox(port=0, manifest=MANIFEST, page=sandbox_page) as workspace:
        yield workspace


def test_a_lead_starts_an_initiative_with_a_wrong_field_and_then_right(sandbox, bot, ward, look):
    lead = ward.staff[0]
    page = look(lead, ward)
    type_command(page, "ward-7", "/uptake start")
    form = page.get_by_role("dialog", name="Start an initiative")
    form.get_by_label("Which practice do you put into use?").fill("bedside handover")
    form.get_by_label("What will be different?").fill("We hand over at the bed, with the patient.")
    form.get_by_label("Why is it better than today?").fill("Nothing gets lost between shifts.")
    form.get_by_label("Day of the first pulse").fill("2026-02-01")
    picture(page, "start-form")
    page.get_by_test_id("modal-submit").click()
    wrong = form.get_by_role("alert")
    expect(wrong).to_have_text("That day has passed. Pick today or a later day.")
    wrong.scroll_into_view_if_needed()
    picture(page, "start-wrong-day")
    expect(form.get_by_label("What will be different?")).to_have_value("We hand over at the bed, with the patient.")
    form.get_by_label("Day of the first pulse").fill("2026-03-10")
    page.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()
    bot.settle()
    expect(page.get_by_test_id("messages")).to_contain_text("Three things to do next")
    picture(page, "started")


def test_a_nurse_answers_the_pulse_on_a_phone_and_sees_the_result(sandbox, bot, clock, ward, look):
    nurse = ward.staff[3]
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10))
    bot.settle()
    ask_everybody(bot, clock, 2026, 3, 10)
    page = look(nurse, nurse.dm, width=390, height=844)
    picture(page, "invitation-phone")
    page.get_by_role("button", name="Answer (1 minute)").click()
    form = page.get_by_role("dialog", name="Pulse check-in")
    expect(form.get_by_role("radiogroup")).to_have_count(5)
    for group in form.get_by_role("radiogroup").all():
        group.get_by_label("4 – Mostly").check()
    form.get_by_label("Anything you want to add?").fill("The list is too long at night.")
    picture(page, "checkin-phone")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_role("dialog")).to_contain_text("Thank you. Your answers")
    picture(page, "thanks-phone")
    page.get_by_test_id("modal-close").first.click()
    expect(page.get_by_test_id("messages")).to_contain_text("Thank you. Your answers")
    for number, person in enumerate(ward.staff[4:12]):
        answer(sandbox, person, 2 + number % 4)
    clock.go_to(2026, 3, 12, 18, 0)
    bot.settle()
    page = look(nurse, ward)
    expect(page.get_by_test_id("messages")).to_contain_text("9 of 12 people answered")
    expect(page.get_by_test_id("messages")).to_contain_text("The list is too long at night.")
    picture(page, "result")
