"""What a person can do in the workspace: type commands, press, fill in and submit, say, upload, look around."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import finding, payloads, pressing, submitting
from bot.sandbox.arguments import Arguments
from bot.sandbox.command_text import escaped
from bot.sandbox.content import Content, read_content
from bot.sandbox.desk import Desk
from bot.sandbox.model import Channel, Exchange, Json, Member, Message, SharedFile, View
from bot.sandbox.objects import view_json
from bot.sandbox.reacting import add_reaction, remove_reaction
from bot.sandbox.uploads import complete, new_file

Place = Channel | str
Target = Message | View

_NOT_A_MENTION = re.compile(r"<(?![@#!]|https?:|mailto:)")
_NOT_A_CLOSE = re.compile(r"(<[@#!h][^<>]*>)|>")


def typed(text: str) -> str:
    """What Slack makes of typed text: `& < >` escaped, mentions and links left as they are."""
    text = re.sub(r"&(?!amp;|lt;|gt;)", "&amp;", text)
    text = _NOT_A_MENTION.sub("&lt;", text)
    return _NOT_A_CLOSE.sub(lambda match: match.group(1) or "&gt;", text)


@dataclass(kw_only=True, eq=False)
class Person(Member):
    """An account that a test or the page acts as. Every method is synchronous and may be called from any thread."""

    desk: Desk = field(repr=False)

    def slash(self, command: str, text: str = "", *, channel: Place | None = None) -> Exchange:
        """Type a slash command (in the direct messages with the app, unless told where) and wait for the answer.

        `error` is `unknown_command` when the app has no such command.
        """
        place = self._place(channel or self.dm)
        desk = self.desk
        payload = payloads.slash_command(
            desk.state,
            self,
            place,
            command,
            self._command_text(command, text),
            trigger_id=desk.triggers.new(self.id, desk.state.team_id),
            response_url=desk.response_urls.new(place, self.id),
        )
        if not desk.grants.has_command(command):
            unknown = Exchange(
                envelope_id="", kind="slash_commands", payload=payload, at=desk.state.now(), error="unknown_command"
            )
            unknown.settled.set()
            return unknown
        return self._settled(
            desk.deliveries.send(
                "slash_commands", payload, accepts=True, on_ack=lambda answer: self._show_answer(place, answer)
            )
        )

    def _command_text(self, command: str, text: str) -> str:
        escape = self.desk.grants.escapes(command)
        return escaped(self.desk.state, text.strip()) if escape else text.strip()

    def _show_answer(self, channel: Channel, answer: Json | None) -> None:
        """An acknowledgement with a text is shown like an answer to the response_url."""
        if not answer or not (answer.get("text") or answer.get("blocks")):
            return
        content = read_content(self.desk.state, Arguments(answer))
        if answer.get("response_type") == "in_channel":
            self.desk.posting.by_app(channel, content)
        else:
            self.desk.posting.whisper(channel, self.id, content)

    def press(self, target: Target, action_id: str, value: Any = None, *, block_id: str | None = None) -> Exchange:
        """Press or choose an element of a message, a modal or App Home; `value` as for `fill`.

        LookupError when there is no such element, ValueError when it offers no such choice.
        """
        return self._press(target, finding.by_action(target, action_id, block_id), value)

    def press_text(self, target: Target, label: str) -> Exchange:
        """Press the button whose visible text is `label`."""
        return self._press(target, finding.by_text(target, label), None)

    def _press(self, target: Target, found: finding.Found, value: Any) -> Exchange:
        return self._settled(pressing.press(self.desk, self, target, found, value))

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        return self.modals[-1] if self.modals else None

    def fill(self, field: str, value: Any) -> Exchange | None:
        """Fill in an input of the top modal, found by block_id, action_id or visible label.

        `value` is a string, a number, a person, a channel, a date or time, a list of them; for menus and boxes an
        option's value or visible text; None empties it. Returns the exchange when the app is told at once.
        """
        view = self._top()
        found = finding.field(view, field)
        if pressing.tells_at_once(found[0]):
            return self._press(view, found, value)
        pressing.choose(self.desk, self, view, found, value)
        return None

    def submit(self) -> Exchange:
        """Press the top modal's submit button.

        `error` is `invalid_input` when the client itself refuses; those refusals, and errors that the app answered,
        stand in `modal.errors` by block_id.
        """
        view = self._top()
        if not view.submit_label:
            raise LookupError(f"{view.title!r} has no submit button.")
        return self._settled(submitting.submit(self.desk, self, view))

    def close_modal(self, *, all_of_them: bool = False) -> None:
        """Close the top modal (or the whole stack with `all_of_them`)."""
        submitting.close(self.desk, self, everything=all_of_them)

    def _top(self) -> View:
        if self.modal is None:
            raise LookupError(f"{self.real_name} has no modal open.")
        return self.modal

    def open_home(self, *, timeout: float = 5.0) -> View | None:
        """Open the App Home tab and wait for the `views.publish` that follows.

        Returns the Home shown; what was there before when nothing came, None when nothing was ever published.
        """
        before = self.home_published
        state = self.desk.state
        if self.desk.events.tell(self._opened("home")) is not None:
            with state.changed:
                state.changed.wait_for(lambda: self.home_published > before, timeout)
        return self.home

    def open_messages(self) -> None:
        """Open the app's Messages tab."""
        self.desk.events.tell(self._opened("messages"))

    def _opened(self, tab: str) -> Json:
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        if tab == "home" and self.home is not None:
            event["view"] = view_json(self.desk.state, self.home)
        return event

    def say(
        self, channel: Place, text: str, *, thread_ts: str | None = None, files: list[SharedFile] | None = None
    ) -> Message:
        """Write a message in a channel, a thread, or (channel = their own `dm`) to the app."""
        place = self._place(channel)
        message = Message(ts="", channel_id=place.id, user_id=self.id, text=typed(text), thread_ts=thread_ts)
        for file in files or []:
            message.files.append(file)
            message.subtype = "file_share"
            file.channel_ids[place.id] = None
        self.desk.posting.post(place, message)
        for file in message.files if self.desk.state.bot_user_id in place.members else []:
            self.desk.events.tell(
                {
                    "type": "file_shared",
                    "file_id": file.id,
                    "user_id": self.id,
                    "file": {"id": file.id},
                    "channel_id": place.id,
                }
            )
        return message

    def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        self.desk.posting.change(self._place(message.channel_id), message, Content(typed(text)), edited_by=self.id)

    def delete(self, message: Message) -> None:
        self.desk.posting.remove(self._place(message.channel_id), message)

    def react(self, message: Message, name: str) -> None:
        """Add an emoji, or take it off again."""
        state, events, channel = self.desk.state, self.desk.events, self._place(message.channel_id)
        if not add_reaction(state, events, channel, message, self.id, name):
            remove_reaction(state, events, channel, message, self.id, name)

    def add_file(self, name: str, content: bytes) -> SharedFile:
        """Upload a file without sharing it yet, as for a modal's file input."""
        file = new_file(self.desk, name, self.id)
        file.content, file.length = content, len(content)
        complete(self.desk, file)
        return file

    def upload(self, channel: Place, name: str, content: bytes, *, text: str = "") -> SharedFile:
        """Share a file in a channel."""
        file = self.add_file(name, content)
        self.say(channel, text, files=[file])
        return file

    def shortcut(self, callback_id: str) -> Exchange:
        """Choose a global shortcut."""
        trigger_id = self.desk.triggers.new(self.id, self.desk.state.team_id)
        payload = payloads.shortcut(self.desk.state, self, callback_id, trigger_id=trigger_id)
        return self._settled(self.desk.deliveries.send("interactive", payload))

    def message_shortcut(self, callback_id: str, message: Message) -> Exchange:
        """Choose a shortcut from a message's menu."""
        desk, channel = self.desk, self._place(message.channel_id)
        payload = payloads.message_action(
            desk.state,
            self,
            callback_id,
            message,
            trigger_id=desk.triggers.new(self.id, desk.state.team_id),
            response_url=desk.response_urls.new(channel, self.id, None),
        )
        return self._settled(desk.deliveries.send("interactive", payload))

    def options(self, target: Target, action_id: str, typed: str) -> list[Json]:
        """What an external select offers for what was typed so far; `option_groups` are flattened."""
        exchange = self._settled(pressing.suggest(self.desk, self, target, finding.by_action(target, action_id), typed))
        return finding.options_of(exchange.ack or {})

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

    def _place(self, place: Place) -> Channel:
        channel = place if isinstance(place, Channel) else self.desk.state.channels[place]
        if self.deleted:
            raise PermissionError(f"{self.real_name} is deactivated.")
        if self.id not in channel.members:
            raise PermissionError(f"{self.real_name} isn't in {channel.name or channel.id}.")
        if channel.archived:
            raise PermissionError(f"{channel.name} is archived.")
        return channel

    def _settled(self, exchange: Exchange) -> Exchange:
        """Wait until the exchange is over, which is after three seconds at the latest."""
        exchange.settled.wait(self.desk.timing.answer_within + 2)
        return exchange
