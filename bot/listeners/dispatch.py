"""One door for all that Slack delivers: acknowledge, find the listener, and turn a refusal into a kind reply."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt import Respond as BoltRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.privacy import WasErased
from bot.domain.roles import Action
from bot.domain.typed import fit_to_keep
from bot.listeners import payloads
from bot.listeners.payloads import Command, Form, Press, Reply, check_works_here, field_values, locale_of, refusal_of
from bot.services.ports import Uses
from messages.delivery import broken, outdated
from messages.escaping import as_data
from messages.initiative import unknown_word
from messages.notice import notice
from messages.privacy import was_erased_view

log = logging.getLogger("uptake.listeners")

CommandListener = Callable[[Command], None]
PressListener = Callable[[Press], None]
EventListener = Callable[[Uses, WebClient, dict[str, Any]], None]


@dataclass(frozen=True)
class CommandDoes:
    """What a word of a command does, as which action."""

    action: Action
    listener: CommandListener


@dataclass(frozen=True)
class PressDoes:
    """What a button does, as which action; `by_erased` where it is for somebody who was erased."""

    action: Action
    listener: PressListener
    by_erased: bool = False


@dataclass(frozen=True)
class FormDoes:
    """What a form does: `submit` before the modal closes (it may show something else in it), `after` once it has."""

    action: Action
    submit: Callable[[Form], View | None]
    after: Callable[[Form], None] | None = None


@dataclass(frozen=True)
class Listeners:
    """Everything a feature listens to. A command maps words to what they do; '' is the command without a word."""

    commands: Mapping[str, Mapping[str, CommandDoes]] = field(default_factory=dict)
    presses: Mapping[str, PressDoes] = field(default_factory=dict)
    forms: Mapping[str, FormDoes] = field(default_factory=dict)
    events: Mapping[str, EventListener] = field(default_factory=dict)

    def actions(self) -> set[Action]:
        """All that people can do here."""
        words = {does.action for command in self.commands.values() for does in command.values()}
        presses = {does.action for does in self.presses.values()}
        return words | presses | {does.action for does in self.forms.values()}


class Dispatch:
    """Hands Slack's payloads to the features' listeners."""

    def __init__(self, uses: Uses, client: WebClient, features: list[Listeners]) -> None:
        self._uses, self._client = uses, client
        self._commands: dict[str, dict[str, CommandDoes]] = {}
        self._presses: dict[str, PressDoes] = {}
        self._forms: dict[str, FormDoes] = {}
        self._events: dict[str, list[EventListener]] = {}
        for feature in features:
            for command, words in feature.commands.items():
                self._commands.setdefault(command, {}).update(words)
            self._presses |= feature.presses
            self._forms |= feature.forms
            for name, listener in feature.events.items():
                self._events.setdefault(name, []).append(listener)

    def wire(self, app: App) -> None:
        """Listen to all that the manifest subscribes to, and answer for what else comes: an old button, say.

        What nobody answers for, Slack shows as a failure and delivers again. The app must raise what it can't handle.
        """
        for command in self._commands:
            app.command(command)(self.on_command)
        for action_id in self._presses:
            app.action(action_id)(self.on_press)
        for callback_id in self._forms:
            app.view(callback_id)(self.on_form)
        for name in self._events:
            app.event(name)(self.on_event)
        anything = re.compile(".*", re.DOTALL)
        app.command(anything)(self.on_command)
        app.action(anything)(self.on_press)
        app.view(anything)(self.on_form)
        app.shortcut(anything)(self.on_shortcut)
        app.options(anything)(self.on_options)
        app.error(self.on_error)

    def on_command(self, ack: Ack, body: dict[str, Any], respond: BoltRespond) -> None:
        """A slash command: acknowledged at once, then done."""
        ack()
        with _faults_logged():
            name, text = body["command"].lower(), fit_to_keep(body.get("text") or "").strip()
            does, word, rest = self._find(name, text)
            base = self._base(body["user_id"], body.get("channel_id"), body.get("trigger_id"))
            command = Command(**base, words=rest, respond=respond)
            if does is None:
                words = [known for known in self._commands.get(name, ()) if known]
                near = get_close_matches(word.lower(), words, 1)
                command.tell(unknown_word(command.locale, word, name, near[0] if near else None))
            else:
                _guarded(lambda: does.listener(command), command, command.tell)

    def on_press(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """A button or a choice in a menu: acknowledged at once, then done."""
        ack()
        with _faults_logged():
            action = (body.get("actions") or [{}])[0]
            press = self._press(body, context, *payloads.pressed(action))
            does = self._presses.get(press.action_id)
            if does is not None:
                _guarded(lambda: does.listener(press), press, lambda text: _tell(press, text), by_erased=does.by_erased)
            elif action.get("type") in ("button", "overflow") and not action.get("url"):
                _tell(press, outdated(press.locale))

    def on_shortcut(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """A shortcut: this version has none."""
        ack()
        with _faults_logged():
            press = self._press(body, context, body.get("callback_id") or "", "")
            _tell(press, outdated(press.locale))

    def on_options(self, ack: Ack) -> None:
        """A menu asks what to offer: no menu of ours does."""
        ack(options=[])

    def on_form(self, ack: Ack, body: dict[str, Any]) -> None:
        """A modal was sent: done first and acknowledged then, because the ack closes it and what was typed is gone."""
        view = body["view"]
        form = Form(
            **self._base(body["user"]["id"], "", body.get("trigger_id")),
            callback_id=view.get("callback_id") or "",
            values=field_values((view.get("state") or {}).get("values") or {}),
            private=view.get("private_metadata") or "",
        )
        does = self._forms.get(form.callback_id)
        if does is None:
            _keep_form(ack, view, outdated(form.locale, in_form=True), form.locale)
        elif _submitted(ack, form, does, view) and does.after is not None:
            with _faults_logged():
                does.after(form)

    def on_event(self, ack: Ack, event: dict[str, Any]) -> None:
        """An event: acknowledged at once; each listener's effect is the same however often it comes."""
        ack()
        for listener in self._events.get(event["type"], ()):
            with _faults_logged():
                listener(self._uses, self._client, event)

    def on_error(self, error: Exception) -> BoltResponse | None:
        """What nobody listens to is acknowledged, without a word of it in the log; a fault is logged."""
        if isinstance(error, BoltUnhandledRequestError):
            log.debug("Nobody listens to this; it is acknowledged.")
            return BoltResponse(status=200, body="")
        _log_fault("A listener failed", error)
        return None

    def _find(self, name: str, text: str) -> tuple[CommandDoes | None, str, str]:
        known = self._commands.get(name)
        if known is None:
            return None, name, text
        word, rest = (*text.split(maxsplit=1), "", "")[:2]
        if f"/{word.lower()}" in self._commands and name == "/uptake":
            return self._find(f"/{word.lower()}", rest)
        return known.get(word.lower()), word, rest

    def _press(self, body: dict[str, Any], context: BoltContext, action_id: str, value: str) -> Press:
        container = body.get("container") or {}
        channel_id = (body.get("channel") or {}).get("id") or container.get("channel_id")
        view = body.get("view") or {}
        channel_id = channel_id or payloads.channel_meant(view, value)
        return Press(
            **self._base(body["user"]["id"], channel_id, body.get("trigger_id")),
            action_id=action_id,
            value=value,
            message_ts=container.get("message_ts") or (body.get("message") or {}).get("ts") or "",
            respond=context.respond if body.get("response_url") else None,
            view_id=view.get("id") or "",
            view_private=view.get("private_metadata") or "",
        )

    def _base(self, user_id: str, channel_id: str | None, trigger_id: str | None) -> dict[str, Any]:
        return {
            "uses": self._uses,
            "client": self._client,
            "user_id": user_id,
            "channel_id": channel_id or "",
            "trigger_id": trigger_id or "",
            "locale": locale_of(self._uses, user_id),
        }


@contextmanager
def _faults_logged() -> Iterator[None]:
    """Nothing may be raised after the ack: if it is at once, Bolt takes the ack back and Slack hears nothing."""
    try:
        yield
    except Exception as error:
        _log_fault("A listener failed", error)


def _guarded(
    act: Callable[[], None], reply: Command | Press, tell: Callable[[str], None], *, by_erased: bool = False
) -> None:
    try:
        with suppress(WasErased) if by_erased else nullcontext():
            check_works_here(reply)
        act()
    except WasErased as refusal:
        reply.tell_erased(refusal.sentence)
    except Refusal as refusal:
        tell(refusal.said(as_data))
    except Exception as error:
        _log_fault("A listener failed", error)
        tell(broken(reply.locale))
        reply.note_lacking(error)


def _submitted(ack: Ack, form: Form, does: FormDoes, view: dict[str, Any]) -> bool:
    """Whether the form had its effect; the person is told either way, and keeps what they typed unless it had."""
    try:
        check_works_here(form)
        following = does.submit(form)
    except FormRefusal as refusal:
        ack(response_action="errors", errors=_beside_fields(refusal, view, form.locale))
    except WasErased as refusal:
        ack(response_action="update", view=was_erased_view(refusal.sentence, form.locale).to_dict())
    except Refusal as refusal:
        ack(response_action="update", view=notice(refusal.said(as_data), form.locale).to_dict())
    except Exception as error:
        _log_fault("A form failed", error)
        _keep_form(ack, view, broken(form.locale, in_form=True), form.locale)
    else:
        if following is None:
            ack()
        else:
            ack(response_action="update", view=following.to_dict())
        return True
    return False


def _keep_form(ack: Ack, view: dict[str, Any], sentence: str, locale: str) -> None:
    """Leave the modal open with what was typed, and a sentence beside its first field, or in its place without one."""
    fields = [block["block_id"] for block in view.get("blocks") or () if block.get("type") == "input"]
    if fields:
        ack(response_action="errors", errors={fields[0]: sentence})
    else:
        ack(response_action="update", view=notice(sentence, locale).to_dict())


def _log_fault(what: str, error: Exception) -> None:
    """What Slack answered is left out but for its name: it may repeat what somebody typed."""
    method, name = refusal_of(error)
    if name:
        log.error("%s: Slack answered %s with %s.", what, method, name)
    else:
        log.error("%s.", what, exc_info=error)


def _beside_fields(refusal: FormRefusal, view: dict[str, Any], locale: str) -> dict[str, str]:
    """Sentences by block id; one about a field that this view lacks stands beside its first field."""
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    found = {name: text for name, text in refusal.errors.items() if name in fields}
    return found or {fields[0]: refusal.said(str) or broken(locale, in_form=True)}


def _tell(reply: Press, text: str) -> None:
    """Say a sentence where the button stands; a modal or Home has no reply of its own, so it opens one."""
    if reply.respond is not None:
        reply.tell(text)
    else:
        Reply.open(reply, notice(text, reply.locale))
