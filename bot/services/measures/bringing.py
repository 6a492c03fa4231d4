"""Whoever works at the server brings values of a measure: all of them, or with any fault none."""

from collections.abc import Sequence

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.initiative import Stage
from bot.domain.measures.measure import Measure, NoSuchMeasure
from bot.domain.measures.recording import Recorded, compare
from bot.domain.measures.typed_points import NewPoint
from bot.domain.typed import is_blank
from bot.services.measures.recording import keep_values
from bot.services.measures.standing import check_fillable, measure_and_initiative
from bot.services.ports import Uses
from storage import initiative as initiatives
from storage import measure_points, measures


class NoSuchInitiative(Refusal):
    """No initiative, or several, go by this name."""

    def __init__(self, practice: str, *, several: bool = False) -> None:
        count = "Several initiatives are" if several else "No initiative is"
        super().__init__(f"{count} called “{{practice}}”. Check the name with uptake log.", practice=practice)


def measure_named(uses: Uses, practice: str, number: int) -> tuple[Measure, str]:
    """The measure of that number of the initiative with this name that goes on, and its zone.

    Raises NoSuchInitiative, NoSuchMeasure, FromPulse or Retired.
    """
    with uses.reading() as session:
        there = [each for each in initiatives.all_initiatives(session) if each.state is not Stage.ENDED]
        found = [each for each in there if each.practice.casefold() == practice.strip().casefold()]
        if len(found) != 1:
            raise NoSuchInitiative(practice, several=bool(found))
        measure = measures.numbered(session, found[0].id, number)
        if measure is None:
            raise NoSuchMeasure
        check_fillable(measure)
        return measure, found[0].zone


def bring(uses: Uses, measure_id: int, points: Sequence[NewPoint], why: str, *, keep: bool) -> Recorded:
    """Write down values; without `keep`, only say what they would change.

    Raises FormRefusal where values that are there change without a reason, FromPulse, Retired or TooManyPoints.
    """
    with uses.writing() as session:
        _, initiative = measure_and_initiative(session, measure_id)
        measure = measures.hold_measure(session, measure_id)
        assert measure is not None
        check_fillable(measure)
        found = compare(measure_points.points(session, measure_id), points)
        if not keep:
            return Recorded(measure, initiative.practice, len(found.added), len(found.changed), found.same)
        if found.changed and is_blank(why):
            raise FormRefusal(
                {"why": f"{len(found.changed)} values are there already. Say with --why why they change."}
            )
        return keep_values(session, uses, measure, initiative, found, "", why.strip())
