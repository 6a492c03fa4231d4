"""What staff were promised, when a change of it may hold, and what makes the settings complete."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.announcement import starts_at
from bot.domain.errors import FormRefusal
from bot.domain.local_time import Every
from bot.domain.settings import (
    NOTICE,
    SETTINGS,
    Agreement,
    MembersFrom,
    Planned,
    Settings,
    Terms,
    TermsForm,
    apart,
    changed,
    check_terms,
    differences,
    is_promise,
    notice,
)

TODAY = date(2026, 3, 3)
TERMS = Terms(
    every=Every.FORTNIGHTLY,
    first_on=date(2026, 3, 10),
    at=time(9),
    open_days=3,
    message_cap=3,
    digest_weekday=0,
    digest_at=time(9),
    is_reviewed=False,
    is_strict=False,
    approver="",
)
FORM = TermsForm(**asdict(TERMS))

ANNOUNCED: list[tuple[str, Any, Any]] = [
    ("every", Every.MONTHLY, Every.FORTNIGHTLY),
    ("every", Every.MONTHLY, Every.WEEKLY),
    ("every", Every.FORTNIGHTLY, Every.WEEKLY),
    ("open_days", 3, 5),
    ("open_days", 5, 3),
    ("message_cap", 3, 4),
    ("message_cap", 1, 10),
    ("is_strict", False, True),
    ("is_strict", True, False),
    ("approver", "U1", "U2"),
    ("approver", "U1", ""),
    ("every", Every.MONTHLY, Every.DATES),
    ("every", Every.DATES, Every.MONTHLY),
    ("dates", (), (date(2026, 3, 10),)),
    ("dates", (date(2026, 3, 10),), (date(2026, 3, 12),)),
    ("reminders", 0, 1),
]
AT_ONCE: list[tuple[str, Any, Any]] = [
    ("every", Every.WEEKLY, Every.FORTNIGHTLY),
    ("every", Every.WEEKLY, Every.MONTHLY),
    ("every", Every.FORTNIGHTLY, Every.MONTHLY),
    ("first_on", date(2026, 3, 10), date(2026, 3, 5)),
    ("first_on", date(2026, 3, 10), date(2026, 3, 12)),
    ("at", time(9), time(7)),
    ("dates", (date(2026, 3, 10), date(2026, 3, 12)), (date(2026, 3, 12),)),
    ("reminders", 2, 1),
    ("message_cap", 3, 2),
    ("digest_weekday", 0, 4),
    ("digest_at", time(9), time(16)),
    ("is_reviewed", False, True),
    ("is_reviewed", True, False),
    ("approver", "", "U1"),
]


@pytest.mark.parametrize(("name", "old", "new"), ANNOUNCED)
def test_staff_hear_first_of_what_touches_a_promise(name: str, old: Any, new: Any) -> None:
    assert is_promise(name, old, new)


@pytest.mark.parametrize(("name", "old", "new"), AT_ONCE)
def test_what_only_relaxes_or_guards_holds_at_once(name: str, old: Any, new: Any) -> None:
    assert not is_promise(name, old, new)


@pytest.mark.parametrize("name", SETTINGS)
def test_what_stays_as_it_is_breaks_no_promise(name: str) -> None:
    assert not is_promise(name, getattr(TERMS, name), getattr(TERMS, name))


def test_every_setting_is_judged_in_both_tables() -> None:
    assert {name for name, _, _ in ANNOUNCED + AT_ONCE} == set(SETTINGS)


def test_where_dates_come_or_go_the_days_change_together_once_staff_know() -> None:
    dates = (date(2026, 3, 12), date(2026, 3, 20))
    onto = replace(TERMS, every=Every.DATES, dates=dates, first_on=dates[0], at=time(7))
    assert apart(differences(TERMS, onto)) == (
        {"at": (time(9), time(7))}, {"every": (TERMS.every, Every.DATES), "dates": ((), dates)},
    )  # fmt: skip
    at_once, later = apart(differences(onto, replace(TERMS, first_on=date(2026, 3, 17), at=time(7))))
    assert (at_once, set(later)) == ({}, {"every", "dates", "first_on"})


def test_changes_are_told_apart_and_together_are_what_was_wanted() -> None:
    wanted = replace(TERMS, every=Every.WEEKLY, at=time(7), message_cap=2, open_days=5, approver="U1")
    at_once, later = apart(differences(TERMS, wanted))
    assert at_once == {"at": (time(9), time(7)), "message_cap": (3, 2), "approver": ("", "U1")}
    assert later == {"every": (Every.FORTNIGHTLY, Every.WEEKLY), "open_days": (3, 5)}
    assert changed(changed(TERMS, at_once), later) == wanted


NINE = datetime(2026, 3, 3, 9, tzinfo=UTC)


def hours(*span: float) -> tuple[datetime, datetime]:
    """A pulse that opens and closes so many hours after the announcement."""
    return NINE + timedelta(hours=span[0]), NINE + timedelta(hours=span[1])


@pytest.mark.parametrize(
    ("waves", "later"),
    [
        ([], 24),
        ([hours(-20, 10)], 24),  # closes before
        ([hours(-20, 24)], 24),  # closes just then
        ([hours(-20, 24.5)], 24.5),
        ([hours(-20, 60)], 60),
        ([hours(10, 60)], 60),  # opens meanwhile
        ([hours(24, 60)], 60),  # opens just then
        ([hours(25, 60)], 24),  # opens after
        ([hours(-20, 30), hours(29, 90)], 90),  # the next one opens before this one has closed
        ([hours(29, 90), hours(-20, 30)], 90),
        ([hours(-20, 30), hours(31, 90)], 30),
    ],
)
def test_a_change_holds_a_day_after_it_was_told_and_never_while_a_pulse_is_open(
    waves: list[tuple[datetime, datetime]], later: float
) -> None:
    assert starts_at(NINE + NOTICE, waves) == NINE + timedelta(hours=later)


def test_who_is_told_one_by_one_knows_for_a_week() -> None:
    assert [notice(source).days for source in MembersFrom] == [1, 7, 7]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"first_on": None}, "first_on", "Pick the day"),
    ({"first_on": date(2026, 3, 2)}, "first_on", "has passed"),
    ({"first_on": date(2027, 3, 5)}, "first_on", "more than a year"),
    ({"at": None}, "at", "Pick the time"),
    ({"every": "daily"}, "every", "how often"),
    ({"open_days": 0}, "open_days", "between 1 and 14"),
    ({"open_days": 15}, "open_days", "between 1 and 14"),
    ({"open_days": 10, "every": "weekly"}, "open_days", "7 days at most"),
    ({"message_cap": 0}, "message_cap", "between 1 and 10"),
    ({"message_cap": 11}, "message_cap", "between 1 and 10"),
    ({"message_cap": -3}, "message_cap", "between 1 and 10"),
    ({"digest_weekday": 7}, "digest_weekday", "Pick a day"),
    ({"digest_weekday": -1}, "digest_weekday", "Pick a day"),
    ({"digest_at": None}, "digest_at", "Pick a time"),
    ({"reminders": 3}, "reminders", "at most 2"),
    ({"every": "dates"}, "dates", "at least one date"),
    ({"every": "dates", "unread": 2}, "dates", "Line 2 isn't a date"),
    ({"approver": "U0LEAD"}, "approver", "Pick somebody else"),
]


def check(form: TermsForm, now: Terms = TERMS, open_until: date | None = None) -> Terms:
    return check_terms(form, now, today=TODAY, open_until=open_until, lead="U0LEAD")


@pytest.mark.parametrize(("change", "field", "words"), WRONG)
def test_a_wrong_field_gets_a_sentence_of_its_own(change: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        check(replace(FORM, **change))
    assert list(refused.value.errors) == [field]
    assert words in refused.value.errors[field]
    assert refused.value.errors[field].endswith(".")


def test_what_is_right_is_taken_as_it_stands() -> None:
    assert check(FORM) == TERMS
    most = {"message_cap": 10, "digest_weekday": 6, "approver": "U1", "first_on": TODAY, "open_days": 14}
    assert check(replace(FORM, **most)) == replace(TERMS, **most)


def test_a_pulse_is_not_moved_into_one_that_is_open() -> None:
    closes = date(2026, 3, 12)
    for change in ({"first_on": closes}, {"every": "monthly"}):
        with pytest.raises(FormRefusal) as refused:
            check(replace(FORM, **change), open_until=closes)
        assert list(refused.value.errors) == ["first_on"]
    check(replace(FORM, first_on=date(2026, 3, 13)), open_until=closes)
    check(replace(FORM, message_cap=2), open_until=closes)


def test_an_approver_who_became_the_lead_keeps_nobody_from_changing_the_rest() -> None:
    check(replace(FORM, approver="U0LEAD", message_cap=2), now=replace(TERMS, approver="U0LEAD"))


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (Settings(), Agreement.UNNEEDED),
        (Settings(approved_items="one"), Agreement.UNNEEDED),
        (Settings(approver_user_id="U1"), Agreement.AWAITED),
        (Settings(approver_user_id="U1", asked_items="one"), Agreement.AWAITED),
        (Settings(approver_user_id="U1", approved_items="one"), Agreement.AGREED),
        (Settings(approver_user_id="U1", approved_items="other"), Agreement.AWAITED),
        (Settings(approver_user_id="U1", declined_items="one"), Agreement.DECLINED),
        (Settings(approver_user_id="U1", declined_items="other"), Agreement.AWAITED),
    ],
)
def test_only_the_very_questions_that_were_agreed_to_may_be_asked(settings: Settings, found: Agreement) -> None:
    assert settings.agreement("one") is found


def test_a_planned_change_knows_nothing_of_its_start_until_staff_were_told() -> None:
    assert Planned(1, 1, "U1", {"message_cap": (3, 5)}).starts_at is None
