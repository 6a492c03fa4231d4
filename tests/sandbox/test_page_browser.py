"""Whole journeys in a real browser: commands, modals with mistakes, unread marks, and all of it by keyboard."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox.page import page as make_page
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox

CHROMIUM = os.environ.get("UPTAKE_CHROMIUM") or shutil.which("chromium")
QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Gardener"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Gardener"},
        "slash_commands": [
            {"command": "/plant", "description": "Plant something", "usage_hint": "[what]"},
            {"command": "/prune", "description": "Never answers", "usage_hint": ""},
        ],
        "shortcuts": [
            {"name": "Plant from anywhere", "type": "global", "callback_id": "plant", "description": "Plant it"},
            {"name": "Keep this", "type": "message", "callback_id": "keep", "description": "Keep it"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history", "users:read", "im:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}, "socket_mode_enabled": True},
}
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: install it or set UPTAKE_CHROMIUM")


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def asked(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Plant something"),
    "submit": plain("Plant it"),
    "close": plain("Not now"),
    "blocks": [
        asked("what", "What is it?", {"type": "plain_text_input", "action_id": "typed"}, hint=plain("One word")),
        asked("who", "Who waters it?", {"type": "multi_users_select", "action_id": "typed"}),
        asked("day", "When?", {"type": "datepicker", "action_id": "typed"}, optional=True),
    ],
}
GREETING = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Time to *plant*."}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "plant", "text": plain("Plant now"), "style": "primary"},
            {"type": "button", "action_id": "stuck", "text": plain("Get stuck")},
        ],
    },
]


def gardener(client: WebClient, enough: threading.Event) -> App:
    """A small app with one form that refuses the word `weed`."""
    app = App(client=client)

    @app.command("/plant")
    @app.action("plant")
    @app.shortcut("plant")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.command("/prune")
    @app.action("stuck")
    def wait(ack: Any) -> None:
        enough.wait(20)

    @app.view("form")
    def read_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        values = body["view"]["state"]["values"]
        what, who = values["what"]["typed"]["value"], values["who"]["typed"]["selected_users"]
        if what == "weed":
            ack(response_action="errors", errors={"what": "Weeds come by themselves. Name a plant."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Planted *{what}*, watered by <@{who[0]}>.")

    @app.event("app_home_opened")
    def show_home(event: dict[str, Any], client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": GREETING})

    @app.shortcut("keep")
    def keep(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Kept: {body['message']['text']}")

    return app


class Garden:
    """A workspace with an app and two people, and a browser to look at it."""

    def __init__(self, sandbox: Sandbox, browser: Browser) -> None:
        self.sandbox = sandbox
        self.ann = sandbox.add_person("Ann Lee", title="Nurse", tz="Europe/London")
        self.ben = sandbox.add_person("Ben Okafor", title="Teacher", tz="Asia/Tokyo")
        self.channel = sandbox.add_channel("garden", [self.ann, self.ben], with_bot=True)
        self.browser = browser
        self.troubles: list[str] = []
        self.client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])

    def look(self, person: Person, at: str = "", **options: Any) -> Page:
        tab = self.browser.new_page(**options)
        tab.set_default_timeout(10_000)
        tab.on("pageerror", lambda error: self.troubles.append(str(error)))
        tab.on("console", lambda line: self.troubles.append(line.text) if line.type == "error" else None)
        tab.goto(f"{self.sandbox.url}/?as={person.id}&at={at or self.channel.id}")
        return tab


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def garden(chromium: Browser) -> Iterator[Garden]:
    enough = threading.Event()
    with Sandbox(manifest=MANIFEST, page=make_page) as sandbox:
        garden = Garden(sandbox, chromium)
        handler = SocketModeHandler(gardener(garden.client, enough), sandbox.app_token)
        handler.connect()
        sandbox.wait_for(lambda: sandbox.connections)
        yield garden
        for context in chromium.contexts:
            context.close()
        enough.set()
        handler.close()
    assert garden.troubles == []


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
    garden.client.chat_postMessage(channel=garden.ann.id, text="Plant", blocks=GREETING)
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


def test_an_app_that_does_not_answer_is_told_of_and_nothing_typed_is_lost(garden):
    garden.sandbox.timing.answer_within = 0.3
    garden.client.chat_postMessage(channel=garden.ann.id, text="Plant", blocks=GREETING)
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
