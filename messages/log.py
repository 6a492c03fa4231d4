"""The log, and what is said about it, as whoever runs Uptake reads it on the command line."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.privacy import LogLine, is_nobody
from messages.sentences import FALLBACK, sentences


def row(entry: LogLine) -> str:
    """Such as '2026-03-03 09:12 UTC  U0123456789  initiative.pause  initiative 1  {"stage": "paused"}'."""
    say = sentences("privacy/log", FALLBACK, number=entry.initiative)
    who = say.plain("nobody") if is_nobody(entry.actor) else entry.actor or say.plain("machine")
    where = say.plain("initiative") if entry.initiative is not None else "-"
    told = {name: say.plain("nobody") if is_nobody(str(value)) else value for name, value in entry.about.items()}
    about = json.dumps(told) if told else ""
    return "  ".join((f"{entry.at:%Y-%m-%d %H:%M} UTC", who, entry.action, where, about)).rstrip()


def empty() -> str:
    """Nothing was found in the log."""
    return _said("empty")


def not_ready() -> str:
    """There is no database, or it has older tables."""
    return _said("not_ready")


def bad_date() -> str:
    """A day that can't be read."""
    return _said("bad_date")


def unknown(user_id: str) -> str:
    """Nothing is held on somebody."""
    return _said("unknown", user=user_id)


def unknown_kind(kind: str) -> str:
    """A kind of file that isn't made."""
    return _said("unknown_kind", kind=kind)


def no_test(initiative: int, number: int) -> str:
    """There is no such test of change."""
    return _said("no_test", initiative_number=initiative, test=number)


def which_workspace(team_id: str, known: Sequence[str]) -> str:
    """Which workspace is meant can't be told."""
    part = "none" if not known else "no_such" if team_id else "which"
    return _said(part, team=team_id, teams=", ".join(known))


def _said(part: str, **values: Any) -> str:
    return sentences("privacy/log", FALLBACK, **values).plain(part)
