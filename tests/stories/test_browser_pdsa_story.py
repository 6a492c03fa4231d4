"""What people see of a test of change in a real browser on the sandbox's page; the pictures are kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from browsing import PICTURES, picture
from measured import FORM, record
from playing import MANIFEST, start_initiative
from playwright.sync_api import expect
from trying_changes import PLAN, asked, living, press, send

from bot.sandbox.page import page as sandbox_page
from bot.sandbox.workspace import Sandbox
from bot.services.measures import defining
from storage import initiative as initiatives

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def sandbox():
    with Sandbox(port=0, manifest=MANIFEST, page=sandbox_page) as workspace:
        yield workspace


def a_measure(bot, channel, lead):
    """Minutes for one handover, with a baseline of seven weeks."""
    with bot.uses.reading() as session:
        initiative = initiatives.initiative_in(session, channel.id)
    of = {"name": "Minutes for one handover", "data": "number", "unit": "minutes", "target": "10", "owner": lead.id}
    minutes = defining.define(bot.uses, initiative.id, lead.id, replace(FORM, **of))
    weeks = [date(2026, 1, 7) + timedelta(weeks=number) for number in range(8)]
    typed = "\n".join(f"{day} {value}" for day, value in zip(weeks, (16, 15, 17, 15.5, 16, 14, 16, 15), strict=True))
    record(bot.uses, minutes, typed, lead.id)
    return minutes


def test_a_test_of_change_is_carried_from_its_plan_to_its_record(sandbox, bot, clock, ward, look):
    lead, nurse = ward.staff[:2]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 10))
    bot.settle()
    minutes = a_measure(bot, ward, lead)
    asked(sandbox, lead, ward, "plan")
    page = look(lead, ward, height=1700)
    expect(page.get_by_text("What do you want to improve?")).to_be_visible()
    picture(page, "pdsa-plan")
    send(lead, **{**PLAN, "measure": "", "measure_id": str(minutes.id)})
    send(lead, what_1="Print the list", owner_1=nurse, due_1="2026-03-04")
    bot.settle()
    page = look(lead, ward, height=1100)
    expect(page.get_by_test_id("messages")).to_contain_text("A test is planned")
    picture(page, "pdsa-living-plan")
    press(sandbox, lead, living(sandbox, ward)[0], "Begin the test")
    send(lead)
    asked(sandbox, lead, ward, "do")
    send(lead, observations="The list took five minutes, and nobody missed a thing.", has_data="yes", over="yes")
    bot.settle()
    clock.go_to(2026, 3, 13, 9, 0)
    record(bot.uses, minutes, "2026-03-04 12\n2026-03-11 11.5", lead.id)
    expect(page.get_by_test_id("messages")).to_contain_text("Time to look at the results")
    picture(page, "pdsa-living-study")
    asked(sandbox, lead, ward, "study")
    expect(page.get_by_text("What did you learn?")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("img").first).to_be_visible()
    assert "It came about: 11.75 minutes. We expected at most 12 by Thursday 12 March." in str(lead.modal.blocks)
    picture(page, "pdsa-study")
    send(lead, learned="Nothing was left out. At weekends the card was missing.")
    asked(sandbox, lead, ward, "act")
    expect(page.get_by_text("Change it and try again")).to_be_visible()
    picture(page, "pdsa-act")
    send(lead, decision="adapt", because="It works at night, and mornings are busier.", next_step="up")
    send(lead)
    lead.close_modal(all_of_them=True)
    bot.settle()
    expect(page.get_by_test_id("messages")).to_contain_text("We change it and try again")
    picture(page, "pdsa-living-closed")
    asked(sandbox, lead, ward, "list")
    expect(page.get_by_test_id("messages")).to_contain_text("How they keep to the method")
    picture(page, "pdsa-list")
    asked(sandbox, lead, ward, "show 1")
    expect(page.get_by_test_id("messages")).to_contain_text("What happened when")
    picture(page, "pdsa-record")
    shown = sandbox.ephemerals(lead, ward)[-1]
    lead.press_text(shown, "Page to print")
    (file,) = sandbox.wait_for(
        lambda: [each for each in sandbox.state.files.values() if each.name.endswith(".html") and each.content]
    )
    lead.close_modal(all_of_them=True)
    printed = page.context.new_page()
    printed.set_viewport_size({"width": 800, "height": 1130})
    printed.set_content(file.content.decode())
    expect(printed.get_by_role("heading", level=1)).to_contain_text("Tests of change")
    assert "http" not in file.content.decode().replace("<!doctype html>", "")
    picture(printed, "pdsa-page")
    assert (PICTURES / "pdsa-page.png").exists()
