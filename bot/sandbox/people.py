"""What a person can do in the workspace: type commands, press, fill in and submit, say, upload, look around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.model import Channel, Exchange, Member, Message, SharedFile, View

if TYPE_CHECKING:
    from bot.sandbox.desk import Desk

Place = Channel | str
Target = Message | View


@dataclass(kw_only=True, eq=False)
class Person(Member):
    """An account that a test or the page acts as. Every method is synchronous and may be called from any thread."""

    desk: Desk

    def slash(self, command: str, text: str = "", *, channel: Place | None = None) -> Exchange:
        """Type a slash command (in the direct messages with the app, unless told where); waits for the answer."""
        raise NotImplementedError

    def press(self, target: Target, action_id: str, value: Any = None, *, block_id: str | None = None) -> Exchange:
        """Press or choose an element of a message, a modal or App Home; `value` as for `fill`."""
        raise NotImplementedError

    def press_text(self, target: Target, label: str) -> Exchange:
        """Press the button whose visible text is `label`."""
        raise NotImplementedError

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        return self.modals[-1] if self.modals else None

    def fill(self, field: str, value: Any) -> None:
        """Fill in an input of the top modal, found by block_id, action_id or visible label.

        `value` is a string, a number, a list of them, a date or time; for selects the option's value or visible text.
        """
        raise NotImplementedError

    def submit(self) -> Exchange:
        """Press the top modal's submit button. Refused inputs and answered errors land in `modal.errors`."""
        raise NotImplementedError

    def close_modal(self, *, all_of_them: bool = False) -> None:
        """Close the top modal (or the whole stack with `all_of_them`)."""
        raise NotImplementedError

    def open_home(self, *, timeout: float = 5.0) -> View | None:
        """Open the App Home tab and wait for the `views.publish` that follows; None when nothing was ever published."""
        raise NotImplementedError

    def open_messages(self) -> None:
        """Open the app's Messages tab."""
        raise NotImplementedError

    def say(
        self, channel: Place, text: str, *, thread_ts: str | None = None, files: list[SharedFile] | None = None
    ) -> Message:
        """Write a message in a channel, a thread, or (channel = their own `dm`) to the app."""
        raise NotImplementedError

    def edit(self, message: Message, text: str) -> None:
        raise NotImplementedError

    def delete(self, message: Message) -> None:
        raise NotImplementedError

    def react(self, message: Message, name: str) -> None:
        raise NotImplementedError

    def upload(self, channel: Place, name: str, content: bytes, *, text: str = "") -> SharedFile:
        """Share a file in a channel."""
        raise NotImplementedError

    def shortcut(self, callback_id: str) -> Exchange:
        """Choose a global shortcut."""
        raise NotImplementedError

    def message_shortcut(self, callback_id: str, message: Message) -> Exchange:
        """Choose a shortcut from a message's menu."""
        raise NotImplementedError

    def options(self, target: Target, action_id: str, typed: str) -> list[dict[str, Any]]:
        """What an external select offers for what was typed so far."""
        raise NotImplementedError

    @property
    def dm(self) -> Channel:
        """The direct messages between this person and the app."""
        return self.desk.state.direct_channel(self.id)

    def inbox(self) -> list[Message]:
        """Messages in the direct messages with the app, oldest first."""
        with self.desk.state.lock:
            return list(self.dm.messages)

    def channels(self) -> list[Channel]:
        """The channels and direct messages this person is in."""
        with self.desk.state.lock:
            return [self.desk.state.channels[each] for each in self.desk.state.channels_of.get(self.id, {})]

    def unread(self, channel: Channel) -> int:
        """How many messages by others came after what this person has read."""
        read = self.read_up_to.get(channel.id, "")
        with self.desk.state.lock:
            return sum(1 for each in channel.messages if each.ts > read and each.user_id != self.id)

    def mark_read(self, channel: Channel) -> None:
        with self.desk.state.lock:
            self.read_up_to[channel.id] = channel.messages[-1].ts if channel.messages else ""
