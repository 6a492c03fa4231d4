"""The one rule for text that people typed: it is data, wherever it goes, and shows as what was typed."""

import re
from typing import Any

from messages.fitting import cut

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOK_ALIKES = {"*": "∗", "＊": "﹡", "~": "∼", "`": "ˋ", "｀": "ˋ", "＿": "⸏"}
_MARKS = str.maketrans(_ENTITIES | _LOOK_ALIKES)
_LOOSE_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_EMOJI_NAME = re.compile(r":(?=[\w+＋'-]+(?::|$))")
_QUOTE_FIRST = re.compile(r"\s*[>＞]")
_SOFT_HYPHEN = "\xad"
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff\ud800-\udfff]")
_HEAPED = (
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_FLOOD = re.compile(f"({_HEAPED}{{4}}){_HEAPED}+")


class Finished(str):
    """Text of our own making, in which everything that people typed is data already: it is filled in as it is."""

    __slots__ = ()


def as_data(value: Any) -> Any:
    """Text for a mrkdwn sentence, so that Slack shows what was typed and nothing in it comes alive; all on one line.

    - `&`, `<`, `>` become entities, Slack's own rule: no mention, channel, date or link comes alive
      (docs.slack.dev/messaging/formatting-message-text, "Escaping text").
    - Slack has no way to escape the other marks, so each becomes a letter that looks like it: `*`, `~`, backtick, and
      their wide forms, which Slack reads too. `_` stays between letters and digits, where Slack reads no mark (ward_7).
      Source of the wide forms, and of the letters: github.com/yhatt/jsx-slack, docs/about-escape-and-exact-mode.md.
    - `:name:` would become an emoji, custom ones in any script: its first colon becomes a ratio sign.
    - A `>` that comes first would make a quotation, as entity too: a soft hyphen goes before it (same source).
    - Line breaks and controls become a space, and what turns the direction of the text round is left out, so that
      nothing typed can pass for a line of ours. Letters heaped with more than four marks keep four.
    - Bare addresses, #names and @here stay text where Slack is told to link nothing: `verbatim` in blocks,
      `parse` "none" for a message's text (docs.slack.dev/reference/methods/chat.postMessage, "Formatting messages").

    Values of other kinds, and finished sentences, pass unchanged.
    """
    if not isinstance(value, str) or isinstance(value, Finished):
        return value
    text = _BREAKS.sub(" ", _seen(value))
    guard = _SOFT_HYPHEN if _QUOTE_FIRST.match(text) else ""
    inert = _LOOSE_UNDERSCORE.sub("ˍ", text).translate(_MARKS)
    return guard + _EMOJI_NAME.sub("∶", inert)


def as_label(text: str, most: int) -> str:
    """Text for a plain_text object of at most `most` characters: on one line, cut with an ellipsis where it is longer.

    Slack reads no marks there, and entities would show as they are. An empty text, which Slack refuses, becomes a dash.
    """
    return cut(_BREAKS.sub(" ", _seen(text)).strip(), most) or "–"


def as_typed(text: str, most: int) -> str:
    """The same with its own line breaks, for a text that stands by itself."""
    return cut(_CONTROLS.sub(" ", _seen(text)).strip(), most) or "–"


def _seen(text: str) -> str:
    return _FLOOD.sub(r"\1", _TURNS.sub("", text))
