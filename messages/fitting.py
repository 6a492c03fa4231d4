"""Texts made to fit: measured as Slack may measure, and never cut through a letter, an entity or a mention."""

import re
import unicodedata
from itertools import accumulate

_ELLIPSIS = "…"
_JOINER = "\u200d"
_LONGEST_LETTER = 40
_UNIT = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);")


def size(text: str) -> int:
    """How long Slack may take a text for: UTF-16 units, as it doesn't say whether it counts these or characters."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def cut(text: str, most: int) -> str:
    """`text`, or its beginning with an ellipsis, of a size of `most` at most; never cut through a letter."""
    if size(text) <= most:
        return text
    return text[: _boundary(text, _fitting(text, most - 1))].rstrip() + _ELLIPSIS


def cut_markup(text: str, most: int) -> str:
    """The same for mrkdwn, where a mention, a link or an entity counts as one letter."""
    if size(text) <= most:
        return text
    end = _fitting(text, most - 1)
    around = next((found for found in _UNIT.finditer(text) if found.start() < end < found.end()), None)
    end = around.start() if around else _boundary(text, end)
    return text[:end].rstrip() + _ELLIPSIS


def _fitting(text: str, most: int) -> int:
    """How many characters of a text fit into `most`."""
    taken = accumulate(map(size, text))
    return next((place for place, length in enumerate(taken) if length > most), len(text))


def _boundary(text: str, end: int) -> int:
    """The last place up to `end` between two letters as people see them; `end` itself where a letter has no end."""
    for place in range(end, max(end - _LONGEST_LETTER, 0), -1):
        if not _goes_on(text, place):
            return place
    return end


def _goes_on(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the letter before it.

    Marks, joined emoji, skin tones, tags and flags, after unicode.org/reports/tr29; conjoining jamo are left out.
    """
    before, here = text[place - 1], text[place] if place < len(text) else " "
    if before == _JOINER or here == _JOINER or unicodedata.category(here) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff" or "\U000e0020" <= here <= "\U000e007f":
        return True
    return _is_flag(here) and _flags_before(text, place) % 2 == 1


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag(text[place - 1 - count]):
        count += 1
    return count
