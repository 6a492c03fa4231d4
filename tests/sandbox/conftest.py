"""A workspace, a client, and a bot made with slack-bolt, for each test."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import Sandbox

EVENTS = """app_home_opened app_mention app_uninstalled channel_archive channel_id_changed channel_rename channel_shared
channel_unshared file_shared member_joined_channel member_left_channel message.channels message.groups message.im
reaction_added subteam_members_changed subteam_updated team_join tokens_revoked user_change""".split()
SCOPES = """app_mentions:read channels:history channels:join channels:read chat:write commands files:read files:write
groups:history groups:read im:history im:read im:write reactions:read reactions:write team:read usergroups:read
users:read users:read.email""".split()
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Testbot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Testbot"},
        "slash_commands": [{"command": "/try", "description": "Try it", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {"event_subscriptions": {"bot_events": EVENTS}, "socket_mode_enabled": True},
}
Connect = Callable[..., SocketModeHandler]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(manifest=MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def app(client: WebClient) -> App:
    return App(client=client, logger=logging.getLogger("testbot"), ignoring_self_events_enabled=False)


@pytest.fixture
def connect(sandbox: Sandbox, app: App) -> Iterator[Connect]:
    """Connects the app once more by Socket Mode; every connection is closed at the end.

    Closing joins the client's threads, which takes three seconds: it goes on beside the next test.
    """
    with ExitStack() as stack:

        def connect(ping_interval: float = 1) -> SocketModeHandler:
            before = sandbox.connections
            web = WebClient(base_url=sandbox.api_url, retry_handlers=[])
            handler = SocketModeHandler(app, sandbox.app_token, web_client=web, ping_interval=ping_interval)
            handler.connect()
            stack.callback(Thread(target=handler.close, daemon=True).start)
            sandbox.wait_for(lambda: sandbox.connections == before + 1)
            return handler

        yield connect


@pytest.fixture
def refused() -> Callable[..., Any]:
    """Makes a call that must be refused, and returns the answer."""

    def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with pytest.raises(SlackApiError) as caught:
            call(*args, **kwargs)
        return caught.value.response

    return refused


def text_input(block_id: str = "name", **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": block_id.title()},
        "element": {"type": "plain_text_input", "action_id": "typed"},
        **more,
    }


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks) or [text_input()],
        **more,
    }


def button(text: str = "Answer", action_id: str = "answer", value: str = "1") -> dict[str, Any]:
    return {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {"type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": text}}
        ],
    }


@pytest.fixture
def blocks() -> Any:
    """Builders of small views and blocks."""

    class Blocks:
        modal = staticmethod(modal)
        text_input = staticmethod(text_input)
        button = staticmethod(button)

    return Blocks
