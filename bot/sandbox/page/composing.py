"""What a person types -> what Slack would send: `@Name` and `#channel` become references, the rest is escaped."""

import re

from bot.sandbox.page.viewer import Viewer


def wire(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(text: str, viewer: Viewer, *, labels: bool = False) -> str:
    """The text with references in place of names. With `labels`, as in slash commands, each carries its name."""
    names = {f"@{name}": ("@", key, name) for key, name in viewer.people.items()}
    names |= {f"#{name}": ("#", key, name) for key, name in viewer.channels.items()}
    escaped = wire(text)
    if not names or not ("@" in text or "#" in text):
        return escaped
    longest_first = sorted((wire(name) for name in names), key=len, reverse=True)
    by_wire = {wire(name): reference for name, reference in names.items()}

    def refer(found: re.Match[str]) -> str:
        sign, key, name = by_wire[found[0]]
        return f"<{sign}{key}|{wire(name)}>" if labels else f"<{sign}{key}>"

    return re.sub(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", refer, escaped)
