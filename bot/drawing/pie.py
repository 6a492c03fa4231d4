"""Pie charts as accessible SVG, largest shares readable from a key with percentages."""

import math
from collections.abc import Mapping

from bot.drawing.frame import EDGE, LINE, SMALL, Frame, document, headings, headings_height
from bot.drawing.lettering import safe, shortened
from bot.drawing.palette import palette
from bot.drawing.scale import Scale

KEY_SQUARE = 10


def pie_chart(
    segments: Mapping[str, float],
    *,
    title: str,
    description: str = "",
    width: int = 640,
    height: int = 240,
    dark: bool = False,
) -> str:
    """An SVG with a slice per segment, clockwise from the top; each value must be above zero."""
    top = headings_height("")
    frame = Frame(width, height, EDGE, top, width - EDGE, height - EDGE, Scale(0, 1, 1), palette(dark=dark))
    radius = (frame.bottom - frame.top) / 2
    centre = (frame.left + radius, frame.top + radius)
    total = sum(segments.values())
    shares = {name: value / total for name, value in segments.items()}
    body = headings(frame, title, "")
    turned = 0.0
    for place, share in enumerate(shares.values()):
        body.append(_slice(frame, place, centre, radius, turned, share))
        turned += share
    body += _key(frame, shares, centre[0] + radius + 32, centre[1] - LINE * (len(shares) - 1) / 2)
    words = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    return document(frame, title, description or f"Shares: {words}.", body)


def _slice(frame: Frame, place: int, centre: tuple[float, float], radius: float, start: float, share: float) -> str:
    x, y = centre
    look = f'fill="{frame.colours.colour(place)}" stroke="{frame.colours.paper}" stroke-width="2"'
    if share == 1:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {look}/>'
    angles = [2 * math.pi * turn for turn in (start, start + share)]
    (x1, y1), (x2, y2) = [(x + radius * math.sin(angle), y - radius * math.cos(angle)) for angle in angles]
    arc = f"A{radius:g} {radius:g} 0 {int(share > 0.5)} 1 {x2:.1f} {y2:.1f}"
    return f'<path d="M{x:g} {y:g}L{x1:.1f} {y1:.1f}{arc}Z" {look}/>'


def _key(frame: Frame, shares: Mapping[str, float], x: float, y: float) -> list[str]:
    parts = []
    for place, (name, share) in enumerate(shares.items()):
        line = y + place * LINE
        colour = frame.colours.colour(place)
        label = safe(shortened(f"{name} {share:.0%}", SMALL, frame.right - x - 20))
        square = f'width="{KEY_SQUARE}" height="{KEY_SQUARE}" rx="2"'
        parts.append(f'<rect x="{x:g}" y="{line - 5:g}" {square} fill="{colour}"/>')
        parts.append(f'<text x="{x + 18:g}" y="{line + 4:g}">{label}</text>')
    return parts
