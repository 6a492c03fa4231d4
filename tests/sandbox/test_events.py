"""What happens in the workspace is told to the app as far as it subscribed."""

import copy

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox.workspace import Sandbox


@pytest.fixture
def ann(sandbox):
    return sandbox.add_person("Ann Lee")


@pytest.fixture
def ward(sandbox, ann):
    return sandbox.add_channel("ward", [ann], with_bot=True)


@pytest.fixture
def told(app, ann, ward, connect):
    """The events the app got."""
    told = []

    @app.middleware
    def hear(body, ack):
        told.append(body)
        return ack()

    connect()
    return told


def types(told):
    return [body["event"]["type"] for body in told]


def test_a_message_its_change_and_its_end(sandbox, told, ann, ward):
    message = ann.say(ward, "one")
    ann.edit(message, "two")
    ann.delete(message)
    sandbox.wait_for(lambda: len(told) == 3)
    events = {body["event"].get("subtype"): body["event"] for body in told}
    assert (events[None]["text"], events[None]["channel_type"]) == ("one", "channel")
    assert events["message_changed"]["message"]["text"] == "two"
    assert events["message_changed"]["previous_message"]["text"] == "one"
    assert events["message_deleted"]["deleted_ts"] == message.ts
    body = told[0]
    assert body["type"] == "event_callback"
    assert body["authorizations"][0]["user_id"] == sandbox.bot_user_id
    assert body["event_id"].startswith("Ev")
    assert body["event_time"]


def test_a_message_where_the_bot_is_not_stays_unheard(sandbox, told, ann):
    ann.say(sandbox.add_channel("elsewhere", [ann]), "quiet")
    ann.say(ann.dm, "hello")
    sandbox.wait_for(lambda: told)
    assert [body["event"]["channel_type"] for body in told] == ["im"]


def test_a_mention_and_a_file(sandbox, told, ann, ward):
    ann.say(ward, f"<@{sandbox.bot_user_id}> hello")
    file = ann.upload(ward, "notes.csv", b"a,b")
    sandbox.wait_for(lambda: len(told) == 4)
    assert sorted(types(told)) == ["app_mention", "file_shared", "message", "message"]
    shared = next(body["event"] for body in told if body["event"]["type"] == "file_shared")
    assert (shared["file_id"], shared["channel_id"], shared["user_id"]) == (file.id, ward.id, ann.id)


def test_people_and_channels_change(sandbox, told, ann, ward):
    ben = sandbox.add_person("Ben Okafor")
    sandbox.change_person(ann, tz="Asia/Tokyo")
    sandbox.change_person(ben, deleted=True)
    sandbox.join(ward, ben, by=ann)
    sandbox.leave(ward, ben)
    sandbox.rename(ward, "ward-8")
    sandbox.share(ward, "T9")
    sandbox.unshare(ward, "T9")
    sandbox.archive(ward)
    ann_reacts = sandbox.posts()
    assert ann_reacts == []
    wanted = [
        "channel_archive", "channel_rename", "channel_shared", "channel_unshared", "member_joined_channel",
        "member_left_channel", "team_join", "user_change", "user_change",
    ]  # fmt: skip
    sandbox.wait_for(lambda: len(told) == len(wanted))
    assert sorted(types(told)) == wanted
    events = {body["event"]["type"]: body["event"] for body in told}
    assert events["member_joined_channel"]["inviter"] == ann.id
    assert events["channel_rename"]["channel"]["name"] == "ward-8"


def test_the_bot_is_invited_and_the_app_removed(sandbox, told, ann):
    room = sandbox.add_channel("room", [ann])
    sandbox.invite_bot(room, by=ann)
    sandbox.wait_for(lambda: told)
    assert (told[0]["event"]["user"], told[0]["event"]["inviter"]) == (sandbox.bot_user_id, ann.id)
    sandbox.revoke_tokens()
    sandbox.uninstall()
    sandbox.wait_for(lambda: len(told) == 3)
    assert sorted(types(told)[1:]) == ["app_uninstalled", "tokens_revoked"]


def test_only_subscribed_events_with_their_scope_are_told(sandbox):
    manifest = copy.deepcopy(sandbox.state.manifest)
    manifest["settings"]["event_subscriptions"]["bot_events"] = ["message.channels", "user_change"]
    with Sandbox(manifest=manifest, scopes=["users:read"]) as narrow:
        narrow.request_url = "http://127.0.0.1:9/"
        ann = narrow.add_person("Ann Lee")
        ann.say(narrow.add_channel("ward", [ann], with_bot=True), "unheard: no channels:history")
        ann.open_messages()
        narrow.change_person(ann, title="Nurse")
        assert [each.payload["event"]["type"] for each in narrow.exchanges] == ["user_change"]


def test_an_event_without_an_answer_is_told_again(sandbox, connect, ann):
    sandbox.timing.answer_within = 0.1
    sandbox.timing.event_retries = (0.0, 0.05, 0.05)
    handler = connect()
    seen = []
    handler.client.socket_mode_request_listeners[:] = [
        lambda socket, request: (
            seen.append((request.retry_attempt, request.retry_reason, request.payload["event_id"])),
            len(seen) == 3 and socket.send_socket_mode_response({"envelope_id": request.envelope_id}),
        )
    ]
    sandbox.change_person(ann, title="Nurse")
    exchange = sandbox.exchanges[-1]
    assert exchange.settled.wait(5)
    assert exchange.acked
    assert [each[:2] for each in seen] == [(0, ""), (1, "timeout"), (2, "timeout")]
    assert len({each[2] for each in seen}) == 1


def test_the_manifest_may_grant_nothing_to_hear():
    with Sandbox() as sandbox:
        assert App(client=WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)).client.auth_test()["ok"]


def test_a_private_channel_gets_another_id_when_it_is_shared(sandbox, told, ann):
    room = sandbox.add_channel("room", [ann], private=True, with_bot=True, id="G0ROOM")
    ann.say(room, "before")
    sandbox.share(room)
    ann.say(room, "after")
    sandbox.wait_for(lambda: len(told) == 4 or print([b["event"]["type"] for b in told]), 2)
    events = {body["event"]["type"]: body["event"] for body in told}
    assert (events["channel_id_changed"]["old_channel_id"], events["channel_id_changed"]["new_channel_id"]) == (
        "G0ROOM",
        "C0ROOM",
    )
    assert events["channel_shared"]["channel"] == "C0ROOM"
    assert [message.text for message in sandbox.messages("C0ROOM")] == ["before", "after"]
    assert room in ann.channels()


def test_a_channel_is_made_private_and_public(sandbox, told, ann, ward, client):
    for private, kind in ((True, "private"), (False, "public")):
        sandbox.convert(ward, private=private)
        assert client.conversations_info(channel=ward.id)["channel"]["is_private"] is private
        sandbox.wait_for(lambda: told)
        assert told.pop()["event"]["subtype"] == f"channel_convert_to_{kind}"


def test_a_user_group_that_changes_is_told_with_who_came_and_went(sandbox, told, ann):
    bea, group = sandbox.add_person("Bea Day"), sandbox.add_usergroup("nights", [ann], name="Nights")
    sandbox.set_usergroup_members(group, [bea])
    sandbox.change_usergroup(group, name="Night shift")
    sandbox.change_usergroup(group, disabled=True)
    sandbox.wait_for(lambda: types(told).count("subteam_updated") == 2)
    events = [body["event"] for body in told if body["event"]["type"].startswith("subteam")]
    members = next(event for event in events if event["type"] == "subteam_members_changed")
    assert (members["subteam_id"], members["added_users"], members["removed_users"]) == (group.id, [bea.id], [ann.id])
    updated = [event["subteam"] for event in events if event["type"] == "subteam_updated"]
    assert {(each["name"], bool(each["date_delete"])) for each in updated} == {
        ("Night shift", False),
        ("Night shift", True),
    }
