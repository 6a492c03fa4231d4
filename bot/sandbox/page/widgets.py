"""What a Block Kit element looks like to a browser: its choices and what is chosen, whichever way Slack spells them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from bot.sandbox.page.mrkdwn import mrkdwn, plain_text
from bot.sandbox.page.viewer import Viewer

Json = Mapping[str, Any]

CHOSEN = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
INPUT_TYPES = {
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "plain_text_input": "text",
}


@dataclass(frozen=True)
class Choice:
    """One thing to choose. `text` is for a native list, `label` for anywhere else."""

    value: str
    text: str
    label: Markup
    description: Markup
    chosen: bool
    url: str = ""


@dataclass(frozen=True)
class Widget:
    """One interactive element, ready to draw. `groups` are (heading, choices); an ungrouped list has one, without."""

    kind: str
    id: str
    block_id: str
    action_id: str
    given: Json
    value: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(choice for _, choices in self.groups for choice in choices)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.chosen)

    @property
    def multiple(self) -> bool:
        return self.kind.startswith("multi_") or self.kind == "checkboxes"

    @property
    def is_external(self) -> bool:
        return "external" in self.kind

    @property
    def input_type(self) -> str:
        return INPUT_TYPES.get(self.kind, "text")

    @property
    def placeholder(self) -> str:
        return str((self.given.get("placeholder") or {}).get("text", ""))


def text_object(given: Json | None, viewer: Viewer) -> Markup:
    """A text composition object, mrkdwn or plain."""
    if not given:
        return Markup("")
    if given.get("type") == "mrkdwn":
        return mrkdwn(given.get("text", ""), viewer, verbatim=bool(given.get("verbatim")))
    return plain_text(given.get("text", ""), emojis=given.get("emoji", True))


def current(element: Json, block_id: str, values: Json) -> Any:
    """What is chosen now: what the person did, or else what the app proposed."""
    state_key, initial_key = CHOSEN.get(element.get("type", ""), ("value", "initial_value"))
    done = values.get(block_id, {}).get(element.get("action_id", ""))
    return done.get(state_key) if done is not None else element.get(initial_key)


def values_of(chosen: Any) -> frozenset[str]:
    """The plain values in an option, an id, or a list of either."""
    if chosen is None:
        return frozenset()
    many = chosen if isinstance(chosen, list) else [chosen]
    return frozenset(str(each.get("value", "")) if isinstance(each, Mapping) else str(each) for each in many)


def directory(kind: str, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """The people or conversations that a select offers, as (id, name)."""
    if "users" in kind:
        here = [(key, name) for key, name in viewer.people.items() if key not in viewer.gone]
        yield from sorted(here, key=lambda pair: pair[1].casefold())
    elif "conversations" in kind or "channels" in kind:
        yield from ((key, f"#{name}") for key, name in viewer.channels.items())


def option(given: Json, chosen: frozenset[str], viewer: Viewer) -> Choice:
    value = str(given.get("value", ""))
    text = given.get("text") or {}
    return Choice(
        value=value,
        text=str(text.get("text", "")),
        label=text_object(text, viewer),
        description=text_object(given.get("description"), viewer),
        chosen=value in chosen,
        url=str(given.get("url", "")),
    )


def suggestion(given: Json, viewer: Viewer, *, chosen: bool) -> Choice:
    """An option that the app suggested. Its value is the whole option, for the app may not know it again."""
    drawn = option(given, frozenset(), viewer)
    return replace(drawn, value=json.dumps(given), chosen=chosen)


def suggested(now: Any, viewer: Viewer) -> tuple[Choice, ...]:
    many = now if isinstance(now, list) else [now] if now else []
    return tuple(suggestion(each, viewer, chosen=True) for each in many)


def groups_of(element: Json, now: Any, viewer: Viewer) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    kind, chosen = element.get("type", ""), values_of(now)
    if "external" in kind:
        return (("", suggested(now, viewer)),)
    offered = tuple(
        Choice(value=key, text=name, label=plain_text(name), description=Markup(""), chosen=key in chosen)
        for key, name in directory(kind, viewer)
    )
    if offered:
        return (("", offered),)
    grouped = element.get("option_groups") or [{"options": element.get("options") or []}]
    return tuple(
        (
            str((group.get("label") or {}).get("text", "")),
            tuple(option(each, chosen, viewer) for each in group.get("options", ())),
        )
        for group in grouped
    )


def spoken(value: Any) -> str:
    """The text inside a rich text value, one line a section."""
    if isinstance(value, Mapping):
        parts = [spoken(each) for each in value.get("elements", ())]
        return str(value.get("text", "")) + ("\n" if value.get("type") == "rich_text" else "").join(parts)
    return "" if value is None else str(value)


def widget(element: Json, block_id: str, scope: str, values: Json, viewer: Viewer) -> Widget:
    """The element as it stands. `scope` keeps ids apart between the messages and views on one page."""
    now = current(element, block_id, values)
    kind, action_id = element.get("type", ""), str(element.get("action_id", ""))
    value = ""
    if kind == "datetimepicker" and now:
        value = viewer.at(float(now)).strftime("%Y-%m-%dT%H:%M")
    elif not isinstance(now, list) and kind not in {"checkboxes", "radio_buttons"}:
        value = next(iter(values_of(now)), "") if kind.endswith("select") else spoken(now)
    return Widget(
        kind=kind,
        id=f"{scope}-{block_id}-{action_id}",
        block_id=block_id,
        action_id=action_id,
        given=element,
        value=value,
        groups=groups_of(element, now, viewer),
    )
