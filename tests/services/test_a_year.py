"""Six weeks of the year that `make prove` lives through: messages at work only, and never more than the cap."""

from datetime import time, timedelta

import pytest
from prove import year as living
from prove.year import Absence, Got, Judge, Worker, Year

from bot.services.ports import Uses
from bot.services.pulse.asking import EARLY_REMINDER, INVITATION, REMINDER


@pytest.mark.parametrize("kind", ["sqlite"])
def test_six_weeks_bring_messages_at_work_only_and_never_more_than_the_cap(uses: Uses) -> None:
    workers = [one for number, one in enumerate(living.staff(1)) if (number + number // 3) % 3 != 2]
    living.wards.move_to(uses, living.BEGIN)
    year = living.live(uses, workers, 6, 1729, initiatives=3, cap=2)
    judge = Judge(year)
    assert list(judge.faults()) == []
    assert len(living.table(year, judge, workers)) == 1 + len({(one.zone, one.group) for one in workers})
    assert year.outages == 1
    assert year.waves >= 8
    assert {one.zone for one in workers} == set(living.REGIONS)
    assert {one.worker for one in year.got if one.kind == INVITATION} == set(workers)
    assert {REMINDER, EARLY_REMINDER} <= {one.kind for one in year.got}


@pytest.mark.parametrize(
    ("group", "day", "at", "fault"),
    [
        ("office", 1, time(8), ""),
        ("office", 1, time(18), "outside the hours"),
        ("office", 5, time(12), "not a working day"),
        ("part-time", 2, time(10), "not a working day"),
        ("nights", 5, time(21), ""),
        ("nights", 1, time(6, 59), ""),
        ("nights", 1, time(12), "outside the hours"),
        ("office", -4, time(12), "a public holiday"),
        ("nights", -3, time(6), "a public holiday"),
        ("office", 8, time(12), "away"),
    ],
)
def test_the_judge_sees_what_is_wrong(group: str, day: int, at: time, fault: str) -> None:
    worker, wall = Worker("U1", "Europe/London", group, False), living.BEGIN + timedelta(days=day)
    got = Got(worker, INVITATION, wall + timedelta(hours=at.hour, minutes=at.minute))
    year = Year([got])
    away_from = living.BEGIN + timedelta(days=7)
    year.absences["U1"].append(Absence(away_from, (away_from + timedelta(days=3)).date()))
    assert Judge(year).why_not(got) == fault


def test_the_judge_counts_seven_days() -> None:
    worker, noon = Worker("U1", "Europe/London", "office", False), living.BEGIN + timedelta(hours=12)
    four = [Got(worker, INVITATION, noon + timedelta(days=day)) for day in (0, 1, 2, 3)]
    apart = [Got(worker, INVITATION, noon + timedelta(days=day)) for day in (0, 1, 2, 7)]
    assert len(list(Judge(Year(four)).faults())) == 1
    assert list(Judge(Year(apart)).faults()) == []
