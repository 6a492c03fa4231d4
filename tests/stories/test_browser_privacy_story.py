"""What is held on a person and what is kept at all, as a nurse sees it in a real browser; pictures are kept."""

from datetime import date

import pytest
from browsing import picture, type_command
from playing import MANIFEST, answer, start_initiative
from playwright.sync_api import expect

from bot.sandbox.page import page as sandbox_page
from bot.sandbox.workspace import Sandbox

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def sandbox():
    with Sandbox(port=0, manifest=MANIFEST, page=sandbox_page) as workspace:
        yield workspace


def test_a_nurse_reads_what_is_kept_sees_her_own_takes_it_along_and_is_erased(sandbox, bot, clock, ward, look):
    nurse = ward.staff[3]
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10), champions=[nurse])
    bot.settle()
    clock.go_to(2026, 3, 10, 15, 0)
    bot.settle()
    answer(sandbox, nurse, 4)
    sandbox.set_clock(lambda: clock().timestamp())
    page = look(nurse, ward, height=1400)
    type_command(page, "ward-7", "/uptake privacy")
    expect(page.get_by_test_id("messages")).to_contain_text("whoever runs Uptake")
    picture(page, "privacy")
    page = look(nurse, ward, width=390, height=1400)
    type_command(page, "ward-7", "/uptake me")
    expect(page.get_by_test_id("messages")).to_contain_text("Get it as a file")
    picture(page, "me-phone")
    page.get_by_role("button", name="Get it as a file").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("in your messages")
    picture(page, "me-file-sent")
    page.get_by_test_id("modal-close").first.click()
    page.get_by_role("button", name="Erase me").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("coded mark")
    picture(page, "me-erase")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_role("dialog")).to_contain_text("You are erased")
    picture(page, "me-erased")
    page.get_by_test_id("modal-close").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    type_command(page, "ward-7", "/uptake status")
    expect(page.get_by_test_id("messages")).to_contain_text("Come back")
    picture(page, "me-come-back")
