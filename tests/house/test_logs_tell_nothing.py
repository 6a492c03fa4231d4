"""At DEBUG the bot logs a whole wave, failures among it, without an answer, a text that somebody typed, or a token."""

import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bot_process import BotProcess
from databases import Databases, file_of
from playing import MANIFEST, answer, fill_checkin, invitation_of, next_workday, open_form, start_initiative
from typer.testing import CliRunner

from bot.cli import main
from bot.sandbox.faults import Fault
from bot.sandbox.workspace import Sandbox
from messages.pulse import instrument

CANARY = "canarywren"
IDS = ("heronlight", "heronclear", "heronshort")
OWN = "items:\n" + "".join(f"- {{id: {name}, construct: fit, text: The {CANARY} {name} fits.}}\n" for name in IDS)
ANSWERS = ("selected_option", "private_metadata", "'values':", '"values":', "Row (")


@pytest.fixture(scope="module")
def logged(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the bot logged, and the secrets that its workspace has."""
    folder = tmp_path_factory.mktemp("logs")
    url = databases.url("sqlite")
    clock = folder / "clock"
    clock.write_text("0")
    with Sandbox(port=0, manifest=MANIFEST) as sandbox:
        staff = [sandbox.add_person(f"Nurse {number}") for number in range(9)]
        ward = sandbox.add_channel("ward-7", members=staff, with_bot=True)
        bot = BotProcess(sandbox, url, clock, folder / "log", UPTAKE_LOG_LEVEL="debug", UPTAKE_FIRST_RATE=100)
        bot.wait_until_connected()
        try:
            (folder / "items.yml").write_text(OWN)
            _live_through_a_wave(sandbox, ward, staff, clock, url, folder / "items.yml")
        finally:
            bot.stop()
        secrets = {"bot token": sandbox.bot_token, "app token": sandbox.app_token, "secret": sandbox.signing_secret}
    return {"log": (folder / "log").read_text(), **secrets}


def _live_through_a_wave(sandbox: Sandbox, ward, staff, clock: Path, url: str, items: Path) -> None:
    first_on = next_workday(3)
    start_initiative(
        sandbox, staff[0], ward, first_on=first_on, practice=f"{CANARY} practice", why_better=f"{CANARY} why"
    )
    bring = CliRunner().invoke(main, ("import", "instrument", str(items)), env={"UPTAKE_DATABASE_URL": url})
    assert "Done." in bring.output, bring.output
    opening = datetime(first_on.year, first_on.month, first_on.day, 12, tzinfo=UTC)
    clock.write_text(str((opening - datetime.now(UTC)).total_seconds()))
    sandbox.wait_for(lambda: all(invitation_of(person) for person in staff), 20)
    sandbox.faults.plan("chat.update", Fault.status(500))
    for number, person in enumerate(staff[:8]):
        answer(sandbox, person, 1 + number % 5, comment=f"{CANARY} comment {number}")
    _answer_while_the_database_is_broken(sandbox, staff[8], file_of(url))
    clock.write_text(str((opening + timedelta(days=9) - datetime.now(UTC)).total_seconds()))
    sandbox.wait_for(lambda: sandbox.posts(ward, containing="has closed"), 20)


def _answer_while_the_database_is_broken(sandbox: Sandbox, person, database: Path) -> None:
    open_form(sandbox, person)
    fill_checkin(person, 5, f"{CANARY} unlucky")
    with sqlite3.connect(database) as connection:
        connection.execute("ALTER TABLE comment RENAME TO gone")
    person.submit()
    assert person.modal is not None, "the form must stay open with what was typed"
    with sqlite3.connect(database) as connection:
        connection.execute("ALTER TABLE gone RENAME TO comment")
    connection.close()


def test_the_log_has_the_failures_that_were_made(logged: dict[str, str]) -> None:
    assert "A form failed." in logged["log"]
    assert "no such table" in logged["log"]
    assert "could not be edited" in logged["log"]


def test_debug_is_in_force_for_all_but_the_libraries_that_write_payloads() -> None:
    script = (
        "import logging; from bot.logs import set_up_logging; set_up_logging('DEBUG');"
        "logging.getLogger('anyone').debug('heard');"
        "[logging.getLogger(name).debug('overheard') for name in"
        " ('slack_bolt.App', 'slack_sdk.web.base_client', 'slack_sdk.socket_mode', 'urllib3.connectionpool')]"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [line.split()[-1] for line in run.stderr.splitlines()] == ["heard"]


def test_nothing_that_somebody_typed_is_in_the_log(logged: dict[str, str]) -> None:
    assert [line for line in logged["log"].splitlines() if CANARY in line] == []


@pytest.mark.parametrize("secret", ["bot token", "app token", "secret"])
def test_no_token_is_in_the_log(logged: dict[str, str], secret: str) -> None:
    assert len(logged[secret]) > 8
    assert logged[secret] not in logged["log"]
    assert not re.search(r"xox[bpae]-|xapp-", logged["log"])


def test_no_answer_is_in_the_log(logged: dict[str, str]) -> None:
    items = "|".join([*(item.id for item in instrument().items), *IDS])
    told = re.compile("|".join(map(re.escape, ANSWERS)) + rf"|\b({items})\b")
    assert [line for line in logged["log"].splitlines() if told.search(line)] == []
