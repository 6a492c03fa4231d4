"""A real browser on the page of a small workspace: an app with one form, two people, one channel."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox.page import page as make_page
from bot.sandbox.people import Person
from bot.sandbox.workspace import Sandbox

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

    def greet(self, person: Person) -> None:
        """The app sends a message with a button that opens the form, and one that is never answered."""
        self.client.chat_postMessage(channel=person.id, text="Time to plant", blocks=GREETING)

    def look(self, person: Person, at: str = "", **options: Any) -> Page:
        tab = self.browser.new_page(**options)
        tab.set_default_timeout(10_000)
        tab.on("pageerror", lambda error: self.troubles.append(str(error)))
        tab.on("console", lambda line: self.troubles.append(line.text) if line.type == "error" else None)
        tab.goto(f"{self.sandbox.url}/?as={person.id}&at={at or self.channel.id}")
        return tab


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
        threading.Thread(target=handler.close, daemon=True).start()  # it waits three seconds for its own watch
    assert garden.troubles == []
