"""What a lead sees of teams in a real browser on the sandbox's page; the pictures are kept."""

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


def test_a_lead_mends_a_list_applies_it_and_sees_who_is_who(sandbox, bot, ward, look):
    lead, staff = ward.staff[0], ward.staff
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()
    page = look(lead, lead.dm, width=390, height=844)
    rows = [f"{who.email},Ward 7,North" for who in staff[:8]] + [f"{who.email},Ward 8,South" for who in staff[8:11]]
    faulty = [*rows, f"{staff[11].email},Ward 8,North", f"{staff[3].email},Ward 8,South", "Ana,Ward 7,North"]
    send(sandbox, bot, lead, faulty, "needs a look")
    messages = page.get_by_test_id("messages")
    expect(messages).to_contain_text("Line 15")
    picture(page, "people-list-faults-phone")
    send(sandbox, bot, lead, [*rows, "gone@sandbox.example,Ward 7,North"], "1 unknown")
    expect(messages).to_contain_text("1 leaves, 1 unknown")
    picture(page, "people-list-offered-phone")
    page.get_by_role("button", name="Apply it").click()
    expect(messages).to_contain_text("Done.")
    picture(page, "people-list-applied-phone")

    page = look(lead, ward)
    type_command(page, "ward-7", "/uptake people")
    expect(page.get_by_test_id("messages")).to_contain_text("Ward 8: 3")
    picture(page, "people")
    page.get_by_role("button", name="Name champions and sponsors").click()
    expect(page.get_by_role("dialog", name="Who is who")).to_be_visible()
    picture(page, "people-roles")
    page.get_by_test_id("modal-close").click()
    page.get_by_role("button", name="Move somebody").click()
    expect(page.get_by_role("dialog")).to_contain_text("To which team?")
    picture(page, "people-move")
    page.get_by_test_id("modal-close").click()
    sandbox.add_usergroup("night", staff[:6], name="Night shift")
    page.get_by_role("button", name="Make teams of user groups").click()
    expect(page.get_by_role("dialog")).to_contain_text("Which user groups take part?")
    picture(page, "people-groups")


def send(sandbox, bot, lead, rows: list[str], words: str) -> None:
    """The lead sends a list; waits for an answer with these words."""
    lead.upload(lead.dm, "people.csv", "\n".join(["person,team,division", *rows]).encode())

    def is_answered() -> bool:
        bot.settle()
        return words in lead.inbox()[-1].text

    sandbox.wait_for(is_answered)
