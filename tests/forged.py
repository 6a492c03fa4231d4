"""Requests to the app's own address that no one but Slack may make: forged, stale, torn, or signed nonsense."""

import hashlib
import hmac
import json
import socket
import string
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

PATH = "/slack/events"
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Forged:
    """What is wrong with it, and the bytes of the request."""

    fault: str
    raw: bytes


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """A signature as docs.slack.dev, "Verifying requests from Slack", has it; written apart from all other code."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


def request(body: bytes, content_type: str = _FORM, **headers: str | bytes) -> bytes:
    """A POST with these headers; an underscore in a name stands for a hyphen, a trailing digit is dropped."""
    lines = [f"POST {PATH} HTTP/1.1".encode(), b"Host: uptake.example"]
    given = {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}
    for name, value in given.items():
        shown = name.rstrip(string.digits).replace("_", "-").encode()
        lines.append(shown + b": " + (value if isinstance(value, bytes) else value.encode()))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def signed(secret: str, now: float, body: bytes, content_type: str = _FORM) -> bytes:
    """A request as Slack makes it."""
    timestamp = str(int(now))
    return request(
        body,
        content_type,
        X_Slack_Request_Timestamp=timestamp,
        X_Slack_Signature=sign(secret, timestamp, body),
    )


def command(words: str, **fields: str) -> bytes:
    """The body of a slash command."""
    return urlencode({"command": "/uptake", "text": words, "user_id": "U0MALLORY", "team_id": "T0X", **fields}).encode()


def forgeries(secret: str, now: float, random: Random) -> Iterator[Forged]:
    """Well-formed HTTP, each with something that Slack's requests never have, without end."""
    while True:
        body, content_type = _body(random), random.choice([_FORM, _JSON, "text/plain", "x/y; a=b", ""])
        timestamp = str(int(now) - random.randint(-200, 200))
        signature = sign(secret, timestamp, body)
        for fault, stamp, mark in (
            ("no timestamp", None, signature),
            ("no signature", timestamp, None),
            ("neither", None, None),
            ("stale", *_signed_at(secret, str(int(now) - random.randint(310, 10**9)), body)),
            ("from the future", *_signed_at(secret, str(int(now) + random.randint(310, 10**9)), body)),
            ("odd timestamp", *_signed_at(secret, random.choice(_ODD_STAMPS), body)),
            ("odd signature", timestamp, random.choice(_odd_marks(signature, random))),
            ("another secret", timestamp, sign(secret + "x", timestamp, body)),
            ("another body", timestamp, sign(secret, timestamp, body + b"x")),
            ("another moment", str(int(timestamp) + random.choice((-1, 1))), signature),
        ):
            headers = {"X_Slack_Request_Timestamp": stamp, "X_Slack_Signature": mark}
            present = {name: value for name, value in headers.items() if value is not None}
            yield Forged(fault, request(body, content_type, **present))
        twice = random.choice(({"X_Slack_Signature2": signature}, {"X_Slack_Request_Timestamp2": timestamp}))
        given = {"X_Slack_Request_Timestamp": timestamp, "X_Slack_Signature": signature}
        yield Forged("said twice", request(body, content_type, **given, **twice))


_ODD_STAMPS = ("", "abc", "1e9", "-5", "1.5", "٣٤٥", "１７", "0x10", "NaN", "inf", "9" * 400, "1 2", "1_000", "+7")


def _signed_at(secret: str, timestamp: str, body: bytes) -> tuple[str, str]:
    return timestamp, sign(secret, timestamp, body)


def _odd_marks(signature: str, random: Random) -> list[str | bytes]:
    place = random.randrange(3, len(signature))
    changed = signature[:place] + ("0" if signature[place] != "0" else "1") + signature[place + 1 :]
    cut = signature[: random.randrange(len(signature))]
    return [
        *("", "v0=", changed, cut, signature + "0", signature.replace("v0", "v1"), signature[3:], signature + ";"),
        signature.replace("v0=", "v0=é"),
        b"v0=\xff\xfe" + signature.encode()[5:],
        "v0=" + "٣" * 64,
        signature[:3] + signature[3:].upper().replace("0", "O"),
    ]


def _body(random: Random) -> bytes:
    return random.choice(
        [
            command("start"),
            urlencode({"payload": json.dumps({"type": "block_actions"})}).encode(),
            json.dumps({"type": "event_callback", "event": {"type": "app_home_opened"}}).encode(),
            json.dumps({"type": "url_verification", "challenge": "c"}).encode(),
            random.randbytes(random.randrange(200)),
            b"x" * random.randrange(100_000),
            b"",
        ]
    )


def nonsense(random: Random) -> tuple[bytes, str]:
    """A body that is no payload of Slack's, and its content type; whoever sends it knows the secret."""
    value = random.choice([[], [1], 7, "x", None, True, {}, {"event": 5}, {"user": 3}, {"team": []}, {"type": {}}])
    return random.choice(
        [
            (json.dumps(value).encode(), _JSON),
            (urlencode({"payload": json.dumps(value)}).encode(), _FORM),
            (b"{" * random.randrange(1, 50_000), _JSON),
            (b"[" * 100_000, _JSON),
            (b"\xff\xfe\xfa", _FORM),
            (b"payload=%7B", _FORM),
            (b"payload=", _FORM),
            (random.randbytes(40), _FORM),
            (b"", _JSON),
            (command("status"), random.choice(["text/plain", "multipart/form-data", "", "application/xml"])),
            (json.dumps({"type": "event_callback", "event": value}).encode(), _JSON),
            (json.dumps({"type": "event_callback", "event": {"type": value}}).encode(), _JSON),
            (urlencode({"payload": json.dumps({"type": value, "user": value, "view": value})}).encode(), _FORM),
        ]
    )


class Line:
    """A connection to the address; opened anew where the other side has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._end: socket.socket | None = None

    def send(self, raw: bytes) -> int:
        """Send a whole request; gives the answer's HTTP status, 0 where the connection is closed without one."""
        for _ in range(2):
            fresh = self._end is None
            if self._end is None:
                self._end = socket.create_connection(("127.0.0.1", self._port), timeout=20)
            try:
                self._end.sendall(raw)
                status = self._status()
            except OSError:
                status = 0
            if status or fresh:
                return status
            self.close()
        return 0

    def close(self) -> None:
        """Hang up."""
        if self._end is not None:
            self._end.close()
        self._end = None

    def _status(self) -> int:
        assert self._end is not None
        answer = b""
        while b"\r\n\r\n" not in answer:
            got = self._end.recv(65536)
            if not got:
                self.close()
                return int(answer.split()[1]) if answer else 0
            answer += got
        head, _, body = answer.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        missing = int(fields.get(b"content-length", b"0")) - len(body)
        while missing > 0:
            missing -= len(self._end.recv(65536))
        if fields.get(b"connection") == b"close":
            self.close()
        return int(head.split()[1])
