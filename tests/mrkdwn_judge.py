"""A strict reader of Slack's texts: everything in one that Slack might bring to life, formatted, linked or drawn.

Written from docs.slack.dev/messaging/formatting-message-text, and stricter than Slack where that leaves room. It shares
nothing with the code that makes texts harmless, nor with the stand-in's own reader.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

ANGLE = re.compile(r"<[^>]*>?|>")
BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")
CODE = re.compile(r"[`｀][^`｀]*[`｀]")
MARKED = {
    "bold": re.compile(r"[*＊][^*＊\n]*[*＊]"),
    "struck": re.compile(r"~[^~\n]*~"),
    "slanted": re.compile(r"(?<![A-Za-z0-9])[_＿][^\n]*?[_＿](?![A-Za-z0-9])"),
}
QUOTED = re.compile(r"^[ \t\u00a0]*(?:&gt;|>|＞)", re.MULTILINE)
EMOJI = re.compile(r":(?=[\w+＋'-]+:)")
LINE = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
HEAPED = re.compile(r"[\u0300-\u036f]{5}|[\u0e47-\u0e4e]{5}|[\u0483-\u0489]{5}")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def alive(text: str) -> Counter[str]:
    """What in a mrkdwn text is more than letters: each kind, and for what stands in angle brackets also what it is."""
    found: Counter[str] = Counter()
    found.update(f"angle {inside}" for inside in ANGLE.findall(text))
    rest = ANGLE.sub(" ", text)
    found["ampersand"] += len(BARE_AMPERSAND.findall(rest))
    found["code"] += len(CODE.findall(rest))
    outside = CODE.sub(" ", rest)
    for name, pattern in MARKED.items():
        found[name] += len(pattern.findall(outside))
    found["quoted"] += len(QUOTED.findall(text))
    found["emoji"] += len(EMOJI.findall(outside))
    found["line"] += len(LINE.findall(text))
    return +found + unruly(text)


def unruly(text: str) -> Counter[str]:
    """What not even a plain text may hold: turned directions, controls, and letters heaped over the lines around."""
    found = {"turning": TURNING, "control": CONTROL, "heaped": HEAPED}
    return +Counter({name: len(pattern.findall(text)) for name, pattern in found.items()})


def texts(node: Any) -> Iterator[tuple[str, Json]]:
    """Every text object of a payload with its kind: 'mrkdwn', 'plain_text', or 'raw_text' in a table."""
    if isinstance(node, list | tuple):
        for each in node:
            yield from texts(each)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "plain_text", "raw_text", "text") and isinstance(node.get("text"), str):
            yield str(node["type"]), node
        for each in node.values():
            yield from texts(each)
