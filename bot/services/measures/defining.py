"""A lead defines what is measured, changes it later, or puts it aside."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.measures.defining import check_measure
from bot.domain.measures.measure import MOST_MEASURES, Defining, Measure, MeasureForm, NoSuchMeasure, Terms
from bot.domain.people import Person
from bot.domain.privacy import TAKES_NO_PART
from bot.services.measures.standing import DEFINE, measure_and_initiative
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.standing import check_may, initiative_for, initiative_held, initiative_with
from storage import audit, measure_points, measures


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else changed the measure while this form was open: how it is now, and what was typed here.

    `parts` are the fields of the form that differ.
    """

    now: Defining
    typed: MeasureForm
    parts: tuple[str, ...]


FORM_PARTS = tuple(Terms.__dataclass_fields__)


class TooManyMeasures(Refusal):
    """An initiative with more measures than anybody looks at."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_MEASURES} measures here already. Put one aside before you define another.")


class DataAreFixed(FormRefusal):
    """The kind of data can't change once there are values."""

    def __init__(self) -> None:
        super().__init__({"data": "There are values of this kind already. Define a new measure for another kind."})


def to_define(uses: Uses, channel_id: str, user_id: str) -> Defining:
    """What the form for a new measure needs. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        initiative = initiative_for(session, DEFINE, channel_id, user_id)
        return _defining(uses, initiative, user_id)


def to_define_in(uses: Uses, initiative_id: int, user_id: str) -> Defining:
    """The same, for an initiative by its id. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        return _defining(uses, initiative_with(session, DEFINE, initiative_id, user_id), user_id)


def to_redefine(uses: Uses, measure_id: int, user_id: str) -> Defining:
    """What the form that changes a measure needs. Raises NoSuchMeasure, Ended or NotYours."""
    with uses.reading() as session:
        measure, initiative = measure_and_initiative(session, measure_id)
        check_may(session, DEFINE, initiative, user_id)
        return _defining(uses, initiative, user_id, measure)


def define(uses: Uses, initiative_id: int, user_id: str, measure_form: MeasureForm) -> Measure:
    """Write down a new measure. Raises FormRefusal with a sentence per field, TooManyMeasures, Ended or NotYours."""
    terms, owner = _checked(uses, measure_form)
    with uses.writing() as session:
        initiative = initiative_held(session, DEFINE, initiative_id, user_id)
        if len(measures.measures_of(session, initiative.id)) >= MOST_MEASURES:
            raise TooManyMeasures
        made = measures.add_measure(session, initiative.id, terms, owner)
        _log(session, uses, initiative, user_id, made.number)
        return made


def redefine(uses: Uses, measure_id: int, user_id: str, version: int, measure_form: MeasureForm) -> Measure | Overtaken:
    """Change what a measure is; where somebody else did so meanwhile, nothing changes and both stand side by side.

    Raises FormRefusal with a sentence per field, NoSuchMeasure, Ended or NotYours.
    """
    terms, owner = _checked(uses, measure_form)
    with uses.writing() as session:
        _, initiative = measure_and_initiative(session, measure_id)
        check_may(session, DEFINE, initiative, user_id)
        measure = measures.hold_measure(session, measure_id)
        if measure is None:
            raise NoSuchMeasure
        if measure.version != version and measure.terms != terms:
            parts = tuple(name for name in FORM_PARTS if getattr(measure.terms, name) != getattr(terms, name))
            now = _defining(uses, initiative, user_id, measure)
            return Overtaken(now, measure_form, tuple("owner" if name == "owner_user_id" else name for name in parts))
        if measure.terms.data is not terms.data and measure_points.points(session, measure_id):
            raise DataAreFixed
        if measure.terms != terms:
            measures.change_measure(session, measure_id, terms, owner)
            _log(session, uses, initiative, user_id, measure.number)
        changed = measures.find_measure(session, measure_id)
        assert changed is not None
        return changed


def put_aside(uses: Uses, measure_id: int, user_id: str) -> Measure:
    """Put a measure aside, or take up one that was: its values stay. Raises NoSuchMeasure, Ended or NotYours."""
    with uses.writing() as session:
        _, initiative = measure_and_initiative(session, measure_id)
        check_may(session, DEFINE, initiative, user_id)
        measure = measures.hold_measure(session, measure_id)
        if measure is None:
            raise NoSuchMeasure
        measures.retire(session, measure_id, is_retired=not measure.is_retired)
        _log(session, uses, initiative, user_id, measure.number)
        changed = measures.find_measure(session, measure_id)
        assert changed is not None
        return changed


def _checked(uses: Uses, measure_form: MeasureForm) -> tuple[Terms, Person]:
    """The terms and their owner. Raises FormRefusal."""
    terms = check_measure(measure_form, frozenset(item.id for item in uses.instrument.items))
    owner = meet_person(uses, terms.owner_user_id)
    if owner is None or not owner.profile.can_take_part:
        raise FormRefusal({"owner": TAKES_NO_PART})
    return terms, owner


def _defining(uses: Uses, initiative: Initiative, user_id: str, measure: Measure | None = None) -> Defining:
    items = tuple(item.id for item in uses.instrument.items)
    today = local_date(uses.clock(), initiative.zone)
    return Defining(initiative.id, initiative.practice, items, today, user_id, measure)


def _log(session: Session, uses: Uses, initiative: Initiative, user_id: str, number: int) -> None:
    audit.note_by(session, uses.clock(), user_id, DEFINE.name, initiative.id, measure=number)
