"""Text in a drawing: how wide it will be without measuring a font, shortened to fit, and safe to put into SVG."""

import re
from itertools import accumulate
from xml.sax.saxutils import escape

FONTS = "Lato, 'Source Sans 3', 'Source Sans Pro', Roboto, 'Segoe UI', Helvetica, Arial, sans-serif"
NARROW = frozenset("iIjlt1.,:;!|'()[]/ fr")
WIDE = frozenset("mwMWABCDGHKNOQRUVXY@%&")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def text_width(text: str, size: float) -> float:
    """Roughly how many pixels wide `text` is in a sans-serif of `size` pixels; rather too much than too little."""
    ems = sum(
        0.34 if letter in NARROW else 0.75 if letter in WIDE else 0.56 if letter < "\u1100" else 1.0 for letter in text
    )
    return ems * size


def shortened(text: str, size: float, room: float) -> str:
    """`text`, cut with an ellipsis if it doesn't fit into `room` pixels."""
    if text_width(text, size) <= room:
        return text
    left = room - text_width("…", size)
    widths = accumulate(text_width(letter, size) for letter in text)
    kept = sum(width <= left for width in widths)
    return text[:kept].rstrip() + "…"


def safe(text: str) -> str:
    """`text` for use between tags or in a double-quoted attribute.

    Left out is what XML forbids (w3.org/TR/xml, "Characters"), and what would turn round the text beside it.
    """
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})
