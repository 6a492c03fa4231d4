"""How the page behaves: when an app is silent, on a phone, in the dark, and for its host and the curious."""

import threading

from playwright.sync_api import expect


def test_an_app_that_does_not_answer_is_told_of_and_nothing_typed_is_lost(garden):
    garden.sandbox.timing.answer_within = 0.3
    garden.greet(garden.ann)
    tab = garden.look(garden.ann, garden.ann.dm.id)
    composer = tab.get_by_label("Message Gardener")
    composer.fill("/prune")
    composer.press("Enter")
    expect(tab.get_by_test_id("composer-notice")).to_contain_text("/prune got no answer from Gardener")
    expect(composer).to_have_value("/prune")
    stuck = tab.get_by_role("button", name="Get stuck")
    stuck.click()
    expect(stuck).to_have_attribute("aria-busy", "true")
    expect(tab.get_by_test_id("message").last).to_contain_text("no answer")
    expect(stuck).not_to_have_attribute("aria-busy", "true")
    composer.fill("/weed")
    composer.press("Enter")
    expect(tab.get_by_test_id("composer-notice")).to_contain_text("/weed is not a command of Gardener")


def test_a_modal_whose_app_is_gone_says_so_and_keeps_what_was_typed(garden):
    garden.sandbox.timing.answer_within = 0.3
    tab = garden.look(garden.ann)
    tab.get_by_role("button", name="Shortcuts").click()
    tab.get_by_role("menuitem", name="Plant from anywhere").click()
    modal = tab.get_by_test_id("modal")
    modal.get_by_label("What is it?").fill("rose")
    modal.locator("summary").click()
    modal.get_by_role("checkbox", name="Ann Lee").check()
    garden.sandbox.cut_sockets(how="silent")
    modal.get_by_role("button", name="Plant it").click()
    expect(modal.get_by_test_id("modal-trouble")).to_have_text("We had some trouble connecting. Try again?")
    expect(modal.get_by_label("What is it?")).to_have_value("rose")
    expect(modal.get_by_role("checkbox", name="Ann Lee")).to_be_checked()


def test_home_is_shown_and_its_buttons_work(garden):
    tab = garden.look(garden.ann, "home")
    expect(tab.get_by_test_id("home")).to_contain_text("Time to plant.")
    tab.get_by_role("button", name="Plant now").click()
    expect(tab.get_by_role("dialog", name="Plant something")).to_be_visible()
    tab.get_by_role("button", name="Not now").click()
    expect(tab.get_by_test_id("modal")).to_be_hidden()


def test_the_hosts_buttons_show_that_they_work(garden):
    done = threading.Event()
    garden.sandbox.add_control("Next morning", lambda: done.wait(10) and "Good morning.")
    tab = garden.look(garden.ann)
    button = tab.get_by_role("button", name="Next morning")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    done.set()
    expect(tab.get_by_test_id("notice")).to_have_text("Good morning.")
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_the_traffic_shows_calls_and_deliveries_with_their_json(garden):
    tab = garden.look(garden.ann, "home")
    expect(tab.get_by_test_id("home")).to_be_visible()
    tab.get_by_role("button", name="Inspect traffic").click()
    traffic = tab.get_by_test_id("traffic")
    expect(traffic).to_contain_text("app_home_opened")
    traffic.get_by_text("views.publish").first.click()
    expect(traffic).to_contain_text('"user_id"')


def test_the_page_fits_a_phone(garden):
    garden.ben.say(garden.channel, "A long word: " + "x" * 120)
    tab = garden.look(garden.ann, viewport={"width": 390, "height": 780})
    expect(tab.get_by_test_id("message").last).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    expect(tab.get_by_test_id("place-Gardener")).to_be_hidden()
    tab.get_by_role("button", name="Open the sidebar").click()
    tab.get_by_test_id("place-Gardener").click()
    expect(tab.get_by_test_id("place-Gardener")).to_be_hidden()
    expect(tab.get_by_label("Message Gardener")).to_be_visible()


def test_light_and_dark_follow_the_system_until_one_chooses(garden):
    tab = garden.look(garden.ann, color_scheme="dark")
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    tab.get_by_role("button", name="Light or dark").click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "light")
    tab.reload()
    expect(tab.locator("html")).to_have_attribute("data-theme", "light")
