"""The app's own address lets in what Slack signed, and nothing else; nobody can hold it up."""

import socket
import time
from collections import Counter
from itertools import islice
from random import Random

import pytest
from forged import Line, command, forgeries, nonsense, request, sign, signed
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot import serving
from bot.figures import Figures
from bot.serving import PortTaken, Serving
from bot.slack.client import web_client
from bot.slack.request_url import LARGEST, RequestUrl

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture
def heard():
    """What got through to a listener."""
    return []


@pytest.fixture
def address(heard, monkeypatch):
    """The address with the real Bolt behind it, which takes down every command, event and button."""
    monkeypatch.setattr(serving, "_HEADERS_WITHIN", 0.5)
    monkeypatch.setattr("bot.slack.request_url._BODY_WITHIN", 0.5)
    app = App(
        client=web_client(None, "http://127.0.0.1:9/", 1),
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T0X", bot_token="xoxb-1"),
        raise_error_for_unhandled_request=True,
    )

    def hear(ack, body):
        heard.append(body)
        ack()

    app.command("/uptake")(hear)
    app.event("app_home_opened")(hear)
    app.action("press")(hear)
    app.error(lambda error: None)
    door = RequestUrl(app, SECRET, Figures(), host="127.0.0.1", port=0, threads=4)
    door.connect()
    yield door
    door.close()


@pytest.fixture
def line(address):
    caller = Line(address.port)
    yield caller
    caller.close()


def test_what_slack_signed_is_let_in(line, heard):
    assert line.send(signed(SECRET, time.time(), command("start"))) == 200
    assert heard[0]["text"] == "start"


def test_a_command_may_speak_of_a_payload(line, heard):
    """Bolt's own reading takes such a form for one with a payload, and loses it."""
    assert line.send(signed(SECRET, time.time(), command("help payload"))) == 200
    assert heard[0]["text"] == "help payload"


@pytest.mark.parametrize("apart", [-298, 298])
def test_a_signature_is_good_for_five_minutes(line, heard, apart):
    assert line.send(signed(SECRET, time.time() + apart, command("start"))) == 200


def test_forgeries_are_refused_and_nobody_hears_them(line, heard):
    answers = Counter()
    for forged in islice(forgeries(SECRET, time.time(), Random(7)), 1_100):
        answers[forged.fault, line.send(forged.raw)] += 1
    assert {status for _, status in answers} == {401}, answers
    assert len(answers) == 11
    assert heard == []
    assert line.send(signed(SECRET, time.time(), command("start"))) == 200


def test_signed_nonsense_is_refused_and_no_fault_of_ours(line, heard, caplog):
    random = Random(11)
    answers = Counter(line.send(signed(SECRET, time.time(), *nonsense(random))) for _ in range(400))
    assert set(answers) <= {200, 400, 401, 404, 415}, answers
    assert {400, 415} <= set(answers)
    assert heard == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_a_body_that_is_too_large_is_refused(line):
    body = b"x" * (LARGEST + 1)
    assert line.send(signed(SECRET, time.time(), body)) == 413


def test_a_body_in_pieces_is_refused_once_it_is_too_large(line):
    piece = b"%x\r\n" % 65536 + b"x" * 65536 + b"\r\n"
    stamp = str(int(time.time()))
    head = request(b"", X_Slack_Request_Timestamp=stamp, X_Slack_Signature=sign(SECRET, stamp, b""))
    head = head.replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    assert line.send(head + piece * (LARGEST // 65536 + 1) + b"0\r\n\r\n") == 413


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET /slack/events?ssl_check=1 HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"PUT /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405),
        (b"POST /slack/eventsx HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 404),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_of_slacks_is_told_so(line, raw, status):
    assert line.send(raw) == status


def test_the_challenge_is_answered_only_where_it_is_signed(address, line):
    body = b'{"type": "url_verification", "challenge": "c0ffee"}'
    last = b"Connection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", address.port)) as end:
        end.sendall(signed(SECRET, time.time(), body, "application/json").replace(b"\r\n\r\n", b"\r\n" + last, 1))
        assert _all_that_comes(end).endswith(b'{"challenge":"c0ffee"}')
    assert line.send(request(body, "application/json")) == 401


def test_slow_callers_are_left_and_hold_up_nobody(address, line):
    """Headers that drip in, a body that never ends, and connections that say nothing."""
    stamp = str(int(time.time()))
    head = request(b"", X_Slack_Request_Timestamp=stamp, X_Slack_Signature=sign(SECRET, stamp, b""))
    never_ends = head.replace(b"Content-Length: 0", b"Content-Length: 50")
    slow = [socket.create_connection(("127.0.0.1", address.port), timeout=5) for _ in range(150)]
    for number, end in enumerate(slow):
        end.sendall((b"", head[:40], never_ends)[number % 3])
    began = time.monotonic()
    assert line.send(signed(SECRET, time.time(), command("start"))) == 200
    assert time.monotonic() - began < 0.4
    ends = [_all_that_comes(end) for end in slow]
    assert time.monotonic() - began < 5
    assert {end.split(b"\r\n")[0] for end in ends} == {b"", b"HTTP/1.1 408 Request Timeout"}


@pytest.mark.parametrize("is_first", [True, False], ids=["at first", "later"])
def test_dripping_bytes_buy_no_time(address, is_first):
    with socket.create_connection(("127.0.0.1", address.port), timeout=5) as end:
        if not is_first:
            end.sendall(signed(SECRET, time.time(), command("start")))
            assert b"200 OK" in end.recv(65536)
        began = time.monotonic()
        while _takes(end, b"X") and time.monotonic() - began < 4:
            time.sleep(0.05)
        assert time.monotonic() - began < 2


def test_a_port_that_is_taken_is_told_in_a_sentence(address):
    with pytest.raises(PortTaken, match=rf"Port {address.port} on 127.0.0.1 is taken"):
        Serving(None, "127.0.0.1", address.port).start()
    with pytest.raises(PortTaken, match="No address here is called nowhere"):
        Serving(None, "nowhere.invalid", 0).start()


def _takes(end: socket.socket, raw: bytes) -> bool:
    try:
        end.sendall(raw)
    except OSError:
        return False
    return True


def _all_that_comes(end: socket.socket) -> bytes:
    came = b""
    try:
        while got := end.recv(65536):
            came += got
    except ConnectionResetError:
        pass
    finally:
        end.close()
    return came
