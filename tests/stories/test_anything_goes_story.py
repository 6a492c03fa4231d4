"""Whatever Slack sends is answered for: commands however typed, buttons of other versions, payloads nobody knows."""

import json
import logging
from datetime import UTC, datetime

import pytest
from other_server import GRID, LEAD, TEAM, OtherServer, bot_at, page, start_form, wait_for
from playing import MovableClock

from bot.logs import set_up_logging

CANARY = "canarywren"
OLD = {"type": "button", "action_id": "spread:plan", "block_id": "b"}


@pytest.fixture(scope="module")
def connected(databases):
    """A server, and a bot that nothing was started with; they serve every test here."""
    url = databases.url("sqlite")
    with OtherServer() as server, bot_at(server, url, MovableClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))):
        yield server
    databases.give_back(url)


@pytest.fixture
def server(connected):
    connected.forget()
    return connected


def told(server) -> str:
    """The newest answer that one person alone sees."""
    return json.dumps(wait_for(lambda: server.replies)[-1], ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("status\n", "Nothing has been started"),
        ("  STATUS  \t", "Nothing has been started"),
        ("status\nnow please", "Nothing has been started"),
        ("pulse\tresults", "Nothing has been started"),
        ("status\u00a0now", "Nothing has been started"),
        ("🎉", "isn't something I can do"),
        ("x" * 8000, "isn't something I can do"),
        ("<@W1|nurse> <!channel>", "isn't something I can do"),
        ("", "/uptake start"),
    ],
)
def test_a_command_is_understood_however_it_is_typed(server, text, said):
    assert server.slash("/uptake", text) == {}
    assert said in told(server)
    assert "<!channel>" not in told(server)
    assert len(told(server)) < 4000


def test_a_command_may_come_from_anywhere(server):
    for place in ({"channel": "D9", "name": "directmessage"}, {"channel": "G8", "name": "privategroup"}):
        server.calls.clear()
        assert server.slash("/uptake", "start", **place) == {}
        shown = str(wait_for(lambda: server.called("views.update"))[-1]["view"])
        assert ("lives in a channel" if place["channel"] == "D9" else "/invite @Uptake") in shown
    assert server.slash("/uptake", "status", trigger_id="", channel="", enterprise_id=GRID) == {}
    assert "Nothing has been started" in told(server)


def test_a_command_that_nobody_knows_is_answered(server):
    assert server.slash("/spread", "plan") == {}
    assert "isn't something I can do" in told(server)


def test_a_button_of_another_version_says_so_where_it_stands(server):
    reply = {"response_url": f"http://{server.host}/reply", "channel": {"id": "C1"}}
    assert server.interact("block_actions", actions=[OLD], trigger_id="1.2", **reply) == {}
    assert "another version of Uptake" in told(server)
    assert server.interact("message_action", callback_id="old", trigger_id="1.2", message={"ts": "1"}, **reply) == {}
    wait_for(lambda: len(server.replies) == 2)


def test_a_button_of_another_version_on_home_and_a_shortcut_open_a_notice(server):
    assert server.interact("block_actions", actions=[OLD], trigger_id="1.2", container={"type": "view"}) == {}
    assert server.interact("shortcut", callback_id="old", trigger_id="1.2") == {}
    wait_for(lambda: len(server.called("views.open")) == 2)
    assert "another version of Uptake" in str(server.called("views.open")[-1]["view"])


@pytest.mark.parametrize("action", [{"type": "static_select", "action_id": "x"}, {**OLD, "url": "http://there"}])
def test_other_actions_are_acknowledged_in_silence(server, action):
    assert server.interact("block_actions", actions=[action], trigger_id="1.2") == {}
    assert server.called("views.open") == []


def test_a_form_of_another_version_keeps_what_was_typed(server):
    view = {**start_form(), "callback_id": "spread:submit"}
    answer = server.interact("view_submission", view=view)
    assert answer is not None
    assert "another version" in answer["errors"]["practice"]
    answer = server.interact("view_submission", view={"id": "V1", "type": "modal", "callback_id": "x"})
    assert answer is not None
    assert answer["response_action"] == "update"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("interactive", {"type": "view_closed", "view": {"id": "V1", "callback_id": "x"}, "is_cleared": False}),
        ("interactive", {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": CANARY}),
        ("interactive", {"type": "dialog_submission", "callback_id": "x", "submission": {"a": CANARY}}),
        ("interactive", {"type": "interactive_message", "callback_id": "x", "actions": [{"name": CANARY}]}),
        ("interactive", {"type": "of_next_year", "text": CANARY}),
        ("events_api", {"type": "event_callback", "event": {"type": "message", "text": CANARY, "user": "U1"}}),
        ("events_api", {"type": "event_callback", "event": {"type": "of_next_year", "text": CANARY}}),
        ("events_api", {"type": "event_callback", "event": {"type": "app_mention", "text": CANARY, "user": "U1"}}),
        ("events_api", {"type": "event_callback", "event": {"type": "member_joined_channel", "text": CANARY}}),
        ("events_api", {"type": "event_callback", "event": {"type": "function_executed", "inputs": CANARY}}),
        ("slash_commands", {"command": "/nobodys", "text": CANARY, "user_id": LEAD}),
        ("of_next_year", {"type": "of_next_year", "text": CANARY}),
    ],
)
def test_whatever_comes_is_acknowledged_and_never_logged(server, caplog, kind, body):
    set_up_logging("DEBUG")
    caplog.set_level(logging.DEBUG)
    given = {"user": {"id": LEAD}, "team": {"id": TEAM}, "trigger_id": "1.2"} | body
    assert server.deliver(kind, given) is not None
    assert CANARY not in caplog.text


def test_the_first_payload_is_not_lost_where_slack_fails_at_that_moment(server):
    server.accidents["auth.test"] = [page(500)] * 9
    assert server.slash("/uptake", "help") == {}
    assert "/uptake status" in told(server)


def test_an_error_of_the_server_is_not_written_down_with_its_page(server, caplog):
    set_up_logging("DEBUG")
    caplog.set_level(logging.DEBUG)
    server.accidents["conversations.info"] = [page(200)]
    assert server.slash("/uptake", "start") == {}
    wait_for(lambda: server.called("views.update"))
    server.accidents["views.open"] = [page(502)]
    assert server.slash("/uptake", "start") == {}
    assert "Something went wrong" in told(server)
    assert CANARY not in caplog.text


def test_home_is_drawn_for_whoever_opens_it(server):
    for user in (LEAD, "W0NOBODY", "U0GONE"):
        assert server.event({"type": "app_home_opened", "user": user, "channel": "D1"}) == {}
    wait_for(lambda: len(server.called("views.publish")) == 3)


def test_dates_and_numbers_that_are_missing_are_named(server):
    view = start_form(first_on={"type": "datepicker", "selected_date": None}, open_days={"type": "static_select"})
    answer = server.interact("view_submission", view=view)
    assert answer is not None
    assert set(answer["errors"]) == {"first_on", "open_days"}
