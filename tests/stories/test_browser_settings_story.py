"""The settings, a promise that changes and the agreement to the questions, in a real browser; pictures are kept."""

from datetime import date

import pytest
from browsing import picture, type_command
from playing import MANIFEST, start_initiative
from playwright.sync_api import expect

from bot.sandbox.page import page as sandbox_page
from bot.sandbox.workspace import Sandbox

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def sandbox():
    with Sandbox(port=0, manifest=MANIFEST, page=sandbox_page) as workspace:
        yield workspace


def test_settings_and_agreement_as_a_lead_a_nurse_and_a_works_council_see_them(sandbox, bot, clock, ward, look):
    lead, nurse = ward.staff[0], ward.staff[3]
    council = sandbox.add_person("Cora Council", tz="Europe/London")
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()
    sandbox.set_clock(lambda: clock().timestamp())
    page = look(lead, ward, height=1150)
    type_command(page, "ward-7", "/uptake settings")
    page.get_by_role("button", name="Change settings").click()
    form = page.get_by_role("dialog", name="Settings")
    form.get_by_label("Day of the next pulse").fill("2026-02-01")
    form.get_by_label("How often does it come?").select_option("weekly")
    page.get_by_test_id("modal-submit").click()
    wrong = form.get_by_role("alert")
    expect(wrong).to_have_text("That day has passed. Pick today or a later day.")
    picture(page, "settings-wrong-day")
    form.get_by_label("Day of the next pulse").fill("2026-03-10")
    chooser = form.get_by_role("group", name="Who must agree to the questions?")
    chooser.locator("summary").click()
    chooser.get_by_label("Cora Council").check()
    page.keyboard.press("Escape")
    form.get_by_label("On which day?").scroll_into_view_if_needed()
    picture(page, "settings-form")
    page.get_by_test_id("modal-submit").click()
    expect(form).to_contain_text("Changed now")
    picture(page, "settings-saved")
    page.get_by_test_id("modal-close").first.click()
    bot.settle()
    clock.wait(minutes=1)
    bot.settle()
    type_command(page, "ward-7", "/uptake settings")
    expect(page.get_by_test_id("messages")).to_contain_text("They haven't answered yet")
    picture(page, "settings-list")
    page = look(nurse, ward, width=390, height=844)
    picture(page, "settings-announced-phone")
    page = look(council, council.dm, height=1150)
    expect(page.get_by_test_id("messages")).to_contain_text("Before they answer")
    picture(page, "agreement-asked")
    page.get_by_role("button", name="Not yet").click()
    expect(page.get_by_test_id("messages")).to_contain_text("No pulse opens until you agree")
    picture(page, "agreement-not-yet")
    clock.go_to(2026, 3, 10, 10, 0)
    bot.settle()
    sandbox.change_person(council, deleted=True)
    sandbox.wait_for(lambda: bot.delivery._counter.has_waiting())
    bot.settle()
    page = look(lead, lead.dm)
    expect(page.get_by_test_id("messages")).to_contain_text("has left")
    picture(page, "agreement-told-to-lead")
