"""Bar charts as accessible SVG: one group of bars per category, all standing on zero."""

from collections.abc import Sequence

from bot.drawing.frame import (
    EDGE,
    LINE,
    Frame,
    Series,
    bottom_labels,
    described,
    document,
    grid,
    headings,
    headings_height,
    key,
    key_rows,
    matched,
    scale_width,
)
from bot.drawing.lettering import safe
from bot.drawing.palette import palette
from bot.drawing.scale import Value, is_known, known, round_scale

GROUP_SHARE = 0.72
WIDEST_BAR = 48.0


def bar_chart(
    series: Series,
    categories: Sequence[str],
    *,
    title: str,
    y_label: str = "",
    description: str = "",
    width: int = 640,
    height: int = 240,
    dark: bool = False,
) -> str:
    """An SVG with a bar per series and category; a missing value (None) has no bar."""
    matched(series, categories)
    scale = round_scale([number for values in series.values() for number in known(values)], from_zero=True)
    names = list(series) if len(series) > 1 else []
    top = headings_height(y_label)
    below = top + (LINE * len(key_rows(names, width)) + 4 if names else 0)
    frame = Frame(
        width, height, EDGE + scale_width(scale), below, width - EDGE, height - 30.0, scale, palette(dark=dark)
    )
    body = [*headings(frame, title, y_label), *key(frame, names, top + 4, marks=False), *grid(frame)]
    for place, values in enumerate(series.values()):
        body += _bars(frame, values, categories, place, len(series))
    body += bottom_labels(frame, categories)
    return document(frame, title, description or described(series, categories), body)


def _bars(frame: Frame, values: Sequence[Value], categories: Sequence[str], place: int, beside: int) -> list[str]:
    slot = (frame.right - frame.left) / max(len(values), 1)
    wide = min(slot * GROUP_SHARE / beside, WIDEST_BAR)
    zero = frame.y(0)
    parts = [f'<g fill="{frame.colours.colour(place)}">']
    for position, (value, category) in enumerate(zip(values, categories, strict=False)):
        if not is_known(value):
            continue
        x = frame.middle(position, len(values)) + (place - beside / 2) * wide
        y = frame.y(value)
        size = f'x="{x:.1f}" y="{min(y, zero):g}" width="{max(wide - 1, 1):.1f}" height="{abs(y - zero):.1f}"'
        parts.append(f"<rect {size}><title>{safe(category)}: {value:g}</title></rect>")
    return [*parts, "</g>"]
