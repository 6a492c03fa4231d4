"""What makes the definition of a measure, or a mark on its time axis, complete."""

from datetime import date
from enum import StrEnum
from math import isfinite
from typing import TypeVar

from bot.domain.errors import FormRefusal
from bot.domain.measures.measure import (
    HAND,
    NAME_LENGTH,
    NOTE_LENGTH,
    TEXT_LENGTH,
    UNIT_LENGTH,
    Data,
    Marking,
    MarkKind,
    MeasureForm,
    Often,
    Point,
    Purpose,
    Terms,
)
from bot.domain.measures.typed_values import read_number
from bot.domain.measures.xmr import Direction
from bot.domain.typed import is_blank, shorten

T = TypeVar("T", bound=StrEnum)


def check_measure(form: MeasureForm, items: frozenset[str]) -> Terms:
    """The terms of a measure, where the form is complete; `items` are the pulse's questions.

    Raises FormRefusal with a sentence for each field that needs a change.
    """
    errors: dict[str, str] = {}
    _check_texts(form, errors)
    from_pulse = form.source in items
    data = Data.NUMBER if from_pulse else _chosen(Data, form.data, "data", errors)
    purpose = _chosen(Purpose, form.purpose, "purpose", errors)
    direction = _chosen(Direction, form.direction, "direction", errors)
    often = _chosen(Often, form.often, "often", errors)
    if not from_pulse and form.source != HAND:
        errors["source"] = "Pick where the values come from."
    if data is not None and data.has_size and is_blank(form.per):
        errors["per"] = "Say what it is a part of, or counted in: such as all handovers, or 1,000 bed days."
    target = _target(form.target, data, errors)
    if not form.owner:
        errors["owner"] = "Pick who sees to it."
    if form.first_on is None:
        errors["first_on"] = "Pick the day of the first value."
    if errors or purpose is None or data is None or direction is None or often is None or form.first_on is None:
        raise FormRefusal(errors)
    unit, per = form.unit.strip(), form.per.strip() if data.has_size else ""
    return Terms(
        name=form.name.strip(),
        purpose=purpose,
        definition=form.definition.strip(),
        data=data,
        unit=unit,
        per=per,
        direction=direction,
        target=target,
        owner_user_id=form.owner,
        often=often,
        first_on=form.first_on,
        lies_where=form.lies_where.strip(),
        source=form.source,
    )


def check_marking(marking: Marking, points: tuple[Point, ...]) -> tuple[MarkKind, date, str]:
    """What is marked, where the form is complete. Raises FormRefusal with a sentence for each field."""
    errors: dict[str, str] = {}
    kind = _chosen(MarkKind, marking.kind, "mark_kind", errors)
    if is_blank(marking.text):
        errors["mark_text"] = "Say in a few words what happened, or why."
    elif len(marking.text) > NOTE_LENGTH:
        errors["mark_text"] = shorten(marking.text, NOTE_LENGTH)
    on = marking.on
    known = [point.on for point in points if point.value is not None]
    if on is None:
        errors["mark_on"] = "Pick a day."
    elif kind is MarkKind.FREEZE and not any(day <= on for day in known):
        errors["mark_on"] = "No value lies before this day. Pick a later one."
    elif kind is MarkKind.REBASE and not (any(day < on for day in known) and any(day >= on for day in known)):
        errors["mark_on"] = "Pick a day with values both before it and from it on."
    if errors or kind is None or on is None:
        raise FormRefusal(errors)
    return kind, on, marking.text.strip()


def _check_texts(form: MeasureForm, errors: dict[str, str]) -> None:
    if is_blank(form.lies_where) and form.source == HAND:
        errors["lies_where"] = "Say where these data already lie. If nowhere, say how you will count them."
    if is_blank(form.name):
        errors["name"] = "Give the measure a name, such as: falls on the ward."
    if is_blank(form.definition):
        errors["definition"] = "Say what counts and what doesn't, so that two people count the same."
    longest = {"lies_where": TEXT_LENGTH, "name": NAME_LENGTH, "definition": TEXT_LENGTH, "unit": UNIT_LENGTH}
    for name, most in (longest | {"per": UNIT_LENGTH}).items():
        text = getattr(form, name)
        if len(text) > most:
            errors[name] = shorten(text, most)


def _target(text: str, data: Data | None, errors: dict[str, str]) -> float | None:
    """A target as it is charted: a share may be typed as a percentage, and is a part of 1."""
    if is_blank(text):
        return None
    found = read_number(text)
    if not isinstance(found, float) or not isfinite(found):
        errors["target"] = "Write the target as a number, such as 90 or 12.5. Leave out thousands separators."
        return None
    if data is not Data.SHARE:
        return found
    share = found / 100
    if not 0 <= share <= 1:
        errors["target"] = "Write the target as a percentage between 0 and 100."
        return None
    return share


def _chosen(kind: type[T], text: str, name: str, errors: dict[str, str]) -> T | None:
    try:
        return kind(text)
    except ValueError:
        errors[name] = "Pick one of these."
        return None
