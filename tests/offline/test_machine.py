"""Whoever runs Uptake sees what is stuck, and frees or drops it, without learning anything about anybody."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from postman import Postman, send_all
from typer.testing import CliRunner
from wards import CHANNEL, LEAD, open_next_wave, staff_ids, start

from bot.cli import main
from bot.domain.delivery import Fate, Outcome
from bot.services.ports import Uses
from storage.database import Database

Run = Callable[..., str]


@pytest.fixture
def run(database: Database) -> Run:
    """Type a command of `uptake` and read what it says."""
    url = database.engine.url.render_as_string(hide_password=False)

    def typed(*words: str) -> str:
        result = CliRunner().invoke(main, words, env={"UPTAKE_DATABASE_URL": url, "COLUMNS": "200"})
        return result.stdout + result.stderr

    return typed


@pytest.fixture
def stuck(uses: Uses) -> Postman:
    """Slack refused the first message for good, and nobody knows what became of the second."""
    start(uses, staff=1)
    send_all(uses, Outcome(Fate.NEVER, "is_archived"))
    postman = Postman(uses)
    for fate in (Fate.UNKNOWN, Fate.UNSURE):
        postman.now += 60
        postman.send(postman.take(), Outcome(fate, "missing_scope"))
    return postman


def test_what_is_stuck_is_listed_and_nobody_is_named(stuck: Postman, run: Run) -> None:
    lines = run("outbox", "list").splitlines()
    assert re.fullmatch(
        rf"\d+  failed  initiative.started  {CHANNEL}  2026-03-03 09:00 UTC  1 attempt  is_archived", lines[0]
    )
    assert re.fullmatch(
        r"\d+  unsure  delivery.trouble  a person  2026-03-03 09:00 UTC  2 attempts  missing_scope", lines[1]
    )
    assert LEAD not in "".join(lines)
    assert len(lines) == 2


def test_a_message_that_failed_is_tried_again(stuck: Postman, run: Run) -> None:
    number = run("outbox", "list").split()[0]
    assert run("outbox", "retry", number) == "1 message will be tried again.\n"
    assert [letter.kind for letter in stuck.deliver()] == ["initiative.started"]
    assert run("outbox", "retry", number).startswith("Nothing changed: none of them failed or is unsure.")
    assert 'machine.retry  -  {"count": 1}' in run("audit")


@pytest.mark.parametrize("words", [(), ("--not-posted",)])
def test_an_unsure_message_is_looked_for_unless_somebody_has_looked(
    stuck: Postman, run: Run, words: tuple[str, ...]
) -> None:
    assert run("outbox", "retry", *words) == "2 messages will be tried again.\n"
    taken = [*stuck.take(), *stuck.take()]
    doubts = {one.row.kind: one.row.doubt_since for one in taken}
    assert (doubts["delivery.trouble"] is None) == bool(words)
    assert doubts["initiative.started"] is None


def test_a_message_that_is_dropped_never_goes_out(stuck: Postman, run: Run, uses: Uses) -> None:
    numbers = [line.split()[0] for line in run("outbox", "list").splitlines()]
    assert run("outbox", "drop", *numbers) == "2 messages were given up.\n"
    assert run("outbox", "list") == "There are no messages like that.\n"
    assert run("outbox", "retry").startswith("Nothing changed: none of them failed or is unsure.")
    assert stuck.deliver() == []


def test_a_message_in_hand_is_left_alone(uses: Uses, run: Run) -> None:
    start(uses, staff=1)
    (taken,) = Postman(uses).take()
    assert run("outbox", "drop", str(taken.row.id)).startswith("Nothing changed: none of them waits")
    assert "waiting  initiative.started" in run("outbox", "list", "--all")


def test_the_status_counts_and_names_nobody(uses: Uses, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    start(uses, staff=2)
    send_all(uses, Outcome(Fate.NEVER, "is_archived"))
    said = run("status")
    assert re.search(r"^Tables of version \d{4}, in (sqlite|postgresql)\.$", said, re.MULTILINE)
    assert "Workspace T0ONE: 1 initiative running, 0 paused, 0 ended." in said
    assert re.search(r"Messages: \d+ waiting, 0 sent, 0 dropped, 1 failed, 0 unsure\.", said)
    assert re.search(r"The oldest that may go out has been waiting for \d+ minutes?\.", said)
    assert re.search(r"Due work: \d+ waiting, 0 failed\.", said)
    assert re.search(r"The next is due on 2026-03-\d\d \d\d:\d\d UTC\.", said)
    assert not any(name in said for name in (LEAD, *staff_ids(2)))


def test_only_the_oldest_are_listed_where_there_are_many(uses: Uses, run: Run) -> None:
    ward = start(uses, staff=210)
    open_next_wave(uses, ward)
    lines = run("outbox", "list", "--all").splitlines()
    assert len(lines) == 201
    assert lines[-1] == "There are more; these are the oldest 200."


def test_a_database_that_was_never_made_is_said_in_a_sentence() -> None:
    result = CliRunner().invoke(main, ["status"], env={"UPTAKE_DATABASE_URL": f"sqlite:////tmp/{datetime.now(UTC)}.db"})
    assert result.exit_code == 2
    assert "uptake migrate" in result.stderr
