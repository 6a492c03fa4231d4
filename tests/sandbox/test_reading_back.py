"""Lists with cursors, history with its bounds, threads, links, reactions, people and groups."""

import pytest


@pytest.fixture
def ward(sandbox):
    return sandbox.add_channel("ward", [sandbox.add_person(f"Person {n}") for n in range(7)], with_bot=True)


def test_members_come_in_pages(client, ward):
    first = client.conversations_members(channel=ward.id, limit=5)
    rest = client.conversations_members(channel=ward.id, limit=5, cursor=first["response_metadata"]["next_cursor"])
    assert first["members"] + rest["members"] == list(ward.members)
    assert rest["response_metadata"]["next_cursor"] == ""


def test_a_wrong_cursor_is_refused(client, ward, refused):
    assert refused(client.conversations_members, channel=ward.id, cursor="abc")["error"] == "invalid_cursor"
    assert refused(client.users_list, limit=5000)["error"] == "invalid_limit"


def test_users_are_listed_with_zone_and_slackbot(sandbox, client):
    sandbox.add_person("Mei Tan", tz="Asia/Singapore", email="mei@example.org", is_restricted=True)
    stranger = sandbox.add_person("Stranger", is_stranger=True)
    listed = {user["id"]: user for user in client.users_list()["members"]}
    assert {"USLACKBOT", sandbox.bot_user_id} < listed.keys()
    assert stranger.id not in listed
    mei = client.users_lookupByEmail(email="MEI@example.org")["user"]
    assert (mei["tz"], mei["tz_offset"], mei["is_restricted"]) == ("Asia/Singapore", 28800, True)
    theirs = client.users_info(user=stranger.id)["user"]
    assert theirs["is_stranger"]
    assert theirs["team_id"] != sandbox.team_id


def test_history_is_newest_first_and_bounded(client, ward):
    stamps = [client.chat_postMessage(channel=ward.id, text=str(n))["ts"] for n in range(5)]

    def texts(**bounds):
        return [each["text"] for each in client.conversations_history(channel=ward.id, **bounds)["messages"]]

    assert texts() == ["4", "3", "2", "1", "0"]
    assert texts(oldest=stamps[1]) == ["4", "3", "2"]
    assert texts(oldest=stamps[1], latest=stamps[3], inclusive=True) == ["3", "2", "1"]
    assert texts(latest=stamps[3], limit=1) == ["2"]
    page = client.conversations_history(channel=ward.id, limit=3)
    rest = client.conversations_history(channel=ward.id, cursor=page["response_metadata"]["next_cursor"])
    assert [page["has_more"], rest["has_more"]] == [True, False]
    assert [each["text"] for each in rest["messages"]] == ["1", "0"]


def test_metadata_comes_only_when_asked_for(client, ward):
    metadata = {"event_type": "row", "event_payload": {"id": 7}}
    client.chat_postMessage(channel=ward.id, text="x", metadata=metadata)
    assert "metadata" not in client.conversations_history(channel=ward.id)["messages"][0]
    full = client.conversations_history(channel=ward.id, include_all_metadata=True)["messages"][0]
    assert full["metadata"] == metadata


def test_a_thread_hangs_on_its_parent(sandbox, client, ward):
    parent = client.chat_postMessage(channel=ward.id, text="parent")["ts"]
    client.chat_postMessage(channel=ward.id, text="reply", thread_ts=parent)
    replies = client.conversations_replies(channel=ward.id, ts=parent)["messages"]
    assert [each["text"] for each in replies] == ["parent", "reply"]
    assert replies[0]["reply_count"] == 1
    assert [each["text"] for each in client.conversations_history(channel=ward.id)["messages"]] == ["parent"]
    assert [each.text for each in sandbox.threads(ward)] == ["parent"]


def test_history_needs_membership(sandbox, client, refused):
    other = sandbox.add_channel("other")
    assert refused(client.conversations_history, channel=other.id)["error"] == "not_in_channel"
    client.conversations_join(channel=other.id)
    assert client.conversations_history(channel=other.id)["messages"] == []


def test_channels_that_the_bot_may_know_of(sandbox, client, ward):
    secret = sandbox.add_channel("secret", private=True)
    shown = client.conversations_list(types="public_channel,private_channel", exclude_archived=True)["channels"]
    assert {each["id"] for each in shown} == {ward.id}
    sandbox.invite_bot(secret)
    assert client.conversations_info(channel=secret.id)["channel"]["is_private"]
    first = next(iter(ward.members))
    assert [each["id"] for each in client.users_conversations(user=first)["channels"]] == [ward.id]


def test_reactions_and_links(client, ward, refused):
    ts = client.chat_postMessage(channel=ward.id, text="x")["ts"]
    client.reactions_add(channel=ward.id, timestamp=ts, name="eyes")
    again = refused(client.reactions_add, channel=ward.id, timestamp=ts, name="eyes")
    assert again["error"] == "already_reacted"
    assert client.reactions_get(channel=ward.id, timestamp=ts)["message"]["reactions"][0]["count"] == 1
    client.reactions_remove(channel=ward.id, timestamp=ts, name="eyes")
    assert ts.replace(".", "") in client.chat_getPermalink(channel=ward.id, message_ts=ts)["permalink"]


def test_user_groups(sandbox, client, refused):
    ann = sandbox.add_person("Ann Lee")
    group = sandbox.add_usergroup("champions", [ann])
    assert client.usergroups_list(include_users=True)["usergroups"][0]["users"] == [ann.id]
    assert client.usergroups_users_list(usergroup=group.id)["users"] == [ann.id]
    assert refused(client.usergroups_users_list, usergroup="S0")["error"] == "no_such_subteam"
    assert client.team_info()["team"]["id"] == sandbox.team_id
    assert client.bots_info(bot=sandbox.bot_id)["bot"]["app_id"] == sandbox.app_id


def test_timestamps_increase_whatever_the_clock_does(sandbox, client, ward):
    sandbox.set_clock(lambda: 1_800_000_000.0)
    stamps = [client.chat_postMessage(channel=ward.id, text="x")["ts"] for _ in range(3)]
    sandbox.set_clock(lambda: 1_000_000_000.0)
    stamps.append(client.chat_postMessage(channel=ward.id, text="x")["ts"])
    assert stamps[0] == "1800000000.000000"
    assert stamps == sorted(set(stamps))
