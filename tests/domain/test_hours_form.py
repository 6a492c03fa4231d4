"""Hours and absences from forms: what is complete, what changes nothing, and what is said where something is wrong."""

from datetime import date, time, timedelta

import pytest

from bot.domain.errors import FormRefusal
from bot.domain.hours_form import (
    AbsenceForm,
    HoursForm,
    MyTime,
    TeamTime,
    UnknownRegion,
    check_my_time,
    check_team_hours,
)
from bot.domain.work_time import OFFICE_HOURS, Region, Window

TODAY = date(2026, 3, 10)
NIGHTS = Window(frozenset(range(7)), time(20), time(7))
NIGHT_FORM = HoursForm(tuple("0123456"), time(20), time(7))
OFFICE_FORM = HoursForm(tuple("01234"), time(8), time(18))
PLAIN = MyTime(None, OFFICE_HOURS, None, TODAY)
OWN = MyTime(NIGHTS, OFFICE_HOURS, TODAY, TODAY)


@pytest.mark.parametrize(
    ("present", "absence", "hours", "result"),
    [
        (PLAIN, None, None, (None, None)),
        (OWN, None, None, (NIGHTS, TODAY)),
        (PLAIN, AbsenceForm(TODAY), None, (None, TODAY)),
        (OWN, AbsenceForm(None), None, (NIGHTS, None)),
        (OWN, AbsenceForm(TODAY, is_back=True), None, (NIGHTS, None)),
        (PLAIN, None, NIGHT_FORM, (NIGHTS, None)),
        (PLAIN, None, OFFICE_FORM, (None, None)),
        (OWN, None, OFFICE_FORM, (None, TODAY)),
        (OWN, None, HoursForm((), None, None, as_above=True), (None, TODAY)),
    ],
)
def test_what_becomes_of_ones_own_time(
    present: MyTime, absence: AbsenceForm | None, hours: HoursForm | None, result: tuple[Window | None, date | None]
) -> None:
    assert check_my_time(present, absence, hours) == result


@pytest.mark.parametrize(
    ("absence", "hours", "fields"),
    [
        (AbsenceForm(TODAY - timedelta(days=1)), None, ["away_until"]),
        (AbsenceForm(TODAY + timedelta(days=367)), None, ["away_until"]),
        (None, HoursForm((), time(8), time(18)), ["days"]),
        (None, HoursForm(("7", "x"), None, None), ["days", "begins", "ends"]),
        (AbsenceForm(date(2020, 1, 1)), HoursForm(("0",), time(8), None), ["away_until", "ends"]),
    ],
)
def test_each_field_that_is_wrong_has_its_sentence(
    absence: AbsenceForm | None, hours: HoursForm | None, fields: list[str]
) -> None:
    with pytest.raises(FormRefusal) as refused:
        check_my_time(PLAIN, absence, hours)
    assert list(refused.value.errors) == fields
    assert all(sentence.endswith(".") for sentence in refused.value.errors.values())


def a_team(own: Window | None) -> TeamTime:
    return TeamTime(1, 2, "Nights", False, own, None, own or OFFICE_HOURS, "GB-ENG")


def test_a_team_keeps_what_it_has_of_its_own_and_nothing_becomes_so_by_looking_at_it() -> None:
    assert check_team_hours(a_team(None), OFFICE_FORM) is None
    assert check_team_hours(a_team(NIGHTS), NIGHT_FORM) == NIGHTS
    assert check_team_hours(a_team(NIGHTS), OFFICE_FORM) == OFFICE_HOURS
    assert check_team_hours(a_team(NIGHTS), HoursForm((), None, None, as_above=True)) is None
    with pytest.raises(FormRefusal):
        check_team_hours(a_team(NIGHTS), HoursForm((), None, None))


def test_the_mark_of_a_team_changes_with_all_that_can_be_changed() -> None:
    others = [Window(frozenset({0}), time(20), time(7)), Window(NIGHTS.days, time(21), time(7)), NIGHTS, None]
    marks = {a_team(window).mark for window in others}
    assert len(marks) == 4
    assert all(" " not in mark for mark in marks)


def test_an_unknown_region_names_the_nearest_or_says_what_a_code_looks_like() -> None:
    near = UnknownRegion("GB-ENH", Region("GB-ENG", "England, United Kingdom")).errors["region"]
    assert near == "We don't know “GB-ENH”. Did you mean GB-ENG (England, United Kingdom)?"
    assert UnknownRegion("Narnia", None).errors["region"].endswith("Type a code such as GB-ENG, DE-BY or US.")
