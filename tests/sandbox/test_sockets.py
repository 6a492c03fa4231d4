"""Socket Mode: tickets, hello, one connection per envelope, ten at most, and how connections end."""

import json
import time
from contextlib import ExitStack
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Opcode
from websockets.sync.client import connect as dial

from bot.sandbox.refusal import PortBusy
from bot.sandbox.timing import Timing
from bot.sandbox.workspace import Sandbox


@pytest.fixture
def ann(sandbox):
    return sandbox.add_person("Ann Lee")


def address(sandbox):
    return WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)["url"]


def test_hello_says_how_many_are_connected(sandbox):
    with dial(address(sandbox)) as first, dial(address(sandbox)) as second:
        hellos = [json.loads(first.recv()), json.loads(second.recv())]
        assert [hello["type"] for hello in hellos] == ["hello", "hello"]
        assert [hello["num_connections"] for hello in hellos] == [1, 2]
        assert hellos[0]["connection_info"] == {"app_id": sandbox.app_id}
        assert sandbox.connections == 2
    sandbox.wait_for(lambda: sandbox.connections == 0)


def test_a_ticket_serves_once(sandbox):
    url = address(sandbox)
    with dial(url), pytest.raises(InvalidStatus):
        dial(url)


def test_the_eleventh_connection_is_sent_away(sandbox):
    with ExitStack() as open_ones:
        for _ in range(10):
            open_ones.enter_context(dial(address(sandbox)))
        eleventh = open_ones.enter_context(dial(address(sandbox)))
        assert json.loads(eleventh.recv())["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            eleventh.recv()
        assert sandbox.connections == 10


def test_both_sides_ping():
    got = []
    with Sandbox(timing=Timing(ping_every=0.05)) as sandbox, dial(address(sandbox), ping_interval=None) as link:
        take = link.protocol.recv_frame
        link.protocol.recv_frame = lambda frame: (got.append(frame.opcode), take(frame))
        assert link.ping().wait(2)
        sandbox.wait_for(lambda: got.count(Opcode.PING) >= 2)


def test_each_envelope_goes_to_one_connection(sandbox, app, connect, ann):
    seen = []
    app.command("/try")(lambda ack, body: (ack(), seen.append(body["trigger_id"])))
    connect()
    connect()
    connections = {ann.slash("/try").connection for _ in range(6)}
    assert len(connections) == 2
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("how", ["reset", "refresh_requested"])
def test_after_a_cut_the_app_comes_back(sandbox, app, connect, ann, how):
    app.command("/try")(lambda ack: ack())
    sandbox.timing.answer_within = 0.5
    connect(ping_interval=0.2)
    first = ann.slash("/try").connection
    sandbox.cut_sockets(how=how)

    def answered():
        exchange = ann.slash("/try")
        return exchange.acked and exchange.connection != first

    sandbox.wait_for(answered, timeout=8)


def test_a_warning_leaves_the_connection_in_use_for_a_while(sandbox, ann):
    sandbox.timing.warned_link_life = 0.2
    with dial(address(sandbox)) as link:
        link.recv()
        sandbox.cut_sockets(how="warning")
        assert json.loads(link.recv())["reason"] == "warning"
        with pytest.raises(ConnectionClosed):
            link.recv()


def test_a_silent_cut_swallows_envelopes_until_it_is_noticed(sandbox, ann):
    sandbox.timing.answer_within, sandbox.timing.dead_link_noticed = 0.2, 0.5
    with dial(address(sandbox), ping_interval=None) as link:
        link.recv()
        sandbox.cut_sockets(how="silent")
        assert ann.slash("/try").error == "operation_timeout"
        with pytest.raises(TimeoutError):
            link.recv(timeout=0.1)
        assert not link.ping().wait(0.1)
        sandbox.wait_for(lambda: sandbox.connections == 0)
        assert ann.slash("/try").error == "dispatch_failed"


def test_a_busy_port_is_one_clear_sentence(sandbox):
    with pytest.raises(PortBusy, match=f"Port {sandbox.port} .* is taken"):
        Sandbox(port=sandbox.port).start()


def test_socket_mode_must_be_on(refused):
    with Sandbox(manifest={"settings": {"socket_mode_enabled": False}}) as sandbox:
        client = WebClient(base_url=sandbox.api_url)
        answer = refused(client.apps_connections_open, app_token=sandbox.app_token)
        assert answer["error"] == "socket_mode_not_enabled"


def test_stopping_ends_what_is_under_way():
    sandbox = Sandbox()
    sandbox.start()
    with dial(address(sandbox)):
        sandbox.wait_for(lambda: sandbox.connections == 1)
        exchange = sandbox.desk.deliveries.send("slash_commands", {})
        began = time.monotonic()
        sandbox.stop()
        assert time.monotonic() - began < 1
        assert exchange.settled.wait(1)


def test_after_an_outage_everything_is_as_it_was(sandbox, client, app, connect, ann):
    app.command("/try")(lambda ack: ack())
    connect(ping_interval=0.2)
    client.chat_postMessage(channel=ann.id, text="before")
    sandbox.stop()
    with pytest.raises(URLError):
        client.chat_postMessage(channel=ann.id, text="lost")
    sandbox.start()
    client.chat_postMessage(channel=ann.id, text="after")
    assert [message.text for message in ann.inbox()] == ["before", "after"]
    sandbox.wait_for(lambda: sandbox.connections == 1)
    assert ann.slash("/try").acked
