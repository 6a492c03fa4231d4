"""HTTP mode: signed requests to the app's own address, and retries that say so."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier


@pytest.fixture
def receiver(sandbox, client, ann):
    """A bolt app behind a small HTTP server. `fail` answers 500 to so many requests first."""
    app = App(client=client, signing_secret=sandbox.signing_secret)

    class Handler(BaseHTTPRequestHandler):
        fail = 0
        seen: ClassVar[list[tuple[dict[str, str], str]]] = []

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            Handler.seen.append((headers, body))
            if Handler.fail:
                Handler.fail -= 1
                self.send_response(500)
                self.end_headers()
                return
            answer = app.dispatch(BoltRequest(body=body, headers=dict(headers)))
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                self.send_header(name, values[0])
            self.end_headers()
            self.wfile.write((answer.body or "").encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    sandbox.request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
    Handler.app = app
    yield Handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def ann(sandbox):
    return sandbox.add_person("Ann Lee")


def test_commands_are_signed_and_answered(sandbox, receiver, ann):
    receiver.app.command("/try")(lambda ack: ack("hello"))
    exchange = ann.slash("/try")
    assert exchange.ack == {"text": "hello"}
    assert exchange.error == ""
    headers, body = receiver.seen[0]
    assert SignatureVerifier(sandbox.signing_secret).is_valid_request(body, headers)
    assert [message.text for message in sandbox.ephemerals(ann)] == ["hello"]


def test_the_address_answers_the_challenge(sandbox, receiver):
    assert sandbox.verify_request_url()
    sandbox.request_url = "http://127.0.0.1:9/"
    assert not sandbox.verify_request_url()


def test_submissions_are_answered_in_the_same_way(sandbox, receiver, client, ann, blocks):
    receiver.app.view("form")(lambda ack: ack(response_action="errors", errors={"name": "no"}))
    client.views_open(trigger_id=sandbox.desk.triggers.new(ann.id, sandbox.team_id), view=blocks.modal())
    ann.fill("name", "x")
    ann.submit()
    assert ann.modal.errors == {"name": "no"}


def test_an_event_that_failed_is_sent_again(sandbox, receiver, ann):
    sandbox.timing.event_retries = (0.0, 0.0)
    receiver.fail = 1
    receiver.app.event("user_change")(lambda: None)
    sandbox.change_person(ann, title="Nurse")
    exchange = sandbox.exchanges[-1]
    assert exchange.settled.wait(5)
    assert exchange.acked
    (first, _), (second, body) = [each for each in receiver.seen if "user_change" in each[1]]
    assert "x-slack-retry-num" not in first
    assert (second["x-slack-retry-num"], second["x-slack-retry-reason"]) == ("1", "http_error")
    assert json.loads(body)["event"]["user"]["id"] == ann.id


def test_an_app_that_is_down_or_forbids(sandbox, receiver, ann):
    sandbox.state.signing_secret = "not the one the app knows"
    assert ann.slash("/try").error == "dispatch_failed"
    sandbox.request_url = "http://127.0.0.1:9/"
    assert ann.slash("/try").error == "dispatch_failed"
