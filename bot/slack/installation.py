"""Looks at an installation before it is started: tokens, permissions, Socket Mode, clock, database, outbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.installation import CLOCK_TOLERANCE, OLD_MESSAGE, Finding, note, ok, wrong
from bot.manifest import manifest
from bot.settings import Settings, setting_name
from bot.slack.client import web_client
from storage import health, migrations
from storage.database import Database

_NO_ANSWER = (OSError, ValueError, HTTPException)


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that was looked at, in the order of looking. Changes nothing, and needs no running bot."""
    has_tokens = True
    for finding in _tokens(settings):
        has_tokens = has_tokens and finding.is_well
        yield finding
    if has_tokens:
        yield from _slack(settings)
    with closing(Database(settings.database_url, busy_seconds=settings.http_timeout)) as database:
        yield from _database(database)


def _tokens(settings: Settings) -> Iterator[Finding]:
    for field, start in settings.secrets.items():
        value = str(getattr(settings, field))
        if not value:
            yield wrong(f"no_{field}")
        elif not value.startswith(start):
            yield wrong(f"not_the_{field}")
        else:
            yield ok("token", name=setting_name(field))


def _slack(settings: Settings) -> Iterator[Finding]:
    client = web_client(settings.bot_token, settings.api_url, settings.http_timeout)
    try:
        who = client.auth_test()
    except SlackApiError as error:
        yield wrong("refused", error=_name(error))
        return
    except _NO_ANSWER as error:
        yield wrong("unreachable", url=settings.api_url, error=type(error).__name__)
        return
    yield ok("accepted", team=str(who.get("team") or who.get("team_id")))
    yield from _scopes(_header(who, "x-oauth-scopes"))
    yield from _clock(_header(who, "date"), datetime.now(UTC))
    if not settings.is_for_http:
        yield _socket_mode(settings)


def _scopes(given: str) -> Iterator[Finding]:
    if not given:
        yield note("scopes_unknown")
        return
    granted = {scope.strip() for scope in given.split(",")}
    asked: dict[str, Any] = manifest()["oauth_config"]["scopes"]
    missing = sorted(set(asked["bot"]) - granted)
    yield wrong("scopes_missing", scopes=", ".join(missing)) if missing else ok("scopes")
    without = sorted(set(asked.get("bot_optional", ())) - granted)
    if without:
        yield note("history_missing", scopes=", ".join(without))


def _clock(given: str, now: datetime) -> Iterator[Finding]:
    """The server's Date header is whole seconds old at most, so a minute's tolerance is wide enough."""
    try:
        apart = (now - parsedate_to_datetime(given)).total_seconds()
    except ValueError:
        yield note("clock_unknown")
        return
    seconds = round(abs(apart))
    if seconds <= CLOCK_TOLERANCE:
        yield ok("clock")
    else:
        yield wrong("clock_fast" if apart > 0 else "clock_slow", seconds=seconds)


def _socket_mode(settings: Settings) -> Finding:
    client = web_client(settings.app_token, settings.api_url, settings.http_timeout)
    try:
        client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as error:
        return wrong("no_socket_mode", error=_name(error))
    except _NO_ANSWER as error:
        return wrong("unreachable", url=settings.api_url, error=type(error).__name__)
    return ok("socket_mode")


def _database(database: Database) -> Iterator[Finding]:
    if not health.exists(database):
        yield wrong("database_not_made")
        return
    try:
        health.try_writing(database)
    except health.DatabaseTrouble as trouble:
        yield wrong("database_unusable", error=str(trouble))
        return
    yield ok("database")
    found = migrations.version(database)
    if found is None or found < migrations.HEAD:
        yield wrong("not_migrated", found=found or "none", wanted=migrations.HEAD)
    elif found > migrations.HEAD:
        yield wrong("too_new", found=found, wanted=migrations.HEAD)
    else:
        yield ok("migrated")
        yield _outbox(database, datetime.now(UTC))


def _outbox(database: Database, now: datetime) -> Finding:
    _, since = health.due_messages(database, now)
    waited = (now - since).total_seconds() if since else 0.0
    return note("outbox_old", minutes=round(waited / 60)) if waited > OLD_MESSAGE else ok("outbox")


def _name(error: SlackApiError) -> str:
    """Slack's name for what is wrong, or the HTTP status where it gave none."""
    answer = error.response
    name = answer.get("error") if isinstance(getattr(answer, "data", None), dict) else None
    return str(name or f"HTTP {getattr(answer, 'status_code', '?')}")


def _header(answer: SlackResponse, name: str) -> str:
    value = {key.lower(): value for key, value in answer.headers.items()}.get(name, "")
    return str(value[0] if isinstance(value, list) else value)
