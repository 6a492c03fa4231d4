"""Puts messages into channels and changes them there; every other module goes through here."""

from __future__ import annotations

from bot.sandbox.content import Content
from bot.sandbox.events import Events
from bot.sandbox.model import Change, Channel, Message
from bot.sandbox.objects import message_json
from bot.sandbox.state import State


class Posting:
    def __init__(self, state: State, events: Events) -> None:
        self._state, self._events = state, events

    def post(self, channel: Channel, message: Message) -> Message:
        """Add a message (its ts is given here) and tell the app as far as it listens."""
        state = self._state
        with state.lock:
            message.ts = state.new_ts()
            if channel.is_direct:
                self.show_direct(channel)
            state.add_message(channel, message)
        self._events.posted(channel, message)
        return message

    def show_direct(self, channel: Channel) -> None:
        """A direct-message channel appears in the person's list with its first message or when it is opened."""
        for member in channel.members:
            self._state.enter(channel, member)

    def by_app(self, channel: Channel, content: Content, *, thread_ts: str | None = None) -> Message:
        return self.post(channel, self.draft(channel, content, thread_ts=thread_ts))

    def draft(self, channel: Channel, content: Content, *, thread_ts: str | None = None) -> Message:
        """A message by the app which isn't posted yet."""
        return Message(
            ts="",
            channel_id=channel.id,
            user_id=self._state.bot_user_id,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            metadata=content.metadata,
            by_app=True,
            thread_ts=thread_ts,
        )

    def whisper(self, channel: Channel, person_id: str, content: Content, *, thread_ts: str | None = None) -> Message:
        """Show an ephemeral message to one person."""
        message = self.draft(channel, content, thread_ts=thread_ts)
        message.only_for = person_id
        with self._state.lock:
            message.ts = self._state.new_ts()
            channel.ephemerals.append(message)
        self._state.tell(Change("ephemeral", channel_id=channel.id, person_id=person_id, ts=message.ts))
        return message

    def change(self, channel: Channel, message: Message, content: Content, *, edited_by: str) -> None:
        """Give a message a new content."""
        with self._state.lock:
            before = message_json(self._state, message)
            message.text, message.blocks, message.attachments = content.text, content.blocks, content.attachments
            if content.metadata is not None:
                message.metadata = content.metadata
            if message.only_for is None:
                message.edited = {"user": edited_by, "ts": self._state.new_ts()}
        self._tell_of(channel, message)
        if message.only_for is None:
            self._events.edited(channel, before, message)

    def remove(self, channel: Channel, message: Message) -> None:
        with self._state.lock:
            if message.only_for is not None:
                channel.ephemerals = [each for each in channel.ephemerals if each is not message]
            else:
                channel.messages.remove(message)
                channel.by_ts.pop(message.ts, None)
                if (parent := channel.by_ts.get(message.thread_ts or "")) is not None and message in parent.replies:
                    parent.replies.remove(message)
        self._tell_of(channel, message)
        if message.only_for is None:
            self._events.removed(channel, message)

    def _tell_of(self, channel: Channel, message: Message) -> None:
        kind = "message" if message.only_for is None else "ephemeral"
        self._state.tell(Change(kind, channel_id=channel.id, person_id=message.only_for or "", ts=message.ts))
