"""Each method refuses what Slack refuses, by Slack's name for it."""

import http.client
import json
import time
import urllib.parse
import urllib.request

import pytest
from slack_sdk import WebClient

from bot.sandbox.state import ANSWERS_KEPT
from bot.sandbox.workspace import Sandbox


def post(sandbox, method, body=b"", **headers):
    request = urllib.request.Request(sandbox.api_url + method, body, headers)
    with urllib.request.urlopen(request) as response:
        return response.headers, json.loads(response.read())


def test_a_call_needs_the_right_token(sandbox, client, refused):
    assert post(sandbox, "auth.test")[1]["error"] == "not_authed"
    assert refused(client.auth_test, token="xoxb-wrong")["error"] == "invalid_auth"
    assert refused(client.auth_test, token=sandbox.app_token)["error"] == "not_allowed_token_type"
    assert refused(client.apps_connections_open, app_token=sandbox.bot_token)["error"] == "not_allowed_token_type"
    sandbox.revoke_tokens()
    assert refused(client.auth_test)["error"] == "token_revoked"


def test_tokens_and_arguments_come_in_every_form(sandbox):
    text = {"channel": sandbox.add_channel("ward", with_bot=True).id, "text": "hello"}
    form = urllib.parse.urlencode({**text, "token": sandbox.bot_token}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert post(sandbox, "chat.postMessage", form, **kind)[1]["ok"]
    body = json.dumps(text).encode()
    bearer = {"Authorization": f"Bearer {sandbox.bot_token}", "Content-Type": "application/json; charset=utf-8"}
    assert post(sandbox, "chat.postMessage", body, **bearer)[1]["ok"]
    with urllib.request.urlopen(
        f"{sandbox.api_url}chat.postMessage?{urllib.parse.urlencode({**text, 'token': sandbox.bot_token})}"
    ) as response:
        assert json.loads(response.read())["ok"]
    assert all("token" not in call.args for call in sandbox.calls)


def test_answers_are_not_held_back_on_a_kept_connection(sandbox):
    link = http.client.HTTPConnection("127.0.0.1", sandbox.port)
    began = time.monotonic()
    for _ in range(50):
        link.request("POST", "/api/api.test", b"")
        assert link.getresponse().read()
    link.close()
    assert time.monotonic() - began < 1


def test_auth_test_tells_who_the_app_is_and_its_scopes(sandbox, client):
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (
        sandbox.bot_user_id,
        sandbox.bot_id,
        sandbox.team_id,
    )
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_a_method_that_does_not_exist(client, refused):
    assert refused(client.api_call, "admin.nonsense")["error"] == "unknown_method"


def test_a_scope_that_was_not_granted(refused):
    with Sandbox(scopes=["users:read"]) as sandbox:
        client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        answer = refused(client.chat_postMessage, channel=sandbox.add_channel("ward", with_bot=True).id, text="hi")
        assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "users:read")
        ann = sandbox.add_person("Ann Lee", email="ann@example.org")
        assert "email" not in client.users_info(user=ann.id)["user"]["profile"]
        assert sandbox.exercised_scopes == {"users:read"}


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("private", "channel_not_found"),
        ("public", "not_in_channel"),
        ("archived", "is_archived"),
        ("C0NOWHERE", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
        ("robot", "cannot_dm_bot"),
        ("USLACKBOT", "cannot_dm_bot"),
    ],
)
def test_where_the_app_may_not_write(sandbox, client, refused, place, error):
    archived = sandbox.add_channel("old", with_bot=True)
    sandbox.archive(archived)
    places = {
        "private": sandbox.add_channel("secret", private=True).id,
        "public": sandbox.add_channel("open").id,
        "archived": archived.id,
        "robot": sandbox.add_person("Robot", is_bot=True).id,
    }
    assert refused(client.chat_postMessage, channel=places.get(place, place), text="hi")["error"] == error


def test_what_a_message_must_be(sandbox, client, refused):
    ward = sandbox.add_channel("ward", with_bot=True).id
    assert refused(client.chat_postMessage, channel=ward, text=" ")["error"] == "no_text"
    assert refused(client.chat_postMessage, channel=ward, text="x" * 40_001)["error"] == "msg_too_long"
    assert refused(client.chat_postMessage, channel=ward, blocks="[{", text="x")["error"] == "invalid_blocks_format"
    answer = refused(client.chat_postMessage, channel=ward, text="x", blocks=[{"type": "nonsense"}])
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"]
    assert refused(client.chat_postMessage, text="x", channel="")["error"] == "invalid_arguments"
    bad = {"event_payload": {}}
    assert refused(client.chat_postMessage, channel=ward, text="x", metadata=bad)["error"] == "invalid_metadata_schema"


def test_the_app_changes_only_its_own_messages(sandbox, client, refused):
    ann = sandbox.add_person("Ann Lee")
    ward = sandbox.add_channel("ward", [ann], with_bot=True)
    theirs = ann.say(ward, "mine")
    assert refused(client.chat_update, channel=ward.id, ts=theirs.ts, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_delete, channel=ward.id, ts=theirs.ts)["error"] == "cant_delete_message"
    assert refused(client.chat_update, channel=ward.id, ts="1.000000", text="x")["error"] == "message_not_found"
    own = client.chat_postMessage(channel=ward.id, text="one")
    assert refused(client.chat_update, channel=ward.id, ts=own["ts"], text="x" * 4_001)["error"] == "msg_too_long"
    client.chat_update(channel=ward.id, ts=own["ts"], text="two")
    assert [message.text for message in sandbox.messages(ward)] == ["mine", "two"]
    client.chat_delete(channel=ward.id, ts=own["ts"])
    assert [message.text for message in sandbox.messages(ward)] == ["mine"]


def test_an_update_keeps_the_blocks_that_it_does_not_name(sandbox, client, blocks):
    ward = sandbox.add_channel("ward", with_bot=True)
    ts = client.chat_postMessage(channel=ward.id, text="one", blocks=[blocks.button()])["ts"]
    client.chat_update(channel=ward.id, ts=ts, text="two")
    (message,) = sandbox.messages(ward)
    assert (message.text, len(message.blocks)) == ("two", 1)
    client.chat_update(channel=ward.id, ts=ts, text="three", blocks=[])
    assert (message.text, message.blocks) == ("three", [])


def test_a_direct_message_is_opened_by_the_person_id(sandbox, client, refused):
    ann = sandbox.add_person("Ann Lee")
    posted = client.chat_postMessage(channel=ann.id, text="hello")
    assert posted["channel"] == ann.dm.id == client.conversations_open(users=ann.id)["channel"]["id"]
    assert posted["message"]["bot_id"] == sandbox.bot_id
    assert [message.text for message in ann.inbox()] == ["hello"]
    gone = sandbox.add_person("Gone", deleted=True)
    assert refused(client.conversations_open, users=gone.id)["error"] == "user_disabled"
    assert refused(client.conversations_open, users="U0NOBODY")["error"] == "user_not_found"
    assert refused(client.conversations_open, users=sandbox.bot_user_id)["error"] == "cannot_dm_bot"
    assert client.chat_postMessage(channel=gone.id, text="Slack takes it, nobody reads it")["ok"]


def test_a_group_is_opened_once(sandbox, client, refused):
    people = [sandbox.add_person(f"Person {n}") for n in range(9)]
    narrow = refused(client.conversations_open, users=[each.id for each in people[:2]])
    assert (narrow["error"], narrow["needed"]) == ("missing_scope", "mpim:write")
    sandbox.desk.grants.granted |= {"mpim:write", "mpim:read"}
    first, again = [client.conversations_open(users=[each.id for each in people[:2]])["channel"]["id"] for _ in "ab"]
    assert first == again
    client.chat_postMessage(channel=first, text="both of you")
    assert [channel.id for channel in people[0].channels()] == [first]
    assert refused(client.conversations_open, users=[each.id for each in people])["error"] == "too_many_users"


def test_only_people_in_the_channel_see_an_ephemeral(sandbox, client, refused):
    ann, ben = sandbox.add_person("Ann Lee"), sandbox.add_person("Ben Okafor")
    ward = sandbox.add_channel("ward", [ann], with_bot=True)
    client.chat_postEphemeral(channel=ward.id, user=ann.id, text="psst")
    answer = refused(client.chat_postEphemeral, channel=ward.id, user=ben.id, text="psst")
    assert answer["error"] == "user_not_in_channel"
    assert [message.text for message in sandbox.ephemerals(ann)] == ["psst"]
    assert sandbox.messages(ward) == []


def test_home_needs_a_person_and_a_valid_view(sandbox, client, refused, blocks):
    ann = sandbox.add_person("Ann Lee")
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    assert refused(client.views_publish, user_id="U0NOBODY", view=home)["error"] == "user_not_found"
    assert refused(client.views_publish, user_id=ann.id, view=blocks.modal())["error"] == "invalid_arguments"
    first = client.views_publish(user_id=ann.id, view=home)["view"]
    client.views_publish(user_id=ann.id, view=home, hash=first["hash"])
    assert refused(client.views_publish, user_id=ann.id, view=home, hash=first["hash"])["error"] == "hash_conflict"


def test_only_the_latest_answers_are_kept(sandbox, client):
    for _ in range(ANSWERS_KEPT + 1):
        client.api_test()
    assert sandbox.calls[0].answer == {}
    assert sandbox.calls[-1].answer["ok"]
