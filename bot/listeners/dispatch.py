"""One door for all that Slack delivers: acknowledge, find the listener, and turn a refusal into a kind reply."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_bolt import Respond as BoltRespond
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.domain.errors import FormRefusal, Refusal
from bot.listeners.payloads import Command, Form, Press, Reply, field_values, locale_of
from bot.services.ports import Uses
from messages.delivery import broken
from messages.initiative import unknown_word
from messages.notice import notice

log = logging.getLogger("uptake.listeners")

CommandListener = Callable[[Command], None]
PressListener = Callable[[Press], None]
EventListener = Callable[[Uses, WebClient, dict[str, Any]], None]


@dataclass(frozen=True)
class FormListener:
    """What a form does: `submit` before the modal closes (it may show something else in it), `after` once it has."""

    submit: Callable[[Form], View | None]
    after: Callable[[Form], None] | None = None


@dataclass(frozen=True)
class Listeners:
    """Everything a feature listens to. A command maps words to listeners; '' is the command without a word."""

    commands: Mapping[str, Mapping[str, CommandListener]] = field(default_factory=dict)
    presses: Mapping[str, PressListener] = field(default_factory=dict)
    forms: Mapping[str, FormListener] = field(default_factory=dict)
    events: Mapping[str, EventListener] = field(default_factory=dict)


class Dispatch:
    """Hands Slack's payloads to the features' listeners."""

    def __init__(self, uses: Uses, client: WebClient, features: list[Listeners]) -> None:
        self._uses, self._client = uses, client
        self._commands: dict[str, dict[str, CommandListener]] = {}
        self._presses: dict[str, PressListener] = {}
        self._forms: dict[str, FormListener] = {}
        self._events: dict[str, list[EventListener]] = {}
        for feature in features:
            for command, words in feature.commands.items():
                self._commands.setdefault(command, {}).update(words)
            self._presses |= feature.presses
            self._forms |= feature.forms
            for name, listener in feature.events.items():
                self._events.setdefault(name, []).append(listener)

    def wire(self, app: App) -> None:
        """Listen to all that the manifest subscribes to."""
        for command in self._commands:
            app.command(command)(self.on_command)
        for action_id in self._presses:
            app.action(action_id)(self.on_press)
        for callback_id in self._forms:
            app.view(callback_id)(self.on_form)
        for name in self._events:
            app.event(name)(self.on_event)

    def on_command(self, ack: Ack, body: dict[str, Any], respond: BoltRespond) -> None:
        """A slash command: acknowledged at once, then done."""
        ack()
        name, text = body["command"], (body.get("text") or "").strip()
        listener, word, rest = self._find(name, text)
        base = self._base(body["user_id"], body["channel_id"], body["trigger_id"])
        command = Command(**base, words=rest, respond=respond)
        if listener is None:
            words = [known for known in self._commands[name] if known]
            near = get_close_matches(word.lower(), words, 1)
            command.tell(unknown_word(command.locale, word, name, near[0] if near else None))
            return
        _guarded(lambda: listener(command), command, command.tell)

    def on_press(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """A button: acknowledged at once, then done."""
        ack()
        action = body["actions"][0]
        container = body.get("container") or {}
        channel_id = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
        press = Press(
            **self._base(body["user"]["id"], channel_id, body["trigger_id"]),
            action_id=action["action_id"],
            value=action.get("value") or "",
            message_ts=container.get("message_ts") or "",
            respond=context.respond if body.get("response_url") else None,
        )
        listener = self._presses[press.action_id]
        _guarded(lambda: listener(press), press, lambda text: _tell(press, text))

    def on_form(self, ack: Ack, body: dict[str, Any]) -> None:
        """A modal was sent: done first and acknowledged then, because the ack closes it and what was typed is gone."""
        view = body["view"]
        form = Form(
            **self._base(body["user"]["id"], "", body.get("trigger_id") or ""),
            callback_id=view["callback_id"],
            values=field_values(view["state"]["values"]),
            private=view.get("private_metadata") or "",
        )
        listener = self._forms[form.callback_id]
        if _submitted(ack, form, listener, view) and listener.after is not None:
            listener.after(form)

    def on_event(self, ack: Ack, event: dict[str, Any]) -> None:
        """An event: acknowledged at once; each listener's effect is the same however often it comes."""
        ack()
        for listener in self._events.get(event["type"], ()):
            listener(self._uses, self._client, event)

    def _find(self, name: str, text: str) -> tuple[CommandListener | None, str, str]:
        word, _, rest = text.partition(" ")
        known = self._commands[name]
        if f"/{word.lower()}" in self._commands and name == "/uptake":
            return self._find(f"/{word.lower()}", rest.strip())
        if word.lower() in known:
            return known[word.lower()], word, rest.strip()
        return None, word, rest

    def _base(self, user_id: str, channel_id: str, trigger_id: str) -> dict[str, Any]:
        return {
            "uses": self._uses,
            "client": self._client,
            "user_id": user_id,
            "channel_id": channel_id,
            "trigger_id": trigger_id,
            "locale": locale_of(self._uses, user_id),
        }


def _guarded(act: Callable[[], None], reply: Reply, tell: Callable[[str], None]) -> None:
    try:
        act()
    except Refusal as refusal:
        tell(refusal.sentence)
    except Exception as error:
        log.exception("A listener failed.")
        tell(broken(reply.locale))
        reply.note_lacking(error)


def _submitted(ack: Ack, form: Form, listener: FormListener, view: dict[str, Any]) -> bool:
    """Whether the form had its effect; the person is told either way, and keeps what they typed unless it had."""
    try:
        following = listener.submit(form)
    except FormRefusal as refusal:
        ack(response_action="errors", errors=_beside_fields(refusal, view, form.locale))
    except Refusal as refusal:
        ack(response_action="update", view=notice(refusal.sentence, form.locale).to_dict())
    except Exception:
        log.exception("A form failed.")
        fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        ack(response_action="errors", errors={fields[0]: broken(form.locale, in_form=True)})
    else:
        if following is None:
            ack()
        else:
            ack(response_action="update", view=following.to_dict())
        return True
    return False


def _beside_fields(refusal: FormRefusal, view: dict[str, Any], locale: str) -> dict[str, str]:
    """Sentences by block id; one about a field that this view lacks stands beside its first field."""
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    found = {name: text for name, text in refusal.errors.items() if name in fields}
    return found or {fields[0]: refusal.sentence or broken(locale, in_form=True)}


def _tell(reply: Press, text: str) -> None:
    """Say a sentence where the button stands; a modal or Home has no reply of its own, so it opens one."""
    if reply.respond is not None:
        reply.tell(text)
    else:
        Reply.open(reply, notice(text, reply.locale))
