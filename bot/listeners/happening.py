"""What other features did, put into words and onto a measure's time axis."""

from dataclasses import replace

from bot.domain.measures.measure import Mark, MarkKind
from bot.domain.measures.over_time import OverTime
from bot.services.ports import Uses


def with_happenings(uses: Uses, over: OverTime, locale: str) -> OverTime:
    """A measure over time with a note for each thing that happened, among those that people made, by day."""
    with uses.reading() as session:
        found = [
            Mark(0, MarkKind.NOTE, each.on, kind.line(each, locale))
            for kind in uses.happenings
            for each in kind.found(session, over.measure)
        ]
    return replace(over, marks=tuple(sorted([*over.marks, *found], key=lambda mark: mark.on)))
