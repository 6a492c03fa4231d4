"""Two pasts with the same published results leave the same database: so nothing in it tells which one was true."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
import wards
from databases import Databases, file_of
from standing_in import Clock, DirectoryOnPaper
from wards import answers, close, do_due, move_to, open_next_wave, staff_ids, start
from wave_forensics import dump

from bot.calendars import PublicHolidays
from bot.services.ports import Uses
from bot.services.pulse import answering
from messages.pulse import instrument
from storage import due, outbox
from storage import pulse as waves
from storage.database import Database
from storage.people import know_workspace

STAFF = staff_ids(40)


def live(databases: Databases, kind: str, respondents: list[str], values: list[int], seed: int) -> str:
    """A wave in which these people answer in this order, half of them before the reminder; gives where it was kept."""
    url = databases.unused(kind)
    database = Database(url)
    workspace = know_workspace(database, "T0ONE", "One", "U0BOT")
    clock = Clock(datetime(2026, 3, 3, 9, tzinfo=UTC))
    uses = Uses(database, workspace, DirectoryOnPaper(), clock, instrument(), Random(1), PublicHolidays())
    initiative = start(uses, staff=len(STAFF))
    wave = open_next_wave(uses, initiative)
    for number, (user_id, value) in enumerate(zip(respondents, values, strict=True)):
        if number == len(respondents) // 2:
            move_to(uses, wave.closes_at - timedelta(hours=9))
            do_due(uses)
        clock.move(seconds=seed)
        answering.record_checkin(uses, wave.id, user_id, answers(wave, value), f"comment {number}")
    close(uses, wave)
    database.close()
    return url


@pytest.fixture
def both(databases: Databases, kind: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two worlds in which other people answered, other things, at other times; the sums are the same."""
    monkeypatch.setattr(wards, "time_now", lambda: 1_800_000_000.0)
    urls = []
    for respondents, values, pace in (
        (STAFF[:30], [2, 3, 4] * 10, 60),
        (STAFF[:9:-1], [3] * 28 + [1, 5], 90),
    ):
        for module, seed in ((waves, 1), (outbox, 2), (due, 3)):
            keys = Random(seed)
            monkeypatch.setattr(module, "uuid4", lambda keys=keys: UUID(int=keys.getrandbits(128), version=4))
        urls.append(live(databases, kind, respondents, values, pace))
    return urls


def test_two_worlds_with_the_same_results_leave_the_same_rows(databases: Databases, both: list[str]) -> None:
    one, other = (dump(databases, url) for url in both)
    assert one.rows == other.rows
    assert one.rows["result"]
    assert len(one.rows["comment"]) == 30


@pytest.mark.parametrize("kind", ["sqlite"])
def test_on_sqlite_they_leave_the_same_file_byte_for_byte(both: list[str]) -> None:
    one, other = (file_of(url).read_bytes() for url in both)
    differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    assert differing == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_same_worlds_differ_while_the_sweep_is_missing(
    kind: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(waves, "empty_freed_space", lambda database: None)
    one, other = (file_of(url).read_bytes() for url in request.getfixturevalue("both"))
    assert one != other
