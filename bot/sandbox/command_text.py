"""The text after a slash command, as the app gets it."""

from __future__ import annotations

import re

from bot.sandbox.state import State

_NAMED = re.compile(r"(?<!\S)([@#])([\w.-]+)")


def escaped(state: State, text: str) -> str:
    """For a command with `should_escape`: `@name` and `#name` as `<@U...|name>` and `<#C...|name>` where they exist."""
    if "@" not in text and "#" not in text:
        return text
    handles = {person.name: person.id for person in state.people.values()}

    def swap(match: re.Match[str]) -> str:
        sign, name = match.groups()
        found = handles.get(name) if sign == "@" else state.channel_names.get(name)
        return f"<{sign}{found}|{name}>" if found else match.group(0)

    return _NAMED.sub(swap, text)
