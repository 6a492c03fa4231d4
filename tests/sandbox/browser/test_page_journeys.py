"""Whole journeys in a browser: a form with mistakes, unread marks, threads, and all of it by keyboard."""

import re

from playwright.sync_api import expect


def test_a_command_opens_a_modal_whose_mistakes_are_shown_and_mended(garden):
    tab = garden.look(garden.ann)
    composer = tab.get_by_label("Message #garden")
    composer.press_sequentially("/pl")
    expect(tab.get_by_role("option", name="/plant [what]")).to_be_visible()
    composer.press("Tab")
    expect(composer).to_have_value("/plant ")
    composer.press("Enter")

    modal = tab.get_by_role("dialog", name="Plant something")
    expect(modal.get_by_label("What is it?")).to_be_focused()
    modal.get_by_label("What is it?").fill("weed")
    modal.get_by_role("button", name="Plant it").click()
    expect(modal.get_by_role("alert").filter(has_text="required")).to_be_visible()

    modal.locator("summary").click()
    modal.get_by_role("checkbox", name="Ben Okafor").check()
    modal.get_by_label("When?").fill("2027-03-01")
    modal.get_by_role("button", name="Plant it").click()
    expect(modal.get_by_text("Weeds come by themselves. Name a plant.")).to_be_visible()
    field = modal.get_by_label("What is it?")
    expect(field).to_have_accessible_description(re.compile("One word.*Weeds come by themselves"))
    expect(field).to_have_value("weed")
    expect(modal.get_by_label("When?")).to_have_value("2027-03-01")

    field.fill("tulip")
    modal.get_by_role("button", name="Plant it").click()
    expect(modal).to_be_hidden()
    expect(tab.get_by_test_id("place-Gardener").get_by_test_id("unread")).to_have_text("1")
    tab.get_by_test_id("place-Gardener").click()
    expect(tab.get_by_test_id("message").last).to_contain_text("Planted tulip, watered by @Ben Okafor.")


def test_unread_marks_come_live_and_go_when_read(garden):
    tab = garden.look(garden.ann, "home")
    row = tab.get_by_test_id("place-garden")
    expect(row.get_by_test_id("unread")).to_have_count(0)
    garden.ben.say(garden.channel, "One")
    garden.ben.say(garden.channel, "<b>Two</b>")
    expect(row.get_by_test_id("unread")).to_have_text("2")
    expect(tab).to_have_title(re.compile(r"^\(2\) "))
    row.click()
    expect(tab.get_by_test_id("message").last).to_contain_text("<b>Two</b>")
    expect(row.get_by_test_id("unread")).to_have_count(0)
    garden.ben.say(garden.channel, "Three")
    expect(tab.get_by_test_id("message").last).to_contain_text("Three")
    expect(tab.locator("#announcer")).to_have_text("Ben Okafor: Three")
    expect(row.get_by_test_id("unread")).to_have_count(0)


def test_a_line_divides_what_is_new_from_what_was_read(garden):
    garden.ben.say(garden.channel, "Old")
    garden.ann.mark_read(garden.channel)
    garden.ben.say(garden.channel, "Fresh")
    tab = garden.look(garden.ann)
    lines = tab.get_by_test_id("messages").get_by_role("listitem")
    expect(lines).to_contain_text(["Today", "Old", "New", "Fresh"])
    tab.get_by_test_id("place-App Home").click()
    tab.get_by_test_id("place-garden").click()
    expect(lines).to_contain_text(["Today", "Old", "Fresh"])
    expect(lines).to_have_count(3)
    garden.ben.say(garden.channel, "While she looks")
    expect(lines).to_contain_text(["Today", "Old", "Fresh", "While she looks"])
    expect(lines).to_have_count(4)


def test_one_can_join_a_public_channel_and_name_people_there(garden):
    other = garden.sandbox.add_channel("compost", [garden.ben])
    tab = garden.look(garden.ann, other.id)
    tab.get_by_role("button", name="Join #compost").click()
    composer = tab.get_by_label("Message #compost")
    composer.press_sequentially("Hello @oka")
    expect(tab.get_by_role("option", name="Ben Okafor")).to_be_visible()
    composer.press("Enter")
    expect(composer).to_have_value("Hello @Ben Okafor ")
    composer.press("Enter")
    expect(tab.get_by_test_id("message").last).to_contain_text("Hello @Ben Okafor")
    assert other.messages[-1].text == f"Hello <@{garden.ben.id}>"


def test_what_one_is_typing_survives_news(garden):
    tab = garden.look(garden.ann)
    composer = tab.get_by_label("Message #garden")
    composer.fill("Half a sen")
    garden.ben.say(garden.channel, "News")
    expect(tab.get_by_test_id("message").last).to_contain_text("News")
    expect(composer).to_have_value("Half a sen")
    expect(composer).to_be_focused()
    tab.get_by_test_id("place-App Home").click()
    expect(tab.get_by_test_id("home")).to_be_visible()
    tab.get_by_test_id("place-garden").click()
    expect(composer).to_have_value("Half a sen")


def test_everything_can_be_done_by_keyboard(garden):
    garden.greet(garden.ann)
    tab = garden.look(garden.ben)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to messages")).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_test_id("acting")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Find a person")).to_be_focused()
    tab.keyboard.type("nurse")
    expect(tab.get_by_test_id("people").get_by_role("link")).to_have_count(1)
    tab.keyboard.press("Enter")
    expect(tab.get_by_test_id("acting")).to_contain_text("Ann Lee")
    expect(tab.get_by_label("Message #garden")).to_be_focused()

    tab.get_by_test_id("place-App Home").focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Message Gardener")).to_be_focused()
    tab.keyboard.press("ArrowUp")
    expect(tab.get_by_test_id("message").last).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Plant now")).to_be_focused()
    tab.keyboard.press("Enter")

    modal = tab.get_by_role("dialog", name="Plant something")
    expect(modal.get_by_label("What is it?")).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Shift+Tab")
    expect(modal.get_by_role("button", name="Plant it")).to_be_focused()
    tab.keyboard.press("Tab")
    expect(modal.get_by_role("button", name="Close")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    expect(tab.get_by_role("button", name="Plant now")).to_be_focused()
    assert garden.ann.modals == []

    more = tab.get_by_role("button", name="More message actions")
    more.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("menuitem", name="Reply in thread")).to_be_focused()
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("menuitem", name="Keep this")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(more).to_be_focused()


def test_a_thread_opens_beside_and_a_message_has_its_menu(garden):
    message = garden.ben.say(garden.channel, "Shall we?")
    tab = garden.look(garden.ann)
    line = tab.get_by_test_id("message").filter(has_text="Shall we?")
    line.hover()
    line.get_by_role("button", name="More message actions").click()
    tab.get_by_role("menuitem", name="Keep this").click()
    expect(tab.get_by_test_id("place-Gardener").get_by_test_id("unread")).to_have_text("1")
    line.hover()
    line.get_by_role("button", name="Add a reaction").click()
    tab.get_by_role("menuitem", name="eyes").click()
    expect(line.get_by_role("button", name="eyes, 1")).to_have_attribute("aria-pressed", "true")
    line.hover()
    line.get_by_role("button", name="Reply in thread").click()
    reply = tab.get_by_label("Reply…")
    reply.fill("Yes, @Ben Okafor")
    reply.press("Enter")
    expect(tab.get_by_test_id("thread").get_by_test_id("message").last).to_contain_text("Yes, @Ben Okafor")
    assert message.replies[0].text == f"Yes, <@{garden.ben.id}>"
    assert f"thread={message.ts}" in tab.url
    tab.get_by_role("button", name="Close the thread").click()
    expect(tab.get_by_role("link", name="1 reply")).to_be_visible()
