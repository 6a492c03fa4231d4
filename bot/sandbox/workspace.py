"""A local stand-in Slack workspace: start it, add people and channels, act as them, and look at what the app did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Literal, Self

from starlette.types import ASGIApp

from bot.sandbox.desk import Desk
from bot.sandbox.model import Call, Change, Channel, Control, Exchange, Json, Message, SharedFile, UserGroup
from bot.sandbox.people import Person
from bot.sandbox.state import State


class Sandbox:
    """The workspace and its server. A context manager; or `start()` and `stop()`."""

    def __init__(
        self,
        port: int = 0,
        manifest: Mapping[str, Any] | None = None,
        scopes: Iterable[str] | None = None,
        *,
        host: str = "127.0.0.1",
        page: Callable[[Sandbox], ASGIApp] | None = None,
        mode: Literal["socket", "http"] = "socket",
    ) -> None:
        """`scopes`, when given, is what was really granted (default: all of the manifest's bot scopes).

        `page` makes the ASGI app that answers every path which isn't Slack's (/api, /link, /hooks, /files).
        """
        self.state = State(manifest)
        self.desk = Desk(self.state)
        self.host, self.port, self.page, self.mode = host, port, page, mode
        self.request_url = ""
        self.controls: list[Control] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve. Raises PortBusy, with a sentence to show, when the port is taken."""
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    # addresses and secrets: url, api_url, bot_token, app_token, signing_secret, team_id, app_id, bot_id, bot_user_id

    def add_person(self, real_name: str, **details: Any) -> Person:
        raise NotImplementedError

    def add_channel(
        self,
        name: str,
        members: Iterable[Person] = (),
        *,
        private: bool = False,
        with_bot: bool = False,
        id: str | None = None,
    ) -> Channel:
        raise NotImplementedError

    def add_usergroup(self, handle: str, users: Iterable[Person] = (), *, name: str = "") -> UserGroup:
        raise NotImplementedError

    def add_control(self, label: str, act: Callable[[], object], description: str = "") -> Control:
        """A button that the page shows for its host."""
        control = Control(label, act, description)
        self.controls.append(control)
        self.state.tell(Change("control"))
        return control

    @property
    def people(self) -> dict[str, Person]:
        """Everyone by id, the app's bot user not among them."""
        return {key: each for key, each in self.state.people.items() if isinstance(each, Person)}

    @property
    def channels(self) -> dict[str, Channel]:
        """Every conversation by id, direct messages included."""
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

    @property
    def exchanges(self) -> list[Exchange]:
        """The deliveries to the app, oldest first (the last 50,000)."""
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
        raise NotImplementedError

    def thread(self, channel: Channel | str, ts: str) -> list[Message]:
        """A message and its replies."""
        raise NotImplementedError

    def ephemerals(self, person: Person, channel: Channel | str | None = None) -> list[Message]:
        """What only this person was shown, oldest first."""
        raise NotImplementedError

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 10.0) -> Any:
        """Wait until `predicate()` is truthy and return that; TimeoutError when it never was."""
        raise NotImplementedError

    def subscribe(self, callback: Callable[[Change], object]) -> Callable[[], None]:
        """Be told of each change, in the thread that made it; returns how to stop."""
        return self.state.subscribe(callback)

    def set_clock(self, clock: Callable[[], float]) -> None:
        """Show this time in the workspace (seconds since the epoch); message ts stay unique and increasing."""
        self.state.clock = clock

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        raise NotImplementedError
