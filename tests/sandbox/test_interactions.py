"""Commands, buttons, menus, shortcuts and response_urls, with the payloads that Slack documents."""

import json
import urllib.error
import urllib.request

import pytest

IDENTITY = {"type", "user", "api_app_id", "token", "team", "enterprise", "is_enterprise_install", "trigger_id"}


@pytest.fixture
def ann(sandbox):
    return sandbox.add_person("Ann Lee")


@pytest.fixture
def ward(sandbox, ann):
    return sandbox.add_channel("ward", [ann])


@pytest.fixture
def heard(app):
    """Every payload the app got; all are acknowledged."""
    heard = []

    @app.middleware
    def hear(body, ack):
        heard.append(body)
        return ack()

    return heard


def respond(url, **answer):
    request = urllib.request.Request(url, json.dumps(answer).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return response.read()


def test_a_command_reaches_the_app_also_where_the_bot_is_not(sandbox, app, connect, ann, ward):
    seen = []

    @app.command("/try")
    def answered(ack, body):
        seen.append(body)
        ack("Well typed")

    connect()
    exchange = ann.slash("/try", "people @ann.lee #ward @nobody", channel=ward)
    assert exchange.acked
    assert exchange.error == ""
    assert exchange.ack_seconds < 1
    (body,) = seen
    assert body["text"] == f"people <@{ann.id}|ann.lee> <#{ward.id}|ward> @nobody"
    assert set(body) >= {
        "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command",
        "text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id",
    }  # fmt: skip
    assert (body["channel_id"], body["channel_name"], body["user_id"]) == (ward.id, "ward", ann.id)
    assert [message.text for message in sandbox.ephemerals(ann, ward)] == ["Well typed"]


def test_a_command_answered_for_everyone(sandbox, app, connect, ann, ward):
    app.command("/try")(lambda ack: ack("All of you", response_type="in_channel"))
    connect()
    ann.slash("/try", channel=ward)
    assert [message.text for message in sandbox.messages(ward)] == ["All of you"]


def test_commands_that_cannot_be_typed(sandbox, ann):
    assert ann.slash("/other").error == "unknown_command"
    with pytest.raises(PermissionError):
        ann.slash("/try", channel=sandbox.add_channel("elsewhere"))


def test_without_an_answer_a_command_fails_after_three_seconds(sandbox, app, connect, ann, caplog):
    assert ann.slash("/try").error == "dispatch_failed"
    sandbox.timing.answer_within = 0.2
    app.command("/try")(lambda: None)
    connect()
    exchange = ann.slash("/try")
    assert exchange.error == "operation_timeout"
    assert not exchange.acked
    assert "slash_commands was not answered in time" in caplog.text


def test_a_button_in_a_message(sandbox, client, heard, connect, ann, blocks):
    connect()
    client.chat_postMessage(channel=ann.id, text="Ready?", blocks=[blocks.button()])
    (message,) = ann.inbox()
    assert ann.press_text(message, "Answer").acked
    body = next(each for each in heard if each.get("type") == "block_actions")
    assert set(body) >= IDENTITY | {"container", "channel", "message", "state", "response_url", "actions"}
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": ann.dm.id,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": ann.dm.id, "name": "directmessage"}
    assert body["message"]["blocks"][0]["block_id"] == "buttons"
    assert body["state"] == {"values": {}}
    (action,) = body["actions"]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == (
        "answer",
        "buttons",
        "1",
        "button",
    )
    assert action["action_ts"]


def test_choices_in_a_message_are_kept_per_person(sandbox, client, heard, connect, ann, ward, blocks):
    options = [{"text": {"type": "plain_text", "text": f"Number {n}"}, "value": str(n)} for n in range(3)]
    menu = {"type": "static_select", "action_id": "pick", "options": options}
    more = {"type": "overflow", "action_id": "more", "options": options}
    connect()
    sandbox.invite_bot(ward)
    client.chat_postMessage(
        channel=ward.id, text="Pick", blocks=[{"type": "actions", "block_id": "row", "elements": [menu, more]}]
    )
    message = sandbox.messages(ward)[0]
    ann.press(message, "pick", "Number 1")
    ann.press(message, "more", "2")
    picked, overflowed = [each for each in heard if each.get("type") == "block_actions"]
    assert picked["actions"][0]["selected_option"] == options[1]
    assert overflowed["actions"][0]["selected_option"] == options[2]
    entry = {"type": "static_select", "selected_option": options[1]}
    assert overflowed["state"]["values"]["row"]["pick"] == entry
    with pytest.raises(LookupError):
        ann.press(message, "nothing")
    with pytest.raises(ValueError, match="no option"):
        ann.press(message, "pick", "9")


def test_a_button_in_home(sandbox, app, connect, ann, blocks):
    seen = []

    @app.event("app_home_opened")
    def show(event, client):
        seen.append(event)
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [blocks.button()]})

    @app.action("answer")
    def pressed(ack, body):
        ack()
        seen.append(body)

    connect()
    home = ann.open_home()
    assert home is ann.home
    ann.press(home, "answer")
    sandbox.wait_for(lambda: len(seen) == 2)
    opened, pressed_body = seen
    assert "view" not in opened
    assert (opened["tab"], opened["channel"]) == ("home", ann.dm.id)
    assert pressed_body["container"] == {"type": "view", "view_id": home.id}
    assert pressed_body["view"]["type"] == "home"
    assert "response_url" not in pressed_body
    ann.open_home()
    sandbox.wait_for(lambda: len(seen) == 3)
    assert seen[2]["view"]["id"] == home.id


def test_typing_in_a_dispatching_input_is_told_at_once(sandbox, client, heard, connect, ann, blocks):
    connect()
    trigger = sandbox.desk.triggers.new(ann.id, sandbox.team_id)
    client.views_open(trigger_id=trigger, view=blocks.modal(blocks.text_input(dispatch_action=True)))
    assert ann.fill("Name", "An").acked
    body = next(each for each in heard if each.get("type") == "block_actions")
    assert body["actions"][0]["value"] == "An"
    assert body["view"]["state"]["values"]["name"]["typed"]["value"] == "An"


def test_shortcuts(sandbox, heard, connect, ann, ward):
    connect()
    message = ann.say(ward, "Too few beds")
    assert ann.shortcut("raise").acked
    assert ann.message_shortcut("raise_from", message).acked
    everywhere, from_message = heard
    assert set(everywhere) >= IDENTITY - {"api_app_id"} | {"callback_id", "action_ts"}
    assert set(from_message) >= {"message", "channel", "response_url", "message_ts"}
    assert from_message["message"]["text"] == "Too few beds"


def test_options_as_one_types(app, client, connect, ann, ward, sandbox):
    app.options("find")(
        lambda ack, payload: ack(options=[{"text": {"type": "plain_text", "text": payload["value"] * 2}, "value": "v"}])
    )
    connect()
    sandbox.invite_bot(ward)
    menu = {"type": "external_select", "action_id": "find", "min_query_length": 1}
    client.chat_postMessage(channel=ward.id, text="x", blocks=[{"type": "actions", "elements": [menu]}])
    options = ann.options(sandbox.messages(ward)[0], "find", "ab")
    assert options[0]["text"]["text"] == "abab"


def test_a_response_url_answers_five_times(sandbox, heard, connect, ann, ward):
    connect()
    url = ann.slash("/try", channel=ward).payload["response_url"]
    assert respond(url, text="only you") == b"ok"
    respond(url, text="all", response_type="in_channel")
    with pytest.raises(urllib.error.HTTPError) as wrong:
        respond(url, text="x", blocks=[{"type": "nonsense"}])
    assert json.loads(wrong.value.read())["error"] == "invalid_blocks"
    respond(url, text="four")
    respond(url, text="five")
    with pytest.raises(urllib.error.HTTPError) as spent:
        respond(url, text="six")
    assert (spent.value.code, json.loads(spent.value.read())["error"]) == (404, "used_url")
    assert [message.text for message in sandbox.ephemerals(ann)] == ["only you", "four", "five"]
    assert [message.text for message in sandbox.messages(ward)] == ["all"]


def test_a_response_url_ends_after_its_time(sandbox, heard, connect, ann):
    connect()
    sandbox.timing.response_url_life = 0
    url = ann.slash("/try").payload["response_url"]
    with pytest.raises(urllib.error.HTTPError) as late:
        respond(url, text="late")
    assert json.loads(late.value.read())["error"] == "expired_url"


def test_a_response_url_replaces_and_deletes_what_was_pressed(sandbox, client, heard, connect, ann, ward, blocks):
    connect()
    sandbox.invite_bot(ward)
    client.chat_postEphemeral(channel=ward.id, user=ann.id, text="psst", blocks=[blocks.button()])
    (whisper,) = sandbox.ephemerals(ann)
    url = ann.press(whisper, "answer").payload["response_url"]
    body = next(each for each in heard if each.get("type") == "block_actions")
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    respond(url, text="thanks", replace_original=True)
    assert [(each.text, each.blocks) for each in sandbox.ephemerals(ann)] == [("thanks", [])]
    respond(url, delete_original=True)
    assert sandbox.ephemerals(ann) == []


def test_typed_text_is_escaped_as_slack_does(ann, ward):
    said = ann.say(ward, f"a < b & c > d <@{ann.id}> <https://example.org|link> &amp;")
    assert said.text == f"a &lt; b &amp; c &gt; d <@{ann.id}> <https://example.org|link> &amp;"
