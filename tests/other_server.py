"""Another Slack-compatible server than our stand-in: within what Slack documents, it does all it can differently.

It pages one by one, gives fields that nobody knows, leaves out those that may be missing, and sends replies in chunks.
"""

import asyncio
import json
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.app import Uptake
from bot.settings import read_settings
from messages import ids

TEAM, GRID, BOT, LEAD = "T0OTHER", "E0GRID", "W0BOT", "W0LEAD"
Json = dict[str, Any]
Accident = Callable[[], Response]


def page(status: int, **headers: str) -> Accident:
    """A page that no program reads, as proxies send."""
    return lambda: HTMLResponse("<html>canarywren is down</html>", status, headers)


def empty(status: int, **headers: str) -> Accident:
    return lambda: Response(status_code=status, headers=headers)


def person(user_id: str, **fields: Any) -> Json:
    """A member as the server describes them: no zone, no profile, no language, unless given."""
    return {"id": user_id, "name": user_id.lower(), "color": "9f69e7", "who_can_share_contact_card": "X", **fields}


class OtherServer:
    """Runs in a thread. `deliver` sends an envelope to the bot and gives what it acknowledged with."""

    def __init__(self) -> None:
        self.people = {who["id"]: who for who in (person(LEAD, tz=None, profile=None), person(BOT, is_bot=True))}
        self.members: list[str] = [BOT, LEAD]
        self.calls: list[tuple[str, Json]] = []
        self.messages: list[Json] = []
        self.replies: list[Json] = []
        self.accidents: dict[str, list[Accident]] = {}
        self.links: list[WebSocket] = []
        self.connections = 0
        self._acks: dict[str, Json] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        routes = [
            Route("/sub/api/{method}", self._call, methods=["POST"]),
            Route("/reply", self._reply, methods=["POST"]),
            WebSocketRoute("/sub/link/primary/", self._link),
        ]
        app = Starlette(routes=routes)
        config = uvicorn.Config(app, port=0, log_level="critical", ws="websockets-sansio", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> "OtherServer":
        self._thread.start()
        wait_for(lambda: self._server.started)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()

    def forget(self) -> None:
        """What was called and said so far, and what was planned."""
        self.calls.clear()
        self.replies.clear()
        self.accidents.clear()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    @property
    def api_url(self) -> str:
        return f"http://{self.host}/sub/api"

    def called(self, method: str) -> list[Json]:
        return [given for name, given in self.calls if name == method]

    def deliver(self, kind: str, payload: Json) -> Json | None:
        """None where the bot acknowledges nothing within three seconds: Slack would show that, and deliver again."""
        envelope_id = str(uuid.uuid4())
        self.tell({"envelope_id": envelope_id, "type": kind, "payload": payload})
        deadline = time.monotonic() + 3
        while envelope_id not in self._acks and time.monotonic() < deadline:
            time.sleep(0.005)
        return self._acks.get(envelope_id)

    def tell(self, message: Json) -> None:
        """Send something through the newest connection."""
        self._do(self.links[-1].send_text(json.dumps(message)))

    def say_goodbye(self, reason: str) -> None:
        """As Slack does: announce the end of a connection, and end it soon after."""
        leaving = self.links[-1]
        self._do(leaving.send_text(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "x"}})))
        time.sleep(0.3)
        with suppress(RuntimeError):
            self._do(leaving.close())

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(what, self._loop).result(5)

    def slash(self, command: str, text: str, *, channel: str = "C1", name: str = "ward", **fields: Any) -> Json | None:
        given = {"command": command, "text": text, "channel_id": channel, "channel_name": name, "user_id": LEAD}
        given |= {"team_id": TEAM, "response_url": f"http://{self.host}/reply", "trigger_id": "1.2.abc", "new": {}}
        return self.deliver("slash_commands", {name: value for name, value in (given | fields).items() if value})

    def interact(self, kind: str, **fields: Any) -> Json | None:
        given = {"type": kind, "user": {"id": LEAD}, "team": {"id": TEAM}, "api_app_id": "A1", "is_new": 1}
        return self.deliver("interactive", given | fields)

    def event(self, event: Json) -> Json | None:
        body = {"type": "event_callback", "team_id": TEAM, "event": event, "event_id": uuid.uuid4().hex}
        return self.deliver("events_api", body)

    async def _link(self, socket: WebSocket) -> None:
        if socket.query_params.get("ticket") != "a b&c":
            await socket.close()
            return
        self._loop = asyncio.get_running_loop()
        await socket.accept()
        self.links.append(socket)
        self.connections += 1
        await socket.send_text(json.dumps({"type": "hello", "num_connections": 1}))
        with suppress(WebSocketDisconnect):
            while True:
                answer = json.loads(await socket.receive_text())
                self._acks[answer["envelope_id"]] = answer.get("payload") or {}
        self.links.remove(socket)

    async def _reply(self, request: Request) -> Response:
        self.replies.append(json.loads(await request.body()))
        return PlainTextResponse("ok")

    async def _call(self, request: Request) -> Response:
        given = _arguments(request.headers.get("content-type", ""), await request.body())
        method = request.path_params["method"]
        self.calls.append((method, given))
        planned = self.accidents.get(method)
        if planned:
            return planned.pop(0)()
        answer = getattr(self, "_" + method.replace(".", "_").lower(), None)
        found = answer(given) if answer else {"ok": False, "error": "an_error_of_its_own"}
        return StreamingResponse(
            _in_chunks({"ok": True, "unknown": {"a": [1]}, **found}), media_type="application/json"
        )

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT, "enterprise_id": GRID, "is_enterprise_install": False}

    def _apps_connections_open(self, _: Json) -> Json:
        return {"url": f"ws://{self.host}/sub/link/primary/?ticket=a%20b%26c&app_id=A1"}

    def _users_list(self, given: Json) -> Json:
        return _one_by_one(list(self.people.values()), given, "members")

    def _users_info(self, given: Json) -> Json:
        found = self.people.get(given["user"])
        return {"user": found} if found else {"ok": False, "error": "user_not_found"}

    def _conversations_members(self, given: Json) -> Json:
        return _one_by_one(self.members, given, "members")

    def _conversations_info(self, given: Json) -> Json:
        if given["channel"] != "C1":
            return {"ok": False, "error": "channel_not_found"}
        return {"channel": {"id": "C1", "name": "ward", "context_team_id": TEAM}}

    def _conversations_open(self, given: Json) -> Json:
        return {"channel": {"id": "D" + given["users"]}}

    def _conversations_history(self, given: Json) -> Json:
        found = [each for each in reversed(self.messages) if each["channel"] == given["channel"]]
        return _one_by_one([{"ts": each["ts"], "text": each["text"], "type": "message"} for each in found], given)

    def _chat_postmessage(self, given: Json) -> Json:
        to = given["channel"]
        channel = to if to.startswith(("C", "D")) else "D" + to
        message = {**given, "channel": channel, "ts": f"{time.time():.6f}"}
        self.messages.append(message)
        return {"channel": channel, "ts": message["ts"]}

    def _chat_update(self, given: Json) -> Json:
        return {"ts": given["ts"]}

    def _views_open(self, given: Json) -> Json:
        return {"view": {"id": "V1", **given["view"]}}

    def _views_update(self, given: Json) -> Json:
        return {"view": {"id": given["view_id"]}}

    def _views_publish(self, _: Json) -> Json:
        return {"view": {"id": "V2"}}


@contextmanager
def bot_at(server: OtherServer, url: str, clock: Callable[[], datetime]) -> Iterator[Uptake]:
    """The bot in this process, connected to that server."""
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": server.api_url,
        "UPTAKE_DATABASE_URL": url,
        "UPTAKE_TICK_SECONDS": 60,
        "UPTAKE_SOCKETS": 1,
        "UPTAKE_HTTP_TIMEOUT": 5,
    }
    bot = Uptake(read_settings(None, **given), clock)
    bot.start()
    try:
        wait_for(lambda: server.links)
        yield bot
    finally:
        bot.stop()


def start_form(**values: object) -> Json:
    """What Slack sends when somebody sends the form of /uptake start."""
    given = {
        "practice": {"type": "plain_text_input", "value": "bedside handover"},
        "what_is_new": {"type": "plain_text_input", "value": "We hand over at the bed."},
        "why_better": {"type": "plain_text_input", "value": "Nothing gets lost."},
        "how_it_fits": {"type": "plain_text_input", "value": None},
        "champions": {"type": "multi_users_select", "selected_users": []},
        "every": {"type": "static_select", "selected_option": {"value": "weekly"}},
        "first_on": {"type": "datepicker", "selected_date": "2026-03-03"},
        "at": {"type": "timepicker", "selected_time": "10:00"},
        "open_days": {"type": "static_select", "selected_option": {"value": "3"}},
        **values,
    }
    state = {name: {ids.CHOICE: {**value, "unknown": 1}} for name, value in given.items()}
    return {"id": "V1", "type": "modal", "callback_id": ids.SUBMIT_START, "private_metadata": "C1"} | {
        "state": {"values": state},
        "blocks": [{"type": "input", "block_id": name} for name in given],
    }


def wait_for(is_so: Callable[[], Any], seconds: float = 10.0) -> Any:
    """What `is_so` gives once that is true."""
    deadline = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
    return found


def _one_by_one(found: list[Any], given: Json, name: str = "messages") -> Json:
    """One item a page; the last page has no `response_metadata` at all."""
    start = int(given.get("cursor") or 0)
    answer: Json = {name: found[start : start + 1]}
    if start + 1 < len(found):
        answer["response_metadata"] = {"next_cursor": str(start + 1), "warnings": []}
    return answer


def _arguments(content_type: str, body: bytes) -> Json:
    """However they were sent, and whether a view or blocks came as text or not."""
    is_json = content_type.startswith("application/json")
    given = dict(json.loads(body or b"{}") if is_json else parse_qsl(body.decode(), keep_blank_values=True))
    texts = {name: value for name, value in given.items() if isinstance(value, str) and value[:2] in ('{"', "[{")}
    return given | {name: json.loads(value) for name, value in texts.items()}


async def _in_chunks(answer: Json) -> AsyncIterator[bytes]:
    body = json.dumps(answer).encode()
    for start in range(0, len(body), 50):
        yield body[start : start + 50]
        await asyncio.sleep(0)
