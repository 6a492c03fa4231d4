"""Colours that stay apart for colour-blind readers (after Okabe and Ito, 2008), in light and dark.

Each series colour has a contrast of at least 3:1 with its paper, each text colour of 4.5:1 (WCAG 2.2, 1.4.11, 1.4.3),
and each series has a mark of its own shape, so that nothing hangs on colour alone.
"""

from dataclasses import dataclass

SQUARE = "M-5-5H5V5H-5Z"
MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
    "M-3.6-3.6H3.6V3.6H-3.6Z",
    "M0-4.8L4.6 3.4H-4.6Z",
    "M0-5L5 0L0 5L-5 0Z",
    "M0 4.8L4.6-3.4H-4.6Z",
    "M-1.6-4.6H1.6V-1.6H4.6V1.6H1.6V4.6H-1.6V1.6H-4.6V-1.6H-1.6Z",
)


@dataclass(frozen=True)
class Palette:
    """What a chart is drawn with."""

    paper: str
    ink: str
    muted: str
    grid: str
    series: tuple[str, ...]

    def colour(self, place: int) -> str:
        """The colour of the series at this place; they come round again after the sixth."""
        return self.series[place % len(self.series)]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1d1c1d",
    muted="#616061",
    grid="#e3e2e4",
    series=("#0072b2", "#d55e00", "#008f68", "#b8558f", "#a87400", "#4d4d4d"),
)
DARK = Palette(
    paper="#1a1d21",
    ink="#e8e8e9",
    muted="#ababad",
    grid="#383b40",
    series=("#56b4e9", "#f28e4b", "#2cc39a", "#e29abf", "#e6b23c", "#c4c4c4"),
)


def palette(*, dark: bool) -> Palette:
    """The colours for a light or a dark page."""
    return DARK if dark else LIGHT


def mark(place: int) -> str:
    """The path of the mark, around 0,0, of the series at this place."""
    return MARKS[place % len(MARKS)]
