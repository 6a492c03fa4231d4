"""What makes the form that starts an initiative complete."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from bot.domain.errors import FormRefusal
from bot.domain.initiative import AlreadyStarted, CaseForChange, NotStarted, StartForm, check_start
from bot.domain.local_time import Every, Rhythm

TODAY = date(2026, 3, 3)
CASE = CaseForChange("We hand over at the bed.", "Nothing is lost.")
FORM = StartForm("bedside handover", CASE, (), date(2026, 3, 10), time(10, 0), "weekly", 3)

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"practice": ""}, "practice", "Give the practice a name"),
    ({"practice": " \n\t"}, "practice", "Give the practice a name"),
    ({"practice": "x" * 81}, "practice", "80 characters. It has 81"),
    ({"case": replace(CASE, what_is_new="  ")}, "what_is_new", "what will be different"),
    ({"case": replace(CASE, why_better="")}, "why_better", "better than today"),
    ({"case": replace(CASE, what_is_new="x" * 501)}, "what_is_new", "500 characters. It has 501"),
    ({"case": replace(CASE, why_better="x" * 501)}, "why_better", "500 characters"),
    ({"case": replace(CASE, how_it_fits="x" * 501)}, "how_it_fits", "500 characters"),
    ({"case": replace(CASE, what_improves="x" * 502)}, "what_improves", "It has 502"),
    ({"first_on": None}, "first_on", "Pick the day"),
    ({"first_on": date(2026, 3, 2)}, "first_on", "has passed"),
    ({"first_on": date(2027, 3, 5)}, "first_on", "more than a year away"),
    ({"at": None}, "at", "Pick the time"),
    ({"every": "daily"}, "every", "how often"),
    ({"every": ""}, "every", "how often"),
    ({"open_days": 0}, "open_days", "between 1 and 14"),
    ({"open_days": 15}, "open_days", "between 1 and 14"),
    ({"open_days": 8, "every": "weekly"}, "open_days", "7 days at most"),
    ({"champions": tuple(f"U{number}" for number in range(21))}, "champions", "at most 20"),
]

RIGHT: list[dict[str, Any]] = [
    {"practice": "x" * 80},
    {"case": CaseForChange("x" * 500, "x" * 500, "x" * 500, "x" * 500)},
    {"first_on": TODAY},
    {"first_on": date(2027, 3, 4)},
    {"at": time(0, 0)},
    {"open_days": 1},
    {"open_days": 14, "every": "fortnightly"},
    {"open_days": 7, "every": "weekly"},
    {"champions": tuple(f"U{number}" for number in range(20))},
    *({"every": every.value} for every in Every if every is not Every.DATES),
]


@pytest.mark.parametrize(("change", "field", "words"), WRONG)
def test_a_wrong_field_gets_a_sentence_of_its_own(change: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        check_start(replace(FORM, **change), TODAY)
    assert list(refused.value.errors) == [field]
    assert words in refused.value.errors[field]
    assert refused.value.errors[field].endswith(".")


@pytest.mark.parametrize("change", RIGHT)
def test_what_is_just_within_the_limits_is_taken(change: dict[str, Any]) -> None:
    check_start(replace(FORM, **change), TODAY)


def test_the_rhythm_takes_its_weekday_from_the_first_day() -> None:
    assert check_start(FORM, TODAY) == Rhythm(Every.WEEKLY, 1, time(10, 0), 3)
    sunday = replace(FORM, first_on=date(2026, 3, 15), every="monthly", open_days=14)
    assert check_start(sunday, TODAY) == Rhythm(Every.MONTHLY, 6, time(10, 0), 14)


def test_all_wrong_fields_are_named_at_once() -> None:
    empty = StartForm("", CaseForChange("", ""), (), None, None, "", 0)
    with pytest.raises(FormRefusal) as refused:
        check_start(empty, TODAY)
    assert set(refused.value.errors) == {
        "practice", "what_is_new", "why_better", "first_on", "at", "every", "open_days",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (AlreadyStarted("bedside handover"), "bedside handover"),
        (NotStarted(), "/uptake start"),
    ],
)
def test_a_refusal_says_what_to_do(refusal: Any, words: str) -> None:
    assert words in refusal.said(str)
    assert refusal.said(str).endswith(".")
