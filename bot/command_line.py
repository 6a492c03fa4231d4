"""What every command of `uptake` does alike: take the settings, and end with a sentence where something is wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from bot.settings import Settings, SettingsProblem, read_settings

WORKSPACE = typer.Option("", help="Slack's id of the workspace, where the database has several.")
"""Which workspace a command is about."""


def settings_or_exit(**given: object) -> Settings:
    """The settings, with those `given` first; where one is wrong, the command ends with the sentence that says so."""
    try:
        return read_settings(Path(".env"), **given)
    except SettingsProblem as problem:
        leave(str(problem))


@contextmanager
def said_in_a_sentence() -> Iterator[None]:
    """Whatever is refused inside ends the command with its sentence."""
    from bot.domain.errors import Refusal
    from bot.records import RecordsProblem
    from bot.slack.client import SlackNotReached
    from storage.migrations import MigrationProblem

    try:
        yield
    except Refusal as refusal:
        leave(refusal.said(str))
    except (RecordsProblem, MigrationProblem, SlackNotReached) as problem:
        leave(str(problem))


def leave(sentence: str) -> NoReturn:
    """End the command with a sentence and exit code 2."""
    print(sentence, file=sys.stderr)
    raise SystemExit(2)
