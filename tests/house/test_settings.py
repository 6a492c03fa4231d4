"""Settings come from the environment and `.env`; what is wrong or missing is said in one sentence that names it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsProblem, read_settings

BOT, APP = "xoxb-1-canary", "xapp-1-canary"
NAMES = [str(field.alias) for field in Settings.model_fields.values()]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


WRONG = [
    ("SLACK_API_URL", "slack.com/api"),
    ("SLACK_API_URL", "ftp://slack.com/api/"),
    ("SLACK_API_URL", ""),
    ("UPTAKE_DATABASE_URL", "mysql://somewhere/uptake"),
    ("UPTAKE_DATABASE_URL", "uptake.db"),
    ("UPTAKE_DATABASE_URL", ""),
    ("UPTAKE_LOG_LEVEL", "chatty"),
    ("UPTAKE_LISTENER_THREADS", "many"),
    ("UPTAKE_LISTENER_THREADS", "1"),
    ("UPTAKE_LISTENER_THREADS", "201"),
    ("UPTAKE_SENDER_THREADS", "0"),
    ("UPTAKE_HTTP_PORT", "65536"),
    ("UPTAKE_HTTP_PORT", "web"),
    ("UPTAKE_HEALTH_PORT", "-1"),
    ("UPTAKE_HTTP_HOST", ""),
    ("UPTAKE_SOCKETS", "11"),
    ("UPTAKE_PING_SECONDS", "0"),
    ("UPTAKE_HTTP_TIMEOUT", "-1"),
    ("UPTAKE_LEASE_SECONDS", "601"),
    ("UPTAKE_TICK_SECONDS", "nan"),
    ("UPTAKE_FIRST_RATE", "0"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_in_one_line_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem) as problem:
        read_settings(None)
    said = str(problem.value)
    assert said.startswith(f"{name}: ")
    assert said.endswith(".")
    assert "\n" not in said
    assert problem.value.__cause__ is None


@pytest.mark.parametrize("name", ["UPTAKE_LISTENER_THREADS", "UPTAKE_DATABASE_URL", "SLACK_API_URL"])
def test_a_wrong_value_is_not_repeated_for_it_may_be_a_secret(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "canarywren")
    with pytest.raises(SettingsProblem) as problem:
        read_settings(None)
    assert "canarywren" not in str(problem.value)


def test_everything_has_a_default_but_the_tokens() -> None:
    settings = read_settings(None)
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///uptake.db"
    assert (settings.bot_token, settings.app_token) == ("", "")
    assert settings.lease_seconds >= 3 * settings.http_timeout


def test_the_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={BOT}\nUPTAKE_SOCKETS=3\nUPTAKE_LOG_LEVEL=error\nOTHER=1\n")
    monkeypatch.setenv("UPTAKE_SOCKETS", "4")
    settings = read_settings()
    assert (settings.bot_token, settings.sockets, settings.log_level) == (BOT, 4, "ERROR")
    assert read_settings(tmp_path / "elsewhere").bot_token == ""


def test_what_is_given_wins_over_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_SOCKETS", "4")
    assert read_settings(None, UPTAKE_SOCKETS=5).sockets == 5


@pytest.mark.parametrize("field", Settings.model_fields)
def test_settings_are_frozen(field: str) -> None:
    settings = read_settings(None)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, field, getattr(settings, field))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("sqlite:////var/lib/uptake.db", "sqlite:////var/lib/uptake.db"),
    ],
)
def test_a_database_is_named_as_people_know_it(given: str, kept: str) -> None:
    assert read_settings(None, UPTAKE_DATABASE_URL=given).database_url == kept


def test_the_address_of_slack_ends_with_a_slash() -> None:
    assert read_settings(None, SLACK_API_URL="http://127.0.0.1:8065/api").api_url == "http://127.0.0.1:8065/api/"


def test_no_secret_shows_when_settings_are_printed() -> None:
    secret = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": "s-canary"}
    settings = read_settings(None, UPTAKE_DATABASE_URL="postgresql://u:canary@h/d", **secret)
    assert "canary" not in repr(settings)
    assert "canary" not in str(settings)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "SLACK_BOT_TOKEN is missing."),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN is missing."),
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN doesn't look right."),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": BOT}, "SLACK_APP_TOKEN doesn't look right."),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "UPTAKE_LEASE_SECONDS": 29}, "UPTAKE_LEASE_SECONDS"),
        ({"SLACK_BOT_TOKEN": BOT, "UPTAKE_HTTP_PORT": 8080}, "SLACK_SIGNING_SECRET is missing."),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "s-canary"}, "The port is missing."),
    ],
)
def test_what_keeps_the_bot_from_running_is_said_with_its_remedy(given: dict[str, object], words: str) -> None:
    problem = read_settings(None, **given).problem_for_running()
    assert problem is not None
    assert problem.startswith(words)
    assert problem.endswith(".")
    assert "canary" not in problem


def test_nothing_keeps_a_bot_with_an_address_of_its_own_from_running() -> None:
    by_http = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "s-canary", "UPTAKE_HTTP_PORT": 8080}
    assert read_settings(None, **by_http).problem_for_running() is None


def test_nothing_keeps_a_complete_bot_from_running() -> None:
    complete = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "UPTAKE_LEASE_SECONDS": 30, "UPTAKE_HTTP_TIMEOUT": 10}
    assert read_settings(None, **complete).problem_for_running() is None
