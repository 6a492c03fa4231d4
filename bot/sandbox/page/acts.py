"""What a person does on the page -> what the person does in the workspace. Each act returns a sentence, or nothing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.model import Exchange, Message, View
from bot.sandbox.objects import file_json
from bot.sandbox.page.composing import encode
from bot.sandbox.page.where import Where, app_name, viewer_of
from bot.sandbox.workspace import Sandbox

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One thing done: by whom and where (`place`), and what the browser sent along (`given`)."""

    sandbox: Sandbox
    place: Where
    given: Json

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "")

    def message(self) -> Message:
        """The message that the act is about. Raises Gone where it no longer stands there."""
        channel, ts = self.place.channel, self.text("ts")
        if channel is not None:
            kept = channel.by_ts.get(ts)
            found = [each for each in (kept,) if each] or [
                each for each in self.sandbox.ephemerals(self.place.person, channel) if each.ts == ts
            ]
            if found:
                return found[0]
        raise Gone("This message is no longer there.")

    def target(self) -> Message | View:
        """The message, modal or Home with the element that was used. Raises Gone."""
        view_id, person = self.text("view"), self.place.person
        if not view_id:
            return self.message()
        for view in (*person.modals, *filter(None, (person.home,))):
            if view.id == view_id:
                return view
        raise Gone("This is no longer open.")


class Gone(Exception):
    """What the person used has been deleted or closed meanwhile."""


def told(exchange: Exchange, what: str, act: Act) -> str:
    """The sentence for a delivery that went wrong."""
    if exchange.error == "dispatch_failed":
        return f"{what} did not reach {app_name(act.sandbox)}: no app is connected."
    if exchange.error == "operation_timeout":
        return f"{what} got no answer from {app_name(act.sandbox)} within 3 seconds. Try again?"
    return f"{what} failed: {exchange.error}." if exchange.error else ""


def value_of(act: Act, kind: str, value: Any) -> Any:
    """The browser's value as the workspace wants it: a local date and time becomes an instant, nothing is None."""
    if value == "":
        return None
    if kind == "external_select":
        return json.loads(value)
    if kind == "multi_external_select":
        return [json.loads(each) for each in value]
    if kind == "file_input":
        return [file_json(act.sandbox.state, act.sandbox.files[each]) for each in value]
    if kind == "datetimepicker":
        local = datetime.fromisoformat(str(value)).replace(tzinfo=ZoneInfo(act.place.person.tz))
        return int(local.timestamp())
    return value


def say(act: Act) -> str:
    if act.place.channel is None:
        return ""
    text = encode(act.text("text"), viewer_of(act.sandbox, act.place.person))
    act.place.person.say(act.place.channel, text, thread_ts=act.text("thread") or None)
    return ""


def slash(act: Act) -> str:
    """A slash command, or a kind word where the app has no such command."""
    command, _, rest = act.text("text").strip().partition(" ")
    known = {str(each.get("command")): each for each in act.sandbox.commands}
    if command not in known:
        return f"{command} is not a command of {app_name(act.sandbox)}. Type / to see what there is."
    if known[command].get("should_escape"):
        rest = encode(rest, viewer_of(act.sandbox, act.place.person), labels=True)
    exchange = act.place.person.slash(command, rest.strip(), channel=act.place.channel or act.place.person.dm)
    return told(exchange, command, act)


def fill(act: Act) -> None:
    """Keep what was typed in the modal, so that it survives a redraw and goes along with what is sent."""
    for each in act.given.get("values") or ():
        act.place.person.fill(each["block"], value_of(act, each["kind"], each["value"]))


def press(act: Act) -> str:
    target = act.target()
    if isinstance(target, View) and target.type == "modal":
        fill(act)
    value = value_of(act, act.text("kind"), act.given.get("value"))
    exchange = act.place.person.press(target, act.text("action"), value, block_id=act.text("block") or None)
    return told(exchange, "This", act)


def options(act: Act) -> list[dict[str, str]]:
    """What an external select offers for what was typed: the option as JSON, and its text."""
    found = act.place.person.options(act.target(), act.text("action"), act.text("typed"))
    return [{"value": json.dumps(each), "text": each["text"]["text"]} for each in found]


def submit(act: Act) -> str:
    """Press the modal's submit button; whatever is wrong then stands in the modal itself."""
    fill(act)
    act.place.person.submit()
    return ""


def close(act: Act) -> str:
    act.place.person.close_modal(all_of_them=bool(act.given.get("all")))
    return ""


def visit(act: Act) -> str:
    """Open a place: what is there is read, and the app hears of its Home or Messages tab."""
    person, channel = act.place.person, act.place.channel
    if channel is None:
        person.open_home()
    elif channel.id == person.dm.id:
        person.open_messages()
    return ""


def shortcut(act: Act) -> str:
    return told(act.place.person.shortcut(act.text("callback")), "This shortcut", act)


def message_shortcut(act: Act) -> str:
    return told(act.place.person.message_shortcut(act.text("callback"), act.message()), "This shortcut", act)


def react(act: Act) -> str:
    act.place.person.react(act.message(), act.text("name"))
    return ""


def join(act: Act) -> str:
    if act.place.channel is not None:
        act.sandbox.join(act.place.channel, act.place.person)
    return ""


def delete(act: Act) -> str:
    act.place.person.delete(act.message())
    return ""


def control(act: Act) -> str:
    """Press one of the host's buttons, found by its label."""
    for each in act.sandbox.controls:
        if each.label == act.text("label"):
            answer = each.act()
            return answer if isinstance(answer, str) else ""
    return ""


ACTS: dict[str, Callable[[Act], str]] = {
    "say": say,
    "slash": slash,
    "press": press,
    "submit": submit,
    "close": close,
    "visit": visit,
    "shortcut": shortcut,
    "message_shortcut": message_shortcut,
    "react": react,
    "join": join,
    "delete": delete,
    "control": control,
}


def read(place: Where) -> None:
    """Whoever looks at a channel has read it."""
    if place.channel is not None:
        place.person.mark_read(place.channel)
