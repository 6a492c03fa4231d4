"""The environment and `.env`, read once into one frozen object; a wrong value stops the start with a sentence."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_REMEDIES = {
    "SLACK_BOT_TOKEN": "It starts with xoxb- and stands under 'OAuth & Permissions' in your Slack app's settings.",
    "SLACK_APP_TOKEN": "It starts with xapp- and stands under 'Basic Information', 'App-Level Tokens'.",
    "SLACK_SIGNING_SECRET": "It stands under 'Basic Information', 'App Credentials'.",
    "SLACK_API_URL": "Give an address such as https://slack.com/api/ or leave it out.",
    "UPTAKE_DATABASE_URL": "Give sqlite:///uptake.db or postgresql://user:password@host/database.",
    "UPTAKE_LOG_LEVEL": "Choose one of debug, info, warning or error.",
}


class SettingsProblem(Exception):
    """A value in the environment or `.env` is missing or wrong; the text is one sentence a person can act on."""


class Settings(BaseSettings):
    """All that can be set from outside. Seconds are real seconds; counts are whole numbers."""

    model_config = SettingsConfigDict(env_file=".env", frozen=True, extra="ignore", hide_input_in_errors=True)

    bot_token: Annotated[str, Field(alias="SLACK_BOT_TOKEN", default="", repr=False)]
    app_token: Annotated[str, Field(alias="SLACK_APP_TOKEN", default="", repr=False)]
    signing_secret: Annotated[str, Field(alias="SLACK_SIGNING_SECRET", default="", repr=False)]
    api_url: Annotated[str, Field(alias="SLACK_API_URL", default="https://slack.com/api/")]
    database_url: Annotated[str, Field(alias="UPTAKE_DATABASE_URL", default="sqlite:///uptake.db", repr=False)]
    log_level: Annotated[str, Field(alias="UPTAKE_LOG_LEVEL", default="info")]
    listener_threads: Annotated[int, Field(alias="UPTAKE_LISTENER_THREADS", default=24, ge=2, le=200)]
    sender_threads: Annotated[int, Field(alias="UPTAKE_SENDER_THREADS", default=8, ge=1, le=64)]
    http_port: Annotated[int | None, Field(alias="UPTAKE_HTTP_PORT", default=None, ge=0, le=65535)]
    http_host: Annotated[str, Field(alias="UPTAKE_HTTP_HOST", default="0.0.0.0", min_length=1)]
    health_port: Annotated[int | None, Field(alias="UPTAKE_HEALTH_PORT", default=None, ge=0, le=65535)]
    sockets: Annotated[int, Field(alias="UPTAKE_SOCKETS", default=2, ge=1, le=10)]
    ping_seconds: Annotated[float, Field(alias="UPTAKE_PING_SECONDS", default=1.0, gt=0, le=30)]
    http_timeout: Annotated[float, Field(alias="UPTAKE_HTTP_TIMEOUT", default=10.0, gt=0, le=60)]
    lease_seconds: Annotated[float, Field(alias="UPTAKE_LEASE_SECONDS", default=40.0, gt=0, le=600)]
    tick_seconds: Annotated[float, Field(alias="UPTAKE_TICK_SECONDS", default=1.0, gt=0, le=60)]
    first_rate: Annotated[float, Field(alias="UPTAKE_FIRST_RATE", default=8.0, gt=0, le=1000)]

    @field_validator("api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("is not an http address")
        return value if value.endswith("/") else value + "/"

    @field_validator("database_url")
    @classmethod
    def _is_a_known_database(cls, value: str) -> str:
        for given in ("postgres://", "postgresql://"):
            if value.startswith(given):
                return "postgresql+psycopg://" + value.removeprefix(given)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("names no database that Uptake knows")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("is not a log level")
        return value.upper()

    @property
    def is_for_http(self) -> bool:
        """Whether Slack is to reach the bot by HTTP, at an address of its own, in place of Socket Mode."""
        return self.http_port is not None or bool(self.signing_secret and not self.app_token)

    @property
    def secrets(self) -> dict[str, str]:
        """The setting that holds each secret which this way of running needs, with how the secret begins."""
        return {"bot_token": "xoxb-"} | ({"signing_secret": ""} if self.is_for_http else {"app_token": "xapp-"})

    def problem_for_running(self) -> str | None:
        """The first thing that keeps `uptake run` from starting, as a sentence; None if nothing does."""
        for field, start in self.secrets.items():
            name, value = setting_name(field), str(getattr(self, field))
            if not value:
                return f"{name} is missing. {_REMEDIES[name]}"
            if not value.startswith(start):
                return f"{name} doesn't look right. {_REMEDIES[name]}"
        if self.is_for_http and self.http_port is None:
            return "The port is missing. Say where Slack's requests come in, such as `uptake run --http 8080`."
        if self.lease_seconds < 3 * self.http_timeout:
            return (
                "UPTAKE_LEASE_SECONDS is too short. Make it at least three times UPTAKE_HTTP_TIMEOUT, "
                "or a message could be sent twice."
            )
        return None


def setting_name(field: str) -> str:
    """What a setting is called in the environment."""
    return str(Settings.model_fields[field].alias)


def read_settings(env_file: Path | None = Path(".env"), **given: object) -> Settings:
    """The settings from `env_file` and the environment (which wins); `given` overrides both by field alias.

    Raises SettingsProblem with one sentence that names the first wrong value and says what to do.
    """
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        what = first["msg"].removeprefix("Value error, ")
        what = what[0].lower() + what[1:]
        remedy = _REMEDIES.get(name, "Set it to another value or leave it out.")
        raise SettingsProblem(f"{name}: {what}. {remedy}") from None
