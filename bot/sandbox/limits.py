"""Rate limits in the shapes that Slack may use; off unless asked for, and changeable while running."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Window(Protocol):
    """A limit. `wait` says how many seconds until one more is allowed (0: now), `take` counts one."""

    def wait(self, now: float) -> float: ...
    def take(self, now: float) -> None: ...


@dataclass
class TokenBucket:
    """`per_second` in the long run, with up to `burst` at once."""

    per_second: float
    burst: int = 1
    _tokens: float = field(default=-1.0, init=False)
    _at: float = field(default=0.0, init=False)

    def wait(self, now: float) -> float:
        if self._tokens < 0:
            self._tokens, self._at = float(self.burst), now
        self._tokens = min(float(self.burst), self._tokens + (now - self._at) * self.per_second)
        self._at = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self.per_second

    def take(self, now: float) -> None:
        self.wait(now)
        self._tokens -= 1


@dataclass
class FixedWindow:
    """`count` in each stretch of `seconds`, counted from the first call."""

    count: int
    seconds: float = 60.0
    _start: float = field(default=float("-inf"), init=False)
    _taken: int = field(default=0, init=False)

    def wait(self, now: float) -> float:
        if now - self._start >= self.seconds:
            self._start, self._taken = now, 0
        return 0.0 if self._taken < self.count else self._start + self.seconds - now

    def take(self, now: float) -> None:
        self.wait(now)
        self._taken += 1


@dataclass
class SlidingWindow:
    """`count` in any stretch of `seconds`."""

    count: int
    seconds: float = 60.0
    _taken: deque[float] = field(default_factory=deque, init=False)

    def wait(self, now: float) -> float:
        while self._taken and now - self._taken[0] >= self.seconds:
            self._taken.popleft()
        return 0.0 if len(self._taken) < self.count else self._taken[len(self._taken) - self.count] + self.seconds - now

    def take(self, now: float) -> None:
        self._taken.append(now)


# Tiers 2, 3 and 4 of docs.slack.dev/apis/web-api/rate-limits: about 20, 50 and 100 calls a minute for each method.
_TIERS: Mapping[int, tuple[str, ...]] = {
    20: ("users.list", "conversations.list", "usergroups.list", "usergroups.users.list"),
    50: (
        "conversations.open", "conversations.history", "conversations.replies", "conversations.info",
        "conversations.join", "chat.update", "chat.delete", "users.conversations", "users.lookupByEmail",
        "reactions.add", "reactions.get", "reactions.remove", "team.info", "bots.info",
    ),
    100: (
        "views.publish", "views.open", "views.update", "views.push", "users.info", "conversations.members",
        "chat.postEphemeral", "files.info", "files.getUploadURLExternal", "files.completeUploadExternal",
    ),
}  # fmt: skip


@dataclass
class Limits:
    """What counts against what. `posts` is shared by all of chat.postMessage, `channel` made anew for each channel."""

    posts: Window | None = None
    channel: Callable[[], Window] | None = None
    methods: dict[str, Window] = field(default_factory=dict)
    history_page: int = 999
    _channels: dict[str, Window] = field(default_factory=dict, init=False)

    @classmethod
    def off(cls) -> Limits:
        return cls()

    @classmethod
    def like_slack(cls, posts: Window | None = None) -> Limits:
        """One message a second a channel with short bursts, a limit for the workspace, and the tiers.

        The workspace-wide limit isn't published; several hundred a minute is what people report.
        """
        methods: dict[str, Window] = {name: SlidingWindow(count) for count, names in _TIERS.items() for name in names}
        return cls(posts or SlidingWindow(400), lambda: TokenBucket(1.0, burst=3), methods)

    @classmethod
    def like_slack_for_distributed(cls, posts: Window | None = None) -> Limits:
        """As above, for an app given out to other workspaces outside the Marketplace.

        It may read history once a minute, 15 messages at a time (docs.slack.dev/changelog, 29 May 2025).
        """
        limits = cls.like_slack(posts)
        limits.methods |= {"conversations.history": SlidingWindow(1), "conversations.replies": SlidingWindow(1)}
        limits.history_page = 15
        return limits

    def refuse_for(self, method: str, channel_id: str) -> int:
        """0 when the call may go ahead (and is counted), else the whole seconds of Retry-After."""
        now = time.monotonic()
        windows = self._windows(method, channel_id)
        if waits := [wait for window in windows if (wait := window.wait(now)) > 0]:
            return max(1, math.ceil(max(waits)))
        for window in windows:
            window.take(now)
        return 0

    def _windows(self, method: str, channel_id: str) -> list[Window]:
        windows = [window] if (window := self.methods.get(method)) else []
        if method == "chat.postMessage":
            if self.posts is not None:
                windows.append(self.posts)
            if self.channel is not None:
                if channel_id not in self._channels:
                    self._channels[channel_id] = self.channel()
                windows.append(self._channels[channel_id])
        return windows
