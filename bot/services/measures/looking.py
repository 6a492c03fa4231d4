"""What measures there are, and their points in order, ready for the chart rules."""

from datetime import date

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.measures.measure import Choice, Measure, NoSuchMeasure, Point
from bot.domain.measures.over_time import Listed, Listing, OverTime, Shown, due_on, is_missing, over_time
from bot.services.measures.standing import DEFINE, SEE, may_record, measure_and_initiative, measure_numbered
from bot.services.ports import Uses
from bot.services.pulse.series import published_means
from bot.services.standing import check_may, initiative_for, initiative_with, roles_of
from storage import measure_points, measures


def choices(session: Session, initiative_id: int) -> list[Choice]:
    """The measures of an initiative that can be picked from, by number."""
    return [Choice(each.id, each.number, each.terms.name) for each in measures.measures_of(session, initiative_id)]


def points_of(session: Session, measure_id: int, today: date | None = None) -> OverTime:
    """A measure's points by day with gaps for those that are missing, as the chart rules want them.

    Gaps go up to the last point, or up to the local date `today`. Raises NoSuchMeasure.
    """
    measure = measures.find_measure(session, measure_id)
    if measure is None:
        raise NoSuchMeasure
    return over_time(measure, _points(session, measure), measure_points.marks(session, measure_id), today)


def shown(uses: Uses, channel_id: str, user_id: str, number: int | None) -> Shown:
    """The measure of that number in a channel, or the only one. Raises NotStarted, NotYours or NoSuchMeasure."""
    with uses.reading() as session:
        initiative = initiative_for(session, SEE, channel_id, user_id)
        return _shown(session, uses, measure_numbered(session, initiative.id, number), initiative, user_id)


def shown_by_id(uses: Uses, measure_id: int, user_id: str) -> Shown:
    """The measure with this id. Raises NoSuchMeasure or NotYours."""
    with uses.reading() as session:
        measure, initiative = measure_and_initiative(session, measure_id)
        check_may(session, SEE, initiative, user_id)
        return _shown(session, uses, measure, initiative, user_id)


def listing(uses: Uses, channel_id: str, user_id: str) -> Listing:
    """The measures of a channel's initiative. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _listing(session, uses, initiative_for(session, SEE, channel_id, user_id), user_id)


def listing_in(uses: Uses, initiative_id: int, user_id: str) -> Listing:
    """The same, for an initiative by its id. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _listing(session, uses, initiative_with(session, SEE, initiative_id, user_id), user_id)


def _listing(session: Session, uses: Uses, initiative: Initiative, user_id: str) -> Listing:
    today = local_date(uses.clock(), initiative.zone)
    found = []
    for measure in measures.measures_of(session, initiative.id):
        points = _points(session, measure)
        over = over_time(measure, points, measure_points.marks(session, measure.id), today)
        due = due_on(measure, today) if measure.is_by_hand else None
        missing = due if due and is_missing(measure, points, due) else None
        may = measure.is_by_hand and may_record(session, initiative, measure, user_id)
        found.append(Listed(over, missing, may_record=may))
    may_define = not DEFINE.may.isdisjoint(roles_of(session, initiative, user_id))
    return Listing(initiative.id, initiative.practice, tuple(found), may_define=may_define)


def _shown(session: Session, uses: Uses, measure: Measure, initiative: Initiative, user_id: str) -> Shown:
    today = local_date(uses.clock(), initiative.zone)
    roles = roles_of(session, initiative, user_id)
    return Shown(
        over_time(measure, _points(session, measure), measure_points.marks(session, measure.id), today),
        practice=initiative.practice,
        zone=initiative.zone,
        corrections=tuple(measure_points.corrections(session, measure.id)),
        may_record=measure.is_by_hand and may_record(session, initiative, measure, user_id),
        may_define=not DEFINE.may.isdisjoint(roles),
    )


def _points(session: Session, measure: Measure) -> list[Point]:
    """What people recorded, or what was published of the pulse's question."""
    if measure.is_by_hand:
        return measure_points.points(session, measure.id)
    means = published_means(session, measure.initiative_id, measure.terms.source)
    return [Point(day, value) for day, value in means]
