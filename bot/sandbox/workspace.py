"""A local stand-in Slack workspace: start it, add people and channels, act as them, and look at what the app did."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from starlette.types import ASGIApp

from bot.sandbox.desk import set_up
from bot.sandbox.faults import Faults
from bot.sandbox.grants import Grants
from bot.sandbox.limits import Limits
from bot.sandbox.model import Call, Change, Channel, Control, Exchange, Json, Member, Message, SharedFile, UserGroup
from bot.sandbox.people import Person
from bot.sandbox.request_url import verify
from bot.sandbox.roster import Roster
from bot.sandbox.routes import make_app
from bot.sandbox.serving import Serving
from bot.sandbox.socket_mode import Cut
from bot.sandbox.state import State
from bot.sandbox.timing import Timing


class Sandbox(Roster):
    """The workspace and its server. A context manager; or `start()` and `stop()`."""

    def __init__(
        self,
        port: int = 0,
        manifest: Mapping[str, Any] | None = None,
        scopes: Iterable[str] | None = None,
        *,
        host: str = "127.0.0.1",
        page: Callable[[Sandbox], ASGIApp] | None = None,
        timing: Timing | None = None,
    ) -> None:
        """`scopes`, when given, is what was really granted (default: all of the manifest's bot scopes).

        `page` makes the ASGI app that answers every path which isn't Slack's (/api, /link, /hooks, /upload, /files).
        """
        self.state = State(manifest)
        self.desk = set_up(self.state, Grants(self.state.manifest, scopes), timing or Timing())
        self.host, self.port = host, port
        self.controls: list[Control] = []
        app = make_app(self.desk, page(self) if page else None)
        self._serving = Serving(app, self.desk.wire, self.desk.timing.ping_every)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve. Raises PortBusy, with a sentence to show, when the port is taken.

        After `stop` it serves again at the same port, with everything as it was.
        """
        self.port = self._serving.start(self.host, self.port)
        self.state.base_url = f"http://{self.host}:{self.port}"
        self.desk.deliveries.loop = self._serving.loop

    def stop(self) -> None:
        self._serving.stop(last=self.desk.deliveries.stop)

    @property
    def url(self) -> str:
        return self.state.base_url

    @property
    def api_url(self) -> str:
        return f"{self.state.base_url}/api/"

    @property
    def bot_token(self) -> str:
        return self.state.bot_token

    @property
    def app_token(self) -> str:
        return self.state.app_token

    @property
    def signing_secret(self) -> str:
        return self.state.signing_secret

    @property
    def team_id(self) -> str:
        return self.state.team_id

    @property
    def app_id(self) -> str:
        return self.state.app_id

    @property
    def bot_id(self) -> str:
        return self.state.bot_id

    @property
    def bot_user_id(self) -> str:
        return self.state.bot_user_id

    @property
    def timing(self) -> Timing:
        """How long Slack waits; may be shortened."""
        return self.desk.timing

    @property
    def faults(self) -> Faults:
        """Accidents to plan."""
        return self.desk.faults

    @property
    def limits(self) -> Limits:
        """The rate limits in force; assign another or change it while running."""
        return self.desk.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self.desk.limits = limits

    @property
    def request_url(self) -> str:
        """Where signed HTTP deliveries go; empty: Socket Mode."""
        return self.desk.deliveries.request_url

    @request_url.setter
    def request_url(self, url: str) -> None:
        self.desk.deliveries.request_url = url

    def verify_request_url(self) -> bool:
        """Ask the app's address for the answer that Slack asks for when it is first entered."""
        return verify(self.request_url, self.state.signing_secret, self.state.verification_token)

    @property
    def exercised_scopes(self) -> set[str]:
        """The scopes that calls and events really needed so far."""
        return set(self.desk.grants.exercised)

    @property
    def people(self) -> dict[str, Person]:
        """Everyone by id, the app's bot user not among them."""
        with self.state.lock:
            return {key: each for key, each in self.state.people.items() if isinstance(each, Person)}

    @property
    def channels(self) -> dict[str, Channel]:
        """Every conversation by id, direct messages included."""
        with self.state.lock:
            return dict(self.state.channels)

    @property
    def usergroups(self) -> dict[str, UserGroup]:
        return dict(self.state.usergroups)

    @property
    def files(self) -> dict[str, SharedFile]:
        return dict(self.state.files)

    @property
    def calls(self) -> list[Call]:
        """The Web API calls, oldest first (the last 50,000)."""
        with self.state.lock:
            return list(self.state.calls)

    def calls_to(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def exchanges(self) -> list[Exchange]:
        """The deliveries to the app, oldest first (the last 10,000)."""
        with self.state.lock:
            return list(self.state.exchanges)

    @property
    def commands(self) -> list[Json]:
        """The manifest's slash commands: command, description, usage_hint."""
        return list(self.state.manifest.get("features", {}).get("slash_commands", []))

    @property
    def shortcuts(self) -> list[Json]:
        """The manifest's shortcuts: name, type (global or message), callback_id, description."""
        return list(self.state.manifest.get("features", {}).get("shortcuts", []))

    def messages(self, channel: Channel | str) -> list[Message]:
        """Everything in a channel, thread replies included, oldest first."""
        with self.state.lock:
            return list(self._channel(channel).messages)

    def posts(self, channel: Channel | str | None = None, *, containing: str = "") -> list[Message]:
        """What the app said, in a channel or anywhere, oldest first."""
        with self.state.lock:
            places = [self._channel(channel)] if channel is not None else list(self.state.channels.values())
            found = [each for place in places for each in place.messages if each.by_app and containing in each.text]
        return sorted(found, key=lambda each: each.ts)

    def thread(self, channel: Channel | str, ts: str) -> list[Message]:
        """A message and its replies."""
        with self.state.lock:
            parent = self._channel(channel).by_ts[ts]
            return [parent, *parent.replies]

    def threads(self, channel: Channel | str) -> list[Message]:
        """The messages in a channel that have replies."""
        return [each for each in self.messages(channel) if each.replies]

    def ephemerals(self, person: Member, channel: Channel | str | None = None) -> list[Message]:
        """What only this person was shown, oldest first."""
        with self.state.lock:
            places = [self._channel(channel)] if channel is not None else list(self.state.channels.values())
            found = [each for place in places for each in place.ephemerals if each.only_for == person.id]
        return sorted(found, key=lambda each: each.ts)

    def _channel(self, channel: Channel | str) -> Channel:
        return channel if isinstance(channel, Channel) else self.state.channels[channel]

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 10.0) -> Any:
        """Wait until `predicate()` is truthy and return that; TimeoutError when it never was."""
        deadline = time.monotonic() + timeout
        while not (found := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Not true within {timeout} seconds.")
            with self.state.changed:
                self.state.changed.wait(min(left, 0.05))
        return found

    def subscribe(self, callback: Callable[[Change], object]) -> Callable[[], None]:
        """Be told of each change, in the thread that made it; returns how to stop."""
        return self.state.subscribe(callback)

    def set_clock(self, clock: Callable[[], float]) -> None:
        """Show this time in the workspace (seconds since the epoch); message ts stay unique and increasing."""
        self.state.clock = clock

    def add_control(self, label: str, act: Callable[[], object], description: str = "") -> Control:
        """A button that the page shows for its host."""
        control = Control(label, act, description)
        self.controls.append(control)
        self.state.tell(Change("control"))
        return control

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open, as far as Slack knows."""
        return len(self.desk.sockets.links)

    def cut_sockets(self, abrupt: bool = True, *, how: Cut | None = None) -> None:
        """End every connection: by a TCP reset, or politely with `disconnect` when not `abrupt`.

        `how` says it in detail: reset; silent (dead without being closed); refresh_requested or warning.
        """
        loop = self._serving.loop
        if loop is not None:
            loop.call_soon_threadsafe(self.desk.sockets.cut, how or ("reset" if abrupt else "refresh_requested"))
