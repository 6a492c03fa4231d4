"""`uptake check` says what is wrong with an installation before it is started, each with its remedy."""

import sqlite3
import subprocess
import sys
import time

import pytest
from playing import MANIFEST

from bot.domain.installation import Finding, Verdict
from bot.manifest import manifest
from bot.sandbox.workspace import Sandbox
from bot.settings import Settings, read_settings
from bot.slack.installation import findings
from messages.installation import row
from storage import migrations
from storage.database import Database

REQUIRED = set(MANIFEST["oauth_config"]["scopes"]["bot"])
OPTIONAL = set(MANIFEST["oauth_config"]["scopes"]["bot_optional"])


@pytest.fixture
def workspace():
    with Sandbox(0, MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def address(tmp_path) -> str:
    url = f"sqlite:///{tmp_path / 'uptake.db'}"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    return url


def installation(sandbox: Sandbox, url: str, **other: object) -> Settings:
    given = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "UPTAKE_DATABASE_URL": url,
    }
    return read_settings(None, **(given | other))


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings(settings)}


def wrong(settings: Settings) -> list[str]:
    return [row(finding) for finding in findings(settings) if not finding.is_well]


def test_the_manifest_that_is_checked_against_is_the_app_s():
    assert manifest() == MANIFEST


def test_a_sound_installation_has_nothing_wrong(workspace, address):
    seen = found(installation(workspace, address))
    assert [what for what, finding in seen.items() if finding.verdict is not Verdict.OK] == []
    assert {"accepted", "scopes", "clock", "socket_mode", "database", "migrated", "outbox"} <= set(seen)


def test_looking_changes_nothing(workspace, address):
    before = list(sqlite3.connect(address.removeprefix("sqlite:///")).iterdump())
    wrong(installation(workspace, address))
    assert list(sqlite3.connect(address.removeprefix("sqlite:///")).iterdump()) == before
    assert workspace.posts() == []
    assert workspace.connections == 0


def test_a_missing_permission_is_named(address):
    with Sandbox(0, MANIFEST, scopes=(REQUIRED | OPTIONAL) - {"im:write", "users:read"}) as sandbox:
        (line,) = wrong(installation(sandbox, address))
    assert "im:write, users:read" in line
    assert "app_manifest.yml" in line


def test_an_optional_permission_that_is_missing_is_a_note_that_says_what_stops(address):
    with Sandbox(0, MANIFEST, scopes=REQUIRED) as sandbox:
        seen = found(installation(sandbox, address))
    assert seen["history_missing"].verdict is Verdict.NOTE
    assert "can't look whether it arrived" in row(seen["history_missing"])
    assert all(finding.is_well for finding in seen.values())


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is missing."),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN holds something else."),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is missing."),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN holds something else."),
        (
            {"SLACK_BOT_TOKEN": "xoxb-of-another-app"},
            "Slack refuses the bot token (invalid_auth). Copy the token again",
        ),
        ({"SLACK_APP_TOKEN": "xapp-of-another-app"}, "Socket Mode doesn't work (invalid_auth)."),
    ],
)
def test_a_wrong_token_is_told_with_its_remedy(workspace, address, token, sentence):
    (line,) = wrong(installation(workspace, address, **token))
    assert line.startswith("wrong  ")
    assert sentence in line


def test_an_installation_with_an_address_of_its_own_needs_a_secret_and_no_app_token(address):
    off = MANIFEST | {"settings": MANIFEST["settings"] | {"socket_mode_enabled": False}}
    with Sandbox(0, off) as sandbox:
        by_http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": sandbox.signing_secret}
        assert wrong(installation(sandbox, address, **by_http)) == []
        (line,) = wrong(installation(sandbox, address, SLACK_APP_TOKEN="", UPTAKE_HTTP_PORT=8080))
    assert "SLACK_SIGNING_SECRET is missing." in line


def test_a_token_is_never_shown(workspace, address):
    settings = installation(workspace, address, SLACK_BOT_TOKEN="xoxb-very-secret", SLACK_APP_TOKEN="xapp-very-secret")
    assert "very-secret" not in " ".join(map(row, findings(settings)))


def test_a_server_that_nobody_answers_at_is_told_once(workspace, address):
    (line,) = wrong(installation(workspace, address, SLACK_API_URL="http://127.0.0.1:9/api/"))
    assert "Nothing answers at http://127.0.0.1:9/api/" in line


def test_socket_mode_that_is_turned_off_is_told(address):
    off = MANIFEST | {"settings": MANIFEST["settings"] | {"socket_mode_enabled": False}}
    with Sandbox(0, off) as sandbox:
        (line,) = wrong(installation(sandbox, address))
    assert "Socket Mode doesn't work (socket_mode_not_enabled). Turn it on" in line


@pytest.mark.parametrize(("ahead", "word"), [(+120, "slow"), (-120, "fast")])
def test_a_clock_that_is_two_minutes_off_is_wrong(workspace, address, ahead, word):
    workspace.set_clock(lambda: time.time() + ahead)
    (line,) = wrong(installation(workspace, address))
    assert f"seconds {word}" in line


def test_a_clock_that_is_half_a_minute_off_is_well(workspace, address):
    workspace.set_clock(lambda: time.time() + 30)
    assert found(installation(workspace, address))["clock"].is_well


def test_a_database_that_was_never_made_is_told_and_not_made(workspace, tmp_path):
    (line,) = wrong(installation(workspace, f"sqlite:///{tmp_path / 'none.db'}"))
    assert "There is no database yet. Run: uptake migrate" in line
    assert not (tmp_path / "none.db").exists()


def test_a_database_without_tables_is_told(workspace, tmp_path):
    sqlite3.connect(tmp_path / "empty.db").execute("PRAGMA user_version = 1").connection.close()
    (line,) = wrong(installation(workspace, f"sqlite:///{tmp_path / 'empty.db'}"))
    assert "Run: uptake migrate" in line


def test_a_database_of_a_newer_version_is_told(workspace, address):
    with sqlite3.connect(address.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    (line,) = wrong(installation(workspace, address))
    assert "made by a newer Uptake" in line


def test_a_database_that_is_read_only_is_told(workspace, address):
    read_only = f"sqlite:///file:{address.removeprefix('sqlite:///')}?mode=ro&uri=true"
    (line,) = wrong(installation(workspace, read_only))
    assert "readonly database" in line
    assert "may write there" in line


def test_a_database_server_that_is_not_there_is_told_without_the_password(workspace):
    (line,) = wrong(installation(workspace, "postgresql://uptake:hidden@127.0.0.1:9/uptake"))
    assert "The database can't be used" in line
    assert "hidden" not in line


def test_a_message_that_has_waited_long_is_a_note(workspace, address):
    with sqlite3.connect(address.removeprefix("sqlite:///")) as connection:
        connection.execute("INSERT INTO workspace (id, team_id, name, bot_user_id) VALUES (1, 'T1', 'Ward', 'U1')")
        connection.execute(
            "INSERT INTO outbox (workspace_id, kind, recipient, arguments, unique_key, priority, is_unrequested,"
            " not_before, state, reason, attempt, channel, ts, token)"
            " VALUES (1, 'k', 'U2', '{}', 'x', 5, 1, datetime('now', '-90 minutes'), 'waiting', '', 0, '', '', 't')"
        )
    seen = found(installation(workspace, address))
    assert seen["outbox_old"].verdict is Verdict.NOTE
    assert "90 minutes" in row(seen["outbox_old"])


@pytest.mark.parametrize(("token", "code"), [(None, 0), ("xoxb-wrong", 1)])
def test_the_command_prints_a_line_each_and_ends_with_what_it_found(workspace, address, tmp_path, token, code):
    environment = {
        "SLACK_BOT_TOKEN": token or workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "UPTAKE_DATABASE_URL": address,
    }
    command = [sys.executable, "-c", "from bot.entry import main; main()", "check"]
    ended = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.stderr == ""
    assert ended.returncode == code
    assert [line.split()[0] for line in ended.stdout.splitlines()].count("wrong") == code
